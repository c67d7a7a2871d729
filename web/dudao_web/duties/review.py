"""The review queue: duties judged by the county, the county's self-evaluation by the body above."""

from __future__ import annotations

from anyio import to_thread
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from dudao.api import (
    DUTY_MOVES,
    PLAN_MOVES,
    DutyState,
    Office,
    Position,
    accept_duty,
    attached,
    history_of,
    judged_of,
    plans_below,
    possible,
    return_duty,
    review,
    send_back,
    tenant_card,
)

from ..acting import unknown_step
from ..here import find_tenant
from ..pages import Pages
from ..view.duties.below import below
from ..view.duties.review import queue
from .acting import NOT_ASKED, Refused, Typed, carry_out, course_of, parties_at
from .desk import Desk

_OF_DUTY = {"accept": accept_duty, "return": return_duty}
_OF_PLAN = {"review": review, "send_back": send_back}


# Asynchronous, like all that share their path with a form: Litestar wraps the others twice.
@get("/t/{tenant:str}/{period:str}/duties/review")
async def show_review(desk: NamedDependency[Desk]) -> Response[bytes]:
    """Show what waits to be judged, and by whom."""
    return await to_thread.run_sync(_show, desk, NOT_ASKED)


def _show(desk: Desk, refused: Refused) -> Response[bytes]:
    if desk.duties is None:
        return desk.show("unopened.html", "review", {"title": "审核"})
    duties, parties = desk.duties, parties_at(desk)
    page = queue(
        duties,
        judged_of(desk.office, duties),
        attached(desk.office, duties),
        history_of(desk.office, duties),
        refused.typed,
        desk.here.tenant.today,
        lambda code: tenant_card(desk.office, code).name,
    )
    at_duty = Position(DutyState.SUBMITTED, plan=duties.state)
    moves = {move.code for move in possible(PLAN_MOVES, Position(duties.state), parties)}
    context = {
        "page": page,
        "course": course_of(desk, duties),
        "above": desk.reviewer.name,
        "problems": refused.problems,
        "comment": "" if "duty" in refused.typed else refused.typed.get("comment", ""),
        "judges": bool(possible(DUTY_MOVES, at_duty, parties)),
        "judging": moves & _OF_PLAN.keys(),
        "decides": "decide" in moves,
    }
    return desk.show("review.html", "review", context, refused.status)


@post("/t/{tenant:str}/{period:str}/duties/review", status_code=200)
async def judge(desk: NamedDependency[Desk]) -> Response[bytes] | Redirect:
    """Accept or return a duty, or find the self-evaluation in order or send it back."""
    return await carry_out(desk, _judge, _show, desk.here.url("duties", "review"))


def _judge(desk: Desk, typed: Typed) -> None:
    move, comment = typed.get("move", ""), typed.get("comment", "")
    if move in _OF_DUTY:
        _OF_DUTY[move](desk.office, desk.acting, desk.opened, typed.get("duty", ""), comment)
    elif move in _OF_PLAN:
        _OF_PLAN[move](desk.office, desk.acting, desk.opened, comment)
    else:
        raise unknown_step(move)


@get("/t/{tenant:str}/reviews", sync_to_thread=True)
def list_reviews(
    tenant: FromPath[str], office: NamedDependency[Office], pages: NamedDependency[Pages]
) -> Response[bytes]:
    """Show a superior the self-evaluations of all below it, those that wait for it first."""
    card = find_tenant(office, tenant)
    found = below(plans_below(office, card.code), card, lambda code: tenant_card(office, code).name)
    context = {"here": None, "choice": None, "card": card, "page": found}
    return pages.page("duties/reviews.html", context)


HANDLERS = (show_review, judge, list_reviews)
