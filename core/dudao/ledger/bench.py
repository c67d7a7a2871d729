"""Finding the gaps of a period's figures, and looking at a known gap again on newer ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..evaluate import Evaluation, Evaluator, Outcome, State, Verdict, keeps, limit_of, verdict_at
from ..facts import FactSet, Stage, columns_of
from ..metrics import Level, Vocabulary
from ..rulebook import Directory, Extreme, Indicator, RuleBook, next_step
from ..workflow import Owner, OwnerKind, Recheck
from .classes import KnownClass, Place, classes_of
from .model import Checked, Gap, GapKey, GapKind

_OF_STATE = {
    State.MET: Recheck.PASSES,
    State.MET_RELAXED: Recheck.PASSES,
    State.NOT_MET: Recheck.FAILS,
    State.NO_DATA: Recheck.UNKNOWN,
    State.NOT_APPLICABLE: Recheck.GONE,
}
_NOTHING: Mapping[str, KnownClass] = {}


@dataclass(frozen=True, slots=True)
class _Found:
    """One row of an indicator's outcome as of a day."""

    evaluation: Evaluation
    outcome: Outcome
    row: int

    @property
    def indicator(self) -> Indicator:
        return self.evaluation.book.by_code[self.outcome.indicator]

    @property
    def state(self) -> State:
        return State(int(self.outcome.state[self.row]))

    @property
    def subject(self) -> str:
        return self.evaluation.rows[self.outcome.level].codes[self.row]

    @property
    def stage(self) -> Stage | None:
        return self.evaluation.rows[self.outcome.level].stages[self.row] or self.outcome.stage

    @property
    def step(self) -> date | None:
        """The day from which its target holds."""
        index = int(self.outcome.target[self.row])
        return self.indicator.targets[index].since if index >= 0 else None

    @property
    def is_of_classes(self) -> bool:
        """Whether each class that breaks the limit is a gap of its own."""
        return isinstance(self.indicator.measure, Extreme) and not self.is_of_county

    @property
    def is_of_county(self) -> bool:
        return self.outcome.level is Level.COUNTY

    def breaks(self, known: KnownClass) -> bool:
        """Return whether a class breaks the limit, given that some class of the row does."""
        if self.state is not State.NOT_MET:
            return False
        target = self.indicator.targets[int(self.outcome.target[self.row])]
        return not keeps(known.students, target.op, limit_of(target))


