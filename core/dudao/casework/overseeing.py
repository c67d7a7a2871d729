"""What a superior sees of the ledgers below it: each under its tenant's own book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..errors import DudaoError
from ..ledger import Month, Turn, by_month
from ..store import descendants, findings
from .ledger import Ledger, ledger_of, turns_in
from .office import Office, card_of, reading

# They report for all below them, townships included.
COUNTIES = frozenset({"county", "district"})


@dataclass(frozen=True, slots=True)
class LedgerBelow:
    """The ledger of a tenant below, and when its findings were opened and closed."""

    ledger: Ledger
    turns: tuple[Turn, ...]


def oversees(office: Office, tenant: str) -> bool:
    """Return whether a tenant has counties below it; a county answers for all below it itself."""
    with reading(office, tenant) as session:
        is_county = card_of(session, tenant).level in COUNTIES
        return not is_county and bool(descendants(session, tenant))


def ledgers_below(office: Office, tenant: str) -> tuple[LedgerBelow, ...]:
    """Return the ledgers of all counties below a tenant, and of others that hold anything, by code.

    Those that have no book have none.
    """
    found = []
    with reading(office, tenant) as session:
        for code in sorted(descendants(session, tenant)):
            card = card_of(session, code)
            try:
                rules = office.plugins.shelf.latest(card.book)
            except DudaoError:
                continue  # it has no book, or its plugin is not installed here
            ledger = ledger_of(session, card, rules, findings(session, code, rules.code))
            if card.level in COUNTIES or ledger.findings:
                found.append(LedgerBelow(ledger, turns_in(session, code, rules.code)))
    return tuple(found)


def months_together(below: Sequence[LedgerBelow], until: date) -> tuple[Month, ...]:
    """Return the months of several ledgers as if they were one."""
    return by_month((turn for each in below for turn in each.turns), until)
