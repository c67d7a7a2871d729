"""The yearly course of duty work as a book states it: who collects, who reviews, by which day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from .measures import Text

# A day of every year; the 29th of February is not in every one.
DayOfYear = Annotated[str, StringConstraints(pattern=r"^\d{2}-\d{2}$")]
_LEAPLESS = 2001


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(_Part):
    """A step of the year: from `starts` (if stated) to `due`, each year or each `every` years.

    `first` is a year in which it is due, to count from where it is not yearly. `done_by` names
    what in the system fulfils it; without it nothing but a person can tell.
    """

    code: Text
    title: Text
    statement: str = ""
    clause: Text
    starts: DayOfYear | None = None
    due: DayOfYear
    every: int = Field(1, ge=1)
    first: int | None = Field(None, ge=1900, le=2100)
    departments: tuple[Text, ...] = ()
    done_by: Literal["open", "submit", "send"] | None = None

    def falls_in(self, year: int) -> bool:
        """Return whether it is due in this year."""
        start = self.first
        return self.every == 1 or (
            start is not None and year >= start and (year - start) % self.every == 0
        )


class Procedure(_Part):
    """How duties are worked on: `collector` opens, accepts and assembles, `reviewer` judges.

    `reviewer` is the body above, named for readers. `remind` is how many days before a due date
    whoever still owes is reminded, each time once.
    """

    collector: Text
    reviewer: Text
    remind: tuple[Annotated[int, Field(ge=0, le=366)], ...] = (30, 7, 1)
    steps: tuple[Step, ...] = Field(min_length=1)

    def step_for(self, done_by: str) -> Step | None:
        """Return the step that this fulfils, if the book has one."""
        return next((step for step in self.steps if step.done_by == done_by), None)


class Consequence(_Part):
    """What follows for whom gets one of `grades`, or from the results where there are none.

    People carry it out, the system names it.
    """

    code: Text
    title: Text
    grades: tuple[Text, ...] = ()
    statement: str = ""
    clause: Text


def day_in(year: int, written: str) -> date:
    """Return the day that `MM-DD` (in this year) or `YYYY-MM-DD` means. Raises ValueError."""
    return date.fromisoformat(written if len(written) > len("MM-DD") else f"{year}-{written}")


def is_day(written: str) -> bool:
    """Return whether `MM-DD` or `YYYY-MM-DD` is a day, in every year where none is named."""
    try:
        day_in(_LEAPLESS, written)
    except ValueError:
        return False
    return True
