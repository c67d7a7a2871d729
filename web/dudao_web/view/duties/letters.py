"""Duty letters: the departments that get one, and one of them as a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dudao.api import Duties, DutyLetter, LetterLine, chinese_date, owed

from .board import late_of

FIELD = "to-"
WAS = "was-"


@dataclass(frozen=True, slots=True)
class Addressee:
    """A department that gets a letter; `typed` is the address in the form, `was` the one noted."""

    code: str
    name: str
    leads: int
    supports: int
    owes: int
    late: int
    was: str
    typed: str


def addressees(
    duties: Duties, addresses: Mapping[str, str], typed: Mapping[str, str], today: date
) -> tuple[Addressee, ...]:
    """Return the departments with duties in the book's order; `typed` holds the form, if sent."""
    parts = [part for work in duties.works.values() for part in work.parts]
    debts = owed(duties.standing())
    found = []
    for unit in duties.directory:
        mine = [part for part in parts if part.department == unit.code]
        theirs = [each for each in debts if each.department == unit.code]
        leads = sum(part.position == 0 for part in mine)
        known = addresses.get(unit.code, "")
        if mine:
            found.append(
                Addressee(
                    unit.code,
                    unit.name,
                    leads,
                    len(mine) - leads,
                    len(theirs),
                    late_of(theirs, today),
                    typed.get(f"{WAS}{unit.code}", known),
                    typed.get(f"{FIELD}{unit.code}", known),
                )
            )
    return tuple(found)


def changed_addresses(typed: Mapping[str, str]) -> dict[str, str]:
    """Return the addresses that were changed in the form, by department.

    What was left alone is not sent on: somebody else may have changed it meanwhile.
    """
    return {
        name.removeprefix(FIELD): text
        for name, text in typed.items()
        if name.startswith(FIELD) and text != typed.get(f"{WAS}{name.removeprefix(FIELD)}", "")
    }


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A duty in a letter, its day and its clause as the paper has them."""

    line: LetterLine
    due: str
    place: str


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A letter as a page: what its DOCX says."""

    letter: DutyLetter
    parts: tuple[tuple[str, tuple[LetterRow, ...]], ...]
    day: str


def letter_page(letter: DutyLetter) -> LetterPage:
    """Return a letter as a page."""
    parts = (("牵头任务", letter.leading), ("配合任务", letter.supporting))
    return LetterPage(
        letter,
        tuple(
            (
                title,
                tuple(
                    LetterRow(line, chinese_date(line.due), letter.place_of(line)) for line in lines
                ),
            )
            for title, lines in parts
        ),
        chinese_date(letter.opened),
    )
