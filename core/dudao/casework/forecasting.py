"""Forecasts from stored class lists: of a tenant, or of all tenants below it and their sum."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..errors import DudaoError, Problem
from ..facts import FactSet
from ..forecast import (
    Assumptions,
    Forecast,
    History,
    LeftOut,
    Region,
    deadline,
    foretell,
    foretell_region,
    has_classes,
    history_of,
)
from ..rulebook import RuleBook
from ..store import TenantSession, descendants, facts_versions, load_facts
from .office import Office, TenantCard, card_of, reading


@dataclass(frozen=True, slots=True)
class PastLists:
    """The class lists behind a forecast: a tenant's own, else those of the tenants below it.

    `below` have a series, `left_out` none that can be used; both are empty where there is an
    `own` one. `unused` names the tenants below that an own series leaves aside. `stamp` is a digest
    of the figures and of all editions of the book.
    """

    tenant: TenantCard
    stamp: str
    own: History | None
    below: tuple[History, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def last(self) -> int:
        """The latest year with class lists."""
        return self.own.last if self.own else max(each.last for each in self.below)


@dataclass(frozen=True, slots=True)
class _Series:
    """One tenant's past, or why it is none; `is_empty` without a single class list.

    `used` are the periods read, with the version of their figures.
    """

    tenant: TenantCard
    used: tuple[tuple[str, int], ...]
    history: History | None
    problems: tuple[Problem, ...]
    is_empty: bool


def may_forecast(office: Office, card: TenantCard) -> bool:
    """Return whether a tenant, or one below it, can have class lists at all."""
    if card.periods or not card.is_above:
        return True
    with reading(office, card.code) as session:
        return bool(descendants(session, card.code))


def past_of(office: Office, tenant: str, latest: str | None = None) -> PastLists:
    """Return the class lists of a tenant or of those below it, of no year after `latest`.

    Raises DudaoError with the reasons when there is no series at all.
    """
    with reading(office, tenant) as session:
        codes = (tenant, *descendants(session, tenant))
        versions = facts_versions(session, codes)
        own, *below = (
            _series(office, session, card_of(session, each), versions[each], latest)
            for each in codes
        )
    stamp = _stamp(office, own, below)
    if own.history:
        unused = (each.tenant.name for each in below if not each.is_empty)
        return PastLists(own.tenant, stamp, own.history, unused=tuple(unused))
    usable = tuple(each.history for each in below if each.history)
    if not own.is_empty or not usable:
        raise DudaoError(_problems(own, below))
    return PastLists(own.tenant, stamp, None, usable, tuple(_left_out(below)))


def _series(
    office: Office,
    session: TenantSession,
    card: TenantCard,
    versions: Mapping[str, int],
    latest: str | None,
) -> _Series:
    used = tuple(
        (period, version) for period, version in versions.items() if _until(period, latest)
    )

    def read() -> _Series:
        series = [load_facts(session, card.code, period) for period, _ in used]
        is_empty = not any(map(has_classes, series))
        try:
            history = history_of(series or [FactSet(card.code, "", ())])
        except DudaoError as error:
            return _Series(card, used, None, error.problems, is_empty)
        return _Series(card, used, history, (), is_empty)

    return office.memory.recall(("past", card, used), read)


def _stamp(office: Office, own: _Series, below: Sequence[_Series]) -> str:
    books = [each.digest for each in office.plugins.shelf if each.code == own.tenant.book]
    parts = [repr(books), *(repr((each.tenant, each.used)) for each in (own, *below))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _until(period: str, latest: str | None) -> bool:
    return latest is None or period <= latest


def _left_out(below: Sequence[_Series]) -> list[LeftOut]:
    """Return those without a series; who only stands between others has no class lists to miss."""
    above = {each.tenant.parent for each in below}
    return [
        LeftOut(each.tenant.code, each.tenant.name, each.problems)
        for each in below
        if each.problems and not (each.is_empty and each.tenant.code in above)
    ]


def _problems(own: _Series, below: Sequence[_Series]) -> tuple[Problem, ...]:
    if not own.is_empty or not below:
        return own.problems
    return tuple(
        Problem(f"{each.name} {problem.where}", problem.what, problem.expected)
        for each in _left_out(below)
        for problem in each.problems
    )


def forecast_of(
    office: Office, tenant: str, until: int | None = None, assumptions: Assumptions | None = None
) -> Forecast | Region:
    """Return the forecast of a tenant over all its years.

    A tenant without class lists of its own is given those of the tenants below it and their sum.
    Raises DudaoError like `past_of` and `foretell_past`.
    """
    return foretell_past(office, past_of(office, tenant), until, assumptions)


def foretell_past(
    office: Office,
    past: PastLists,
    until: int | None = None,
    assumptions: Assumptions | None = None,
) -> Forecast | Region:
    """Return the years ahead, under the limits of the tenant's book on the last day of the last.

    Raises DudaoError for a deadline that cannot be, and for assumptions that do not fit.
    """
    last = deadline(past.last, until)
    book = _book(office, past.tenant.book, date(last, 12, 31))
    if past.own is None:
        card = past.tenant
        return foretell_region(
            card.code, card.name, past.below, past.left_out, last, assumptions, book
        )
    found = foretell(past.own, last, assumptions, book)
    if not past.unused:
        return found
    note = f"本级有自己的班级数据,只预测本级;下级没有计入:{'、'.join(past.unused)}"
    return replace(found, notes=(note, *found.notes))


def _book(office: Office, name: str, day: date) -> RuleBook | None:
    """Return the book in force on a day; None where there is none, or its plugin is missing."""
    shelf = office.plugins.shelf
    return shelf.named(name, day) if name and shelf.in_force(name, day) else None
