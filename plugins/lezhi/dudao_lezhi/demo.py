"""The roster of the demo: an invented county's townships, schools, inspectors and their work.

Units and fields are those of the book; all else is made up, the same every time, and says so in its
name (示例). Three things are lacking on purpose: an inspector has left and nobody answers for the
schools since, a large school shares its inspector, and a member unit has no liaison.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from zlib import crc32

from dudao.api import (
    Appraisal,
    Assignment,
    Expert,
    Leave,
    Liaison,
    Meeting,
    Person,
    PersonKind,
    Record,
    RuleBook,
    SubjectKind,
    Supervised,
    Training,
    assignment_code,
)

YEAR = 2026
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_TOWNS = (_STEMS + _BRANCHES)[:21]
# The first two groups have two streets of the county town each, all others three towns.
_TOWN_GROUPS = ((), (), *(_TOWNS[first : first + 3] for first in range(0, 21, 3)))
_CITY = (
    *(("第一小学", "第三小学", "第五小学", "第七小学", "实验小学", "第一初级中学"),),
    *(("第二小学", "第四小学", "第六小学", "第八小学", "附属小学", "第二初级中学"),),
)
_CITY_MORE = (("第一中学", "第三中学", "职业中学"), ("第二中学", "特殊教育学校", "民办学校"))
_CITY_KINDERGARTENS = (5, 4)
_CROWDED = {"第一初级中学": 2260, "第一中学": 3120, "第二初级中学": 2180, "第二中学": 2870}
# Large, and still not alone with its inspector.
_SHARED = "示例第二中学"
_APPOINTED, _UNTIL = date(YEAR - 1, 1, 1), date(YEAR + 1, 12, 31)
_LEFT = date(YEAR, 9, 30)


def demo_roster(book: RuleBook) -> tuple[Record, ...]:
    """Return every record of the roster, with the units and fields of this book."""
    return tuple(_Maker(book).records())


def _pick(code: str, span: int) -> int:
    """Return a number below `span` that a code always gets."""
    return crc32(code.encode()) % span


def _names() -> Iterator[str]:
    """Yield sixty names of nobody."""
    for place in range(60):
        yield f"示例人员{_STEMS[place % 10]}{_BRANCHES[place % 12]}"


class _Maker:
    """Makes the records of one county, in an order in which each finds what it names."""

    def __init__(self, book: RuleBook) -> None:
        self._members = [unit for unit in book.organisation if unit.kind == "member"]
        self._groups = [unit.code for unit in book.organisation if unit.kind == "group"]
        rules = book.supervision
        self._office = rules.office if rules else ""
        self._fields = [field.code for field in rules.fields] if rules else []
        self._large_from = rules.staffing.large_from if rules else 0
        self._load = rules.staffing.schools if rules else 1
        self._names = _names()

    def records(self) -> Iterator[Record]:
        """Yield bodies, people, assignments, experts, liaisons and meetings."""
        yield from self._townships()
        for unit in self._members:
            yield Supervised(unit.code, unit.name, SubjectKind.DEPARTMENT)
        yield from self._staff()
        yield from self._sent()
        for place, group in enumerate(self._groups):
            schools = [*_schools(place, group), *_kindergartens(place, group)]
            yield from schools
            yield from self._inspected(place, group, schools)
        yield from self._experts()
        for unit in self._members[:-1]:
            yield Liaison(unit.code, next(self._names))
        yield from self._meetings()

    def _townships(self) -> Iterator[Supervised]:
        names = [f"示例街道{each}" for each in _STEMS[:4]] + [f"示例镇{each}" for each in _TOWNS]
        for number, name in enumerate(names, 1):
            yield Supervised(f"T{number:02}", name, SubjectKind.TOWNSHIP)

    def _staff(self) -> Iterator[Person]:
        for number in range(1, 5):
            yield Person(
                f"W{number}",
                next(self._names),
                PersonKind.STAFF,
                self._office,
                _APPOINTED,
                _UNTIL,
                full_time=number < 3,
            )

    def _sent(self) -> Iterator[Person]:
        for number, unit in enumerate(self._members[:6], 1):
            yield Person(
                f"Z{number}",
                next(self._names),
                PersonKind.GOVERNMENT,
                self._office,
                _APPOINTED,
                _UNTIL,
                sent_by=unit.code,
            )

    def _inspected(self, place: int, group: str, schools: Sequence[Supervised]) -> Iterator[Record]:
        shares = list(self._shares(schools))
        for number, share in enumerate(shares, 1):
            person = self._inspector(f"D{place + 1}{number}", group)
            leaves = place == len(self._groups) - 1 and number == len(shares)
            if leaves:
                person = replace(person, left=_LEFT, left_ground="示例:主动提出退出督导岗位")
            yield person
            for school in share:
                code = assignment_code(person.code, school.code)
                last = _LEFT if leaves else None
                yield Assignment(code, person.code, school.code, _APPOINTED, last)

    def _shares(self, schools: Sequence[Supervised]) -> Iterator[list[Supervised]]:
        """Yield which schools go to one inspector: a large one alone, the rest as many as may be."""
        alone = [each for each in schools if self._is_alone(each)]
        yield from ([each] for each in alone)
        rest = [each for each in schools if each not in alone]
        for first in range(0, len(rest), self._load):
            yield rest[first : first + self._load]

    def _is_alone(self, school: Supervised) -> bool:
        return (school.students or 0) >= self._large_from and school.name != _SHARED

    def _inspector(self, code: str, group: str) -> Person:
        """Return an inspector; one in eight missed the training, half were appraised already."""
        trainings = (Training(date(YEAR, 4, 16), "示例:督学业务培训", 16),)
        appraised = [Appraisal(YEAR - 1, "合格")]
        if _pick(code, 2):
            appraised.append(Appraisal(YEAR, "合格"))
        leave = Leave(date(YEAR, 10, 12), date(YEAR, 11, 30), "示例:病假")
        return Person(
            code,
            next(self._names),
            PersonKind.SCHOOL,
            group,
            _APPOINTED,
            _UNTIL,
            full_time=True,
            trainings=trainings if _pick(code, 8) else (),
            appraisals=tuple(appraised),
            leaves=(leave,) if code == "D31" else (),
        )

    def _experts(self) -> Iterator[Expert]:
        for number, stem in enumerate(_STEMS):
            own = self._fields[number % len(self._fields)]
            yield Expert(f"E{number + 1:02}", f"示例专家{stem}", (own,), "示例单位")

    def _meetings(self) -> Iterator[Meeting]:
        units = tuple(unit.code for unit in self._members)
        yield Meeting("M1", date(YEAR, 3, 12), "示例:全体成员会议", units[:-2])
        yield Meeting("M2", date(YEAR, 9, 10), "示例:整改专题会议", units[:6], full=False)


def _schools(place: int, group: str) -> Iterator[Supervised]:
    for number, name in enumerate(_school_names(place), 1):
        code = f"S{place + 1}{number}"
        students = _CROWDED.get(name.removeprefix("示例"), 160 + _pick(code, 1300))
        yield _headed(code, name, SubjectKind.SCHOOL, group, students, "民办" in name)


def _school_names(place: int) -> Iterator[str]:
    if place < len(_CITY):
        yield from (f"示例{each}" for each in (*_CITY[place], *_CITY_MORE[place]))
    for town in _TOWN_GROUPS[place]:
        yield f"示例镇{town}中心小学"
        yield f"示例镇{town}初级中学"


def _kindergartens(place: int, group: str) -> Iterator[Supervised]:
    if place < len(_CITY_KINDERGARTENS):
        numbers = range(1, _CITY_KINDERGARTENS[place] + 1)
        names = [f"示例城区{_STEMS[place]}{_BRANCHES[each - 1]}幼儿园" for each in numbers]
    else:
        names = [f"示例镇{town}幼儿园" for town in _TOWN_GROUPS[place]]
    for number, name in enumerate(names, 1):
        code = f"K{place + 1}{number}"
        pupils = 45 + _pick(code, 240)
        yield _headed(code, name, SubjectKind.KINDERGARTEN, group, pupils, number % 3 == 0)


def _headed(
    code: str, name: str, kind: SubjectKind, group: str, pupils: int, private: bool
) -> Supervised:
    """Return a school or kindergarten whose head's five years end in one of five years from now."""
    later = _pick(code, 5)
    since, until = date(YEAR - 5 + later, 9, 1), date(YEAR + later, 8, 31)
    return Supervised(code, name, kind, group, pupils, private, since, until)
