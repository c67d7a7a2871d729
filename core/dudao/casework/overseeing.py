"""What a superior sees of the ledgers below it: each under its tenant's own book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..errors import DudaoError
from ..ledger import Month, Turn, by_month
from ..store import descendants
from .ledger import Ledger, ledger_in, turns_in
from .office import Office, card_of, reading


@dataclass(frozen=True, slots=True)
class LedgerBelow:
    """The ledger of a tenant below, and when its findings were opened and closed."""

    ledger: Ledger
    turns: tuple[Turn, ...]


def ledgers_below(office: Office, tenant: str) -> tuple[LedgerBelow, ...]:
    """Return the ledgers of all tenants below one by code; none of those that have no book."""
    found = []
    with reading(office, tenant) as session:
        for code in sorted(descendants(session, tenant)):
            card = card_of(session, code)
            try:
                rules = office.plugins.shelf.latest(card.book)
            except DudaoError:
                continue  # it has no book, or its plugin is not installed here
            turns = turns_in(session, code, rules.code)
            found.append(LedgerBelow(ledger_in(session, card, rules), turns))
    return tuple(found)


def months_together(below: Sequence[LedgerBelow], until: date) -> tuple[Month, ...]:
    """Return the months of several ledgers as if they were one."""
    return by_month((turn for each in below for turn in each.turns), until)
