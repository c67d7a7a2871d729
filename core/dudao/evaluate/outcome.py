"""What evaluating one indicator gives: a state, an exact value and a limit for every row."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, IntFlag

import numpy as np
import numpy.typing as npt

from ..facts import Stage
from ..metrics import Level
from .exact import Ints, Mask


class State(IntEnum):
    """How a subject stands against an indicator."""

    MET = 0
    MET_RELAXED = 1
    NOT_MET = 2
    NO_DATA = 3
    NOT_APPLICABLE = 4


class Flag(IntFlag):
    """What a reader should know beside the state."""

    ROUNDING_SENSITIVE = 1
    BORDERLINE = 2
    SUSPICIOUS = 4
    REPORTED = 8  # judged on a reported direction, not on two figures


STATE_LABELS = {
    State.MET: "达标",
    State.MET_RELAXED: "放宽达标",
    State.NOT_MET: "未达标",
    State.NO_DATA: "缺数据",
    State.NOT_APPLICABLE: "不适用",
}
FLAG_LABELS = {
    Flag.ROUNDING_SENSITIVE: "受四舍五入影响",
    Flag.BORDERLINE: "临界",
    Flag.SUSPICIOUS: "数据存疑",
    Flag.REPORTED: "据填报方向",
}


@dataclass(slots=True)
class Measured:
    """Exact values num/den of a measure for every row, and where they are known."""

    num: Ints
    den: Ints
    known: Mask
    reported: Mask | None = None


@dataclass(slots=True)
class Outcome:
    """One indicator (for a county indicator by stage: one stage of it) over all rows of a level.

    `num`/`den` is the exact value, `den` 0 where there is none; `target` and `relaxation` index
    the indicator's lists, −1 for none.
    """

    indicator: str
    level: Level
    stage: Stage | None
    state: npt.NDArray[np.int8]
    num: Ints
    den: Ints
    target: npt.NDArray[np.int16]
    relaxation: npt.NDArray[np.int16]
    flags: npt.NDArray[np.uint8]
    # Only while evaluating: the measure's values before any relaxation, for the coefficients.
    measured: Measured | None = field(default=None, repr=False)

    def set_not_applicable(self, rows: Mask) -> None:
        """Mark rows for which there is nothing to judge."""
        self.state[rows] = State.NOT_APPLICABLE
        self.flags[rows] = 0

    def within(self, rows: slice) -> Outcome:
        """Return the outcome for some rows only."""
        return Outcome(
            self.indicator,
            self.level,
            self.stage,
            self.state[rows],
            self.num[rows],
            self.den[rows],
            self.target[rows],
            self.relaxation[rows],
            self.flags[rows],
        )