class Bench:
    """One tenant's figures of a period under a book, judged as of every day a gap asks about.

    A gap is a verdict of 未达标 on the last day of the period, or on the day of the next step of
    the rule: what will be missed then has to be closed before. Where the rule is about the
    largest or smallest class of a school or stage, each class that breaks the limit is a gap of
    its own. Indicators that only feed another have none.
    """

    def __init__(
        self,
        book: RuleBook,
        facts: FactSet,
        as_of: date,
        vocabulary: Vocabulary,
        previous: FactSet | None = None,
    ) -> None:
        self._book = book
        self._facts = facts
        self._as_of = as_of
        self._vocabulary = vocabulary
        self._previous = previous
        earlier = [columns_of(previous)] if previous else []
        self._evaluator = Evaluator(book, [columns_of(facts)], vocabulary, earlier)
        self._on: dict[date, Evaluation] = {}
        self._names = {subject.code: subject.name for subject in facts.subjects}

    def gaps(self) -> Iterator[Gap]:
        """Yield every gap once, with the first step of its rule that it misses."""
        for indicator in self._book.indicators:
            if indicator.counts:
                yield from self._gaps(indicator)

    def check(self, key: GapKey) -> Checked:
        """Return what the rule says now of a gap of an indicator or a class.

        Judged by what is in force on the period's last day, or by the step itself if that is
        later. Where a later step has taken its place since, a gap of the earlier one is only still
        there if that is missed too: what is asked for beyond is a gap of its own.
        """
        now = self._check_on(key, max(self._as_of, key.step or self._as_of))
        if now.recheck is Recheck.FAILS and key.step and key.step < self._as_of:
            return self._check_on(key, key.step)
        return now

    def _check_on(self, key: GapKey, day: date) -> Checked:
        found = self._find(key, day)
        if found is None or found.state is State.NOT_APPLICABLE:
            return self._checked(Recheck.GONE)
        if key.kind is not GapKind.CLASS:
            return self._checked(_OF_STATE[found.state], self._verdict(found).printed)
        listed = self._listed(key.subject, key.stage)
        if not listed:
            return self._checked(Recheck.UNKNOWN)
        known = listed.get(key.item)
        if known is None:
            return self._checked(Recheck.GONE, "班级名册中没有")
        recheck = Recheck.FAILS if found.breaks(known) else Recheck.PASSES
        return self._checked(recheck, f"{known.students} 人")

    def _gaps(self, indicator: Indicator) -> Iterator[Gap]:
        later = next_step(self._book, indicator, self._as_of)
        seen = set()
        for day in (self._as_of, *([later] if later else [])):
            for gap in self._gaps_on(indicator, day):
                if gap.key.place not in seen:
                    seen.add(gap.key.place)
                    yield gap

    def _gaps_on(self, indicator: Indicator, day: date) -> Iterator[Gap]:
        evaluation = self._evaluation(day)
        for outcome in evaluation.of(indicator.code):
            for row in (outcome.state == State.NOT_MET).nonzero()[0].tolist():
                found = _Found(evaluation, outcome, row)
                yield from self._gaps_of(found, day if day > self._as_of else None)

    def _gaps_of(self, found: _Found, ahead: date | None) -> Iterator[Gap]:
        """Yield the gaps behind one verdict; a rule without a day of its own takes the one asked."""
        verdict, step = self._verdict(found), found.step or ahead
        name, stage = self._names.get(found.subject, self._facts.name), found.stage or ""
        if not found.is_of_classes:
            key = GapKey(GapKind.INDICATOR, verdict.indicator, found.subject, stage, step=step)
            yield self._gap(key, found, verdict, name, verdict.printed)
            return
        for of_stage in [found.stage] if found.stage else list(Stage):
            for known in self._listed(found.subject, of_stage).values():
                if found.breaks(known):
                    key = GapKey(
                        GapKind.CLASS,
                        verdict.indicator,
                        found.subject,
                        of_stage,
                        known.item,
                        step,
                    )
                    label, value = f"{name} {known.label}", f"{known.students} 人"
                    yield self._gap(key, found, verdict, label, value)

    def _gap(self, key: GapKey, found: _Found, verdict: Verdict, name: str, value: str) -> Gap:
        is_ahead = key.step is not None and key.step >= self._as_of
        return Gap(
            key,
            verdict.title,
            name or key.subject,
            value,
            verdict.printed_limit,
            verdict.clause,
            key.step if is_ahead else None,
            self._is_new(key),
            self._owner(found),
        )

    def _is_new(self, key: GapKey) -> bool:
        if self._before is None:
            return False
        return self._before.check(key).recheck in (Recheck.PASSES, Recheck.GONE)

    @cached_property
    def _before(self) -> Bench | None:
        if self._previous is None:
            return None
        day = date(int(self._previous.period), 12, 31)
        return Bench(self._book, self._previous, day, self._vocabulary)

    def _owner(self, found: _Found) -> Owner | None:
        if not found.is_of_county:
            return Owner(OwnerKind.SCHOOL, found.subject)
        code = found.indicator.code
        leads = (duty.lead for duty in self._book.duties if code in duty.indicators)
        name = next(iter((*found.indicator.departments, *leads)), None)
        if name is None:
            return None
        unit = Directory(self._book.departments).find(name)
        return Owner(OwnerKind.DEPARTMENT, unit.code)

    def _listed(self, subject: str, stage: str) -> Mapping[str, KnownClass]:
        return self._classes.get((subject, Stage(stage)), _NOTHING)

    @cached_property
    def _classes(self) -> Mapping[Place, Mapping[str, KnownClass]]:
        return classes_of(self._facts, merge=self._book.population.merge_not_counted)

    def _find(self, key: GapKey, day: date) -> _Found | None:
        if key.rule not in self._book.by_code:
            return None
        evaluation = self._evaluation(day)
        for outcome in evaluation.of(key.rule):
            rows = self._places[outcome.level]
            row = rows.get((key.subject, key.stage), rows.get((key.subject, "")))
            if row is not None and outcome.stage in (None, key.stage):
                return _Found(evaluation, outcome, row)
        return None

    @cached_property
    def _places(self) -> Mapping[Level, Mapping[tuple[str, str], int]]:
        """For each level, the row of a subject and stage (empty where it has none)."""
        return {
            level: {
                (code, stage or ""): row
                for row, (code, stage) in enumerate(zip(rows.codes, rows.stages, strict=True))
            }
            for level, rows in self._evaluator.rows.items()
        }

    def _verdict(self, found: _Found) -> Verdict:
        return verdict_at(
            found.evaluation, self._vocabulary, found.indicator, found.outcome, found.row
        )

    def _evaluation(self, day: date) -> Evaluation:
        if day not in self._on:
            self._on[day] = self._evaluator.on(day)
        return self._on[day]

    def _checked(self, recheck: Recheck, value: str = "") -> Checked:
        return Checked(recheck, value, self._facts.period, self._as_of)
