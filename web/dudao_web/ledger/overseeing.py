"""The ledgers below a superior, all in numbers; read only."""

from __future__ import annotations

from litestar import Response

from dudao.api import ledgers_below

from ..view.ledger.below import below_page
from .desk import LedgerDesk


def show_below(desk: LedgerDesk) -> Response[bytes]:
    """Show a superior the ledgers below it."""
    tenant, period = desk.here.tenant, desk.here.period
    page = below_page(ledgers_below(desk.office, tenant.code), tenant, period)
    return desk.show("below.html", "below", {"page": page})
