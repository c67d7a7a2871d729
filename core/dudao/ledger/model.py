"""What the ledger holds: a gap as a rule finds it, and a finding as people work on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ..workflow import FindingState, Owner, Recheck


class GapKind(StrEnum):
    """What kind of thing is amiss."""

    CLASS = "class"
    INDICATOR = "indicator"
    DUTY = "duty"
    HAND = "hand"
    INSPECTION = "inspection"


GAP_WORDS = {
    GapKind.CLASS: "班级",
    GapKind.INDICATOR: "指标",
    GapKind.DUTY: "职责任务",
    GapKind.HAND: "人工立项",
    GapKind.INSPECTION: "督导发现",
}


@dataclass(frozen=True, slots=True)
class GapKey:
    """Names a gap in every period: the rule, whose it is, and the step of the rule it misses.

    `rule` is the code of an indicator or a duty, or the number of an inspection's case, `item` a
    class of the subject or the year of a duty, `stage` is empty where there is none. `step` is the day from which the target holds,
    None where it always did.
    """

    kind: GapKind
    rule: str
    subject: str
    stage: str = ""
    item: str = ""
    step: date | None = None

    @property
    def place(self) -> tuple[str, str, str, str]:
        """The same whichever step of the rule is missed."""
        return self.rule, self.subject, self.stage, self.item


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap in words: the rule's title and clause, whose, what was found and what is asked for.

    `due` is the day of a step that lies ahead. `is_new` says that the period before had none of
    it there. `owner` is who has to close it, as far as the book tells.
    """

    key: GapKey
    title: str
    name: str
    value: str
    limit: str
    clause: str
    due: date | None = None
    is_new: bool = False
    owner: Owner | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a rule says of a gap on the figures of a period: still there or not, and the value."""

    recheck: Recheck
    value: str
    period: str
    on: date


@dataclass(frozen=True, slots=True)
class Finding:
    """A gap in the ledger of a tenant under a book, numbered; see `Gap` for what was found.

    `period` holds the figures that opened it, `returns` counts how often it came back after it
    was struck off. `checked` is None where no rule is behind it.
    """

    number: int
    book: str
    gap: Gap
    period: str
    opened: date
    state: FindingState = FindingState.LISTED
    measure: str = ""
    deadline: date | None = None
    owner: Owner | None = None
    checked: Checked | None = None
    struck: date | None = None
    returns: int = 0
    version: int = 1

    @property
    def key(self) -> GapKey:
        """What names it."""
        return self.gap.key

    @property
    def is_open(self) -> bool:
        """Whether it still has to be closed."""
        return self.state not in (FindingState.STRUCK, FindingState.WITHDRAWN)

    @property
    def rule(self) -> Recheck | None:
        """What the rule behind it says, None where there is none."""
        return self.checked.recheck if self.checked else None

    @property
    def passes(self) -> bool:
        """Whether no rule keeps it from being struck off."""
        return self.rule in (None, Recheck.PASSES, Recheck.GONE)

    @property
    def is_ready(self) -> bool:
        """Whether it can be struck off: the rule passes and the proof is approved."""
        return self.state is FindingState.APPROVED and self.passes

    def is_overdue(self, today: date) -> bool:
        """Whether its deadline has passed while it is open."""
        return self.is_open and self.deadline is not None and self.deadline < today
