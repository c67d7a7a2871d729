"""Marking the verdicts that rest on figures somebody should check first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from ..facts import CLASS_LIST, FactSet, Key
from ..metrics import Level, Vocabulary
from ..rulebook import Extreme, Indicator, KOfN, MeanVariation, Ratio, Tally, Variation
from .evaluation import Evaluation
from .exact import Mask
from .outcome import Flag, Outcome, State
from .population import parents_of


def mark_suspicious(
    evaluation: Evaluation, facts: FactSet, vocabulary: Vocabulary, keys: Iterable[Key]
) -> None:
    """Set the 数据存疑 flag on every verdict of a single county that rests on one of the figures.

    A figure of a point that was merged is one of its parent; a school's figure reaches the
    county's sums and coefficients where the school counts.
    """
    parents = parents_of(facts, evaluation.book.population)
    doubted = [replace(key, subject=parents.get(key.subject, key.subject)) for key in keys]
    resting = _Resting(evaluation, facts.tenant, vocabulary, doubted)
    for outcome in evaluation.outcomes if doubted else ():
        rows = resting.rows(outcome) & (outcome.state <= State.NOT_MET)
        flag = np.uint8(Flag.SUSPICIOUS)
        outcome.flags = np.where(rows, outcome.flags | flag, outcome.flags)


class _Resting:
    """Finds the rows of an outcome that rest on doubted figures, through what they are made of."""

    def __init__(
        self, evaluation: Evaluation, tenant: str, vocabulary: Vocabulary, doubted: list[Key]
    ) -> None:
        self._evaluation = evaluation
        self._tenant = tenant
        self._vocabulary = vocabulary
        self._doubted = doubted

    def rows(self, outcome: Outcome) -> Mask:
        indicator = self._evaluation.book.by_code[outcome.indicator]
        found = self._own(indicator, outcome)
        match indicator.measure:
            case Variation(of=code):
                rows = self._evaluation.rows[Level.STAGE]
                here = [stage is outcome.stage for stage in rows.stages]
                spread = self.rows(self._evaluation.of(code)[0]) & rows.counted & np.array(here)
                found |= spread.any()
            case KOfN(of=codes) | MeanVariation(of=codes):
                for code in codes:
                    for member in self._evaluation.of(code):
                        if member.stage in (None, outcome.stage):
                            found |= self.rows(member)
        return found

    def _own(self, indicator: Indicator, outcome: Outcome) -> Mask:
        """Return the rows that read one of the figures themselves."""
        rows = self._evaluation.rows[outcome.level]
        reads = set(self._reads(indicator))
        # Dividing a school's figure among its stages takes the pupils of them all.
        shared = isinstance(indicator.measure, Ratio) and indicator.measure.shared
        found = np.zeros(len(rows), dtype=np.bool_)
        for key in self._doubted:
            if key.metric not in reads:
                continue
            if key.subject == self._tenant:
                found[:] = True
            elif outcome.level is Level.COUNTY:
                found |= self._counts(key.subject)
            else:
                found |= [
                    code == key.subject
                    and (key.stage is None or stage in (None, key.stage) or shared)
                    for code, stage in zip(rows.codes, rows.stages, strict=True)
                ]
        return found

    def _counts(self, school: str) -> bool:
        rows = self._evaluation.rows[Level.SCHOOL]
        return school in rows.codes and bool(rows.counted[rows.codes.index(school)])

    def _reads(self, indicator: Indicator) -> Iterator[str]:
        for code in indicator.reads:
            metric = self._vocabulary[code]
            yield from (code, *metric.plus, *metric.minus)
        of_classes = isinstance(indicator.measure, Extreme | Tally)
        if of_classes or any(when.largest_class for when in indicator.conditions):
            yield CLASS_LIST
        if isinstance(indicator.measure, Ratio) and indicator.measure.shared:
            yield "senior_students"
