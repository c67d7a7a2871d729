"""The board: all duties of a year by area or by department; and opening the year."""

from __future__ import annotations

from collections import Counter

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect

from dudao.api import (
    Duties,
    DutyState,
    Standing,
    assess,
    attached,
    history_of,
    mark_of,
    open_plan,
    owed,
    procedure_of,
    refuse,
)

from ..pages import Context
from ..view.duties.areas import by_area
from ..view.duties.board import (
    OVERDUE,
    DutyLine,
    chips,
    deadline,
    department_groups,
    duty_lines,
)
from ..view.duties.calendar import calendar_page
from ..view.duties.opening import opening, read_opening
from ..view.duties.progress import progress
from ..view.duties.tasks import TaskLine, debtors, task_lines
from .acting import NOT_ASKED, Refused, Typed, carry_out
from .desk import Desk

_MOST_DEBTORS = 6


@get("/t/{tenant:str}/{period:str}/duties", sync_to_thread=True)
def show_board(
    desk: NamedDependency[Desk],
    by: FromQuery[str] = "area",
    department: FromQuery[str] = "",
    show: FromQuery[str] = "",
) -> Response[bytes]:
    """Show the year's duties by area or by department, or how to open them."""
    if desk.duties is None:
        return _opening(desk, NOT_ASKED)
    _check_choice(by, show)
    unit = desk.directory.find(department).code if department else ""
    day, duties = desk.here.tenant.today, desk.duties
    lines = tuple(line for line in _lines(desk) if not unit or line.unit(unit))
    shown = tuple(line for line in lines if line.is_in(show))
    debts = owed(duties.standing())
    groups = department_groups(duties, shown, day)
    context = {
        "by": by,
        "department": unit,
        "show": show,
        "strides": progress(duties, history_of(desk.office, duties, "")),
        "chips": chips(lines),
        "next": deadline(debts, day),
        "late": [line for line in lines if line.due.is_over],
        "urgent": _urgent(desk, duties),
        "areas": by_area(duties.rules, {line.code: line for line in shown}),
        "groups": [group for group in groups if unit in ("", group.code)],
        "departments": list(desk.directory),
    }
    return desk.show("board.html", "board", context)


def _check_choice(by: str, show: str) -> None:
    if by not in ("area", "department"):
        raise refuse("by(排列)", f"没有“{by}”这种排列", "可选:area、department")
    if show and show not in (*DutyState, OVERDUE):
        raise refuse(
            "show(筛选)", f"没有“{show}”这种状态", f"可选:{'、'.join((*DutyState, OVERDUE))}"
        )


def _lines(desk: Desk) -> tuple[DutyLine, ...]:
    duties = desk.opened
    evidence = Counter(each.duty for each in attached(desk.office, duties))
    return duty_lines(duties, evidence, _standings(desk, duties), desk.here.tenant.today)


def _standings(desk: Desk, duties: Duties) -> tuple[Standing, ...]:
    if desk.here.is_empty:
        return ()
    tenant, period = desk.here.tenant.code, desk.here.period
    return assess(desk.office, tenant, period, duties.rules.name).standings


def _urgent(desk: Desk, duties: Duties) -> tuple[TaskLine, ...]:
    """Return what the person at work is to be reminded of, whether or not an e-mail went out."""
    day, marks = desk.here.tenant.today, procedure_of(desk.rules).remind
    waiting = [each for each in desk.mine() if mark_of(each, day, marks) is not None]
    return task_lines(duties, waiting, desk.reviewer.name, day)


def _opening(desk: Desk, refused: Refused) -> Response[bytes]:
    year, day = int(desk.here.period), desk.here.tenant.today
    context: Context = {
        "problems": refused.problems,
        "opening": opening(desk.rules, year, day, refused.typed),
        "calendar": calendar_page(desk.rules, year, None, day),
        "procedure": procedure_of(desk.rules),
    }
    return desk.show("open.html", "board", context, refused.status)


@get("/t/{tenant:str}/{period:str}/duties/open", sync_to_thread=False)
def leave_opening(desk: NamedDependency[Desk]) -> Redirect:
    """Lead to the board: what answers a refused form is no page of its own."""
    return Redirect(desk.here.url("duties"))


@post("/t/{tenant:str}/{period:str}/duties/open", status_code=200)
async def open_year(desk: NamedDependency[Desk]) -> Response[bytes] | Redirect:
    """Open the year's plan; a refusal shows the form with all that was typed."""
    return await carry_out(desk, _open, _opening, desk.here.url("duties"))


def _open(desk: Desk, typed: Typed) -> None:
    here = desk.here
    opened, due = read_opening(desk.rules, int(here.period), typed)
    open_plan(desk.office, desk.acting, here.tenant.code, here.period, opened, here.book, due)


@get("/t/{tenant:str}/{period:str}/duties/summary", sync_to_thread=True)
def show_summary(desk: NamedDependency[Desk]) -> Response[bytes] | Redirect:
    """Show what is due and who owes what, as a part of the overview; else lead to the board.

    The overview is kept under an entity tag of figures and rules alone, which no move of a duty
    changes: so the browser asks for this part by itself.
    """
    if "HX-Request" not in desk.request.headers:
        return Redirect(desk.here.url("duties"))
    if desk.duties is None:
        return desk.show("summary.html", "board", {})
    day = desk.here.tenant.today
    debts = owed(desk.duties.standing())
    context = {
        "chips": chips(_lines(desk)),
        "next": deadline(debts, day),
        "debtors": debtors(desk.duties, debts, desk.reviewer.name, day)[:_MOST_DEBTORS],
    }
    return desk.show("summary.html", "board", context)


HANDLERS = (show_board, leave_opening, open_year, show_summary)
