"""What came of an upload: every fault with its cell, what was stored, what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dudao.api import Problem, TakenIn

# More is for the marked file: nobody reads on.
MOST_FAULTS = 500


@dataclass(frozen=True, slots=True)
class FaultLine:
    """A fault as a line of the table; without sheet and cell, `where` says the place."""

    where: str
    sheet: str
    cell: str
    found: str
    what: str
    expected: str


@dataclass(frozen=True, slots=True)
class IntakePage:
    """The result of an upload. `stored` is None when nothing was recorded."""

    name: str
    faults: tuple[FaultLine, ...]
    fault_count: int
    stored: tuple[tuple[str, int], ...] | None
    period: str
    has_valid: bool
    token: str | None


def intake_page(
    name: str, problems: Sequence[Problem], taken: TakenIn | None, token: str | None
) -> IntakePage:
    """Return the result page of an upload, or of a refusal when nothing was taken."""
    recorded = taken.recorded if taken else None
    facts = taken.reading.facts if taken else None
    stored = None
    if recorded:
        stored = (
            ("新增", recorded.new),
            ("更改", recorded.changed),
            ("未变", recorded.same),
        )
    return IntakePage(
        name,
        fault_lines(problems),
        len(problems),
        stored,
        facts.period if facts else "",
        bool(facts and facts.subjects),
        token,
    )


def fault_lines(problems: Sequence[Problem]) -> tuple[FaultLine, ...]:
    """Return faults as lines of a table, the first few hundred."""
    return tuple(
        FaultLine(
            problem.where,
            getattr(problem, "sheet", ""),
            getattr(problem, "cell", ""),
            getattr(problem, "found", ""),
            problem.what,
            problem.expected,
        )
        for problem in problems[:MOST_FAULTS]
    )
