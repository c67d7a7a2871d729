"""The list of tenants, the way into each, and the sign of life."""

from __future__ import annotations

from collections.abc import Sequence

from litestar import MediaType, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from dudao.api import DudaoError, Office, TenantCard, latest_years, today, years_below

from .here import Here, find_tenant, has_duties, offers_of
from .pages import Pages
from .view.tenants import tenant_lines


@get("/", sync_to_thread=True)
def list_tenants(office: NamedDependency[Office], pages: NamedDependency[Pages]) -> Response[bytes]:
    """Show all tenants with the grades they may still reach, counties under the body above."""
    years = latest_years(office)
    cards = [year.tenant for year in years]
    titles = {card.book: _title(office, card.book) for card in cards if card.book}
    lines = tenant_lines(years, titles, _superiors(office, cards))
    return pages.page("home.html", {"here": None, "choice": None, "lines": lines})


def _superiors(office: Office, cards: Sequence[TenantCard]) -> set[str]:
    """Return the codes of all tenants above one that works on duties."""
    parents = {card.code: card.parent for card in cards}
    found = set()
    for card in cards:
        parent = card.parent if has_duties(office, card.book) else None
        while parent:
            found.add(parent)
            parent = parents.get(parent)
    return found


def _title(office: Office, book: str) -> str:
    try:
        return office.plugins.shelf.latest(book).title
    except DudaoError:
        return book  # its plugin is not installed here


@get("/t/{tenant:str}", sync_to_thread=True)
def open_tenant(
    tenant: FromPath[str], office: NamedDependency[Office], pages: NamedDependency[Pages]
) -> Response[bytes] | Redirect:
    """Go to the latest year of a tenant, or show how to begin where there is none.

    A body that reported nothing itself opens with the counties below it; a year with a plan and no
    figures yet with its duties: there is nothing else to see.
    """
    card = find_tenant(office, tenant)
    this_year, below = today().year, years_below(office, card)
    offers = offers_of(office, card, card.book, today())
    here = Here(card, str(this_year), offers=offers, below=below)
    if here.only_oversees:
        latest = max((*(below or ()), *card.years), default=here.period)
        return Redirect(here.of(latest).url("below"))
    if card.years:
        here = here.of(card.years[-1])
        is_begun = here.is_empty and here.shows("duties")
        return Redirect(here.url("duties") if is_begun else here.url())
    years = [here.of(str(year)) for year in range(this_year - 2, this_year + 1)]
    return pages.page("begin.html", {"here": None, "choice": None, "card": card, "years": years})


@get("/healthz", media_type=MediaType.TEXT, sync_to_thread=False)
def health() -> str:
    """Say that the process answers."""
    return "ok"
