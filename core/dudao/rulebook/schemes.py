"""How verdicts become a grade, as data: the schemes, the items that bring points, the bands."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from .measures import Text

Scheme = Literal["all_met", "ceilings", "points", "deductions", "none"]
Points = Annotated[Decimal, Field(gt=0)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Item(_Part):
    indicator: Text
    points: Points
    clause: Text


class PointsItem(_Item):
    """Points for an indicator: all of them where it is met, or `by` the share that meets it."""

    kind: Literal["points"]
    by: Literal["all", "share"] = "all"


class DeductionsItem(_Item):
    """Points of which each subject that does not meet the indicator costs `deduct`, down to zero."""

    kind: Literal["deductions"]
    deduct: Points


Item = Annotated[PointsItem | DeductionsItem, Field(discriminator="kind")]


class GradeBand(_Part):
    """The score from which a grade is given, of the points of all items."""

    grade: Text
    at_least: Points


def _listed(written: object) -> object:
    return (written,) if isinstance(written, str) else written


class Grading(_Part):
    """How verdicts become a grade; `grades` from best to worst, none where no formula is given.

    A file writes `scheme` as one word, or as the list of those that are combined.
    """

    schemes: Annotated[tuple[Scheme, ...], BeforeValidator(_listed), Field(min_length=1)] = Field(
        ("none",), validation_alias="scheme"
    )
    grades: tuple[Text, ...] = ()
    items: tuple[Item, ...] = ()
    bands: tuple[GradeBand, ...] = Field((), description="best first; the last grade has none")
    clause: str = ""

    @property
    def scheme(self) -> str:
        """The schemes in one word."""
        return "+".join(self.schemes)

    @property
    def is_scored(self) -> bool:
        """Whether points decide."""
        return not {"points", "deductions"}.isdisjoint(self.schemes)

    @property
    def full(self) -> Decimal:
        """The points of all items."""
        return sum((item.points for item in self.items), Decimal(0))
