"""The list: looking for findings, moving several at once, looking at all of them again."""

from __future__ import annotations

from anyio import to_thread
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from dudao.api import MOVES, NotAllowed, Problem, last_look, ledger_workbook, recheck_ledger

from ..acting import Refused, answer
from ..files import XLSX, attachment
from ..view.ledger.listing import list_page
from ..view.ledger.sieve import ORDERS, Sieve, read_sieve
from .desk import LedgerDesk
from .overseeing import show_below
from .sending import MOST_SENT, Sent, carry_out, read_form, ticked

LEDGER = "/t/{tenant:str}/{period:str}/ledger"
_NOT_ASKED = Refused(Sent())


# Asynchronous, like all that share their path with a form: Litestar wraps the others twice.
@get(LEDGER)
async def show_ledger(ledger_desk: NamedDependency[LedgerDesk]) -> Response[bytes]:
    """Show the tenant's list, or to a superior the ledgers below it."""
    if ledger_desk.here.oversees:
        return await to_thread.run_sync(show_below, ledger_desk)
    return await to_thread.run_sync(_show, ledger_desk, _NOT_ASKED)


@get(f"{LEDGER}/own")
async def show_own(ledger_desk: NamedDependency[LedgerDesk]) -> Response[bytes] | Redirect:
    """Show the list of a superior's own gaps."""
    if not ledger_desk.here.oversees:
        return Redirect(ledger_desk.here.url("ledger"))
    return await to_thread.run_sync(_show, ledger_desk, _NOT_ASKED)


def _show(desk: LedgerDesk, refused: Refused[Sent]) -> Response[bytes]:
    asked, sieve = desk.request.query_params, _sieve(desk)
    page = list_page(
        desk.ledger,
        sieve,
        desk.here,
        desk.home,
        desk.actor,
        refused.typed.texts,
        ticked(refused.typed),
        last_look(desk.office, desk.here.tenant.code, desk.ledger.rules.code),
    )
    context = {
        "page": page,
        "problems": refused.problems,
        "all_ticked": bool(asked.get("tick")),
        "orders": ORDERS,
        "done": _done(asked.get("done", ""), asked.get("count", "")),
    }
    return desk.show("list.html", "list", context, refused.status)


def _sieve(desk: LedgerDesk) -> Sieve:
    return read_sieve(desk.request.query_params)


def _done(code: str, count: str) -> str:
    """Return what the form that led here has done, in words; empty for anything else."""
    if not count.isdecimal() or len(count) > 6:
        return ""
    if code == "recheck":
        return f"已按最新数据复核,{int(count)} 个问题有变化" if int(count) else "已复核,没有变化"
    return f"{MOVES[code].label}:{int(count)} 个问题" if code in MOVES else ""


@post([LEDGER, f"{LEDGER}/own"], status_code=200, request_max_body_size=MOST_SENT)
async def move_several(
    ledger_desk: NamedDependency[LedgerDesk],
) -> Response[bytes] | Redirect:
    """Make one move with all findings that were ticked, or with none."""
    sent, desk = await read_form(ledger_desk), ledger_desk
    done = {"done": sent.move, "count": str(len(set(sent.numbers)))}
    back = desk.here.url(*desk.home, **_sieve(desk).query, **done)
    return await answer(desk, sent, carry_out, _again, back)


def _again(desk: LedgerDesk, refused: Refused[Sent]) -> Response[bytes]:
    return _show(desk.again(), refused)


@post(f"{LEDGER}/recheck")
async def recheck(ledger_desk: NamedDependency[LedgerDesk]) -> Redirect:
    """Compare the ledger with the latest figures and duties, and lead back to it."""
    desk = ledger_desk
    changed = await to_thread.run_sync(_recheck, desk)
    query = {"done": "recheck", "count": str(changed)}
    return Redirect(desk.here.url(*desk.home, **query), status_code=303)


def _recheck(desk: LedgerDesk) -> int:
    if desk.acting and not desk.keeps:
        raise NotAllowed(Problem("复核", "只有台账管理人员可以复核", "请先更换办理身份"))
    found = recheck_ledger(desk.office, desk.here.tenant.code, desk.here.book)
    return found.opened + found.returned + found.checked


@get(f"{LEDGER}/recheck", sync_to_thread=False)
def leave_recheck(ledger_desk: NamedDependency[LedgerDesk]) -> Redirect:
    """Lead to the list: what answers the button is no page of its own."""
    return Redirect(ledger_desk.here.url(*ledger_desk.home))


@get(f"{LEDGER}.xlsx", sync_to_thread=True)
def download_ledger(ledger_desk: NamedDependency[LedgerDesk]) -> Response[bytes]:
    """Hand out all that the list shows, every page of it."""
    desk = ledger_desk
    ledger, sieve, tenant = desk.ledger, _sieve(desk), desk.here.tenant
    shown = sieve.of(ledger.findings, tenant.today)
    notes = [f"共 {len(shown)} 个问题{',按页面上的筛选' if sieve.narrows else ''}"]
    content = ledger_workbook(desk.office, ledger, shown, notes)
    return attachment(content, f"{tenant.name}问题台账{tenant.today}.xlsx", XLSX)


HANDLERS = (
    show_ledger,
    show_own,
    move_several,
    recheck,
    leave_recheck,
    download_ledger,
)
