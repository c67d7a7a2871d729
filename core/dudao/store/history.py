"""How a figure came to be: every change of it, and where the present ones come from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import func, select

from ..facts import CLASS_LIST, ClassFact, Key, Source, Stage
from ..moments import in_words
from .holdings import ATTRIBUTES, Attributes, ClassItem
from .scope import TenantSession
from .tables import ChangeRow, IntakeRow

Value = int | tuple[ClassFact, ...] | Attributes


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a figure (stored integer), class list or attributes; None: there was none."""

    id: int
    old: Value | None
    new: Value | None
    source: Source


def history(session: TenantSession, tenant: str, period: str, key: Key) -> list[Change]:
    """Return all changes of one figure, oldest first.

    Class lists are the metric `CLASS_LIST`, attributes `ATTRIBUTES`, both without a stage.
    """
    session.require([tenant])
    query = (
        select(ChangeRow, IntakeRow)
        .join(IntakeRow, IntakeRow.id == ChangeRow.intake)
        .where(
            ChangeRow.tenant == tenant,
            ChangeRow.period == period,
            ChangeRow.subject == key.subject,
            ChangeRow.stage == (key.stage or ""),
            ChangeRow.metric == key.metric,
        )
    )
    return [
        Change(
            change.id,
            _value(change.metric, change.old, change.old_text),
            _value(change.metric, change.new, change.new_text),
            _source(intake.file, change.place, intake.who, intake.at),
        )
        for change, intake in session.execute(query.order_by(ChangeRow.id))
    ]


def sources(
    session: TenantSession, tenant: str, period: str, keys: Collection[Key] | None = None
) -> dict[Key, Source]:
    """Return where figures come from, by their latest change; `keys` None means all of them."""
    session.require([tenant])
    latest = select(func.max(ChangeRow.id)).where(
        ChangeRow.tenant == tenant, ChangeRow.period == period
    )
    if keys is not None:
        latest = latest.where(ChangeRow.subject.in_({key.subject for key in keys}))
    latest = latest.group_by(ChangeRow.subject, ChangeRow.stage, ChangeRow.metric)
    query = (
        select(
            ChangeRow.subject,
            ChangeRow.stage,
            ChangeRow.metric,
            ChangeRow.place,
            IntakeRow.file,
            IntakeRow.who,
            IntakeRow.at,
        )
        .join(IntakeRow, IntakeRow.id == ChangeRow.intake)
        .where(ChangeRow.id.in_(latest))
    )
    wanted = None if keys is None else frozenset(keys)
    found = {}
    for subject, stage, metric, place, file, who, at in session.execute(query):
        key = Key(subject, Stage(stage) if stage else None, metric)
        if wanted is None or key in wanted:
            found[key] = _source(file, place, who, at)
    return found


def _value(metric: str, number: int | None, text: str | None) -> Value | None:
    if text is None:
        return number
    if metric == ATTRIBUTES:
        return msgspec.json.decode(text, type=Attributes)
    assert metric == CLASS_LIST
    return tuple(ClassFact(*item) for item in msgspec.json.decode(text, type=list[ClassItem]))


def _source(file: str, place: str, who: str, at: datetime) -> Source:
    return Source(file, place, who, in_words(at))
