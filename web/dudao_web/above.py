"""A body above: the counties below it in a year, and what a book asks of each, as a checklist."""

from __future__ import annotations

from functools import cache

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery

from dudao.api import (
    Checklist,
    Office,
    Territory,
    checklist_of,
    checklist_workbook,
    refuse,
    tenant_card,
)

from .choice import choice_above, stamp_above
from .files import XLSX, attachment
from .here import Here
from .pages import AnyRequest, Context, Pages
from .view.above import overview, reasons
from .view.checklist import checklist_page
from .view.marks import LEGEND

_ORDERS = ("code", "worst")


@get("/t/{tenant:str}/{period:str}/below", sync_to_thread=True)
def show_below(
    request: AnyRequest,
    office: NamedDependency[Office],
    pages: NamedDependency[Pages],
    here: NamedDependency[Here],
    territory: NamedDependency[Territory],
    order: FromQuery[str] = "code",
) -> Response[bytes]:
    """Show how every county below stands, and who has not reported."""
    if not territory.oversees:
        raise NotFoundException(f"{here.tenant.name}没有下级行政区")
    if order not in _ORDERS:
        raise refuse("order(排序)", f"没有“{order}”这种排序", f"可选:{'、'.join(_ORDERS)}")

    def build() -> Context:
        named = cache(lambda code: tenant_card(office, code).name)
        return {
            "here": here,
            "choice": choice_above(office, here, territory),
            "page": overview(territory, here, named, order == "worst"),
            "order": order,
        }

    return pages.stamped(request, stamp_above(here, territory), "above/overview.html", build)


@get("/t/{tenant:str}/{period:str}/checklist", sync_to_thread=True)
def show_checklist(
    request: AnyRequest,
    office: NamedDependency[Office],
    pages: NamedDependency[Pages],
    here: NamedDependency[Here],
    territory: NamedDependency[Territory],
    section: FromQuery[str] = "",
    of: FromQuery[str] = "",
) -> Response[bytes]:
    """Show what a book asks of counties, a row for each."""

    def build() -> Context:
        found = _checklist(office, territory, section, of)
        return {
            "here": here,
            "choice": choice_above(office, here, territory),
            "page": checklist_page(found, here, section, of) if found else None,
            "reasons": reasons(territory),
            "legend": LEGEND,
        }

    return pages.stamped(request, stamp_above(here, territory), "above/checklist.html", build)


def _checklist(office: Office, territory: Territory, section: str, of: str) -> Checklist | None:
    """Return the checklist under the book of most counties; None where no county was judged."""
    if not territory.books:
        return None
    return checklist_of(territory, office.plugins.vocabulary, territory.books[0], section, of)


@get("/t/{tenant:str}/{period:str}/checklist.xlsx", sync_to_thread=True)
def download_checklist(
    office: NamedDependency[Office],
    here: NamedDependency[Here],
    territory: NamedDependency[Territory],
    section: FromQuery[str] = "",
    of: FromQuery[str] = "",
) -> Response[bytes]:
    """Hand out the same as a workbook."""
    found = _checklist(office, territory, section, of)
    if found is None:
        raise NotFoundException(f"{here.period} 年还没有可列入清单的结论")
    name = f"{here.tenant.name}{here.period}年县级清单.xlsx"
    return attachment(checklist_workbook(found), name, XLSX)


HANDLERS = (show_below, show_checklist, download_checklist)
