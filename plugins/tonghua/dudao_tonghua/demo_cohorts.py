"""Cohorts moving up through the schools of a county, year by year, and the classes they sit in.

Nobody appears or is lost between two years but those who begin school, finish it, or leave the
county; who leaves a village is found in town. Long before the first year of the demo the county is
empty: by then every grade has grown up from its own beginners.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .demo_counties import County, School, chance, schools_of
from .demo_stories import CLOSING, CROWDED, LATE

_BEGINNING, _LAST = 2007, 2020
# Pupils of 1,000 who move away in a year, by where they are; from outside town most move to it.
_MOVING = {"rural": 34, "town": 12, "urban": 5}
_TO_TOWN = 80
# Of 100 who finish a primary school outside town, those who go on to a school in town.
_JUNIOR_IN_TOWN = 12
# By how many in 1,000 the beginners of a year change to the next: town grows, villages shrink.
_TREND = {"rural": -35, "town": -14, "urban": 6}
_MIDDLE = 2018
# How many pupils a primary class may have when it is opened, and from how many on more is a class
# divided that runs already, by year; in a junior school 5 more.
_OPENED = {2016: 59, 2017: 53, 2018: 48, 2019: 45, 2020: 44}
_DIVIDED = {2016: 66, 2017: 60, 2018: 53, 2019: 52, 2020: 49}
_MORE_IN_JUNIOR = 5
_SPECIAL_ROOM = 12
# By how much schools differ in this: widely at first, hardly any more when it is asked for.
_APART = {2016: 6, 2017: 4, 2018: 1, 2019: 1, 2020: 1}
_FIRST = 2016

Grade = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Cohort:
    """The pupils of one grade of a school, and how many classes they sit in."""

    pupils: int
    classes: int


@dataclass(slots=True)
class Flow:
    """Where the pupils of a year came from: what a test adds up."""

    began: int = 0
    left: int = 0
    finished: int = 0


@dataclass(frozen=True, slots=True)
class Year:
    """All grades of a county in one year."""

    cohorts: Mapping[Grade, Cohort]
    flow: Flow = field(default_factory=Flow)


def years_of(county: County) -> dict[int, Year]:
    """Return a county's grades for every year, from when it was empty to the last one."""
    schools = schools_of(county)
    years = {_BEGINNING: Year({})}
    for year in range(_BEGINNING + 1, _LAST + 1):
        years[year] = _Moving(schools, years[year - 1].cohorts, year).next_year()
    return years


def classes_in(
    cohorts: Mapping[Grade, Cohort], school: School, year: int
) -> Iterator[tuple[str, int, int]]:
    """Yield number, grade and pupils of each class of a school.

    A class keeps its number as it moves up, and is always a little larger or smaller than those
    beside it.
    """
    for grade in school.grades:
        cohort = cohorts.get((school.code, grade))
        for number, pupils in enumerate(_sizes(cohort, school, grade, year) if cohort else (), 1):
            yield f"{grade}-{number}", grade, pupils


def _sizes(cohort: Cohort, school: School, grade: int, year: int) -> list[int]:
    began, many = year - grade + 1, cohort.classes
    apart = [chance(5, school.code, began, place) - 2 if many > 1 else 0 for place in range(many)]
    even, rest = divmod(cohort.pupils - sum(apart), many)
    sizes = [even + extra + (place < rest) for place, extra in enumerate(apart)]
    for story in CROWDED:
        if (story.school, story.began) == (school.code, began):
            _crowd(sizes, story.number - 1, story.sizes.get(year))
    return sizes


def _crowd(sizes: list[int], place: int, wanted: int | None) -> None:
    """Give a class the size it has in the story; its neighbours have the others."""
    if wanted is None:
        return
    others = [other for other in range(len(sizes)) if other != place]
    for turn in range(abs(wanted - sizes[place])):
        sizes[others[turn % len(others)]] += 1 if wanted < sizes[place] else -1
    sizes[place] = wanted


