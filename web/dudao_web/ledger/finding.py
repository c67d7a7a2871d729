"""One finding: what it is, what can be done about it, how it went on."""

from __future__ import annotations

from dataclasses import replace

from anyio import to_thread
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from dudao.api import ConflictError, Finding, finding_history, proofs_of

from ..acting import Refused, answer
from ..view.ledger.finding import conflicts_of, finding_page
from ..view.ledger.offers import forms_for
from .desk import LedgerDesk
from .listing import LEDGER
from .sending import MOST_SENT, Sent, carry_out, read_form

_FINDING = f"{LEDGER}/{{number:int}}"


# Asynchronous, like all that share their path with a form: Litestar wraps the others twice.
@get(_FINDING)
async def show_finding(
    ledger_desk: NamedDependency[LedgerDesk], number: FromPath[int]
) -> Response[bytes]:
    """Show one finding."""
    return await to_thread.run_sync(_show, ledger_desk, number, Refused(Sent()))


def _show(desk: LedgerDesk, number: int, refused: Refused[Sent]) -> Response[bytes]:
    finding = _found(desk, number)
    ledger, tenant, typed = desk.ledger, desk.here.tenant.code, refused.typed.texts
    page = finding_page(
        ledger,
        finding,
        finding_history(desk.office, tenant, number),
        proofs_of(desk.office, tenant, number),
        forms_for(ledger, desk.actor, [finding], typed),
        desk.here,
    )
    if isinstance(refused.error, ConflictError):
        page = replace(page, conflicts=conflicts_of(ledger, finding, typed))
    context = {"page": page, "problems": refused.problems}
    return desk.show("finding.html", "list", context, refused.status)


def _found(desk: LedgerDesk, number: int) -> Finding:
    finding = desk.find(number)
    if finding is None:
        last = max((each.number for each in desk.ledger.findings), default=0)
        known = f"最大编号是 {last}" if last else "台账中还没有问题"
        raise NotFoundException(f"{desk.here.tenant.name}的台账中没有第 {number} 号问题,{known}")
    return finding


@post(_FINDING, status_code=200, request_max_body_size=MOST_SENT)
async def move_finding(
    ledger_desk: NamedDependency[LedgerDesk], number: FromPath[int]
) -> Response[bytes] | Redirect:
    """Make a move with a finding."""
    sent = replace(await read_form(ledger_desk), numbers=(str(number),))

    def again(desk: LedgerDesk, refused: Refused[Sent]) -> Response[bytes]:
        return _show(desk.again(), number, refused)

    return await answer(
        ledger_desk, sent, carry_out, again, ledger_desk.here.url("ledger", str(number))
    )


HANDLERS = (show_finding, move_finding)
