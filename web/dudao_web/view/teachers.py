"""A teacher list held against career thresholds: counts, what differs, teacher by teacher."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dudao.api import (
    DISCREPANCY_LABELS,
    REACH_LABELS,
    TITLE_LABELS,
    Attained,
    Discrepancy,
    Problem,
    Reach,
    RuleBook,
    TeacherCheck,
    TeacherResult,
    ThresholdCount,
    counts_of,
    plain,
    threshold_words,
    title_words,
)

from .intake import FaultLine, fault_lines
from .marks import Mark

# A page is for looking at; all of it is in the file.
_MOST_LINES = 1000
_SOON = Decimal(1)
REACH_MARKS = {
    Reach.REACHED: Mark("met", "●", REACH_LABELS[Reach.REACHED]),
    Reach.NOT_YET: Mark("not_yet", "○", REACH_LABELS[Reach.NOT_YET]),
    Reach.UNTOLD: Mark("no_data", "?", REACH_LABELS[Reach.UNTOLD]),
    Reach.OUTSIDE: Mark("not_applicable", "–", REACH_LABELS[Reach.OUTSIDE]),
}
_DIFFERENCE_MARKS = {
    Discrepancy.OVERCLAIMED: Mark("not_met", "✕", DISCREPANCY_LABELS[Discrepancy.OVERCLAIMED]),
    Discrepancy.UNPROVEN: Mark("near", "△", DISCREPANCY_LABELS[Discrepancy.UNPROVEN]),
    Discrepancy.UNCLAIMED: Mark("met_relaxed", "◐", DISCREPANCY_LABELS[Discrepancy.UNCLAIMED]),
}
_GRAVITY = list(Discrepancy)


@dataclass(frozen=True, slots=True)
class ThresholdLine:
    """A threshold as the page explains it."""

    title: str
    words: str
    statement: str
    titles: str
    clause: str


@dataclass(frozen=True, slots=True)
class CountLine:
    """The counts of one threshold; `applying` is None where it is not about a title."""

    title: str
    words: str
    clause: str
    counts: tuple[tuple[Mark, int], ...]
    applying: int | None
    differences: tuple[tuple[Mark, int], ...]


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One place where the list says something else than its own figures."""

    teacher: str
    school: str
    threshold: str
    mark: Mark
    reach: Mark
    reasons: str


@dataclass(frozen=True, slots=True)
class Cell:
    """How one teacher stands against one threshold, in a word or two."""

    mark: Mark
    words: str
    reasons: str
    difference: Mark | None


@dataclass(frozen=True, slots=True)
class TeacherLine:
    """One teacher; `kinds` are the filters that show the line."""

    teacher: str
    school: str
    title: str
    cells: tuple[Cell, ...]
    kinds: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice of teachers to look at, and how many of those shown there are."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class CheckedList:
    """A list that was held against the thresholds. `href` is the file of results itself."""

    name: str
    as_of: str
    teachers: int
    missing: tuple[str, ...]
    counts: tuple[CountLine, ...]
    difference_count: int
    differences: tuple[DifferenceLine, ...]
    heads: tuple[str, ...]
    lines: tuple[TeacherLine, ...]
    filters: tuple[Filter, ...]
    file_name: str
    href: str


@dataclass(frozen=True, slots=True)
class RefusedList:
    """A list that could not be read, with its faults."""

    name: str
    faults: tuple[FaultLine, ...]
    fault_count: int


def refused_list(name: str, problems: Sequence[Problem]) -> RefusedList:
    """Return what is wrong with a list."""
    return RefusedList(name, fault_lines(problems), len(problems))


def threshold_lines(rules: RuleBook, day: date) -> tuple[ThresholdLine, ...]:
    """Return the thresholds in force on a day, explained."""
    return tuple(
        ThresholdLine(
            threshold.title,
            threshold_words(threshold),
            threshold.statement,
            title_words(threshold),
            threshold.clause,
        )
        for threshold in rules.thresholds
        if threshold.holds(day)
    )


