"""A tenant's territory: the counties below it, or itself where it is one, in a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..errors import refuse
from ..rulebook import RuleBook
from ..store import TenantSession, descendants, tenants
from .judged import day_of
from .office import Office, TenantCard, card_of, cards_of, reading
from .years import CountyYear, Judgement, judge_years


@dataclass(frozen=True, slots=True)
class Territory:
    """The counties of a tenant in a year, by code; one that has none below it is its own county.

    `oversees` says that there are any below. `stamp` is a digest of all that the verdicts depend
    on.
    """

    tenant: TenantCard
    period: str
    as_of: date
    oversees: bool
    counties: tuple[CountyYear, ...]
    stamp: str

    @property
    def books(self) -> tuple[RuleBook, ...]:
        """The books by which counties were judged, the one of most counties first."""
        found = [each.judgement.book for each in self.counties if each.judgement]
        many = Counter(book.name for book in found)
        named = {book.name: book for book in found}
        return tuple(named[name] for name in sorted(named, key=lambda name: (-many[name], name)))

    def under(self, book: RuleBook) -> Iterator[tuple[CountyYear, Judgement]]:
        """Yield the counties that were judged by a book."""
        for each in self.counties:
            if each.judgement and each.judgement.book.name == book.name:
                yield each, each.judgement


def territory_of(
    office: Office,
    tenant: str,
    period: str | None = None,
    book: str | None = None,
    as_of: date | None = None,
) -> Territory:
    """Return a tenant's year with every county judged, each by its own book unless one is named.

    Defaults: the latest period in which anybody reported, the last day of it. Raises DudaoError
    for an unknown tenant, a named book that cannot be applied, or where nobody ever reported.
    """
    with reading(office, tenant) as session:
        card = card_of(session, tenant)
        below = _below(session, card)
        own = [card] if card.periods or not below else []
        cards = sorted([*own, *below], key=lambda each: each.code)
        year = period or max((each.periods[-1] for each in cards if each.periods), default="")
        if not year:
            raise refuse(f"租户 {tenant}", "还没有填报数据", "请先上传填报表")
        day = day_of(year, as_of)
        if book:
            office.plugins.shelf.named(book, day)
        counties, stamp = judge_years(office, session, cards, year, book, day)
    return Territory(card, year, day, bool(below), counties, stamp)


def latest_years(office: Office) -> list[CountyYear]:
    """Return every tenant with its latest year with figures, judged by its own book, by code."""
    with office.database.reading() as session:
        tops = [each.code for each in tenants(session) if each.parent is None]
    found: list[CountyYear] = []
    for top in tops:
        with reading(office, top) as session:
            together: dict[str, list[TenantCard]] = {}
            for card in cards_of(session, [top, *descendants(session, top)]):
                together.setdefault(card.periods[-1] if card.periods else "", []).append(card)
            found += [CountyYear(card, "") for card in together.pop("", [])]
            for period, cards in together.items():
                found += judge_years(office, session, cards, period)[0]
    return sorted(found, key=lambda each: each.tenant.code)


def years_below(office: Office, card: TenantCard) -> tuple[str, ...] | None:
    """Return the years in which counties below a tenant have anything; None where none is below."""
    if card.is_county:
        return None
    with reading(office, card.code) as session:
        below = _below(session, card)
    return tuple(sorted({year for card in below for year in card.years})) if below else None


def _below(session: TenantSession, card: TenantCard) -> list[TenantCard]:
    """Return the counties below a tenant, and bodies between that reported figures of their own."""
    if card.is_county:
        return []
    children: dict[str, list[TenantCard]] = {}
    for each in cards_of(session, descendants(session, card.code)):
        children.setdefault(each.parent or "", []).append(each)
    return list(_reporting(card.code, children))


def _reporting(above: str, children: Mapping[str, Sequence[TenantCard]]) -> Iterator[TenantCard]:
    for card in children.get(above, ()):
        is_county = card.is_county
        if is_county or card.periods or card.code not in children:
            yield card
        if not is_county:
            yield from _reporting(card.code, children)
