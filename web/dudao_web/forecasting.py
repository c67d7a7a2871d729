"""The forecast of class sizes: of a tenant or all below it, and of one school."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from dudao.api import (
    DudaoError,
    Forecast,
    Office,
    PastLists,
    Region,
    foretell_past,
    past_of,
    refuse,
)

from .here import Here
from .pages import AnyRequest, Context, Pages
from .view.forecast.page import GAPS, forecast_page, refused_page
from .view.forecast.school import refused_school, school_page
from .view.forecast.typed import Typed, typed_in

_ADDRESS = "HX-Replace-Url"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request about a forecast; its address holds all that was typed."""

    request: AnyRequest
    office: Office
    pages: Pages
    here: Here
    typed: Typed
    address: str

    def answer(
        self,
        name: str,
        past: PastLists,
        told: Callable[[Forecast | Region], object],
        refused: Callable[[Typed], object],
        context: Context,
    ) -> Response[bytes]:
        """Answer a page, or its changing part for htmx; refused is what does not fit."""
        is_part = "HX-Request" in self.request.headers
        template = f"forecast/{name}{'_part' if is_part else ''}.html"
        common = {"here": self.here, "choice": None, "typed": self.typed, **context}

        def build() -> Context:
            return {**common, "page": told(foretell_past(self.office, past, *self.typed.read()))}

        try:
            answer = self.pages.stamped(self.request, past.stamp, template, build)
        except DudaoError as error:
            page = refused(replace(self.typed, problems=error.problems))
            answer = self.pages.page(template, {**common, "page": page}, 422)
        answer.headers[_ADDRESS] = self.address
        return answer

    @property
    def is_wordy(self) -> bool:
        """Whether the address names fields left empty, as a browser without a script writes it."""
        named = self.request.query_params.multi_items()
        is_part = "HX-Request" in self.request.headers
        return not is_part and any(not text.strip() for _, text in named)

    def nothing(self, error: DudaoError) -> Response[bytes]:
        """Answer that there is no past to go by, and in which years there may be one."""
        here = self.here
        years = [here.of(year) for year in here.tenant.periods if year != here.period]
        context = {"here": here, "choice": None, "problems": error.problems, "years": years}
        return self.pages.page("forecast/none.html", context)


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
    asked = _Asked(request, office, pages, here, typed, address)
    if asked.is_wordy:
        return Redirect(address)
    try:
        past = past_of(office, here.tenant.code, here.period)
    except DudaoError as error:
        return asked.nothing(error)
    return asked.answer(
        "forecast",
        past,
        lambda found: forecast_page(past, found, typed, show),
        lambda wrong: refused_page(past, wrong),
        {"show": show, "below": _below(here)},
    )


def _below(here: Here) -> Callable[..., str]:
    """Return what makes addresses of the same year of another tenant."""

    def url(tenant: str, *path: str, **query: str) -> str:
        return replace(here, tenant=replace(here.tenant, code=tenant)).url(*path, **query)

    return url


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
    asked = _Asked(request, office, pages, here, typed, address)
    if asked.is_wordy:
        return Redirect(address)
    try:
        past = past_of(office, here.tenant.code, here.period)
    except DudaoError as error:
        return asked.nothing(error)
    own = past.own
    if own is None or school not in own.schools:
        raise NotFoundException(f"最近一年的班级数据中没有代码为“{school}”的学校")
    return asked.answer(
        "school",
        past,
        lambda found: school_page(found, school, typed),
        lambda wrong: refused_school(own, school, wrong),
        {},
    )


HANDLERS = (show_forecast, show_school_forecast)
