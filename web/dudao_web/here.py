"""What a page is about: which tenant, which period, which book on which day; and its links."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, urlencode

from litestar.exceptions import NotFoundException

from dudao.api import (
    DudaoError,
    Office,
    RuleBook,
    Stage,
    TenantCard,
    day_of,
    may_forecast,
    milestone_book,
    refuse,
    tenant_card,
    with_milestones,
    years_below,
)

_YEAR = re.compile(r"(19|20)\d\d", re.ASCII)
_OF_BODIES = ("below", "checklist", "accounts")
_OFFERED = ("duties", "timeline", "forecast", "ledger", "supervision", "teachers")


@dataclass(frozen=True, slots=True)
class Here:
    """Tenant and period of a page; `book` and `as_of` only where the address names them.

    `offers` are the tabs that only some tenants have, by what their book asks for; `below` are the
    years of the counties below, None for a tenant that has none below it.
    """

    tenant: TenantCard
    period: str
    book: str | None = None
    as_of: date | None = None
    offers: frozenset[str] = frozenset()
    below: tuple[str, ...] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been reported for the period."""
        return self.period not in self.tenant.periods

    @property
    def years(self) -> tuple[str, ...]:
        """The periods to choose from: those with figures or a plan, and this one."""
        return tuple(sorted({*self.tenant.years, *(self.below or ()), self.period}))

    @property
    def oversees(self) -> bool:
        """Whether there are counties below."""
        return self.below is not None

    @property
    def only_oversees(self) -> bool:
        """Whether all there is to see are the counties below: it never reported anything itself."""
        return self.oversees and not self.tenant.periods

    def shows(self, tab: str) -> bool:
        """Return whether a tab of the page's head makes sense for this tenant."""
        if tab in _OFFERED:
            return tab in self.offers
        return self.oversees if tab in _OF_BODIES else not self.only_oversees

    def of(self, period: str) -> Here:
        """Return the same for another period; its own last day applies again."""
        return replace(self, period=period, as_of=None)

    @property
    def usual(self) -> Here:
        """The same under the tenant's usual book on the usual day."""
        return replace(self, book=None, as_of=None)

    def url(self, *path: str, **query: str | None) -> str:
        """Return the address of another page of this tenant and period, the choice kept."""
        parts = ("t", self.tenant.code, self.period, *path)
        address = "/" + "/".join(quote(part, safe="") for part in parts)
        chosen = {"book": self.book, "as_of": self.as_of and self.as_of.isoformat()}
        asked = {key: value for key, value in (query | chosen).items() if value}
        return f"{address}?{urlencode(asked)}" if asked else address


def find_tenant(office: Office, code: str) -> TenantCard:
    """Return a tenant, or answer 404."""
    if not code.isprintable():
        raise NotFoundException("行政区代码含有不可见字符")
    try:
        return tenant_card(office, code)
    except DudaoError as error:
        raise NotFoundException(f"没有代码为“{code}”的行政区") from error


def find_here(
    office: Office, tenant: str, period: str, book: str | None, as_of: str | None
) -> Here:
    """Return what an address is about.

    An unknown tenant or a period that is no year answers 404; a book or a day that cannot be
    used raises DudaoError.
    """
    card = find_tenant(office, tenant)
    if not _YEAR.fullmatch(period):
        raise NotFoundException(f"“{period}”不是年度,应为四位年份,如 2023")
    day = read_day(as_of) if as_of else None
    named, chosen = book or card.book, day_of(period, day)
    offers, below = offers_of(office, card, named, chosen), years_below(office, card)
    here = Here(card, period, book or None, day, offers, below)
    if here.book:
        office.plugins.shelf.named(here.book, day_of(period, day))
    return here


def rules_of(office: Office, book: str) -> RuleBook | None:
    """Return the last edition of a book, or None where there is none of this name."""
    try:
        return office.plugins.shelf.latest(book) if book else None
    except DudaoError:
        return None  # its plugin is not installed here


def offers_of(office: Office, card: TenantCard, book: str, day: date) -> frozenset[str]:
    """Return the tabs that only some tenants have, by what a book asks for on a day."""
    offered = {
        "duties": has_duties(office, book),
        "teachers": _has_thresholds(office, book, day),
        "timeline": _has_milestones(office, card, book),
        "forecast": may_forecast(office, card),
        "ledger": bool(book) or card.is_above,
        "supervision": _has_supervision(office, book),
    }
    return frozenset(tab for tab, is_offered in offered.items() if is_offered)


def has_duties(office: Office, book: str) -> bool:
    """Return whether a book has duties to work on."""
    rules = rules_of(office, book)
    return bool(rules and rules.duties and rules.procedure)


def _has_supervision(office: Office, book: str) -> bool:
    rules = rules_of(office, book)
    return bool(rules and rules.supervision)


def _has_thresholds(office: Office, book: str, day: date) -> bool:
    shelf = office.plugins.shelf
    if not shelf.in_force(book, day):
        return False
    return any(threshold.holds(day) for threshold in shelf.named(book, day).thresholds)


def _has_milestones(office: Office, card: TenantCard, book: str) -> bool:
    if not book:  # of a body above, the book of those below it
        return milestone_book(office, card.code) is not None
    rules = rules_of(office, book)
    return bool(rules and with_milestones(rules))


def read_day(text: str, where: str = "as_of(基准日)") -> date:
    """Return the day an address or a form asks for. Raises DudaoError when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refuse(where, f"“{text}”不是日期", "应写作 2023-12-31") from None


def read_stage(key: str | None) -> Stage | None:
    """Return the stage an address asks for, if any. Raises DudaoError when there is no such one."""
    if not key:
        return None
    try:
        return Stage(key)
    except ValueError:
        raise refuse("stage(学段)", f"没有学段“{key}”", "可选:primary、junior") from None
