"""The trace of a verdict: everything needed to recompute it by hand, in words and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from ..facts import (
    CLASS_LIST,
    STAGE_LABELS,
    FactSet,
    Key,
    Source,
    Stage,
    columns_of,
)
from ..metrics import Level, Metric, Vocabulary, plain
from ..rulebook import (
    Attested,
    Change,
    Extreme,
    Indicator,
    KOfN,
    MeanVariation,
    Population,
    Ratio,
    Share,
    Tally,
    Value,
    Variation,
    terms_of,
)
from .arithmetic import (
    Listed,
    Weighed,
    counting,
    division,
    listing,
    spreading,
    weighed,
    weighing,
)
from .evaluation import Evaluation
from .exact import quotient
from .frame import Frame
from .judge import floor_of
from .measure import before, measured
from .outcome import STATE_LABELS, Flag, Measured, Outcome, State
from .verdict import RAW_PLACES, Verdict, verdict_at
from .words import formula


@dataclass(frozen=True, slots=True)
class Input:
    """A figure that a verdict rests on, as people write it, and where it came from.

    `key` names the reported figure behind it, None where it is summed up; see `sourced`.
    """

    label: str
    metric: str
    subject: str
    subject_name: str
    stage: Stage | None
    value: str
    key: Key | None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """A verdict with its rule, its inputs and the arithmetic between them."""

    verdict: Verdict
    formula: str
    inputs: tuple[Input, ...]
    steps: tuple[str, ...]
    statement: str
    clause: str
    book: str
    edition: str
    as_of: date
    book_hash: str
    facts_hash: str

    @property
    def keys(self) -> frozenset[Key]:
        """The reported figures it rests on."""
        return frozenset(entry.key for entry in self.inputs if entry.key)


def sourced(trace: Trace, known: Mapping[Key, Source]) -> Trace:
    """Return the trace with the sources of its figures."""
    inputs = tuple(
        replace(entry, source=known.get(entry.key)) if entry.key else entry
        for entry in trace.inputs
    )
    return replace(trace, inputs=inputs)


@dataclass(slots=True)
class Tracer:
    """Makes traces for one county's evaluation from the figures it was made with."""

    evaluation: Evaluation
    facts: FactSet
    vocabulary: Vocabulary
    previous: FactSet | None = None

    def trace(self, indicator: Indicator, outcome: Outcome, row: int) -> Trace:
        """Return the trace of one row of an outcome of this evaluation."""
        book = self.evaluation.book
        verdict = verdict_at(self.evaluation, self.vocabulary, indicator, outcome, row)
        frame = Frame([columns_of(self.facts)], book.population, self.vocabulary)
        view = _Row(self, frame, indicator, outcome, row)
        return Trace(
            verdict,
            formula(indicator, book, self.vocabulary),
            tuple(view.inputs()),
            tuple(step for step in view.steps(verdict) if step),
            indicator.statement,
            verdict.clause,
            f"{book.title}({book.basis})",
            book.edition,
            self.evaluation.as_of,
            book.digest,
            self.facts.digest(),
        )


