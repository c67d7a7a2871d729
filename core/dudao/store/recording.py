"""Taking a hand-in into the database: what changed is written, and every change remembered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete

from ..errors import DudaoError, Problem
from ..facts import FactSet, Key, Stage, SubjectFacts
from ..metrics import Vocabulary
from .database import queue_up
from .facts import Held, facts_version, factset, held_by, sheets_of
from .holdings import (
    ATTRIBUTES,
    Difference,
    Holding,
    apply,
    differences,
    documents,
    encode,
    forms_by_metric,
    holding_of,
    size_of,
)
from .scope import TenantSession
from .snapshots import write_snapshot
from .tables import ChangeRow, IntakeRow, SheetRow, SubjectRow
from .tenants import tenant as tenant_of

Changes = Mapping[str, Sequence[Difference]]  # by subject


@dataclass(frozen=True, slots=True)
class NewIntake:
    """A file about to be taken in: its name, its SHA-256 in hex, who hands it in.

    `rejected` counts the figures that were refused before and are not in the facts.
    """

    file: str
    digest: str
    who: str
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an intake did. An item is a figure, a school's class list or a subject's attributes."""

    intake: int
    changed: int
    new: int
    same: int


def record_facts(
    session: TenantSession,
    vocabulary: Vocabulary,
    facts: FactSet,
    places: Mapping[Key, str],
    intake: NewIntake,
) -> Recorded:
    """Store a hand-in, all of it or nothing, and remember each change with its place.

    Figures that are absent stay as they are; a class list that is given replaces the former one.
    The place of a class list is that of `Key(subject, None, CLASS_LIST)`, of attributes that of
    `Key(subject, None, ATTRIBUTES)`. Raises DudaoError when the tenant is not registered or the
    facts cannot be stored, ScopeError when the tenant is not the one this session writes.
    """
    _check(session, vocabulary, facts)
    given = {subject.code: holding_of(subject) for subject in facts.subjects}
    with session.begin_nested():
        queue_up(session)
        held = held_by(session, [facts.tenant], facts.period)[facts.tenant]
        known = len(held)
        changes = {code: _take(held.setdefault(code, Holding()), given[code]) for code in given}
        _write_subjects(session, facts.period, held, known, changes)
        _write_sheets(session, facts.period, held, changes, vocabulary)
        items = sum(map(size_of, given.values()))
        number = _write_intake(session, facts.period, intake, items)
        _write_history(session, facts.period, held, changes, number, places)
    made = Counter(change.is_new for changed in changes.values() for change in changed)
    return Recorded(number, made[False], made[True], items - made.total())


def withdraw_fact(
    session: TenantSession,
    vocabulary: Vocabulary,
    period: str,
    key: Key,
    place: str,
    intake: NewIntake,
) -> None:
    """Take a figure of the tenant written back: it is unknown again, and its history stays.

    Nothing is written where there is none.
    """
    with session.begin_nested():
        queue_up(session)
        held = held_by(session, [session.writes], period)[session.writes]
        holding, stage = held.get(key.subject, Holding()), key.stage or ""
        old = holding.figures.get(stage, {}).get(key.metric)
        if old is None:
            return
        change = Difference(stage, key.metric, old)
        apply(holding, change)
        changes = {key.subject: [change]}
        _write_sheets(session, period, held, changes, vocabulary)
        number = _write_intake(session, period, intake, 1)
        _write_history(session, period, held, changes, number, {key: place})


def _write_history(
    session: TenantSession,
    period: str,
    held: Held,
    changes: Changes,
    intake: int,
    places: Mapping[Key, str],
) -> None:
    _write_changes(session, period, changes, intake, places)
    tenant = session.writes
    version = facts_version(session, tenant, period)
    write_snapshot(session, factset(tenant, period, held, ""), version)


