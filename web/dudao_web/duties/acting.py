"""Doing what a form asks for: done, it leads back to a page; refused, the page says why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from anyio import to_thread
from litestar import Response
from litestar.response import Redirect

from dudao.api import DudaoError, Duties, Party, Problem, history_of, parties_of, refuse

from ..view.duties.course import Course, course
from .desk import Desk, open_desk, status_of, typed_in

Typed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a form was refused, and all that was typed, for the page to show again."""

    problems: tuple[Problem, ...] = ()
    typed: Typed = field(default_factory=dict)
    status: int = 200


NOT_ASKED = Refused()
Show = Callable[[Desk, Refused], Response[bytes]]
Act = Callable[[Desk, Typed], None]


async def carry_out(desk: Desk, act: Act, show: Show, back: str) -> Response[bytes] | Redirect:
    """Act on the form that was posted; go `back` when it is done, else show the page again."""
    typed = await typed_in(desk)
    try:
        await to_thread.run_sync(act, desk, typed)
    except DudaoError as error:
        refused = Refused(error.problems, typed, status_of(error))
        return await to_thread.run_sync(_again, desk, show, refused)
    return Redirect(back, status_code=303)


def _again(desk: Desk, show: Show, refused: Refused) -> Response[bytes]:
    # The plan may have moved meanwhile: that may be why.
    return show(open_desk(desk.request, desk.office, desk.pages, desk.here), refused)


def unknown_step(code: str) -> DudaoError:
    """Return the refusal of a form that asks for what its page does not offer."""
    return refuse(f"办理 {code}".strip(), "没有这一步", "请从页面上的按钮办理")


def parties_at(desk: Desk) -> frozenset[Party]:
    """Return what the person at work is to the plan; nothing for nobody."""
    if desk.actor is None or desk.duties is None:
        return frozenset()
    return parties_of(desk.actor, desk.duties.seats())


def course_of(desk: Desk, duties: Duties) -> Course:
    """Return how far the plan has come and what is awaited from whom."""
    return course(duties, history_of(desk.office, duties, ""), desk.reviewer.name)
