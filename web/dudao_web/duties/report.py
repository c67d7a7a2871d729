"""The self-evaluation and its way up: assembled, locked, sent."""

from __future__ import annotations

from anyio import to_thread
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from dudao.api import (
    State,
    assemble,
    changed_figures,
    lock,
    reopen,
    report_of,
    selfevaluation_docx,
    send,
)

from ..acting import unknown_step
from ..files import DOCX, attachment
from ..view.duties.report import plan_moves, warnings
from ..view.marks import MARKS
from .acting import NOT_ASKED, Refused, Typed, carry_out, course_of, parties_at
from .desk import Desk

_MOVES = {"assemble": assemble, "lock": lock, "send": send}


@get("/t/{tenant:str}/{period:str}/duties/report")
async def show_report(desk: NamedDependency[Desk]) -> Response[bytes]:
    """Show the self-evaluation as it was locked, else as it stands now."""
    return await to_thread.run_sync(_show, desk, NOT_ASKED)


def _show(desk: Desk, refused: Refused) -> Response[bytes]:
    if desk.duties is None:
        return desk.show("unopened.html", "report", {"title": "自评报告"})
    duties, above = desk.duties, desk.reviewer.name
    context = {
        "report": report_of(desk.office, duties),
        "course": course_of(desk, duties),
        "moves": plan_moves(duties, parties_at(desk), above),
        "warnings": tuple(warnings(duties, changed_figures(desk.office, duties))),
        "problems": refused.problems,
        "comment": refused.typed.get("comment", ""),
        "marks": MARKS,
        "faults": ((State.NOT_MET, "未达标的指标"), (State.NO_DATA, "缺数据的指标")),
    }
    return desk.show("report.html", "report", context, refused.status)


@get("/t/{tenant:str}/{period:str}/duties/report.docx", sync_to_thread=True)
def download_report(desk: NamedDependency[Desk]) -> Response[bytes]:
    """Hand out the self-evaluation as a paper."""
    report = report_of(desk.office, desk.opened)
    draft = "" if report.assembled else "(草稿)"
    name = f"{report.tenant}{report.period}年自评报告{draft}.docx"
    return attachment(selfevaluation_docx(report), name, DOCX)


@post("/t/{tenant:str}/{period:str}/duties/report", status_code=200)
async def move_report(desk: NamedDependency[Desk]) -> Response[bytes] | Redirect:
    """Assemble, lock, send or reopen the self-evaluation."""
    return await carry_out(desk, _move, _show, desk.here.url("duties", "report"))


def _move(desk: Desk, typed: Typed) -> None:
    move = typed.get("move", "")
    if move in _MOVES:
        _MOVES[move](desk.office, desk.acting, desk.opened)
    elif move == "reopen":
        reopen(desk.office, desk.acting, desk.opened, typed.get("comment", ""))
    else:
        raise unknown_step(move)


HANDLERS = (show_report, download_report, move_report)
