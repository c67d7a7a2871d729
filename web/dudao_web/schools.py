"""The schools: all against all indicators, one by one, and the figures in doubt."""

from __future__ import annotations

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from dudao.api import Office, refuse, sources_of

from .choice import choice_of, stamp_of
from .here import Here
from .pages import AnyRequest, Context, Pages
from .view.doubts import doubt_groups
from .view.heat import heat
from .view.marks import LEGEND
from .view.results import Results
from .view.school import school_page

_ORDERS = ("reported", "worst")


@get("/t/{tenant:str}/{period:str}/schools", sync_to_thread=True)
def list_schools(
    request: AnyRequest,
    office: NamedDependency[Office],
    pages: NamedDependency[Pages],
    here: NamedDependency[Here],
    results: NamedDependency[Results],
    order: FromQuery[str] = "reported",
) -> Response[bytes]:
    """Show every school against every indicator that judges schools."""
    if order not in _ORDERS:
        raise refuse("order(排序)", f"没有“{order}”这种排序", f"可选:{'、'.join(_ORDERS)}")

    def build() -> Context:
        return {
            "here": here,
            "choice": choice_of(office, here, results),
            "page": heat(results, order == "worst"),
            "legend": LEGEND,
            "order": order,
        }

    return pages.stamped(request, stamp_of(results), "schools.html", build)


@get("/t/{tenant:str}/{period:str}/schools/{code:str}", sync_to_thread=True)
def show_school(
    code: FromPath[str],
    office: NamedDependency[Office],
    pages: NamedDependency[Pages],
    here: NamedDependency[Here],
    results: NamedDependency[Results],
) -> Response[bytes]:
    """Show one school."""
    subject = results.subjects.get(code)
    if subject is None or subject.school is None:
        raise NotFoundException(f"{here.period} 年的数据中没有代码为“{code}”的学校")
    sources = sources_of(office, here.tenant.code, here.period, set(subject.keys()))
    context = {
        "here": here,
        "choice": choice_of(office, here, results),
        "page": school_page(results, subject, sources),
    }
    return pages.page("school.html", context)


@get("/t/{tenant:str}/{period:str}/doubts", sync_to_thread=True)
def list_doubts(
    office: NamedDependency[Office],
    pages: NamedDependency[Pages],
    here: NamedDependency[Here],
    results: NamedDependency[Results],
) -> Response[bytes]:
    """Show the figures that cannot all be right, and those to be explained."""
    keys = {key for doubt in results.assessed.doubts for key in doubt.keys}
    sources = sources_of(office, here.tenant.code, here.period, keys)
    context = {
        "here": here,
        "choice": choice_of(office, here, results),
        "page": doubt_groups(results, sources),
    }
    return pages.page("doubts.html", context)
