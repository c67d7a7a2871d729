"""A finding as a line of a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dudao.api import GAP_WORDS, Finding, GapKind, Ledger

from ..due import Due, due_of
from ..marks import Mark
from .marks import FINDING_MARKS, RECHECK_MARKS


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding; `now` is what the recheck found where it is not what was found at first.

    `school` is the code of the school it is in, if that is still known.
    """

    number: int
    kind: str
    title: str
    name: str
    school: str
    value: str
    limit: str
    tags: tuple[str, ...]
    owner: str
    measure: str
    due: Due
    mark: Mark
    result: Mark
    now: str


def finding_line(ledger: Ledger, finding: Finding, today: date) -> FindingLine:
    """Return a finding for a list."""
    gap, key = finding.gap, finding.key
    return FindingLine(
        finding.number,
        GAP_WORDS[key.kind],
        gap.title,
        gap.name,
        key.subject if key.subject in ledger.schools else "",
        gap.value,
        gap.limit,
        tuple(_tags(finding)),
        ledger.named(finding.owner),
        finding.measure,
        due_of(finding.deadline, today, finding.is_open),
        FINDING_MARKS[finding.state],
        RECHECK_MARKS[finding.rule],
        _now(finding),
    )


def _tags(finding: Finding) -> list[str]:
    found = []
    if finding.gap.is_new:
        found.append("新产生")
    if finding.returns:
        found.append("再次出现" if finding.returns == 1 else f"第 {finding.returns} 次再现")
    if finding.key.kind in (GapKind.HAND, GapKind.INSPECTION):
        found.append(GAP_WORDS[finding.key.kind])
    return found


def _now(finding: Finding) -> str:
    checked = finding.checked
    if checked is None or checked.value in ("", finding.gap.value):
        return ""
    return f"{checked.value}({checked.period} 年)"
