"""Rule books as values: dated indicators, targets, relaxations, duties, conditions, grading."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from ..facts import Area, SchoolType, Stage
from .dated import Dated
from .measures import Measure, Places, Text, terms_of
from .procedure import Consequence, Procedure
from .schemes import Grading
from .supervision import Supervision
from .thresholds import Threshold

# An error: figures that cannot all be right. An omission: a document is silent on what its own
# figures show. A question: its author can tell.
Severity = Literal["error", "omission", "question"]
Weight = Annotated[Decimal, Field(gt=0)]
Op = Literal[">=", ">", "<=", "<", "=="]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Range(_Part):
    """Bounds of a figure, both included."""

    min: Decimal | None = None
    max: Decimal | None = None


class ShareWithin(_Part):
    """A share between two figures within bounds (as a fraction)."""

    numerator: str
    denominator: str
    min: Decimal | None = None
    max: Decimal | None = None


class When(_Part):
    """Which subjects a rule is for; everything named has to hold.

    A missing figure or year of building leaves it open, unless another part rules it out.
    """

    types: tuple[SchoolType, ...] = ()
    areas: tuple[Area, ...] = ()
    owners: tuple[int, ...] = ()
    built: Range | None = None
    largest_class: Range | None = None
    metrics: dict[str, Range] = Field(default_factory=dict)
    shares: tuple[ShareWithin, ...] = ()
    confirmed: tuple[str, ...] = Field((), description="attestations that must be yes")

    @property
    def reads(self) -> tuple[str, ...]:
        """The codes of the metrics it names."""
        shares = (code for each in self.shares for code in (each.numerator, each.denominator))
        return (*self.metrics, *self.confirmed, *shares)


class Target(Dated):
    """Comparison and limit, for a stage, for some subjects, for a span of days."""

    stage: Stage | None = None
    when: When | None = None
    op: Op
    limit: Decimal | bool | Literal["poor", "fair", "good", "excellent"]
    clause: Text | None = Field(None, description="where it stands, if not in the indicator's")
    note: str = ""


class Relaxation(Dated):
    """A lighter way to meet an indicator, for some subjects, until a date.

    `since`/`until` bound the days on which an assessment may use it. It lowers the limit
    (`limit`), counts further metrics in the numerator (`also_counts`), or both.
    """

    code: Text
    title: Text
    when: When
    stage: Stage | None = None
    limit: Decimal | None = None
    also_counts: tuple[str, ...] = ()
    clause: Text


class Indicator(_Part):
    """A measure with targets and a clause. `counts` is false where it only feeds another one."""

    code: Text
    title: Text
    statement: str = ""
    section: str = ""
    subject: Literal["county", "school", "stage"]
    clause: Text
    measure: Measure
    targets: tuple[Target, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    applies: When | None = None
    counts: bool = True
    borderline: Decimal | None = Field(None, ge=0, lt=1, description="overrides the book's margin")
    departments: tuple[str, ...] = ()

    @property
    def conditions(self) -> tuple[When, ...]:
        """What decides whom it is for, by which target, and who may use a relaxation."""
        found = (self.applies, *(target.when for target in self.targets))
        return (*filter(None, found), *(relaxation.when for relaxation in self.relaxations))

    @property
    def reads(self) -> tuple[str, ...]:
        """The codes of all metrics it names itself: to measure, to know whom, to relax."""
        more = (code for relaxation in self.relaxations for code in relaxation.also_counts)
        conditions = (code for when in self.conditions for code in when.reads)
        return tuple(dict.fromkeys((*terms_of(self.measure), *more, *conditions)))


class Tightening(_Part):
    """Further targets that a book adds to an inherited indicator; never looser ones."""

    indicator: Text
    targets: tuple[Target, ...] = Field(min_length=1)


class Section(_Part):
    """A group of indicators or duties."""

    code: Text
    title: Text


class Department(_Part):
    """A unit with duties; aliases are the short or damaged names it appears under."""

    code: Text
    name: Text
    aliases: tuple[str, ...] = ()


class Duty(_Part):
    """A piece of work with one leading and any number of supporting departments.

    `due` is `MM-DD` for every year or one date; without it the procedure's day of reports holds.
    """

    code: Text
    title: Text
    statement: str = ""
    section: str = ""
    lead: Text
    support: tuple[Text, ...] = ()
    clause: Text
    due: str | None = Field(None, pattern=r"^(\d{4}-)?\d{2}-\d{2}$")
    indicators: tuple[str, ...] = ()


class Phase(Dated):
    """A stretch of the plan with what has to stand at its end."""

    code: Text
    title: Text
    statement: str = ""
    clause: Text
    indicators: tuple[str, ...] = ()


class Condition(Dated):
    """A veto (the lowest grade) or a ceiling (the named grade is closed).

    It holds when `metric` is an attestation that is yes or a count above zero, or when `indicator`
    is not met. Unknown stays unknown: a condition without its figure is undetermined, never cleared.
    """

    code: Text
    title: Text
    effect: Literal["veto", "ceiling"]
    grade: Text
    clause: Text
    metric: str | None = None
    indicator: str | None = None


class Unit(_Part):
    """A body of the organisation: leading group, office, member unit, group."""

    code: Text
    name: Text
    kind: Text
    role: str = ""


class Population(_Part):
    """Which schools count, and how a school's shared resources are divided among its stages."""

    exclude_types: tuple[SchoolType, ...] = ()
    exclude_owners: tuple[int, ...] = ()
    teaching_points_from: int = Field(
        0,
        ge=0,
        description="least pupils of a teaching point that counts; `exclude_types` drops them all",
    )
    merge_not_counted: bool = True
    weights: dict[Literal["primary", "junior", "senior"], Weight] = Field(
        default_factory=lambda: {  # type: ignore[arg-type]
            "primary": Decimal(1),
            "junior": Decimal("1.1"),
            "senior": Decimal("1.32"),
        },
        min_length=3,
        description="how much a pupil of each stage weighs; all three are named",
    )
    clause: str = ""


