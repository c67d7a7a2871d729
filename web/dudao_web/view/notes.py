"""What stands beside a verdict: the gap, its flags, the relaxation it rests on, the reason."""

from __future__ import annotations

from dudao.api import Indicator

from .gap import gap_words
from .results import Results, Row


def note(results: Results, indicator: Indicator, row: Row) -> str:
    """Return the note on one verdict; empty where there is nothing to say."""
    verdict = row.verdict
    subject = results.subjects.get(verdict.subject)
    relaxation = verdict.relaxation
    if relaxation and verdict.until:
        relaxation += f",至 {verdict.until}"
    parts = (
        gap_words(verdict, indicator, subject, results.vocabulary),
        "、".join(row.flags),
        relaxation,
        verdict.reason,
    )
    return ";".join(part for part in parts if part)
