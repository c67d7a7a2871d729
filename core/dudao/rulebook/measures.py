"""The closed set of measures: what an indicator computes from figures, as data."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag

from ..facts import Stage

Term = Annotated[str, Field(pattern=r"^-?[a-z][a-z0-9_.]*$")]
Code = str
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
# Decimals that a value is printed with.
Places = Annotated[int, Field(ge=0, le=6)]
Pupils = Annotated[int, Field(ge=1)]


class _Measure(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Ratio(_Measure):
    """Sum of terms ÷ sum of terms × `per` (100: per hundred pupils, 12: per twelve classes).

    A term is a metric's code; a leading minus subtracts it. Metrics of finer subjects are summed
    up. `shared` divides a school's figure among its stages by weighted pupils.
    """

    kind: Literal["ratio"]
    numerator: tuple[Term, ...] = Field(min_length=1)
    denominator: tuple[Term, ...] = Field(min_length=1)
    per: int = Field(1, ge=1)
    shared: bool = False
    unit: str = ""
    places: Places = 2


class Share(_Measure):
    """Sum of terms ÷ sum of terms, limits as a fraction, printed as a percentage."""

    kind: Literal["share"]
    numerator: tuple[Term, ...] = Field(min_length=1)
    denominator: tuple[Term, ...] = Field(min_length=1)
    places: Places = 1


class Value(_Measure):
    """A metric as reported; a metric of finer subjects is summed up."""

    kind: Literal["value"]
    metric: Code
    places: Places = 2


class Attested(_Measure):
    """A person's judgement: yes/no, or a grade compared with the lowest grade accepted."""

    kind: Literal["attested"]
    metric: Code


class Extreme(_Measure):
    """The largest or smallest class."""

    kind: Literal["extreme"]
    pick: Literal["largest", "smallest"] = "largest"


def _form(given: object) -> str:
    return "by_stage" if isinstance(given, Mapping | SizeByStage) else "pupils"


class SizeByStage(_Measure):
    """A number of pupils for each stage."""

    primary: Pupils
    junior: Pupils


class Tally(_Measure):
    """How many classes have `at_least` pupils or more; each class by its own stage's number."""

    kind: Literal["tally"]
    # Told apart by their form, so that a fault names the key people wrote.
    at_least: Annotated[
        Annotated[Pupils, Tag("pupils")] | Annotated[SizeByStage, Tag("by_stage")],
        Discriminator(_form),
    ]

    def bound(self, stage: Stage) -> int:
        """Return from how many pupils on a class of this stage is counted."""
        if isinstance(self.at_least, int):
            return self.at_least
        return self.at_least.primary if stage is Stage.PRIMARY else self.at_least.junior


class Variation(_Measure):
    """The enrolment-weighted coefficient of variation between schools of another indicator."""

    kind: Literal["cv"]
    of: Code
    places: Places = 3


class MeanVariation(_Measure):
    """The mean of several coefficients of variation (the composite of basic balance)."""

    kind: Literal["mean_cv"]
    of: tuple[Code, ...] = Field(min_length=2)
    places: Places = 3


class Change(_Measure):
    """The difference to the previous period; `reported` is a direction used when that is absent."""

    kind: Literal["change"]
    metric: Code
    reported: Code | None = None
    places: Places = 2


class KOfN(_Measure):
    """At least `k` of other indicators of the same subject met, each of the rest ≥ `floor` × limit.

    Without `k` all are required. `floor_places` rounds the floor (one province does); by default
    the floor is exact.
    """

    kind: Literal["k_of_n"]
    of: tuple[Code, ...] = Field(min_length=2)
    k: int | None = Field(None, ge=1)
    floor: Decimal | None = Field(None, gt=0, lt=1)
    floor_places: Places | None = None

    @property
    def needed(self) -> int:
        """How many have to be met."""
        return self.k or len(self.of)


Measure = Annotated[
    Ratio | Share | Value | Attested | Extreme | Tally | Variation | MeanVariation | Change | KOfN,
    Field(discriminator="kind"),
]


def terms_of(measure: Measure) -> tuple[Term, ...]:
    """Return the metric codes a measure reads itself (signs removed)."""
    match measure:
        case Ratio() | Share():
            return tuple(term.lstrip("-") for term in measure.numerator + measure.denominator)
        case Value() | Attested():
            return (measure.metric,)
        case Change():
            return (measure.metric, *((measure.reported,) if measure.reported else ()))
        case _:
            return ()


def indicators_of(measure: Measure) -> tuple[Code, ...]:
    """Return the codes of the indicators a measure is computed from."""
    match measure:
        case KOfN() | MeanVariation():
            return measure.of
        case Variation():
            return (measure.of,)
        case _:
            return ()