def _check(session: TenantSession, vocabulary: Vocabulary, facts: FactSet) -> None:
    session.require_writing(facts.tenant)
    tenant_of(session, facts.tenant)
    repeated = Counter(subject.code for subject in facts.subjects)
    problems = [
        Problem(f"填报对象 {code}", "代码重复", "每个对象只能出现一次")
        for code, times in repeated.items()
        if times > 1
    ]
    used = {metric: subject for subject in facts.subjects for metric in _metrics_of(subject)}
    problems += [
        Problem(f"填报对象 {used[metric].code}", f"不认识的数据项 {metric}", "请检查数据项代码")
        for metric in used
        if metric not in vocabulary
    ]
    if problems:
        raise DudaoError(problems)


def _metrics_of(subject: SubjectFacts) -> Iterator[str]:
    yield from subject.facts
    for data in subject.stages.values():
        yield from data


def _take(holding: Holding, given: Holding) -> list[Difference]:
    changes = list(differences(holding, given))
    for change in changes:
        apply(holding, change)
    return changes


def _write_subjects(
    session: TenantSession, period: str, held: Held, known: int, changes: Changes
) -> None:
    rows: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for position, (code, holding) in enumerate(held.items()):
        one = holding.attributes
        if one and any(change.metric == ATTRIBUTES for change in changes.get(code, ())):
            row: dict[str, Any] = {"period": period, "code": code, "name": one.name}
            row |= {"kind": one.kind, "school": encode(one.school) if one.school else None}
            is_new = position >= known
            rows[is_new].append(row | {"position": position} if is_new else row)
    session.insert_rows(SubjectRow, rows[True])
    session.update_rows(SubjectRow, ["period", "code"], rows[False])


def _write_sheets(
    session: TenantSession, period: str, held: Held, changes: Changes, vocabulary: Vocabulary
) -> None:
    stored: defaultdict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for _, code, stage, form, text in sheets_of(session, [session.writes], period):
        stored[code][stage, form] = text
    added, altered = [], []
    for code in (code for code in changes if changes[code]):
        former = stored[code]
        wanted = documents(held[code], _form_of(vocabulary, former))
        for (stage, form), text in wanted.items():
            row = {"period": period, "subject": code, "stage": stage, "form": form, "data": text}
            if (stage, form) not in former:
                added.append(row)
            elif former[stage, form] != text:
                altered.append(row)
        for stage, form in former.keys() - wanted.keys():
            _delete_sheet(session, period, code, stage, form)
    session.insert_rows(SheetRow, added)
    session.update_rows(SheetRow, ["period", "subject", "stage", "form"], altered)


def _form_of(vocabulary: Vocabulary, former: Mapping[tuple[str, str], str]) -> Callable[[str], str]:
    """Return where a metric is filed; one that the vocabulary has lost stays where it was."""
    kept = forms_by_metric(former)
    return lambda metric: vocabulary[metric].form if metric in vocabulary else kept[metric]


def _delete_sheet(session: TenantSession, period: str, code: str, stage: str, form: str) -> None:
    session.execute(
        delete(SheetRow).where(
            SheetRow.period == period,
            SheetRow.subject == code,
            SheetRow.stage == stage,
            SheetRow.form == form,
        )
    )


def _write_intake(session: TenantSession, period: str, intake: NewIntake, accepted: int) -> int:
    row = IntakeRow(
        period=period,
        file=intake.file,
        digest=intake.digest,
        who=intake.who,
        at=datetime.now(UTC),
        accepted=accepted,
        rejected=intake.rejected,
    )
    session.add(row)
    session.flush()
    return row.id


def _write_changes(
    session: TenantSession,
    period: str,
    changes: Changes,
    intake: int,
    places: Mapping[Key, str],
) -> None:
    rows = []
    for code, made in changes.items():
        for change in made:
            key = Key(code, Stage(change.stage) if change.stage else None, change.metric)
            row = {"period": period, "subject": code, "intake": intake} | asdict(change)
            rows.append(row | {"place": places.get(key, "")})
    session.insert_rows(ChangeRow, rows)
