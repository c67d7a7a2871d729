"""The list of tenants, the way into each, and the sign of life."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from litestar import MediaType, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from dudao.api import DudaoError, Office, TenantCard, assess, tenant_cards, today

from .here import Here, find_tenant, has_duties
from .pages import Pages
from .view.tenants import TenantLine, tenant_line


@get("/", sync_to_thread=True)
def list_tenants(office: NamedDependency[Office], pages: NamedDependency[Pages]) -> Response[bytes]:
    """Show all tenants with the grades they may still reach."""
    cards = tenant_cards(office)
    names = {card.code: card.name for card in cards}
    above = _superiors(office, cards)
    lines = [replace(_line(office, card, names), oversees=card.code in above) for card in cards]
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


def _line(office: Office, card: TenantCard, names: dict[str, str]) -> TenantLine:
    parent = names.get(card.parent or "", "")
    if not card.periods or not card.book:
        return tenant_line(card, parent, _title(office, card), None)
    try:
        return tenant_line(card, parent, card.book, assess(office, card.code))
    except DudaoError as error:
        return tenant_line(card, parent, card.book, None, str(error.problems[0]))


def _title(office: Office, card: TenantCard) -> str:
    try:
        return office.plugins.shelf.latest(card.book).title if card.book else ""
    except DudaoError:
        return card.book  # its plugin is not installed here


@get("/t/{tenant:str}", sync_to_thread=True)
def open_tenant(
    tenant: FromPath[str], office: NamedDependency[Office], pages: NamedDependency[Pages]
) -> Response[bytes] | Redirect:
    """Go to the latest year of a tenant, or show how to begin where there is none.

    A year with a plan and no figures yet opens with its duties: there is nothing else to see.
    """
    card = find_tenant(office, tenant)
    works = has_duties(office, card.book)
    if card.years:
        here = Here(card, card.years[-1], has_duties=works)
        return Redirect(here.url("duties") if here.is_empty and works else here.url())
    this_year = today().year
    years = [
        Here(card, str(year), has_duties=works) for year in range(this_year - 2, this_year + 1)
    ]
    return pages.page("begin.html", {"here": None, "choice": None, "card": card, "years": years})


@get("/healthz", media_type=MediaType.TEXT, sync_to_thread=False)
def health() -> str:
    """Say that the process answers."""
    return "ok"
