"""Marking the verdicts that rest on figures somebody should check first."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..facts import Key, Stage
from ..metrics import Level
from ..rulebook import Indicator, indicators_of, terms_of
from .evaluation import Evaluation
from .outcome import Flag, State


def mark_suspicious(evaluation: Evaluation, keys: Iterable[Key]) -> None:
    """Set the 数据存疑 flag on every verdict of a single county that reads one of the figures.

    A school's figure marks its own verdicts and those of the county summed or spread over it.
    """
    doubted: dict[str, list[Key]] = {}
    for key in keys:
        doubted.setdefault(key.metric, []).append(key)
    for outcome in evaluation.outcomes if doubted else ():
        indicator = evaluation.book.by_code[outcome.indicator]
        found = {key for code in _reads(evaluation, indicator) for key in doubted.get(code, ())}
        rows = evaluation.rows[outcome.level]
        for row in np.flatnonzero(outcome.state <= State.NOT_MET):
            stage = rows.stages[row] or outcome.stage
            code = None if outcome.level is Level.COUNTY else rows.codes[row]
            if any(_concerns(key, code, stage) for key in found):
                outcome.flags[row] |= np.uint8(Flag.SUSPICIOUS)


def _concerns(key: Key, code: str | None, stage: Stage | None) -> bool:
    same_subject = code in (None, key.subject)
    return same_subject and (key.stage is None or stage in (None, key.stage))


def _reads(evaluation: Evaluation, indicator: Indicator) -> set[str]:
    """Return all metrics an indicator reads, itself or through the indicators it is made of."""
    found = set(terms_of(indicator.measure))
    for code in indicators_of(indicator.measure):
        found |= _reads(evaluation, evaluation.book.by_code[code])
    return found
