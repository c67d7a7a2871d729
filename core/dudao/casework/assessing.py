"""Evaluating a tenant's stored figures, keeping the run, and explaining a verdict."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from ..checks import Doubt
from ..errors import refuse
from ..evaluate import ENGINE, Evaluation, Trace, pack, sourced, unpack
from ..facts import FactSet, Key, Source, Stage
from ..grading import Grade, Standing
from ..rulebook import RuleBook
from ..store import (
    RunRecord,
    TenantSession,
    facts_version,
    latest_run,
    load_facts,
    load_snapshots,
    save_run,
    sources,
)
from .explaining import trace_of
from .judged import Judged, complete, day_of, judge_facts, summarised
from .office import Office, TenantCard, card_of, reading, writing


@dataclass(frozen=True, slots=True)
class Assessed:
    """A tenant's period, judged. `run` is the stored run, None when none was kept.

    `previous` holds the figures of the period before, where there are any.
    """

    tenant: TenantCard
    judged: Judged
    previous: FactSet | None
    run: int | None
    facts_hash: str

    @property
    def period(self) -> str:
        """The period of the figures."""
        return self.judged.facts.period

    @property
    def book(self) -> RuleBook:
        """The rules applied."""
        return self.judged.book

    @property
    def as_of(self) -> date:
        """The day whose rules were applied."""
        return self.judged.as_of

    @property
    def facts(self) -> FactSet:
        """The figures judged."""
        return self.judged.facts

    @property
    def evaluation(self) -> Evaluation:
        """All verdicts, as columns of a single county."""
        return self.judged.evaluation

    @property
    def grade(self) -> Grade:
        """The grades still possible."""
        return self.judged.grade

    @property
    def standings(self) -> tuple[Standing, ...]:
        """How the county stands against each indicator."""
        return self.judged.standings

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What is doubtful about the figures."""
        return self.judged.doubts

    @property
    def book_hash(self) -> str:
        """The digest of the rules applied."""
        return self.book.digest


def assess(
    office: Office,
    tenant: str,
    period: str | None = None,
    book: str | None = None,
    as_of: date | None = None,
    *,
    keep: bool = False,
) -> Assessed:
    """Return a tenant's verdicts, from the stored run when figures and rules are unchanged.

    Defaults: the latest period, the tenant's own book, the last day of the period. With `keep`
    a new result is stored as a run. Raises DudaoError for an unknown tenant, book or period.
    """
    with reading(office, tenant) as session:
        card = card_of(session, tenant)
        period = _period(card, period)
        day = day_of(period, as_of)
        rules = office.plugins.shelf.named(book or card.book, day)
        before = str(int(period) - 1)
        versions = tuple(facts_version(session, tenant, each) for each in (before, period))
        key = (card, period, rules.name, rules.digest, day, versions)
        found = office.memory.recall(key, lambda: _judge(office, session, card, period, rules, day))
    if keep and found.run is None:
        found = replace(found, run=_keep(office, found, versions[1]))
        office.memory.renew(key, found)
    return found


def _judge(
    office: Office,
    session: TenantSession,
    card: TenantCard,
    period: str,
    rules: RuleBook,
    day: date,
) -> Assessed:
    [now] = load_snapshots(session, [card.code], period)
    previous = _previous(session, card, period)
    stored = latest_run(session, card.code, period, rules.code)
    vocabulary, grader = office.plugins.vocabulary, office.plugins.grade
    if stored and _same(stored, rules, day, now.digest, previous):
        found = unpack(stored.verdicts, rules)
        judged = complete(found, now.facts, vocabulary, previous, grader)
        return Assessed(card, judged, previous, stored.id, now.digest)
    judged = judge_facts(rules, now.facts, day, vocabulary, previous, grader)
    return Assessed(card, judged, previous, None, now.digest)


def _period(card: TenantCard, period: str | None) -> str:
    if not card.periods:
        raise refuse(f"租户 {card.code}", "还没有填报数据", "请先上传填报表")
    if period is None:
        return card.periods[-1]
    if period not in card.periods:
        known = "、".join(card.periods)
        raise refuse(f"租户 {card.code}", f"没有 {period} 年的数据", f"已有:{known}")
    return period


def _previous(session: TenantSession, card: TenantCard, period: str) -> FactSet | None:
    before = str(int(period) - 1)
    return load_facts(session, card.code, before) if before in card.periods else None


def _same(run: RunRecord, book: RuleBook, day: date, digest: str, previous: FactSet | None) -> bool:
    return (
        run.edition == book.edition
        and run.book_hash == book.digest
        and run.as_of == day
        and run.facts_hash == digest
        and run.summary.get("previous_hash") == _digest(previous)
        and run.summary.get("engine") == ENGINE
    )


def _digest(facts: FactSet | None) -> str:
    return facts.digest() if facts else ""


def _keep(office: Office, found: Assessed, version: int) -> int:
    record = RunRecord(
        found.tenant.code,
        found.tenant.code,
        found.period,
        found.book.code,
        found.book.edition,
        found.as_of,
        found.book.digest,
        found.facts_hash,
        version,
        summarised(found.grade, found.standings, _digest(found.previous)),
        pack(found.evaluation),
    )
    with writing(office, found.tenant.code) as session:
        return save_run(session, record)


def explain(
    office: Office, assessed: Assessed, indicator: str, subject: str, stage: Stage | None = None
) -> Trace:
    """Return the trace of one verdict of a tenant, its inputs with their sources.

    Raises DudaoError that names the subjects or stages there are when it is not among them.
    """
    trace = trace_of(
        assessed.evaluation,
        assessed.facts,
        office.plugins.vocabulary,
        indicator,
        subject,
        stage,
        assessed.previous,
    )
    return sourced(trace, sources_of(office, assessed.tenant.code, assessed.period, trace.keys))


def sources_of(
    office: Office, tenant: str, period: str, keys: Collection[Key]
) -> dict[Key, Source]:
    """Return where these figures of a tenant and period come from, by their latest change."""
    with reading(office, tenant) as session:
        return sources(session, tenant, period, keys)
