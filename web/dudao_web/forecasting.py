"""The forecast of class sizes: of a tenant or all below it, and of one school."""

from __future__ import annotations

from dataclasses import replace

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from dudao.api import (
    DudaoError,
    Forecast,
    History,
    Office,
    Past,
    foretell_past,
    past_of,
    refuse,
)

from .here import Here
from .pages import AnyRequest, Context, Pages
from .view.forecast.page import GAPS, ForecastPage, forecast_page, refused_page
from .view.forecast.school import SchoolPage, refused_school, school_page
from .view.forecast.typed import Typed, typed_in

_ADDRESS = "HX-Replace-Url"


@get("/t/{tenant:str}/{period:str}/forecast", sync_to_thread=True)
def show_forecast(
    request: AnyRequest,
    office: NamedDependency[Office],
    pages: NamedDependency[Pages],
    here: NamedDependency[Here],
    show: FromQuery[str] = "",
) -> Response[bytes] | Redirect:
    """Show the years ahead of a tenant under the assumptions in the address."""
    if show not in ("", GAPS):
        raise refuse("show(筛选)", f"没有“{show}”这种筛选", f"可选:{GAPS}")
    typed = typed_in(request.query_params.multi_items())
    address = here.url("forecast", show=show, **typed.texts)
    if _is_wordy(request):
        return Redirect(address)
    try:
        past = past_of(office, here.tenant.code, here.period)
    except DudaoError as error:
        return _nothing(pages, here, error)
    status, page = _told(office, past, typed, show)
    context = {"here": here, "choice": None, "page": page, "typed": typed, "show": show}
    return _answer(request, pages, "forecast", context, address, status)


def _told(office: Office, past: Past, typed: Typed, show: str) -> tuple[int, ForecastPage]:
    try:
        found = foretell_past(office, past, *typed.read())
    except DudaoError as error:
        return 422, refused_page(past, typed, error.problems)
    return 200, forecast_page(past, found, typed, show)


@get("/t/{tenant:str}/{period:str}/forecast/{school:str}", sync_to_thread=True)
def show_school_forecast(
    request: AnyRequest,
    school: FromPath[str],
    office: NamedDependency[Office],
    pages: NamedDependency[Pages],
    here: NamedDependency[Here],
) -> Response[bytes] | Redirect:
    """Show the years ahead of one school, grade by grade."""
    typed = typed_in(request.query_params.multi_items())
    address = here.url("forecast", school, **typed.texts)
    if _is_wordy(request):
        return Redirect(address)
    try:
        past = past_of(office, here.tenant.code, here.period)
    except DudaoError as error:
        return _nothing(pages, here, error)
    if past.own is None or school not in past.own.schools:
        raise NotFoundException(f"最近一年的班级数据中没有代码为“{school}”的学校")
    status, page = _told_of_school(office, past, past.own, school, typed)
    context = {"here": here, "choice": None, "page": page, "typed": typed}
    return _answer(request, pages, "school", context, address, status)


def _told_of_school(
    office: Office, past: Past, own: History, school: str, typed: Typed
) -> tuple[int, SchoolPage]:
    try:
        found = foretell_past(office, past, *typed.read())
    except DudaoError as error:
        return 422, refused_school(own, school, typed, error.problems)
    assert isinstance(found, Forecast)
    told = next(each for each in found.schools if each.code == school)
    return 200, school_page(found, told, typed)


def _is_wordy(request: AnyRequest) -> bool:
    """Whether the address names fields left empty, as a browser without a script writes it."""
    named = request.query_params.multi_items()
    return "HX-Request" not in request.headers and any(not text.strip() for _, text in named)


def _nothing(pages: Pages, here: Here, error: DudaoError) -> Response[bytes]:
    """Answer that there is no past to go by, and in which years there is one."""
    years = [here.of(year) for year in here.tenant.periods if year != here.period]
    context = {"here": here, "choice": None, "problems": error.problems, "years": years}
    return pages.page("forecast/none.html", context)


def _answer(
    request: AnyRequest, pages: Pages, name: str, context: Context, address: str, status: int
) -> Response[bytes]:
    """Answer a page, or for htmx its changing part; the address holds all that was typed."""
    here: Here = context["here"]

    def below(tenant: str, *path: str, **query: str) -> str:
        return replace(here, tenant=replace(here.tenant, code=tenant)).url(*path, **query)

    is_part = "HX-Request" in request.headers
    template = f"forecast/{name}_part.html" if is_part else f"forecast/{name}.html"
    answer = pages.page(template, {**context, "below": below}, status)
    answer.headers[_ADDRESS] = address
    return answer


HANDLERS = (show_forecast, show_school_forecast)
