"""What a forecast is made of, as plain values: assumptions, rates, years by school, back-test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Generic, TypeVar

from ..errors import Problem
from ..facts import Stage

Number = TypeVar("Number", int, Fraction)
# A school, and which of its stages is meant; None where it has only one.
Entrance = tuple[str, Stage | None]
# A school (None: every school of the county), and the grade that is moved up into.
Rise = tuple[str | None, int]
LIMITS: Mapping[Stage, int] = MappingProxyType({Stage.PRIMARY: 45, Stage.JUNIOR: 50})
# How many years ahead is looked when nobody says.
HORIZON = 3


@dataclass(frozen=True, slots=True)
class Range(Generic[Number]):
    """A value between the lowest and the highest that the past lets expect; low ≤ value ≤ high."""

    low: Number
    value: Number
    high: Number


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What people set.

    `limits`: pupils of a class by stage, each at least 1; for a stage left out see `Forecast`.
    `entries`: pupils who enter the lowest grade in every year ahead. `capacities`: classes that a
    school has room for, all stages together. `rates`: survival ratios; a school's own goes first.
    """

    limits: Mapping[Stage, int] = field(default_factory=dict)
    entries: Mapping[Entrance, int] = field(default_factory=dict)
    capacities: Mapping[str, int] = field(default_factory=dict)
    rates: Mapping[Rise, Fraction] = field(default_factory=dict)


class Origin(StrEnum):
    """Where the rate of a grade comes from."""

    OWN = "own"
    COUNTY = "county"
    MEAN = "mean"
    SHARE = "share"
    GIVEN = "given"
    SET = "set"
    NONE = "none"


ORIGIN_LABELS = {
    Origin.OWN: "本校升级率",
    Origin.COUNTY: "全县升级率",
    Origin.MEAN: "近年平均人数",
    Origin.SHARE: "占全县六年级毕业生的份额",
    Origin.GIVEN: "给定人数",
    Origin.SET: "给定升级率",
    Origin.NONE: "无法推算",
}


@dataclass(frozen=True, slots=True)
class Rate:
    """How a school's `grade` is filled each year; `exact` is None only for `Origin.NONE`.

    Pupils a year for MEAN and GIVEN; for SHARE a ratio to the county's grade 6 one year before;
    for OWN, COUNTY and SET a ratio to the school's own grade below one year before.
    """

    grade: int
    origin: Origin
    exact: Range[Fraction] | None


@dataclass(frozen=True, slots=True)
class PastStage:
    """One stage in a past year as it was; `over` are the classes that were over the limit.

    `grades`: the pupils of each class of a school by grade; empty for a sum.
    """

    stage: Stage
    pupils: int
    classes: int
    over: int
    grades: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PastYear:
    """A past year of a school or of a sum of schools, by stage."""

    year: int
    stages: tuple[PastStage, ...]


@dataclass(frozen=True, slots=True)
class GradeYear:
    """One grade of a school in one year ahead: pupils, and classes.

    `kept` are the classes if none is added: a cohort keeps its own, a lowest grade opens as many as
    in the latest year. `needed` is the fewest so that none is over the limit; `over` how many of
    those kept would be. None: cannot be told.
    """

    grade: int
    pupils: Range[int] | None
    kept: int
    needed: Range[int] | None
    over: Range[int] | None

    @property
    def added(self) -> int | None:
        """Classes needed beyond those kept."""
        return None if self.needed is None else max(0, self.needed.value - self.kept)


@dataclass(frozen=True, slots=True)
class StageYear:
    """One stage in one year ahead, of a school or (then without `grades`) of a sum of schools.

    Pupils and classes as in `GradeYear`, summed; None where one part of the sum cannot be told.
    `teachers` are those needed for the classes added, None where the ratio is not known.
    """

    stage: Stage
    pupils: Range[int] | None
    kept: int
    needed: Range[int] | None
    over: Range[int] | None
    added: int | None
    teachers: int | None
    grades: tuple[GradeYear, ...] = ()


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """A school in one year ahead; `missing` are classes needed beyond its capacity, if given."""

    year: int
    stages: tuple[StageYear, ...]
    missing: int | None = None


def is_gap(year: SchoolYear, stage: StageYear) -> bool:
    """Return whether a school lacks something in a year, may lack it, or cannot be told."""
    return bool(stage.over is None or stage.over.high or stage.added or year.missing)


@dataclass(frozen=True, slots=True)
class SchoolForecast:
    """A school's years ahead and past in order, and the rates behind them by grade."""

    code: str
    name: str
    capacity: int | None
    rates: tuple[Rate, ...]
    years: tuple[SchoolYear, ...]
    before: tuple[PastYear, ...]


@dataclass(frozen=True, slots=True)
class YearSum:
    """The sum over all schools of one year ahead, by stage."""

    year: int
    stages: tuple[StageYear, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A number foretold by the back-test, and what came; `error` is the mean absolute error.

    `compared` counts the pairs behind the error; `told` and `came` are the sums over them. With
    nothing to compare the error is None.
    """

    error: Fraction | None
    compared: int
    told: int
    came: int


@dataclass(frozen=True, slots=True)
class BackTest:
    """The last year foretold from the years before it.

    `pupils` compares grades of schools, `inside` of these lay within their interval. `over`
    compares the classes over the limit of stages of schools: those foretold if none were added,
    those there really were. `skipped` grades could not be foretold.
    """

    year: int
    pupils: Told
    inside: int
    over: Told
    skipped: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """The years ahead of a tenant, from `past` years up to `until`; schools by code.

    `limits` are those assumed, else the book's on the last day of `until`, else `LIMITS`;
    `sources` says which. `sums` and `before` are over all schools. `method` states the rules in
    words. `notes` name what was left out or cannot be told. `back_test` is None when the years are
    too few for one; a note says so.
    """

    tenant: str
    name: str
    past: tuple[int, ...]
    until: int
    limits: Mapping[Stage, int]
    sources: Mapping[Stage, str]
    schools: tuple[SchoolForecast, ...]
    sums: tuple[YearSum, ...]
    before: tuple[PastYear, ...]
    back_test: BackTest | None
    method: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A tenant below that cannot be foretold, and why."""

    tenant: str
    name: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """The forecasts of the counties below a tenant, under the same limits, and their sum.

    `sums` start after the latest year that any county has figures for. `before` are the years
    that every county has. What one county does not know the sum does not know either. `past`
    spans the years that some county has. The rest as in `Forecast`.
    """

    tenant: str
    name: str
    past: tuple[int, ...]
    until: int
    limits: Mapping[Stage, int]
    sources: Mapping[Stage, str]
    counties: tuple[Forecast, ...]
    left_out: tuple[LeftOut, ...]
    sums: tuple[YearSum, ...]
    before: tuple[PastYear, ...]
    back_test: BackTest | None
    method: tuple[str, ...]
    notes: tuple[str, ...]
