"""The trace of a verdict: everything needed to recompute it by hand, in words and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np

from ..facts import (
    CLASS_LIST,
    STAGE_LABELS,
    WITH_SENIOR,
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
    Ratio,
    Share,
    Tally,
    Value,
    Variation,
    terms_of,
)
from .evaluation import Evaluation
from .frame import Frame
from .outcome import STATE_LABELS, Flag, Outcome
from .verdict import Verdict, verdict_at
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
        if _DEPTH[metric.level] > _DEPTH[self.outcome.level]:
            return self._input(metric, value, None, Source("由各学段汇总"))
        stage = self.stage if metric.level is Level.STAGE else None
        subject = self.tracer.facts.tenant if metric.level is Level.COUNTY else self._code
        return self._input(metric, value, Key(subject, stage, code))

    def _input(
        self, metric: Metric, value: str, key: Key | None, source: Source | None = None
    ) -> Input:
        stage = self.stage if metric.level is Level.STAGE else None
        return Input(metric.label, metric.code, self._code, self._name, stage, value, key, source)

    @property
    def _name(self) -> str:
        subject = self.tracer.facts.subject(self._code)
        return subject.name if subject else self._code

    def _pupils(self) -> Iterator[Input]:
        """Yield the pupils of every stage of the school, by which a shared figure is divided."""
        school = self.frame.school_of_stage[self.row]
        metric = self.tracer.vocabulary["students"]
        column = self.frame.column(Level.STAGE, "students")
        weights = self.frame.population.weights
        for row in np.flatnonzero(self.frame.school_of_stage == school):
            stage = self.frame.rows[Level.STAGE].stages[row]
            if stage is None:
                continue
            value = shown(metric, int(column.values[row])) if column.known[row] else "缺"
            label = f"{STAGE_LABELS[stage]}{metric.label}(权重 {plain(weights[stage.value])})"
            key = Key(self._code, stage, "students")
            yield Input(label, "students", self._code, self._name, stage, value, key)
        subject = self.tracer.facts.subject(self._code)
        if subject and subject.school and subject.school.type in WITH_SENIOR:
            senior = self.tracer.vocabulary["senior_students"]
            pupils = self.frame.column(Level.SCHOOL, senior.code)
            known = bool(pupils.known[school])
            value = shown(senior, int(pupils.values[school])) if known else "缺"
            label = f"{senior.label}(权重 {plain(weights['senior'])})"
            key = Key(self._code, None, senior.code)
            yield Input(label, senior.code, self._code, self._name, None, value, key)

    def _schools(self, code: str) -> Iterator[Input]:
        """Yield each counted school's pupils and ratio: what the coefficient is taken over."""
        evaluation = self.tracer.evaluation
        indicator = evaluation.book.by_code[code]
        outcome = evaluation.of(code)[0]
        rows = evaluation.rows[Level.STAGE]
        students = self.frame.at(Level.STAGE, "students")
        for row in range(len(rows)):
            if rows.stages[row] != self.outcome.stage or not rows.counted[row]:
                continue
            verdict = verdict_at(evaluation, self.tracer.vocabulary, indicator, outcome, row)
            subject = self.tracer.facts.subject(verdict.subject)
            pupils = f"{int(students.values[row]):,}" if students.known[row] else "缺"
            yield Input(
                indicator.title,
                code,
                verdict.subject,
                subject.name if subject else verdict.subject,
                verdict.stage,
                f"{pupils} 名学生,{verdict.printed}",
                Key(verdict.subject, verdict.stage, "students"),
            )

    def _classes(self) -> Iterator[Input]:
        owner, pupils = self.frame.classes
        if self.outcome.level is not Level.STAGE:
            return
        key = Key(self._code, None, CLASS_LIST)
        counts = sorted((int(count) for count in pupils[owner == self.row]), reverse=True)
        if counts:
            listed = "、".join(str(count) for count in counts)
            yield Input("各班学生数", CLASS_LIST, self._code, self._name, self.stage, listed, key)

    def _before_and_now(self, measure: Change) -> Iterator[Input]:
        metric = self.tracer.vocabulary[measure.metric]
        reported = Flag.REPORTED in Flag(int(self.outcome.flags[self.row]))
        if self.tracer.previous is not None:
            before = self.tracer.previous.county.facts.get(measure.metric)
            value = "缺" if before is None else shown(metric, before)
            source = Source(f"{self.tracer.previous.period} 年填报")
            yield self._input(metric, value, None, source)
        yield self._figure(measure.metric)
        if measure.reported and reported:
            yield self._figure(measure.reported)

    def steps(self, verdict: Verdict) -> Iterator[str]:
        """Yield the arithmetic from inputs to verdict, one line a step."""
        evaluation = self.tracer.evaluation
        if isinstance(self.indicator.measure, KOfN | MeanVariation):
            for code in self.indicator.measure.of:
                yield self._member(evaluation.book.by_code[code])
        if verdict.value is not None:
            if not isinstance(self.indicator.measure, KOfN | MeanVariation | Variation):
                yield self._division()
            yield f"未舍入的值 {verdict.value},表上印 {verdict.printed}"
            yield f"与目标 {verdict.printed_limit} 比较:{STATE_LABELS[verdict.state]}"
        if verdict.relaxation:
            last = f",至 {verdict.until}" if verdict.until else ""
            yield f"适用放宽:{verdict.relaxation}{last}"
        if verdict.reason:
            yield verdict.reason

    def _member(self, member: Indicator) -> str:
        found = self.tracer.evaluation.of(member.code)
        same = [each for each in found if each.stage in (None, self.outcome.stage)]
        verdict = verdict_at(
            self.tracer.evaluation, self.tracer.vocabulary, member, same[0], self.row
        )
        shown_limit = "" if verdict.limit is None else f"(目标 {verdict.printed_limit})"
        state = STATE_LABELS[verdict.state]
        return f"{member.code} {member.title}:{verdict.printed}{shown_limit},{state}"

    def _division(self) -> str:
        num, den = int(self.outcome.num[self.row]), int(self.outcome.den[self.row])
        if den == 1 or not isinstance(self.indicator.measure, Ratio | Share):
            return ""
        top, bottom = Decimal(num), Decimal(den)
        # Bring both back from scaled integers to the size people entered them in.
        while top % 10 == 0 and bottom % 10 == 0 and bottom > 10:
            top, bottom = top / 10, bottom / 10
        return f"精确分数 {plain(top)} ÷ {plain(bottom)}"


_DEPTH = {Level.COUNTY: 0, Level.SCHOOL: 1, Level.STAGE: 2, Level.CLASS: 3}


def shown(metric: Metric, stored: int) -> str:
    """Return a stored figure with its unit."""
    text = metric.show(stored)
    return f"{text} {metric.unit}".rstrip() if metric.unit and text else text
