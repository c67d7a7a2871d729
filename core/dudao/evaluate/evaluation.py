"""Evaluating a rule book over the figures of one or many counties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from ..facts import CountyColumns, FactSet, Stage, columns_of
from ..metrics import Level, Vocabulary
from ..rulebook import Indicator, KOfN, MeanVariation, RuleBook, Variation
from .combine import combined
from .crowding import ClassCounts, class_counts
from .exact import Mask
from .frame import Frame, Rows
from .judge import judge, limit_of
from .measure import measured
from .outcome import Measured, Outcome
from .variation import RAW, Spread, decide, decide_mean, raw, spread

# Raise it when a change of this package can change a verdict, or how verdicts are packed: stored
# runs are then made anew.
ENGINE = 2


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcomes of a book on a day: per indicator (and stage of a county) over all rows."""

    book: RuleBook
    as_of: date
    rows: Mapping[Level, Rows]
    outcomes: tuple[Outcome, ...]
    _by_indicator: dict[str, list[Outcome]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        for outcome in self.outcomes:
            self._by_indicator.setdefault(outcome.indicator, []).append(outcome)

    def of(self, indicator: str) -> list[Outcome]:
        """Return the outcomes of one indicator (several for a county indicator by stage)."""
        return self._by_indicator[indicator]

    def alone(self, county: int) -> Evaluation:
        """Return the same evaluation for one county only."""
        parts = {level: rows.of_county(county) for level, rows in self.rows.items()}
        rows = {level: self.rows[level].within(part) for level, part in parts.items()}
        outcomes = tuple(outcome.within(parts[outcome.level]) for outcome in self.outcomes)
        return replace(self, rows=rows, outcomes=outcomes)


def evaluate(
    book: RuleBook,
    sets: Sequence[FactSet],
    as_of: date,
    vocabulary: Vocabulary,
    previous: Sequence[FactSet] = (),
) -> Evaluation:
    """Judge every indicator of the book for all subjects of all given counties.

    `previous` holds the figures of the period before, for measures of change; counties are
    matched by tenant. Missing figures give "no data"; nothing is assumed.
    """
    now, before = ([columns_of(facts) for facts in given] for given in (sets, previous))
    return evaluate_columns(book, now, as_of, vocabulary, before)


def evaluate_columns(
    book: RuleBook,
    counties: Sequence[CountyColumns],
    as_of: date,
    vocabulary: Vocabulary,
    previous: Sequence[CountyColumns] = (),
) -> Evaluation:
    """Do what `evaluate` does for figures that stand in columns already."""
    return Evaluator(book, counties, vocabulary, previous).on(as_of)


class Evaluator:
    """A period's figures laid out for one book, to be judged as of any number of days."""

    def __init__(
        self,
        book: RuleBook,
        counties: Sequence[CountyColumns],
        vocabulary: Vocabulary,
        previous: Sequence[CountyColumns] = (),
    ) -> None:
        self._book = book
        self._frame = Frame(counties, book.population, vocabulary)
        self._previous = Frame(previous, book.population, vocabulary) if previous else None

    @property
    def rows(self) -> Mapping[Level, Rows]:
        """The subjects of each level."""
        return self._frame.rows

    def on(self, day: date) -> Evaluation:
        """Judge every indicator of the book by the rules of a day."""
        run = _Run(self._book, day, self._frame, self._previous)
        codes = [entry.code for entry in self._book.indicators]
        return Evaluation(self._book, day, self.rows, run.all_of(codes))

    def only(self, indicator: str, day: date) -> Evaluation:
        """Judge one indicator, and those that it is made of; its book holds no others."""
        run = _Run(self._book, day, self._frame, self._previous)
        run.outcomes(indicator)
        needed = tuple(entry for entry in self._book.indicators if entry.code in run.done)
        book = self._book.model_copy(update={"indicators": needed})
        return Evaluation(book, day, self.rows, run.all_of([entry.code for entry in needed]))

    def classes(self, outcome: Outcome) -> ClassCounts | None:
        """Return the classes that an outcome of these figures rests on; see `class_counts`."""
        return class_counts(self._frame, self._book.by_code[outcome.indicator], outcome)


class _Run:
    """One pass over a book; indicators that build on others are computed after them."""

    def __init__(self, book: RuleBook, as_of: date, frame: Frame, previous: Frame | None) -> None:
        self.book = book
        self.as_of = as_of
        self.frame = frame
        self.previous = previous
        self.done: dict[str, list[Outcome]] = {}
        self._spreads: dict[tuple[str, Stage], Spread] = {}

    def outcomes(self, code: str) -> list[Outcome]:
        if code not in self.done:
            indicator = self.book.by_code[code]
            self.done[code] = [self._one(indicator, stage) for stage in stages_of(indicator)]
        return self.done[code]

    def all_of(self, codes: Sequence[str]) -> tuple[Outcome, ...]:
        return tuple(outcome for code in codes for outcome in self.outcomes(code))

    def _one(self, indicator: Indicator, stage: Stage | None) -> Outcome:
        match indicator.measure:
            case KOfN() as rule:
                members = [(self.book.by_code[c], self.outcomes(c)[0]) for c in rule.of]
                return combined(self.frame, indicator, rule, members)
            case Variation(of=of) if stage:
                return self._coefficient(indicator, stage, [self.spread(of, stage)])
            case MeanVariation() as mean if stage:
                members_of = [self.book.by_code[code].measure for code in mean.of]
                spreads = [self.spread(m.of, stage) for m in members_of if isinstance(m, Variation)]
                return self._coefficient(indicator, stage, spreads)
            case _:
                values = measured(self.frame, indicator, self.previous)
                return self._judge(indicator, stage, values)

    def _judge(
        self,
        indicator: Indicator,
        stage: Stage | None,
        values: Measured,
        met: dict[int, Mask] | None = None,
    ) -> Outcome:
        margin = self.book.borderline
        return judge(self.frame, indicator, stage, values, self.as_of, margin, self.previous, met)

    def _coefficient(self, indicator: Indicator, stage: Stage, found: list[Spread]) -> Outcome:
        value = raw(np.mean([each.value for each in found], axis=0))
        known = np.all([each.known for each in found], axis=0)
        met = {}
        for index, target in enumerate(indicator.targets):
            limit = limit_of(target)
            met[index] = decide(found[0], limit) if len(found) == 1 else decide_mean(found, limit)
        values = Measured(value, np.full(len(value), RAW, dtype=np.int64), known)
        outcome = self._judge(indicator, stage, values, met)
        outcome.set_not_applicable(np.all([each.empty for each in found], axis=0))
        return outcome

    def spread(self, code: str, stage: Stage) -> Spread:
        """Return the spread of a stage indicator between the schools of each county."""
        if (code, stage) not in self._spreads:
            rows = self.frame.rows[Level.STAGE]
            values = self.outcomes(code)[0].measured
            pupils = self.frame.at(Level.STAGE, "students")
            assert values is not None
            keep = rows.counted & (self.frame.stage_rank == (stage is Stage.JUNIOR))
            self._spreads[code, stage] = spread(
                values.num,
                values.den,
                values.known & pupils.known,
                pupils.values,
                rows.county,
                keep,
                len(self.frame.rows[Level.COUNTY]),
            )
        return self._spreads[code, stage]


def stages_of(indicator: Indicator) -> list[Stage | None]:
    """Return the stages a county indicator is judged for; [None] where it has none.

    Subjects below the county carry their stage themselves. A coefficient is always of a stage,
    also where it has no target of its own.
    """
    named = {target.stage for target in indicator.targets if target.stage}
    if not named and isinstance(indicator.measure, Variation | MeanVariation):
        named = set(Stage)
    if indicator.subject != "county" or not named:
        return [None]
    return [stage for stage in Stage if stage in named]