def _shared(total: int, weights: Sequence[int]) -> list[int]:
    """Return whole parts of a total, as the weights have it."""
    whole, given, parts = sum(weights), 0, []
    for place in range(len(weights)):
        upto = total * sum(weights[: place + 1]) // whole
        parts.append(upto - given)
        given = upto
    return parts


class _Moving:
    """One summer: everybody moves up, some move away, beginners come."""

    def __init__(self, schools: Sequence[School], last: Mapping[Grade, Cohort], year: int) -> None:
        self._schools = schools
        self._last = last
        self._year = year
        self._by_code = {school.code: school for school in schools}
        self._came: Counter[Grade] = Counter()
        self._flow = Flow()

    def next_year(self) -> Year:
        """Return the county a year later."""
        for (code, grade), cohort in self._last.items():
            school = self._by_code[code]
            moving = self._moving(school, grade, cohort.pupils)
            self._move_up(school, grade, cohort.pupils - moving)
        for school in self._schools:
            self._begin(school)
        cohorts = {
            (school.code, grade): self._seated(school, grade)
            for school in self._schools
            for grade in school.grades
            if self._came[school.code, grade]
        }
        return Year(cohorts, self._flow)

    def _moving(self, school: School, grade: int, pupils: int) -> int:
        """Send those who move away to town, or out of the county; return how many they are."""
        if school.type == "special" or grade in (6, 9):
            return 0
        thousandths = pupils * _MOVING[school.area]
        moving = (thousandths + chance(1000, school.code, grade, self._year)) // 1000
        staying = 0 if school.area == "urban" else moving * _TO_TOWN // 100
        self._to_town(grade + 1, staying, f"{school.code}/{grade}")
        self._flow.left += moving - staying
        return moving

    def _to_town(self, grade: int, pupils: int, whose: str) -> None:
        """Share pupils among the schools in town that have the grade, starting at any of them."""
        town = [each for each in self._schools if each.area == "urban" and grade in each.grades]
        town = [each for each in town if each.type != "special"]
        start = chance(len(town), whose, self._year)
        turned = [*town[start:], *town[:start]]
        for each, part in zip(turned, _shared(pupils, [1] * len(turned)), strict=True):
            self._came[each.code, grade] += part

    def _move_up(self, school: School, grade: int, pupils: int) -> None:
        if grade == 9:
            self._flow.finished += pupils
        elif grade + 1 in school.grades and self._open(school):
            self._came[school.code, grade + 1] += pupils
        elif not school.after:
            self._to_town(grade + 1, pupils, school.code)
        else:
            to_town = pupils * _JUNIOR_IN_TOWN // 100 if grade == 6 else 0
            self._came[school.after, grade + 1] += pupils - to_town
            self._to_town(grade + 1, to_town, school.code)

    def _open(self, school: School) -> bool:
        return self._year < CLOSING.get(school.code, self._year + 1)

    def _begin(self, school: School) -> None:
        if school.grades[0] != 1:
            return
        per_mille = 1000 + _TREND[school.area] * (self._year - _MIDDLE)
        per_mille += chance(61, school.code, self._year, "entry") - 30
        pupils = school.entry * per_mille // 1000
        self._flow.began += pupils
        self._came[school.code if self._open(school) else school.after, 1] += pupils

    def _seated(self, school: School, grade: int) -> Cohort:
        """Return a grade in its classes: those it had, and more where they would be too full."""
        pupils = self._came[school.code, grade]
        before = self._last.get((school.code, grade - 1)) if grade != school.grades[0] else None
        needed = -(-pupils // self._room(school, grade, running=before is not None))
        return Cohort(pupils, max(needed, before.classes if before else 0))

    def _room(self, school: School, grade: int, *, running: bool) -> int:
        if school.type == "special":
            return _SPECIAL_ROOM
        year = max(self._year - LATE.get(school.code, 0), _FIRST)
        room = (_DIVIDED if running else _OPENED)[year]
        room += _APART[year] * (chance(201, school.code, "room") - 100) // 100
        return room + (_MORE_IN_JUNIOR if grade > 6 else 0)
