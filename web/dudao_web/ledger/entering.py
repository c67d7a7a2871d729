"""Entering a gap by hand; what is overdue; the months; the part that other pages show."""

from __future__ import annotations

from anyio import to_thread
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect

from dudao.api import ByHand, DudaoError, add_by_hand, months_of

from ..acting import Refused
from ..place import status_of
from ..view.ledger.late import late_page
from ..view.ledger.months import months_page
from ..view.ledger.owners import owner_options, read_owner
from ..view.ledger.summary import summary
from .desk import LedgerDesk
from .listing import LEDGER
from .sending import Sent, read_form

_NEW = f"{LEDGER}/new"


# Asynchronous, like all that share their path with a form: Litestar wraps the others twice.
@get(_NEW)
async def show_entry(ledger_desk: NamedDependency[LedgerDesk]) -> Response[bytes]:
    """Show the form that enters a gap by hand."""
    return await to_thread.run_sync(_entry, ledger_desk, Refused(Sent()))


def _entry(desk: LedgerDesk, refused: Refused[Sent]) -> Response[bytes]:
    ledger = desk.ledger
    context = {
        "problems": refused.problems,
        "typed": refused.typed.texts,
        "owners": owner_options(ledger),
        "schools": ledger.schools,
        "today": ledger.tenant.today,
    }
    return desk.show("new.html", "list", context, refused.status)


@post(_NEW, status_code=200)
async def enter_gap(ledger_desk: NamedDependency[LedgerDesk]) -> Response[bytes] | Redirect:
    """Enter a gap and lead to it; refused, show the form with all that was typed."""
    sent, desk = await read_form(ledger_desk), ledger_desk
    try:
        number = await to_thread.run_sync(_enter, desk, sent)
    except DudaoError as error:
        refused = Refused(sent, error.problems, status_of(error))
        return await to_thread.run_sync(_entry, desk, refused)
    return Redirect(desk.here.url("ledger", str(number)), status_code=303)


def _enter(desk: LedgerDesk, sent: Sent) -> int:
    said = (sent.texts.get(name, "") for name in ("title", "found", "asked", "clause", "school"))
    here = desk.here
    return add_by_hand(
        desk.office, desk.acting, here.tenant.code, ByHand(*said), sent.treatment, here.book
    )


@get(f"{LEDGER}/overdue", sync_to_thread=True)
def show_overdue(
    ledger_desk: NamedDependency[LedgerDesk], owner: FromQuery[str] = ""
) -> Response[bytes]:
    """Show what is overdue by owner, or what one of them has not closed in time."""
    page = late_page(ledger_desk.ledger, read_owner(owner))
    return ledger_desk.show("overdue.html", "overdue", {"page": page})


@get(f"{LEDGER}/months", sync_to_thread=True)
def show_months(ledger_desk: NamedDependency[LedgerDesk]) -> Response[bytes]:
    """Show month by month what was opened, closed and stood open."""
    ledger = ledger_desk.ledger
    tenant = ledger.tenant
    months = months_of(ledger_desk.office, tenant.code, ledger.rules.code, tenant.today)
    return ledger_desk.show("months.html", "months", {"page": months_page(months)})


@get(f"{LEDGER}/summary", sync_to_thread=True)
def show_summary(
    ledger_desk: NamedDependency[LedgerDesk], school: FromQuery[str] = ""
) -> Response[bytes] | Redirect:
    """Show what is open as a part of another page, of one school or of all; else lead to the list.

    Those pages may be kept under a tag of figures and rules alone, which no move in the ledger
    changes: so the browser asks for this part by itself.
    """
    desk = ledger_desk
    if "HX-Request" not in desk.request.headers:
        return Redirect(desk.here.url(*desk.home, school=school))
    page = summary(desk.ledger, school, desk.here, desk.home)
    return desk.show("summary.html", "list", {"page": page})


HANDLERS = (show_entry, enter_gap, show_overdue, show_months, show_summary)
