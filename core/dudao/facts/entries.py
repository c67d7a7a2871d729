"""Figures as handed in, before anyone believes them: each value with the place it stands at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..errors import Problem


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


@dataclass(frozen=True, slots=True)
class Entry:
    """A value as handed in (None: nothing there) and its place."""

    value: object
    place: Place


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

    tenant: Entry
    period: Entry
    subjects: tuple[SubjectEntry, ...]
    name: Entry | None = None
