"""Taking a file of figures in: read, refuse or record, evaluate; and handing out workbooks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from ..errors import refuse
from ..exchange import Reading, mark_workbook, read_facts_json, read_workbook, write_template
from ..facts import FactSet
from ..facts.entries import Fault
from ..metrics import Vocabulary
from ..rulebook import RuleBook
from ..store import NewIntake, Recorded, load_facts, record_facts
from .judged import day_of
from .office import Office, reading, tenant_card, writing
from .rechecking import follow_up


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of a file. `recorded` is None when nothing was stored.

    `marked` is the workbook handed in with its bad cells marked, None when there are none or it
    was no workbook.
    """

    reading: Reading
    recorded: Recorded | None
    marked: bytes | None

    @property
    def problems(self) -> tuple[Fault, ...]:
        """The faults found, in the order of the file."""
        return self.reading.problems


def read_figures(content: bytes, name: str, vocabulary: Vocabulary) -> Reading:
    """Read a facts file or a workbook, told apart by what is in it, not by its name."""
    if content.lstrip()[:1] in (b"{", b"["):
        return read_facts_json(content, vocabulary, name)
    return read_workbook(content, vocabulary, name)


def take_in(
    office: Office,
    tenant: str,
    filename: str,
    content: bytes,
    who: str,
    *,
    accept_valid: bool = False,
    on: date | None = None,
) -> TakenIn:
    """Store a file of a tenant's figures: everything or nothing, or what is valid if asked.

    What was new in it is evaluated under the tenant's book, where it was in force; the run is kept
    and the ledger rechecked, as of the day `on`, today by default. Raises DudaoError for a file that cannot be read at all, or that is another tenant's.
    """
    card = tenant_card(office, tenant)
    vocabulary = office.plugins.vocabulary
    reading = read_figures(content, filename, vocabulary)
    facts = reading.facts
    if facts is not None and facts.tenant != tenant:
        raise refuse(filename, f"是 {facts.tenant} 的填报表", f"请上传 {card.name}({tenant})的")
    if facts is None or (reading.problems and not accept_valid):
        return TakenIn(reading, None, _marked(content, reading))
    recorded = _record(office, facts, reading, filename, content, who)
    if recorded.changed or recorded.new:
        follow_up(office, tenant, facts.period, on)
    return TakenIn(reading, recorded, _marked(content, reading))


def _marked(content: bytes, reading: Reading) -> bytes | None:
    if any(fault.sheet for fault in reading.problems):
        return mark_workbook(content, reading.problems)
    return None


def _record(
    office: Office, facts: FactSet, reading: Reading, filename: str, content: bytes, who: str
) -> Recorded:
    digest = hashlib.sha256(content).hexdigest()
    intake = NewIntake(filename, digest, who, len(reading.problems))
    with writing(office, facts.tenant) as session:
        return record_facts(session, office.plugins.vocabulary, facts, reading.places, intake)


def write_workbook(
    office: Office, tenant: str, target: BinaryIO, book: str | None = None, period: str = ""
) -> None:
    """Write the tenant's workbook, filled with what is stored for the period, if anything."""
    card = tenant_card(office, tenant)
    period = period or (card.periods[-1] if card.periods else "")
    rules = _rules(office, book or card.book, period)
    facts = None
    if period in card.periods:
        with reading(office, tenant) as session:
            facts = load_facts(session, tenant, period)
    write_template(
        rules, office.plugins.vocabulary, target, facts=facts, tenant=tenant, period=period
    )


def _rules(office: Office, book: str, period: str) -> RuleBook:
    shelf = office.plugins.shelf
    return shelf.named(book, day_of(period, None)) if period else shelf.latest(book)
