"""Where a tenant stands: dashboard, indicators, one indicator, the trace of one verdict."""

from __future__ import annotations

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from dudao.api import DudaoError, Office, State, explain, refuse

from .choice import choice_of, stamp_of
from .here import Here, read_stage
from .pages import AnyRequest, Context, Pages
from .view.dashboard import dashboard
from .view.indicator import indicator_page
from .view.indicators import indicator_list
from .view.marks import BY_KEY, LEGEND
from .view.results import Results
from .view.trace import trace_page


@get("/t/{tenant:str}/{period:str}", sync_to_thread=True)
def show_dashboard(
    request: AnyRequest,
    office: NamedDependency[Office],
    pages: NamedDependency[Pages],
    here: NamedDependency[Here],
    results: NamedDependency[Results],
) -> Response[bytes]:
    """Show where the tenant stands."""

    def build() -> Context:
        choice = choice_of(office, here, results)
        return {"here": here, "choice": choice, "page": dashboard(results), "legend": LEGEND}

    return pages.stamped(request, stamp_of(results), "dashboard.html", build)


@get("/t/{tenant:str}/{period:str}/indicators", sync_to_thread=True)
def list_indicators(
    request: AnyRequest,
    office: NamedDependency[Office],
    pages: NamedDependency[Pages],
    here: NamedDependency[Here],
    results: NamedDependency[Results],
    show: FromQuery[str | None] = None,
) -> Response[bytes]:
    """Show all indicators, or those in one state."""
    chosen = _state(show)

    def build() -> Context:
        choice = choice_of(office, here, results)
        return {"here": here, "choice": choice, "page": indicator_list(results, chosen)}

    return pages.stamped(request, stamp_of(results), "indicators.html", build)


def _state(key: str | None) -> State | None:
    if not key:
        return None
    if key not in BY_KEY:
        raise refuse("show(筛选)", f"没有“{key}”这种状态", f"可选:{'、'.join(BY_KEY)}")
    return BY_KEY[key]


@get("/t/{tenant:str}/{period:str}/indicators/{code:str}", sync_to_thread=True)
def show_indicator(
    request: AnyRequest,
    code: FromPath[str],
    office: NamedDependency[Office],
    pages: NamedDependency[Pages],
    here: NamedDependency[Here],
    results: NamedDependency[Results],
) -> Response[bytes] | Redirect:
    """Show one indicator with its subjects ranked."""
    indicator = results.book.by_code.get(code)
    if indicator is None and here.book:
        return Redirect(here.url("indicators"))  # the book was changed on an indicator's page
    if indicator is None:
        raise NotFoundException(f"{results.book.title}没有指标“{code}”")

    def build() -> Context:
        choice = choice_of(office, here, results)
        return {"here": here, "choice": choice, "page": indicator_page(results, indicator)}

    return pages.stamped(request, stamp_of(results), "indicator.html", build)


@get("/t/{tenant:str}/{period:str}/trace/{indicator:str}/{subject:str}", sync_to_thread=True)
def show_trace(
    request: AnyRequest,
    indicator: FromPath[str],
    subject: FromPath[str],
    office: NamedDependency[Office],
    pages: NamedDependency[Pages],
    here: NamedDependency[Here],
    results: NamedDependency[Results],
    stage: FromQuery[str | None] = None,
) -> Response[bytes]:
    """Show how one verdict came about: as a part for htmx, else as a page."""
    part = read_stage(stage)
    try:
        trace = explain(office, results.assessed, indicator, subject, part)
    except DudaoError as error:
        raise NotFoundException("".join(str(problem) for problem in error.problems)) from error
    context = {
        "here": here,
        "choice": choice_of(office, here, results),
        "page": trace_page(results, trace),
    }
    is_part = "HX-Request" in request.headers
    return pages.page("parts/trace.html" if is_part else "trace.html", context)
