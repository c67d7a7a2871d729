"""The ledger in numbers: month by month, and what is late by owner."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date

from ..workflow import FindingState, Owner
from .model import Finding, GapKind


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


@dataclass(frozen=True, slots=True)
class Totals:
    """A ledger in numbers: all findings but those withdrawn, and what of them stands how.

    `new_classes` are open ones of classes that had no gap the period before, `ready` those that
    can be struck off at once, `returned` those that came back after they had been.
    """

    listed: int
    open: int
    overdue: int
    new_classes: int
    ready: int
    struck: int
    returned: int

    def __add__(self, other: Totals) -> Totals:
        """Return two ledgers in the same numbers."""
        both = zip(astuple(self), astuple(other), strict=True)
        return Totals(*(ours + theirs for ours, theirs in both))

    @property
    def rate(self) -> float | None:
        """The share that was struck off; None where there is nothing to strike."""
        return self.struck / self.listed if self.listed else None


def totals(findings: Iterable[Finding], today: date) -> Totals:
    """Return a ledger in numbers as of a day."""
    found = [each for each in findings if each.state is not FindingState.WITHDRAWN]
    still = [each for each in found if each.is_open]
    return Totals(
        len(found),
        len(still),
        sum(each.is_overdue(today) for each in still),
        sum(each.gap.is_new and each.key.kind is GapKind.CLASS for each in still),
        sum(each.is_ready for each in still),
        len(found) - len(still),
        sum(each.returns > 0 for each in found),
    )


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
