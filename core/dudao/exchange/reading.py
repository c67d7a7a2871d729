"""What came of reading a file: the valid figures, where each stood, and every fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..facts import FactSet, Key
from ..facts.entries import Fault, Report
from ..facts.intake import Intake
from ..metrics import Vocabulary


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read.

    `facts` holds the valid figures only (None: tenant or period unusable); `places` says for
    each figure where it stood ("Sheet!C5" or a JSON path). Whether to import what is valid
    although there are `problems` is the caller's decision.
    """

    facts: FactSet | None
    places: Mapping[Key, str]
    problems: tuple[Fault, ...]


def read_report(report: Report, vocabulary: Vocabulary, faults: tuple[Fault, ...] = ()) -> Reading:
    """Return the reading of a hand-in; `faults` are those that the file's form already showed."""
    intake = Intake(vocabulary)
    facts = intake.take(report)
    return Reading(facts, intake.places, (*faults, *intake.faults))
