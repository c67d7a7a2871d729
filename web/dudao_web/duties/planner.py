"""Calendar, tasks, letters and addresses: what is due when, and who is told."""

from __future__ import annotations

from anyio import to_thread
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from dudao.api import (
    DudaoError,
    DutyLetter,
    Role,
    addresses_of,
    duty_letter,
    letter_docx,
    owed,
    refuse,
    set_addresses,
)

from ..files import DOCX, attachment
from ..view.duties.calendar import calendar_page
from ..view.duties.letters import addressees, changed_addresses, letter_page
from ..view.duties.tasks import debtors, task_lines
from .acting import NOT_ASKED, Refused, Typed, carry_out
from .desk import Desk

_ORDERS = ("department", "due")


@get("/t/{tenant:str}/{period:str}/duties/calendar", sync_to_thread=True)
def show_calendar(desk: NamedDependency[Desk]) -> Response[bytes]:
    """Show the year's steps and due days."""
    page = calendar_page(desk.rules, int(desk.here.period), desk.duties, desk.here.tenant.today)
    return desk.show("calendar.html", "calendar", {"page": page})


@get("/t/{tenant:str}/{period:str}/duties/tasks", sync_to_thread=True)
def show_tasks(
    desk: NamedDependency[Desk], order: FromQuery[str] = "department"
) -> Response[bytes]:
    """Show what the person at work owes, and who owes what."""
    if order not in _ORDERS:
        raise refuse("order(排列)", f"没有“{order}”这种排列", f"可选:{'、'.join(_ORDERS)}")
    if desk.duties is None:
        return _unopened(desk, "tasks", "我的任务")
    day, reviewer = desk.here.tenant.today, desk.reviewer.name
    debts = owed(desk.duties.standing())
    context = {
        "order": order,
        "tasks": task_lines(desk.duties, desk.mine(), reviewer, day),
        "debtors": debtors(desk.duties, debts, reviewer, day),
        "lines": task_lines(desk.duties, debts, reviewer, day),
    }
    return desk.show("tasks.html", "tasks", context)


def _unopened(desk: Desk, part: str, title: str) -> Response[bytes]:
    return desk.show("unopened.html", part, {"title": title})


@get("/t/{tenant:str}/{period:str}/duties/letters")
async def list_letters(desk: NamedDependency[Desk]) -> Response[bytes]:
    """Show which departments get a letter, and for the editor where they are reached."""
    return await to_thread.run_sync(_letters, desk, NOT_ASKED)


def _letters(desk: Desk, refused: Refused) -> Response[bytes]:
    if desk.duties is None:
        return _unopened(desk, "letters", "责任清单")
    known = addresses_of(desk.office, desk.duties)
    context = {
        "problems": refused.problems,
        "addressees": addressees(desk.duties, known, refused.typed, desk.here.tenant.today),
        "is_editor": desk.actor is not None and desk.actor.role is Role.EDITOR,
    }
    return desk.show("letters.html", "letters", context, refused.status)


@post("/t/{tenant:str}/{period:str}/duties/letters", status_code=200)
async def note_addresses(desk: NamedDependency[Desk]) -> Response[bytes] | Redirect:
    """Note the addresses that were changed, all of them or none."""
    return await carry_out(desk, _note, _letters, desk.here.url("duties", "letters"))


def _note(desk: Desk, typed: Typed) -> None:
    set_addresses(desk.office, desk.acting, desk.opened, changed_addresses(typed))


@get("/t/{tenant:str}/{period:str}/duties/letters/{department:str}", sync_to_thread=True)
def show_letter(department: FromPath[str], desk: NamedDependency[Desk]) -> Response[bytes]:
    """Show a department's letter."""
    if desk.duties is None:
        return _unopened(desk, "letters", "责任清单")
    page = letter_page(_letter(desk, department))
    return desk.show("letter.html", "letters", {"page": page, "department": department})


@get("/t/{tenant:str}/{period:str}/duties/letters/{department:str}/docx", sync_to_thread=True)
def download_letter(department: FromPath[str], desk: NamedDependency[Desk]) -> Response[bytes]:
    """Hand out a department's letter as DOCX."""
    letter = _letter(desk, department)
    name = f"{letter.tenant}{letter.period}年责任清单（{letter.department}）.docx"
    return attachment(letter_docx(letter), name, DOCX)


def _letter(desk: Desk, department: str) -> DutyLetter:
    try:
        return duty_letter(desk.office, desk.opened, department)
    except DudaoError as error:
        raise NotFoundException(";".join(str(problem) for problem in error.problems)) from error


HANDLERS = (
    show_calendar,
    show_tasks,
    list_letters,
    note_addresses,
    show_letter,
    download_letter,
)
