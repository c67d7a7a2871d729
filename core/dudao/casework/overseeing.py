"""What a superior sees of the ledgers below it: each under its tenant's own book."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..errors import DudaoError
from ..ledger import Finding, Month, Turn, by_month
from ..rulebook import Directory
from ..store import descendants, findings
from ..workflow import OwnerKind
from .accounts import FindingsOf, OpenFindings
from .ledger import Ledger, ledger_of, turns_in
from .office import Office, card_of, reading


@dataclass(frozen=True, slots=True)
class LedgerBelow:
    """The ledger of a tenant below, and when its findings were opened and closed."""

    ledger: Ledger
    turns: tuple[Turn, ...]


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
            if card.is_county or ledger.findings:
                found.append(LedgerBelow(ledger, turns_in(session, code, rules.code)))
    return tuple(found)


def months_together(below: Sequence[LedgerBelow], until: date) -> tuple[Month, ...]:
    """Return the months of several ledgers as if they were one."""
    return by_month((turn for each in below for turn in each.turns), until)


def open_findings(office: Office, tenant: str, counties: Iterable[str]) -> FindingsOf:
    """Return what is open against each school of some counties that a tenant may read.

    The owner is told where it is not the school itself.
    """
    against: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    with reading(office, tenant) as session:
        for county in counties:
            for finding in findings(session, county):
                if finding.is_open and finding.key.subject != county:
                    against[county, finding.key.subject].append(finding)
    return {place: _summed(office, found) for place, found in against.items()}


def _summed(office: Office, found: Sequence[Finding]) -> OpenFindings:
    first = min(found, key=lambda each: (each.deadline or date.max, each.number))
    return OpenFindings(len(found), first.deadline, _other_owner(office, first))


def _other_owner(office: Office, finding: Finding) -> str:
    owner = finding.owner
    if owner is None or owner.kind is OwnerKind.SCHOOL:
        return ""
    try:
        directory = Directory(office.plugins.shelf.latest(finding.book).departments)
    except DudaoError:
        return owner.code  # its plugin is not installed here
    return directory[owner.code].name if owner.code in directory else owner.code
