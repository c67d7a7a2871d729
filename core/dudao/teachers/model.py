"""Teachers as a list names them, and how each stands against the career thresholds of a book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ..rulebook import Post, Threshold, Title


class Reach(StrEnum):
    """How a teacher stands against a threshold."""

    REACHED = "reached"
    NOT_YET = "not_yet"
    UNTOLD = "untold"
    OUTSIDE = "outside"


class Discrepancy(StrEnum):
    """Where the list says something else than its own figures, the gravest first."""

    OVERCLAIMED = "overclaimed"
    UNPROVEN = "unproven"
    UNCLAIMED = "unclaimed"


REACH_LABELS = {
    Reach.REACHED: "已达到",
    Reach.NOT_YET: "未达到",
    Reach.UNTOLD: "无法判断",
    Reach.OUTSIDE: "不在范围",
}
DISCREPANCY_LABELS = {
    Discrepancy.OVERCLAIMED: "已认定,但未达到",
    Discrepancy.UNPROVEN: "已认定,但无法判断",
    Discrepancy.UNCLAIMED: "年限已达到,未认定",
}


@dataclass(frozen=True, slots=True)
class Teacher:
    """One teacher by number, never by name.

    `posts` is empty and `started` None where the list does not say; `years` are by column, those
    not told are left out. `granted` is what the list says of thresholds, by their code; those
    without a column are left out.
    """

    code: str
    school: str = ""
    posts: frozenset[Post] = frozenset()
    title: Title | None = None
    started: date | None = None
    years: Mapping[str, Decimal] = field(default_factory=dict)
    granted: Mapping[str, bool] = field(default_factory=dict)

    def most_years(self, day: date) -> int | None:
        """Return how many years have begun since the start of work, None where it is not told.

        Counted generously: who started in August may count school years.
        """
        if self.started is None:
            return None
        months = (day.year - self.started.year) * 12 + day.month - self.started.month + 1
        return -(-months // 12)


@dataclass(frozen=True, slots=True)
class Attained:
    """How one teacher stands against one threshold.

    `lacking` are the years certainly missing, `reasons` why, in words; `applying` whether the
    teacher applies for a title that the threshold counts for. `granted` is None where the list
    says nothing of the threshold.
    """

    threshold: str
    reach: Reach
    reasons: tuple[str, ...]
    lacking: Decimal | None = None
    granted: bool | None = None
    applying: bool = False

    @property
    def discrepancy(self) -> Discrepancy | None:
        """What the list says differently, if anything."""
        if self.granted and self.reach is Reach.UNTOLD:
            return Discrepancy.UNPROVEN
        if self.granted and self.reach is not Reach.REACHED:
            return Discrepancy.OVERCLAIMED
        if self.granted is False and self.reach is Reach.REACHED:
            return Discrepancy.UNCLAIMED
        return None


@dataclass(frozen=True, slots=True)
class TeacherResult:
    """A teacher with how they stand against each threshold, in the order of the book."""

    teacher: Teacher
    attained: tuple[Attained, ...]


@dataclass(frozen=True, slots=True)
class TeacherCheck:
    """A list held against the thresholds in force on a day.

    `missing` are the headers of columns that a threshold needs and the list does not have.
    """

    as_of: date
    thresholds: tuple[Threshold, ...]
    results: tuple[TeacherResult, ...]
    missing: tuple[str, ...] = ()
