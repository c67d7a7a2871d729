"""What a page is about: which tenant, which period, which book on which day; and its links."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, urlencode

from litestar.exceptions import NotFoundException

from dudao.api import DudaoError, Office, TenantCard, refuse, tenant_card, years_below

_YEAR = re.compile(r"(19|20)\d\d", re.ASCII)
_OF_BODIES = ("below", "checklist", "accounts")


@dataclass(frozen=True, slots=True)
class Here:
    """Tenant and period of a page; `book` and `as_of` only where the address names them.

    `has_duties` says whether the book asked for, else the tenant's, has duties to work on; `below`
    are the years of the counties below, None for a tenant that has none below it.
    """

    tenant: TenantCard
    period: str
    book: str | None = None
    as_of: date | None = None
    has_duties: bool = False
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
        if tab == "duties":
            return self.has_duties
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
    works, below = has_duties(office, book or card.book), years_below(office, card)
    here = Here(card, period, book or None, day, works, below)
    if here.book:
        office.plugins.shelf.named(here.book, day or date(int(period), 12, 31))
    return here


def has_duties(office: Office, book: str) -> bool:
    """Return whether a book has duties to work on."""
    try:
        rules = office.plugins.shelf.latest(book)
    except DudaoError:
        return False  # its plugin is not installed here
    return bool(rules.duties and rules.procedure)


def read_day(text: str) -> date:
    """Return the day an address asks for. Raises DudaoError when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refuse("as_of(基准日)", f"“{text}”不是日期", "应写作 2023-12-31") from None
