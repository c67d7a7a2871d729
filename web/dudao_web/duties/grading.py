"""The grade: what is still possible, what closes the rest, events, and the decision."""

from __future__ import annotations

from datetime import date

from anyio import to_thread
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from dudao.api import (
    Duties,
    attest,
    attestations,
    cancel_registered,
    decide,
    decision_range,
    declare_none,
    event_metrics,
    judged_of,
    refuse,
    register_event,
    registered,
    tenant_card,
)

from ..acting import unknown_step
from ..pages import Context
from ..view.duties.decision import decision
from ..view.duties.grade import GradeView
from ..view.duties.register import asked_events, attest_rows, enters_events, register
from .acting import NOT_ASKED, Refused, Typed, carry_out, course_of, parties_at
from .desk import Desk


@get("/t/{tenant:str}/{period:str}/duties/grade")
async def show_grade(desk: NamedDependency[Desk]) -> Response[bytes]:
    """Show the grades still possible, what they rest on, and what was decided."""
    return await to_thread.run_sync(_show, desk, NOT_ASKED)


def _show(desk: Desk, refused: Refused) -> Response[bytes]:
    if desk.duties is None:
        return desk.show("unopened.html", "grade", {"title": "等次"})
    context = _context(desk, desk.duties, refused)
    return desk.show("grade.html", "grade", context, refused.status)


def _context(desk: Desk, duties: Duties, refused: Refused) -> Context:
    office, parties = desk.office, parties_at(desk)
    tenant, period = duties.plan.tenant, duties.plan.period
    judged = judged_of(office, duties)
    found = decision_range(office, duties)
    made = decision(
        duties, found, parties, refused.typed, lambda code: tenant_card(office, code).name
    )
    return {
        "page": GradeView(judged, office.plugins.vocabulary, desk.here).page(made.grade),
        "decision": made,
        "register": register(
            asked_events(duties.rules, event_metrics(office)),
            registered(office, tenant, period),
            judged.facts.county.facts,
            duties.year,
            desk.here.tenant.today,
            enters_events(desk.actor, tenant),
            refused.typed,
        ),
        "attested": tuple(attest_rows(attestations(office, duties), duties, parties, desk.here)),
        "collector": duties.collector.name,
        "above": desk.reviewer.name,
        "course": course_of(desk, duties),
        "problems": refused.problems,
    }


@post("/t/{tenant:str}/{period:str}/duties/grade", status_code=200)
async def move_grade(desk: NamedDependency[Desk]) -> Response[bytes] | Redirect:
    """Enter or cancel an event, state what only people can, or decide on the grade."""
    return await carry_out(desk, _move, _show, desk.here.url("duties", "grade"))


def _move(desk: Desk, typed: Typed) -> None:
    move = typed.get("move", "")
    if move not in _MOVES:
        raise unknown_step(move)
    _MOVES[move](desk, typed)


def _enter(desk: Desk, typed: Typed) -> None:
    metric, note = typed.get("metric", ""), typed.get("note", "")
    day = _day(typed.get("on", ""))
    here = desk.here
    register_event(desk.office, desk.acting, here.tenant.code, here.period, metric, day, note)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        what = f"“{text.strip()}”不是日期" if text.strip() else "没有填写日期"
        raise refuse("事件登记", what, "应写作 2018-03-05") from None


def _cancel(desk: Desk, typed: Typed) -> None:
    text, here = typed.get("number", ""), desk.here
    number = int(text) if text.isdecimal() else 0
    reason = typed.get("reason", "")
    cancel_registered(desk.office, desk.acting, here.tenant.code, here.period, number, reason)


def _declare(desk: Desk, typed: Typed) -> None:
    metric, here = typed.get("metric", ""), desk.here
    declare_none(desk.office, desk.acting, here.tenant.code, here.period, metric)


def _attest(desk: Desk, typed: Typed) -> None:
    said = typed.get("value", "")
    if said not in ("yes", "no"):
        raise refuse("情形确认", "没有选择是或否", "请选择后再确认")
    attest(desk.office, desk.acting, desk.opened, typed.get("metric", ""), said == "yes")


def _decide(desk: Desk, typed: Typed) -> None:
    grade, reason = typed.get("grade", ""), typed.get("comment", "")
    if not grade:
        raise refuse("评定等次", "没有选择等次", "请选择一个等次")
    decide(desk.office, desk.acting, desk.opened, grade, reason)


_MOVES = {
    "event": _enter,
    "cancel": _cancel,
    "none": _declare,
    "attest": _attest,
    "decide": _decide,
}
HANDLERS = (show_grade, move_grade)
