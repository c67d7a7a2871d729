"""What a timeline is made of, as plain values: milestones, years held against them, distances."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from ..evaluate import State, Verdict
from ..facts import Stage
from ..grading import Standing
from ..rulebook import Indicator, RuleBook, When


@dataclass(frozen=True, slots=True)
class Milestone:
    """A limit from its day on. `until` is the last day it holds; open where it stays in force.

    `limit` is exact, `printed` as forms show it with the comparison. `when` says for which
    subjects it is, where it is not for all.
    """

    since: date
    until: date | None
    stage: Stage | None
    op: str
    limit: str
    printed: str
    when: When | None
    clause: str
    note: str


@dataclass(frozen=True, slots=True)
class Classes:
    """Of the classes listed in a stage, how many break a limit."""

    stage: Stage
    over: int
    listed: int


@dataclass(frozen=True, slots=True)
class Against:
    """A year's figures held against the rules of one day.

    `standing` counts subjects by state. Where a single subject is meant, `verdict` is there, and
    `value` as an exact number if it is one. `classes` has the stages with classes where the measure
    is over classes.
    """

    day: date
    standing: Standing
    verdict: Verdict | None = None
    value: Fraction | None = None
    classes: tuple[Classes, ...] = ()

    @property
    def over(self) -> int | None:
        """How many classes break the limit, None where there are none to count."""
        return sum(each.over for each in self.classes) if self.classes else None


@dataclass(frozen=True, slots=True)
class Point:
    """One year of a body. `against` has an entry for each day of a milestone, in order.

    `value` is the exact value; of many subjects the one that is furthest on the wrong side.
    `own` holds the figures against the rules of the year's last day, None before the book began.
    Where nothing was reported, all of them are empty: a gap, never a zero. `unknown` names the
    bodies below of which nothing is known.
    """

    year: int
    value: Fraction | None = None
    printed: str = ""
    own: Against | None = None
    against: tuple[Against, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_reported(self) -> bool:
        """Whether there is anything to hold against a milestone."""
        return bool(self.against)

    def state(self, against: Against) -> State:
        """Return how the whole body stands: while a part is unknown, it has not reached it."""
        found = against.standing.state
        return State.NO_DATA if self.unknown and found is not State.NOT_MET else found


@dataclass(frozen=True, slots=True)
class Track:
    """A body over the years: a school, a county, or all counties below a body."""

    code: str
    name: str
    points: tuple[Point, ...]


class Nearness(StrEnum):
    """Where the day of a milestone lies, seen from a day."""

    ENDED = "ended"
    IN_FORCE = "in_force"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Distance:
    """How far the latest figures are from a milestone, seen from a day.

    `left` are the days until it, negative where it has been in force for so long. `short` is by how
    much the value of a single subject misses the limit, exactly; `printed` says so in words.
    `point` and `against` are None where nothing was reported up to that day.
    """

    day: date
    milestones: tuple[Milestone, ...]
    nearness: Nearness
    left: int
    point: Point | None
    against: Against | None
    short: Fraction | None = None
    printed: str = ""

    @property
    def state(self) -> State:
        """How the body stands with its latest figures."""
        if self.point is None or self.against is None:
            return State.NO_DATA
        return self.point.state(self.against)


@dataclass(frozen=True, slots=True)
class Pace:
    """What the next milestone needs a year, beside what was reached a year. No promise.

    Amounts are in `unit`, printed with `places` decimals; `missing` is all that is lacking, to be
    made up in the `left` days. `reached` is negative where the distance grew from the year `first`
    to `last`.
    """

    unit: str
    missing: Fraction
    left: int
    needed: Fraction
    reached: Fraction
    first: int
    last: int
    places: int


@dataclass(frozen=True, slots=True)
class Strand:
    """One stage of a timeline (None where the indicator knows none): milestones, years, distances.

    `whole` is the body asked about; `members` are the counties or schools it is made of. `days` are
    the days on which milestones begin, as in every point's `against`.
    """

    stage: Stage | None
    milestones: tuple[Milestone, ...]
    days: tuple[date, ...]
    whole: Track
    members: tuple[Track, ...]
    distances: tuple[Distance, ...]
    pace: Pace | None


class About(StrEnum):
    """Whom a timeline is about: all counties below a body, one county, or one of its schools."""

    COUNTIES = "counties"
    COUNTY = "county"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Timeline:
    """An indicator's milestones over the years of one body, as of a day; see `Strand`."""

    indicator: Indicator
    book: RuleBook
    as_of: date
    about: About
    code: str
    name: str
    strands: tuple[Strand, ...]
