"""Comparing the ledger with the gaps there are now: what opens, what returns, what passes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from ..workflow import FindingState, Recheck
from .model import Checked, Finding, Gap, GapKey, GapKind


@dataclass(frozen=True, slots=True)
class Changes:
    """What rechecking changes: new gaps, findings that came back, findings with another result."""

    opened: tuple[tuple[Gap, Checked], ...] = ()
    returned: tuple[Finding, ...] = ()
    checked: tuple[Finding, ...] = ()

    def __add__(self, other: Changes) -> Changes:
        """Return both together."""
        return Changes(
            self.opened + other.opened,
            self.returned + other.returned,
            self.checked + other.checked,
        )


def recheck(
    findings: Collection[Finding],
    gaps: Iterable[Gap],
    check: Callable[[GapKey], Checked],
    kinds: Collection[GapKind],
) -> Changes:
    """Return what the gaps found now, and looking at each finding again, change in the ledger.

    Only findings of these kinds are looked at. What was struck off comes back when it fails again.
    A gap opens a finding unless there is one, or one of an earlier step of the same rule stands
    and still fails: who has not reached the first step is not asked for the second as well.
    """
    concerned = [each for each in findings if each.key.kind in kinds]
    found = {gap.key: gap for gap in gaps}
    looked = [(each, check(each.key)) for each in concerned]
    known = {each.key for each in concerned}
    failing: dict[tuple[str, ...], date] = {}
    for each, now in looked:
        if now.recheck is Recheck.FAILS:
            failing[each.key.place] = min(_from(each.key), failing.get(each.key.place, date.max))
    returned = [
        _returned(each, now)
        for each, now in looked
        if each.state is FindingState.STRUCK and now.recheck is Recheck.FAILS
    ]
    checked = [
        replace(each, checked=now)
        for each, now in looked
        if each.is_open and _differs(each.checked, now)
    ]
    opened = [
        (gap, check(gap.key))
        for gap in found.values()
        if gap.key not in known and _from(gap.key) < failing.get(gap.key.place, date.max)
    ]
    return Changes(tuple(opened), tuple(returned), tuple(checked))


def _from(key: GapKey) -> date:
    return key.step or date.min


def _differs(before: Checked | None, now: Checked) -> bool:
    """Return whether there is something new to say; another day alone is none."""
    return before is None or replace(before, on=now.on) != now


def _returned(finding: Finding, now: Checked) -> Finding:
    step = finding.key.step
    return replace(
        finding,
        gap=replace(finding.gap, value=now.value),
        state=FindingState.ACTIVE,
        checked=now,
        struck=None,
        # Where the step lies behind, the keeper sets a new day.
        deadline=step if step and step >= now.on else None,
        returns=finding.returns + 1,
    )


def opened(gap: Gap, checked: Checked, number: int, book: str, on: date) -> Finding:
    """Return the finding that a gap opens."""
    return Finding(
        number, book, gap, checked.period, on, deadline=gap.due, owner=gap.owner, checked=checked
    )