@dataclass(slots=True)
class _Row:
    """One row being explained."""

    tracer: Tracer
    frame: Frame
    indicator: Indicator
    outcome: Outcome
    row: int

    @property
    def stage(self) -> Stage | None:
        return self.frame.rows[self.outcome.level].stages[self.row] or self.outcome.stage

    def inputs(self) -> Iterator[Input]:
        measure = self.indicator.measure
        match measure:
            case Variation(of=code):
                yield from self._schools(code)
            case Extreme() | Tally():
                yield from self._classes()
            case Change():
                yield from self._before_and_now(measure)
            case Ratio() | Share() | Value() | Attested():
                for code in dict.fromkeys(self._codes()):
                    yield self._figure(code)
                if isinstance(measure, Ratio) and measure.shared:
                    yield from self._pupils()
            case _:
                return

    def _codes(self) -> list[str]:
        """Return the metrics read, those that a relaxation also counts, derived ones resolved."""
        measure = self.indicator.measure
        codes = list(terms_of(measure))
        if self.outcome.relaxation[self.row] >= 0:
            relaxation = self.indicator.relaxations[self.outcome.relaxation[self.row]]
            codes += relaxation.also_counts
        if isinstance(measure, Ratio) and measure.shared:
            codes = [code for code in codes if code not in measure.denominator]
        return [part for code in codes for part in self._resolved(code)]

    def _resolved(self, code: str) -> Sequence[str]:
        metric = self.tracer.vocabulary[code]
        subject = self.tracer.facts.subject(self._code)
        if metric.plus and subject is not None and code not in subject.facts:
            return (*metric.plus, *metric.minus)
        return (code,)

    @property
    def _code(self) -> str:
        return self.frame.rows[self.outcome.level].codes[self.row]

    def _figure(self, code: str) -> Input:
        metric = self.tracer.vocabulary[code]
        column = self.frame.at(self.outcome.level, code)
        known = bool(column.known[self.row])
        value = shown(metric, int(column.values[self.row])) if known else "缺"
        if metric.level.depth > self.outcome.level.depth:
            parts = "学段" if metric.level is Level.STAGE else "学校"
            return self._input(metric, value, None, Source(f"由各{parts}汇总"))
        stage = self.stage if metric.level is Level.STAGE else None
        return self._input(metric, value, Key(self._code, stage, code))

    def _input(
        self, metric: Metric, value: str, key: Key | None, source: Source | None = None
    ) -> Input:
        stage = self.stage if metric.level is Level.STAGE else None
        return Input(metric.label, metric.code, self._code, self._name, stage, value, key, source)

    @property
    def _name(self) -> str:
        subject = self.tracer.facts.subject(self._code)
        return subject.name if subject else self._code

    def _weighed(self) -> list[Weighed]:
        subject = self.tracer.facts.subject(self._code)
        return weighed(self.frame, self.row, subject.school if subject else None)

    def _pupils(self) -> Iterator[Input]:
        """Yield the pupils of every stage of the school, by which a shared figure is divided."""
        for part in self._weighed():
            metric = self.tracer.vocabulary[part.metric]
            value = "缺" if part.pupils is None else shown(metric, part.pupils)
            stage = STAGE_LABELS[part.stage] if part.stage else ""
            label = f"{stage}{metric.label}(权重 {plain(part.weight)})"
            yield Input(label, metric.code, self._code, self._name, part.stage, value, part.key)

    def _spread(self, code: str) -> tuple[Measured, list[int]]:
        """Return the values that a coefficient is taken over, and the rows of its schools."""
        indicator = self.tracer.evaluation.book.by_code[code]
        rows = self.frame.rows[Level.STAGE]
        here = [stage is self.outcome.stage for stage in rows.stages]
        counted = np.flatnonzero(rows.counted & np.array(here, dtype=np.bool_))
        return measured(self.frame, indicator, None), counted.tolist()

    def _schools(self, code: str) -> Iterator[Input]:
        """Yield each counted school's pupils and ratio: what the coefficient is taken over."""
        indicator = self.tracer.evaluation.book.by_code[code]
        values, rows = self._spread(code)
        students = self.frame.at(Level.STAGE, "students")
        for row in rows:
            school = self.frame.rows[Level.STAGE].codes[row]
            subject = self.tracer.facts.subject(school)
            pupils = f"{int(students.values[row]):,}" if students.known[row] else "缺"
            value = "缺"
            if values.known[row]:
                value = plain(quotient(int(values.num[row]), int(values.den[row]), RAW_PLACES))
            yield Input(
                indicator.title,
                code,
                school,
                subject.name if subject else school,
                self.outcome.stage,
                f"{pupils} 名学生,{value}",
                Key(school, self.outcome.stage, "students"),
            )

    def _classes(self) -> Iterator[Input]:
        """Yield the classes of each stage that the row is, or that it sums up; missing ones first.

        One missing list leaves a county's sum unknown, and would be hard to find among so many.
        """
        for one in sorted(self._listed(), key=lambda one: bool(one.sizes)):
            key = Key(one.school, None, CLASS_LIST)
            value = listing(one.sizes) or "缺"
            yield Input("各班学生数", CLASS_LIST, one.school, one.name, one.stage, value, key)

    def _listed(self) -> Iterator[Listed]:
        """Yield the class list of each stage that the row is, or that it sums up."""
        owner, pupils = self.frame.classes
        rows = self.frame.rows[Level.STAGE]
        level = self.outcome.level
        mine = np.arange(len(rows)) if level is Level.STAGE else self.frame.up(Level.STAGE, level)
        names = {subject.code: subject.name for subject in self.tracer.facts.subjects}
        for row in np.flatnonzero((mine == self.row) & self.frame.summable(Level.STAGE, level)):
            sizes = sorted((int(count) for count in pupils[owner == row]), reverse=True)
            code, stage = rows.codes[row], rows.stages[row]
            assert stage is not None
            yield Listed(code, names.get(code, code), stage, tuple(sizes))

    def _before_and_now(self, measure: Change) -> Iterator[Input]:
        metric = self.tracer.vocabulary[measure.metric]
        reported = Flag.REPORTED in Flag(int(self.outcome.flags[self.row]))
        if self.tracer.previous is not None:
            then = Frame(
                [columns_of(self.tracer.previous)], self._population, self.frame.vocabulary
            )
            column = before(self.frame, self.outcome.level, measure.metric, then)
            known = bool(column.known[self.row])
            value = shown(metric, int(column.values[self.row])) if known else "缺"
            source = Source(f"{self.tracer.previous.period} 年填报")
            yield self._input(metric, value, None, source)
        yield self._figure(measure.metric)
        if measure.reported and reported:
            yield self._figure(measure.reported)

    @property
    def _population(self) -> Population:
        return self.tracer.evaluation.book.population

    def steps(self, verdict: Verdict) -> Iterator[str]:
        """Yield the arithmetic from inputs to verdict, one line a step."""
        measure = self.indicator.measure
        if isinstance(measure, KOfN | MeanVariation):
            for code in measure.of:
                yield self._member(self.tracer.evaluation.book.by_code[code])
        if verdict.value is not None:
            yield from self._arithmetic()
            yield f"未舍入的值 {verdict.value},表上印 {verdict.printed}"
            if verdict.limit is not None:
                yield f"与目标 {verdict.printed_limit} 比较:{STATE_LABELS[verdict.state]}"
        if verdict.relaxation:
            last = f",至 {verdict.until}" if verdict.until else ""
            yield f"适用放宽:{verdict.relaxation}{last}"
        if verdict.reason:
            yield verdict.reason

    def _arithmetic(self) -> Iterator[str]:
        measure = self.indicator.measure
        if isinstance(measure, Variation):
            values, rows = self._spread(measure.of)
            students = self.frame.at(Level.STAGE, "students").values
            yield from spreading([int(students[row]) for row in rows], values, rows)
        if isinstance(measure, Ratio) and measure.shared:
            yield weighing(self._weighed())
        if isinstance(measure, Tally):
            yield from counting([*self._listed()], measure)
        num, den = int(self.outcome.num[self.row]), int(self.outcome.den[self.row])
        yield division(self.frame, self.indicator, num, den)

    def _member(self, member: Indicator) -> str:
        evaluation = self.tracer.evaluation
        found = evaluation.of(member.code)
        same = [each for each in found if each.stage in (None, self.outcome.stage)]
        verdict = verdict_at(evaluation, self.tracer.vocabulary, member, same[0], self.row)
        state = STATE_LABELS[verdict.state]
        if isinstance(self.indicator.measure, MeanVariation):
            return f"{member.code} {member.title}:{verdict.value or '—'}"
        limit = "" if verdict.limit is None else f"(目标 {verdict.printed_limit})"
        floor = self._floor(member, same[0]) if verdict.state is State.NOT_MET else ""
        return f"{member.code} {member.title}:{verdict.printed}{limit},{state}{floor}"

    def _floor(self, member: Indicator, outcome: Outcome) -> str:
        rule = self.indicator.measure
        if not isinstance(rule, KOfN) or rule.floor is None:
            return ""
        bar = floor_of(member.targets[outcome.target[self.row]], rule.floor, rule.floor_places)
        return f",目标的 {plain(rule.floor * 100)}% 为 {plain(bar)}"


def shown(metric: Metric, stored: int) -> str:
    """Return a stored figure with its unit."""
    text = metric.show(stored)
    return f"{text} {metric.unit}".rstrip() if metric.unit and text else text
