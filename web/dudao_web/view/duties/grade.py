"""The grade page: which grades are left, what closes the others, how every condition stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dudao.api import (
    Closed,
    Condition,
    ConditionState,
    Grade,
    Judged,
    Kind,
    KOfN,
    Level,
    Metric,
    RuleBook,
    Vocabulary,
    conditions_of,
    place_of,
)

from ...here import Here
from ..dashboard import Outlook, outlook
from ..marks import MARKS, Mark

_STATES = {
    ConditionState.TRIGGERED: Mark("not_met", "✕", "存在"),
    ConditionState.UNDETERMINED: Mark("no_data", "?", "尚不能判定"),
    ConditionState.CLEAR: Mark("met", "●", "不存在"),
}


@dataclass(frozen=True, slots=True)
class Closer:
    """What closes a grade, with its clause and where to read on."""

    code: str
    title: str
    clause: str
    url: str


@dataclass(frozen=True, slots=True)
class Rung:
    """One grade: possible, closed, or out of the range for no single reason (`out`)."""

    grade: str
    key: str
    word: str
    closers: tuple[Closer, ...]
    decided: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure behind a condition that people state: how, what was stated, where to state it."""

    how: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What a condition rests on: an indicator with its state, or a figure alone."""

    title: str
    url: str
    mark: Mark | None
    stated: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition with its state and all it rests on."""

    code: str
    title: str
    clause: str
    mark: Mark
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class ConditionGroup:
    """The conditions that do the same to the grade."""

    title: str
    rows: tuple[ConditionRow, ...]


@dataclass(frozen=True, slots=True)
class ItemLine:
    """What one item brings of its points, at least to at most."""

    code: str
    title: str
    brings: str
    points: str
    url: str


@dataclass(frozen=True, slots=True)
class Follows:
    """What the book says follows from grades, and whether one of them was decided on."""

    title: str
    grades: tuple[str, ...]
    statement: str
    clause: str
    applies: bool


@dataclass(frozen=True, slots=True)
class GradePage:
    """Everything there is to say about the grade."""

    outlook: Outlook
    as_of: str
    basis: str
    rungs: tuple[Rung, ...]
    groups: tuple[ConditionGroup, ...]
    items: tuple[ItemLine, ...]
    consequences: tuple[Follows, ...]


class GradeView:
    """What the page asks of a judged year. Made anew for each page."""

    def __init__(self, judged: Judged, vocabulary: Vocabulary, here: Here) -> None:
        self._book: RuleBook = judged.book
        self._judged = judged
        self._vocabulary = vocabulary
        self._here = here
        self._states = {each.indicator: each.state for each in judged.standings}
        self._figures = judged.facts.county.facts

    def page(self, decided: str) -> GradePage:
        """Return the page; `decided` is the last grade decided on, if any."""
        grade, grades = self._judged.grade, self._book.grading.grades
        return GradePage(
            outlook(grade, grades),
            self._judged.as_of.isoformat(),
            self._book.basis,
            tuple(self._rung(grade, each, decided) for each in grades),
            tuple(self._groups()),
            tuple(self._items(grade)),
            tuple(
                Follows(
                    each.title,
                    each.grades,
                    each.statement,
                    self._place(each.clause),
                    decided in each.grades,
                )
                for each in self._book.consequences
            ),
        )

    def _rung(self, grade: Grade, name: str, decided: str) -> Rung:
        closers = tuple(self._closer(each) for each in grade.closed if each.grade == name)
        is_decided = name == decided
        if name in grade.possible:
            return Rung(name, "possible", "仍可能", closers, is_decided)
        if closers:
            return Rung(name, "closed", "已不可能", closers, is_decided)
        if not grade.possible:
            return Rung(name, "out", "未能给出", (), is_decided)
        return Rung(name, "out", "不在可能的范围内", (), is_decided)

    def _closer(self, closed: Closed) -> Closer:
        for condition in self._book.conditions:
            if condition.code == closed.by:
                place = self._place(condition.clause)
                return Closer(closed.by, closed.title, place, f"#condition-{closed.by}")
        indicator = self._book.by_code.get(closed.by)
        clause = self._place(indicator.clause) if indicator else ""
        url = self._here.url("indicators", closed.by) if indicator else ""
        return Closer("" if indicator else closed.by, closed.title, clause, url)

    def _place(self, clause: str) -> str:
        return place_of(clause, self._book)

    def _groups(self) -> Iterator[ConditionGroup]:
        judged = self._judged
        every = conditions_of(self._book, judged.as_of, self._figures, judged.standings)
        # What the grade itself says of a condition goes before: a plugin may have given it.
        states = {each.code: each.state for each in (*every, *judged.grade.conditions)}
        grouped: dict[str, list[ConditionRow]] = {}
        for condition in self._book.conditions:
            if condition.code in states:
                row = ConditionRow(
                    condition.code,
                    condition.title,
                    self._place(condition.clause),
                    _STATES[states[condition.code]],
                    tuple(self._grounds(condition)),
                )
                grouped.setdefault(self._effect(condition), []).append(row)
        for title, rows in grouped.items():
            yield ConditionGroup(title, tuple(rows))

    def _effect(self, condition: Condition) -> str:
        grades = self._book.grading.grades
        name = condition.grade
        if condition.effect == "ceiling":
            return f"存在即不能评为{name}" if name == grades[0] else f"存在即只能低于{name}"
        return f"存在即评定为{name}" if name == grades[-1] else f"存在即不高于{name}"

    def _grounds(self, condition: Condition) -> Iterator[Ground]:
        if condition.metric:
            metric = self._vocabulary[condition.metric]
            yield Ground(metric.label, "", None, (self._stated(metric),))
        if condition.indicator:
            yield from self._grounds_of(condition.indicator)

    def _grounds_of(self, code: str) -> Iterator[Ground]:
        indicator = self._book.by_code[code]
        if isinstance(indicator.measure, KOfN):
            for part in indicator.measure.of:
                yield from self._grounds_of(part)
            return
        read = (self._vocabulary[name] for name in indicator.reads)
        yield Ground(
            indicator.title,
            self._here.url("indicators", code),
            MARKS[self._states[code]],
            tuple(
                self._stated(metric)
                for metric in read
                if metric.level is Level.COUNTY and (metric.events or metric.kind is Kind.YESNO)
            ),
        )

    def _stated(self, metric: Metric) -> Statement:
        stored = self._figures.get(metric.code)
        shown = "" if stored is None else f"{metric.show(stored)} {metric.unit}".strip()
        if metric.events:
            return Statement("按登记计数", shown or "还没有数", f"#event-{metric.code}")
        if metric.kind is Kind.YESNO:
            return Statement("由人确认", shown or "尚未确认", f"#attest-{metric.code}")
        return Statement("填报", shown or "没有填报", self._here.url("workbook"))

    def _items(self, grade: Grade) -> Iterator[ItemLine]:
        for line in grade.score.lines if grade.score else ():
            yield ItemLine(
                line.indicator,
                line.title,
                str(line),
                line.full,
                self._here.url("indicators", line.indicator),
            )
