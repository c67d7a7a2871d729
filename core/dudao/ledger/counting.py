"""The ledger in numbers: month by month, and what is late by owner."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..workflow import Owner
from .model import Finding


@dataclass(frozen=True, slots=True)
class Turn:
    """A finding opened, or returned, or was closed, on a day."""

    on: date
    opens: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month: how many findings opened or returned in it, were closed, stood open at its end."""

    year: int
    month: int
    opened: int
    closed: int
    standing: int


def by_month(turns: Iterable[Turn], until: date) -> tuple[Month, ...]:
    """Return every month from the first turn to `until`, those without any included."""
    opened: Counter[tuple[int, int]] = Counter()
    closed: Counter[tuple[int, int]] = Counter()
    for turn in turns:
        (opened if turn.opens else closed)[turn.on.year, turn.on.month] += 1
    if not (opened or closed):
        return ()
    months, standing = [], 0
    year, month = min((*opened, *closed))
    last = max((until.year, until.month), *opened, *closed)
    while (year, month) <= last:
        many, fewer = opened[year, month], closed[year, month]
        standing += many - fewer
        months.append(Month(year, month, many, fewer, standing))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return tuple(months)


def late_by_owner(
    findings: Iterable[Finding], today: date
) -> tuple[tuple[Owner | None, tuple[Finding, ...]], ...]:
    """Return the overdue findings of each owner, who has most of them first."""
    late: defaultdict[Owner | None, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.is_overdue(today):
            late[finding.owner].append(finding)
    ranked = sorted(late.items(), key=lambda entry: (-len(entry[1]), str(entry[0])))
    return tuple(
        (owner, tuple(sorted(found, key=lambda each: (each.deadline or today, each.number))))
        for owner, found in ranked
    )
