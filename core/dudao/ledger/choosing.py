"""Narrowing a ledger down to what somebody looks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..workflow import FindingState, Owner
from .model import Finding, GapKind


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings are looked for; what is not named is left open.

    `standing` are those that still have to be closed, `ready` those that can be struck off now.
    `text` stands in the name, the title or the measure.
    """

    state: FindingState | None = None
    kind: GapKind | None = None
    rule: str = ""
    subject: str = ""
    owner: Owner | None = None
    standing: bool = False
    overdue: bool = False
    new: bool = False
    returned: bool = False
    ready: bool = False
    text: str = ""


def chosen(findings: Iterable[Finding], wanted: Wanted, today: date) -> tuple[Finding, ...]:
    """Return the findings looked for, by deadline, those without one last."""
    found = [each for each in findings if _fits(each, wanted, today)]
    return tuple(sorted(found, key=lambda each: (each.deadline or date.max, each.number)))


def _fits(finding: Finding, wanted: Wanted, today: date) -> bool:
    return all(
        (
            wanted.state in (None, finding.state),
            wanted.kind in (None, finding.key.kind),
            wanted.rule in ("", finding.key.rule),
            wanted.subject in ("", finding.key.subject),
            wanted.owner in (None, finding.owner),
            finding.is_open or not wanted.standing,
            finding.is_overdue(today) or not wanted.overdue,
            finding.gap.is_new or not wanted.new,
            finding.returns > 0 or not wanted.returned,
            finding.is_ready or not wanted.ready,
            wanted.text.casefold() in _told(finding),
        )
    )


def _told(finding: Finding) -> str:
    return f"{finding.gap.name} {finding.gap.title} {finding.measure}".casefold()
