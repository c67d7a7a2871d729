"""Moving a plan by a form, and what the person at work is to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from litestar import Response
from litestar.response import Redirect

from dudao.api import Duties, Party, history_of, parties_of

from .. import acting
from ..view.duties.course import Course, course
from .desk import Desk, open_desk, typed_in

Typed = Mapping[str, str]
Refused = acting.Refused[Typed]
NOT_ASKED: Refused = acting.Refused({})
Show = Callable[[Desk, Refused], Response[bytes]]
Act = Callable[[Desk, Typed], None]


async def carry_out(desk: Desk, act: Act, show: Show, back: str) -> Response[bytes] | Redirect:
    """Act on the form that was posted; go `back` when it is done, else show the page again."""

    def again(desk: Desk, refused: Refused) -> Response[bytes]:
        # The plan may have moved meanwhile: that may be why.
        return show(open_desk(desk.request, desk.office, desk.pages, desk.here), refused)

    typed: Typed = await typed_in(desk)
    return await acting.answer(desk, typed, act, again, back)


def parties_at(desk: Desk) -> frozenset[Party]:
    """Return what the person at work is to the plan; nothing for nobody."""
    if desk.actor is None or desk.duties is None:
        return frozenset()
    return parties_of(desk.actor, desk.duties.seats())


def course_of(desk: Desk, duties: Duties) -> Course:
    """Return how far the plan has come and what is awaited from whom."""
    return course(duties, history_of(desk.office, duties, ""), desk.reviewer.name)
