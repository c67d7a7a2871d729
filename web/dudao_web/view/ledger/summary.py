"""The ledger as a part of another page: numbers, and what is due first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dudao.api import Ledger, Wanted, chosen, totals

from ...here import Here
from .lines import FindingLine, finding_line
from .listing import Number, numbers

_FIRST = 6


@dataclass(frozen=True, slots=True)
class Summary:
    """What is open of a school, or of all: in numbers, and the first few by deadline."""

    total: int
    numbers: tuple[Number, ...]
    lines: tuple[FindingLine, ...]
    open: int
    url: str


def summary(ledger: Ledger, school: str, here: Here, home: Sequence[str]) -> Summary:
    """Return what is open of one school, or of the whole ledger."""
    today = ledger.tenant.today
    of_all = chosen(ledger.findings, Wanted(subject=school), today)
    still = chosen(of_all, Wanted(standing=True), today)
    found = totals(of_all, today)
    shown = [each for each in numbers(found, here, home) if each.count] if not school else []
    lines = tuple(finding_line(ledger, each, today) for each in still[:_FIRST])
    url = here.url(*home, school=school)
    return Summary(found.listed, tuple(shown), lines, found.open, url)