class _Check(_Part):
    code: Text
    title: Text
    severity: Severity = "error"
    advice: str = ""


class SumCheck(_Check):
    """`total` should equal the sum of `parts`."""

    kind: Literal["sum"]
    total: str
    parts: tuple[str, ...] = Field(min_length=2)


class SameCheck(_Check):
    """Figures that report the same item should be equal."""

    kind: Literal["same"]
    metrics: tuple[str, ...] = Field(min_length=2)


class TrendCheck(_Check):
    """A total moved against what was reported for its parts."""

    kind: Literal["trend"]
    total: str
    parts: tuple[str, ...] = Field(min_length=1)


class RatioCheck(_Check):
    """A reported ratio should equal numerator ÷ denominator at the precision it is printed with."""

    kind: Literal["ratio"]
    reported: str
    numerator: str
    denominator: str
    per: Decimal = Decimal(1)
    places: Places = 2


class PassedOverCheck(_Check):
    """A figure beside a target that the document itself does not hold it against."""

    kind: Literal["passed_over"]
    indicator: str


Check = Annotated[
    SumCheck | SameCheck | TrendCheck | RatioCheck | PassedOverCheck,
    Field(discriminator="kind"),
]


class RuleBook(Dated):
    """One edition of an evaluation method, complete: what it extends is already merged in."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z]+\.[a-z_]+$")]
    edition: Text
    title: Text
    basis: Text
    since: date
    extends: str | None = Field(None, pattern=r"^[a-z]+\.[a-z_]+@.+$")
    borderline: Decimal = Field(Decimal("0.05"), ge=0, lt=1)
    population: Population = Population()
    grading: Grading = Grading()
    sections: tuple[Section, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    tighten: tuple[Tightening, ...] = ()
    departments: tuple[Department, ...] = ()
    duties: tuple[Duty, ...] = ()
    procedure: Procedure | None = None
    phases: tuple[Phase, ...] = ()
    conditions: tuple[Condition, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    organisation: tuple[Unit, ...] = ()
    checks: tuple[Check, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    supervision: Supervision | None = None
    sources: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Code and edition, as `extends` spells it."""
        return f"{self.code}@{self.edition}"

    @cached_property
    def by_code(self) -> dict[str, Indicator]:
        """The indicators by code."""
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON: the same rules give the same digest."""
        canonical = json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with changes; what was worked out from the old values is forgotten."""
        copied = super().model_copy(update=update, deep=deep)
        for name in ("by_code", "digest"):
            copied.__dict__.pop(name, None)
        return copied