def checked_list(name: str, check: TeacherCheck, results: bytes) -> CheckedList:
    """Return the page of a list that was checked; `results` is the workbook to save."""
    ordered = sorted(check.results, key=_gravity)
    differences = [line for result in ordered for line in _differences(result, check)]
    # The gravest of all teachers first, those of one teacher together within a kind.
    differences.sort(key=lambda line: [*_DIFFERENCE_MARKS.values()].index(line.mark))
    lines = tuple(_line(result) for result in ordered[:_MOST_LINES])
    return CheckedList(
        name,
        check.as_of.isoformat(),
        len(check.results),
        check.missing,
        tuple(map(_counted, counts_of(check))),
        len(differences),
        tuple(differences[:_MOST_LINES]),
        tuple(threshold.title for threshold in check.thresholds),
        lines,
        tuple(_filters(lines, [threshold.title for threshold in check.thresholds])),
        f"教师年限核对-{check.as_of}.xlsx",
        _data_url(results),
    )


def _data_url(content: bytes) -> str:
    """Return an address that holds the file itself, so that it need not wait on the server."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return f"data:{kind};base64,{b64encode(content).decode()}"


def _gravity(result: TeacherResult) -> int:
    found = [_GRAVITY.index(one.discrepancy) for one in result.attained if one.discrepancy]
    return min(found, default=len(_GRAVITY))


def _counted(count: ThresholdCount) -> CountLine:
    return CountLine(
        count.threshold.title,
        threshold_words(count.threshold),
        count.threshold.clause,
        tuple((mark, count.reach[reach]) for reach, mark in REACH_MARKS.items()),
        count.applying if count.threshold.titles else None,
        tuple(
            (mark, count.discrepancies[kind])
            for kind, mark in _DIFFERENCE_MARKS.items()
            if count.discrepancies[kind]
        ),
    )


def _differences(result: TeacherResult, check: TeacherCheck) -> Iterator[DifferenceLine]:
    for threshold, found in zip(check.thresholds, result.attained, strict=True):
        if found.discrepancy:
            yield DifferenceLine(
                result.teacher.code,
                result.teacher.school,
                threshold.title,
                _DIFFERENCE_MARKS[found.discrepancy],
                REACH_MARKS[found.reach],
                ";".join(found.reasons),
            )


def _line(result: TeacherResult) -> TeacherLine:
    teacher = result.teacher
    return TeacherLine(
        teacher.code,
        teacher.school,
        TITLE_LABELS[teacher.title] if teacher.title else "",
        tuple(_cell(found) for found in result.attained),
        " ".join(_kinds(result.attained)),
    )


def _cell(found: Attained) -> Cell:
    words = REACH_LABELS[found.reach]
    if found.reach is Reach.NOT_YET and found.lacking:
        words = f"差 {plain(found.lacking)} 年"
    difference = _DIFFERENCE_MARKS[found.discrepancy] if found.discrepancy else None
    return Cell(REACH_MARKS[found.reach], words, ";".join(found.reasons), difference)


def _kinds(attained: Sequence[Attained]) -> Iterator[str]:
    if any(found.discrepancy for found in attained):
        yield "differs"
    if any(found.reach is Reach.REACHED and found.applying for found in attained):
        yield "applies"
    if any(found.lacking is not None and found.lacking <= _SOON for found in attained):
        yield "soon"
    if any(found.reach is Reach.UNTOLD for found in attained):
        yield "untold"
    for number, found in enumerate(attained, 1):
        if found.reach is Reach.REACHED:
            yield f"t{number}"


def _filters(lines: Iterable[TeacherLine], titles: Sequence[str]) -> Iterator[Filter]:
    """Yield the choices that show any of the lines."""
    labels = {
        "differs": "有出入",
        "applies": "本次申报且达到",
        "soon": "差 1 年以内",
        "untold": "无法判断",
    }
    labels |= {f"t{number}": f"达到:{title}" for number, title in enumerate(titles, 1)}
    kinds = [line.kinds.split() for line in lines]
    yield Filter("all", "全部", len(kinds))
    for key, label in labels.items():
        count = sum(key in kind for kind in kinds)
        if count:
            yield Filter(key, label, count)
