"""What two people wrote for the same part, side by side: line by line, figure by figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from dudao.api import Metric, Part, in_words, plain_text


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line that both have (`same`), only they have (`theirs`) or only you have (`mine`)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class FigureDifference:
    """A figure that both gave otherwise; empty where one gave none."""

    label: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """What somebody else saved meanwhile, and how it differs from what was typed here."""

    by: str
    at: str
    narrative: str
    lines: tuple[DiffLine, ...]
    figures: tuple[FigureDifference, ...]

    @property
    def is_same(self) -> bool:
        """Whether both wrote the very same."""
        return not self.figures and all(line.kind == "same" for line in self.lines)


def conflict(
    theirs: Part, narrative: str, figures: Mapping[str, str], asked: Iterable[Metric]
) -> Conflict:
    """Return what stands in a part beside what was typed for it."""
    return Conflict(
        theirs.by,
        in_words(theirs.at) if theirs.at else "",
        theirs.narrative,
        tuple(compare(theirs.narrative, plain_text(narrative))),
        tuple(_figures(theirs.figures, figures, asked)),
    )


def compare(theirs: str, mine: str) -> Iterator[DiffLine]:
    """Yield the lines of two texts in one order: where they part, theirs come before yours."""
    before, after = theirs.split("\n"), plain_text(mine).split("\n")
    for code, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes():
        if code == "equal":
            yield from (DiffLine("same", line) for line in before[a:b])
        else:
            yield from (DiffLine("theirs", line) for line in before[a:b] if line)
            yield from (DiffLine("mine", line) for line in after[c:d] if line)


def _figures(
    theirs: Mapping[str, str], mine: Mapping[str, str], asked: Iterable[Metric]
) -> Iterator[FigureDifference]:
    for metric in asked:
        found = (
            figure_words(metric, theirs.get(metric.code, "")),
            figure_words(metric, mine.get(metric.code, "")),
        )
        if found[0] != found[1]:
            yield FigureDifference(metric.label, *found)


def figure_words(metric: Metric, written: str) -> str:
    """Return a figure as people read it; as it was written where it cannot be read."""
    try:
        return stored_words(metric, metric.read(written)) if written.strip() else ""
    except ValueError:
        return written


def stored_words(metric: Metric, stored: int) -> str:
    """Return a stored figure with its unit."""
    space = "" if metric.unit in ("", "%") else " "
    return f"{metric.show(stored)}{space}{metric.unit}"
