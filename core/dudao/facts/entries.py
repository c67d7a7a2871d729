"""Figures as handed in, before anyone believes them: each value with the place it stands at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ..errors import Problem
from .scalars import Unfit, shown

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: the file, and the spot in it (a JSON path, or "Sheet!C5").

    `sheet` and `cell` are set for workbooks only, so that the cell can be marked.
    """

    file: str
    spot: str = ""
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        return f"{self.file} {self.spot}" if self.spot else self.file


@dataclass(frozen=True, slots=True)
class Fault(Problem):
    """A problem of a figure; in a workbook with the cell, and with what was found there."""

    sheet: str = ""
    cell: str = ""
    found: str = ""


def fault_at(place: Place, what: str, expected: str = "", found: str = "") -> Fault:
    """Return a fault at a place."""
    return Fault(str(place), what, expected, place.sheet, place.cell, found)


@dataclass(frozen=True, slots=True)
class Entry:
    """A value as handed in (None: nothing there) and its place."""

    value: object
    place: Place

    def read(self, reader: Callable[[Any], T]) -> T:
        """Return what the reader makes of the value. Raises Unfit."""
        if isinstance(self.value, Unfit):
            raise self.value
        return reader(self.value)

    def fault(self, unfit: Unfit) -> Fault:
        """Return the fault of this value."""
        found = unfit.found if isinstance(self.value, Unfit) else shown(self.value)
        return fault_at(self.place, unfit.what, unfit.expected, found)


@dataclass(frozen=True, slots=True)
class StageEntry:
    """The figures of one stage of a school, by metric code."""

    stage: Entry
    figures: Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class ClassEntry:
    """One class; a code of None is numbered within its grade."""

    code: Entry
    grade: Entry
    students: Entry


@dataclass(frozen=True, slots=True)
class SubjectEntry:
    """One subject: attributes by name and figures by metric code."""

    place: Place
    code: Entry
    kind: Entry
    name: Entry
    attributes: Mapping[str, Entry] = field(default_factory=dict)
    figures: Mapping[str, Entry] = field(default_factory=dict)
    stages: tuple[StageEntry, ...] = ()
    classes: tuple[ClassEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole hand-in: who reports, for which period, the subjects in order."""

    place: Place
    tenant: Entry
    period: Entry
    subjects: tuple[SubjectEntry, ...]
    name: Entry | None = None
