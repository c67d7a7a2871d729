"""The milestones: how far all of them are, and one of them over the years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from dudao.api import (
    About,
    Office,
    Timeline,
    Timelines,
    classes_by_year,
    tenant_card,
    timeline_of,
    timelines_of,
    with_milestones,
)

from .choice import BookChoice, Choice
from .here import Here, find_tenant, read_stage
from .pages import Pages
from .view.milestone import milestone_page
from .view.milestones import milestone_list


@get("/t/{tenant:str}/timeline", sync_to_thread=True)
def open_timeline(tenant: FromPath[str], office: NamedDependency[Office]) -> Redirect:
    """Go to the latest year with figures, of a tenant above others that of any below it."""
    card = find_tenant(office, tenant)
    found = timelines_of(office, card.code)
    year = found.years[-1] if found.years else found.as_of.year
    return Redirect(Here(card, str(year)).url("timeline"))


@get("/t/{tenant:str}/{period:str}/timeline", sync_to_thread=True)
def list_milestones(
    office: NamedDependency[Office], pages: NamedDependency[Pages], here: NamedDependency[Here]
) -> Response[bytes]:
    """Show all milestones by their day, and how far each of them is."""
    found = _timelines(office, here)
    context = {
        "here": here,
        "choice": _choice(office, here, found),
        "page": milestone_list(found),
    }
    return pages.page("timeline/list.html", context)


@get("/t/{tenant:str}/{period:str}/timeline/{code:str}", sync_to_thread=True)
def show_timeline(
    code: FromPath[str],
    office: NamedDependency[Office],
    pages: NamedDependency[Pages],
    here: NamedDependency[Here],
    stage: FromQuery[str | None] = None,
    school: FromQuery[str | None] = None,
) -> Response[bytes] | Redirect:
    """Show one indicator's milestones over the years."""
    listed = _timelines(office, here)
    if code not in (each.indicator.code for each in listed.timelines):
        if here.book:
            return Redirect(here.url("timeline"))  # the book was changed on an indicator's page
        raise NotFoundException(f"{listed.book.title}没有分期目标“{code}”")
    chosen, tenant = read_stage(stage), here.tenant.code
    book, day = listed.book.name, listed.as_of
    found = timeline_of(office, tenant, code, book, day, school=school or None)
    classes = classes_by_year(office, tenant, school) if school else {}
    today = here.tenant.today
    context = {
        "here": here,
        "choice": _choice(office, here, listed),
        "page": milestone_page(found, chosen, today, classes, office.plugins.vocabulary),
        "below": _below(office, here, found),
        "stage": stage,
        "school": school,
    }
    return pages.page("timeline/indicator.html", context)


def _timelines(office: Office, here: Here) -> Timelines:
    """Return what an address asks for: an earlier year as of its end, the latest as of today."""
    if here.as_of:
        return timelines_of(office, here.tenant.code, here.book, here.as_of)
    found = timelines_of(office, here.tenant.code, here.book)
    end = date(int(here.period), 12, 31)
    if not found.years or end.year >= found.years[-1] or end >= found.as_of:
        return found
    return timelines_of(office, here.tenant.code, found.book.name, end)


def _below(office: Office, here: Here, found: Timeline) -> dict[str, Here]:
    """Return the counties below by code, as pages under the same book and day."""
    if found.about is not About.COUNTIES:
        return {}
    codes = {track.code for strand in found.strands for track in strand.members}
    cards = {code: tenant_card(office, code) for code in sorted(codes)}
    return {
        code: replace(here, tenant=card, book=here.book or _other(card.book, found))
        for code, card in cards.items()
    }


def _other(book: str, found: Timeline) -> str | None:
    return None if book.partition("@")[0] == found.book.code else found.book.name


def _choice(office: Office, here: Here, found: Timelines) -> Choice:
    """Return what the head of the page says; only books with milestones are offered."""
    books = [book for book in office.plugins.shelf if with_milestones(book)]
    if found.book.name not in (book.name for book in books):
        books.append(found.book)
    offered = tuple(
        BookChoice(book.name, f"{book.title}({book.edition})", book.name == found.book.name)
        for book in books
    )
    return Choice(
        found.book.title,
        found.book.edition,
        found.book.basis,
        found.as_of.isoformat(),
        offered,
        0,
        here.book is None and here.as_of is None,
    )


HANDLERS = (open_timeline, list_milestones, show_timeline)
