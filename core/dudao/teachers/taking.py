"""Turning the rows of a teacher list into teachers, and telling every fault of it at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from ..facts.entries import Entry, Fault, Place, fault_at
from ..facts.scalars import Unfit, read_code, read_figure, read_text, read_yes, shown
from ..metrics import Kind, Level, Metric, plain
from ..rulebook import MOST_YEARS, POST_LABELS, TITLE_LABELS, Post, Title, plain_name
from .columns import GRANTED, POST, SCHOOL, STARTED, TEACHER, TITLE, YEARS, years_code
from .model import Teacher

T = TypeVar("T")
_PLACES = (Post.URBAN, Post.TOWN, Post.RURAL)
_IN_VILLAGES = (Post.VILLAGE, Post.POINT)
_OTHER_POSTS = {
    Post.URBAN: ("城市", "县城", "市区"),
    Post.TOWN: ("镇", "乡镇", "城镇"),
    Post.RURAL: ("农村", "村"),
    Post.VILLAGE: ("村小", "村级小学"),
    Post.SPECIAL: ("特教学校", "特殊教育", "特教"),
    Post.WEAK: ("薄弱", "薄弱校"),
}
_OTHER_TITLES = {
    Title.FULL_SENIOR: ("正高级教师", "正高"),
    Title.SENIOR: ("高级教师", "副高级", "副高"),
    Title.FIRST: ("一级教师",),
    Title.SECOND: ("二级教师",),
    Title.THIRD: ("三级教师",),
}
_NO_TITLE = ("无", "不申报", "未申报")
# Two to four Chinese characters, or the number of an identity card.
_PERSON = re.compile(r"[\u4e00-\u9fff·]{2,4}|\d{17}[\dXx]", re.ASCII)
_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?[年月日]?", re.ASCII)


@dataclass(frozen=True, slots=True)
class TeacherRows:
    """A list as its file has it: the columns it has, and each row's entries by column."""

    place: Place
    columns: frozenset[str]
    rows: tuple[Mapping[str, Entry], ...]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class TeacherList:
    """The teachers of a list and every fault; whoever has one is left out."""

    columns: frozenset[str]
    teachers: tuple[Teacher, ...]
    problems: tuple[Fault, ...]


def take_teachers(listed: TeacherRows, as_of: date) -> TeacherList:
    """Return the teachers of a list as of a day."""
    taking = _Taking(as_of)
    teachers = [teacher for row in listed.rows if (teacher := taking.teacher(row))]
    faults = [*listed.faults, *taking.faults]
    if not listed.rows and not faults:
        faults.append(fault_at(listed.place, "名单是空的,没有一位教师", "每位教师填一行"))
    return TeacherList(listed.columns, tuple(teachers), tuple(dict.fromkeys(faults)))


class _Taking:
    """One list being taken: the faults so far, and where each number stood first."""

    def __init__(self, as_of: date) -> None:
        self.faults: list[Fault] = []
        self._as_of = as_of
        self._first: dict[str, Place] = {}

    def teacher(self, row: Mapping[str, Entry]) -> Teacher | None:
        """Return the teacher of a row, None with a fault noted."""
        before = len(self.faults)
        code = self._code(row)
        started = self._read(row, STARTED, lambda value: _started(value, self._as_of))
        teacher = Teacher(
            code or "",
            self._read(row, SCHOOL, read_text) or "",
            self._read(row, POST, _posts) or frozenset(),
            self._read(row, TITLE, _title),
            started,
            dict(self._years(row)),
            dict(self._granted(row)),
        )
        self.faults += self._contradictions(row, teacher)
        return teacher if len(self.faults) == before else None

    def _read(self, row: Mapping[str, Entry], column: str, reader: Callable[[Any], T]) -> T | None:
        entry = row.get(column)
        if entry is None or entry.value is None:
            return None
        try:
            return entry.read(reader)
        except Unfit as unfit:
            self.faults.append(entry.fault(unfit))
            return None

    def _code(self, row: Mapping[str, Entry]) -> str | None:
        entry = row[TEACHER]
        if entry.value is None:
            self.faults.append(fault_at(entry.place, "没有工号", "每位教师一个工号或编号"))
            return None
        if _tells_person(entry.value):
            # Not repeated in the message: it is what shall not be in the list.
            self.faults.append(fault_at(entry.place, "像是姓名或身份证号", "请改填工号或编号"))
            return None
        code = self._read(row, TEACHER, read_code)
        if code in self._first:
            what = f"工号 {shown(code)} 重复,已用于 {self._first[code].spot}"
            self.faults.append(fault_at(entry.place, what, "每位教师只留一行", shown(code)))
        elif code:
            self._first[code] = entry.place
        return code

    def _years(self, row: Mapping[str, Entry]) -> Iterator[tuple[str, Decimal]]:
        for column in YEARS.values():
            found = self._read(row, column.code, _READERS[column.code])
            if found is not None:
                yield column.code, found

    def _granted(self, row: Mapping[str, Entry]) -> Iterator[tuple[str, bool]]:
        for column in row:
            if column.startswith(GRANTED):
                # Nothing written under such a header means that it is not granted.
                yield column.removeprefix(GRANTED), self._read(row, column, read_yes) or False

    def _contradictions(self, row: Mapping[str, Entry], teacher: Teacher) -> Iterator[Fault]:
        """Yield the years that cannot be: more than since the start, or unbroken than in all."""
        most = teacher.most_years(self._as_of)
        for (served, unbroken), column in YEARS.items():
            years = teacher.years.get(column.code)
            if years is None:
                continue
            place, found = row[column.code].place, plain(years)
            whole = teacher.years.get(years_code(served, False))
            if most is not None and years > most:
                assert teacher.started is not None
                what = f"有 {found} 年,而 {teacher.started:%Y-%m} 起参加工作,至多 {most} 年"
                yield fault_at(place, what, "请核对年数和参加工作年份", found)
            elif unbroken and whole is not None and years > whole:
                what = f"连续 {found} 年,多于合计的 {plain(whole)} 年"
                yield fault_at(place, what, "连续年数不会超过合计年数", found)


def _tells_person(value: object) -> bool:
    return bool(_PERSON.fullmatch("".join(str(value).split())))


def _reader(head: str) -> Callable[[Any], Decimal]:
    metric = Metric(
        code="years", label=head, unit="年", level=Level.SCHOOL, kind=Kind.AMOUNT, form="teachers"
    )

    def read(value: Any) -> Decimal:
        years = Decimal(metric.exact(read_figure(metric, value)))
        if years >= MOST_YEARS:
            raise Unfit(f"{plain(years)} 年不可能", f"应不小于 0、小于 {MOST_YEARS}")
        return years

    return read


_READERS = {column.code: _reader(column.head) for column in YEARS.values()}


def _started(value: Any, as_of: date) -> date:
    """Return the earliest day that a written year, month or day may mean. Raises Unfit."""
    expected = "应为年份或年月,如 1998 或 1998-08"
    # 1998.1 as a number may have been 1998.10 once.
    text = value.isoformat()[:10] if isinstance(value, date) else str(value).strip()
    found = None if isinstance(value, Decimal) else _DAY.fullmatch(text)
    if not found:
        raise Unfit(f"“{shown(value)}”不是年份", expected)
    try:
        day = date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        raise Unfit(f"“{shown(value)}”不是日期", expected) from None
    if not as_of.year - MOST_YEARS < day.year or day > as_of:
        raise Unfit(
            f"{shown(text)} 不可能", f"应在 {as_of.year - MOST_YEARS + 1} 年至 {as_of} 之间"
        )
    return day


def _words(labels: Mapping[T, str], others: Mapping[T, Iterable[str]]) -> dict[str, T]:
    words = {str(word): word for word in labels}
    words |= {label: word for word, label in labels.items()}
    return words | {other: word for word, more in others.items() for other in more}


_POST_WORDS = _words(POST_LABELS, _OTHER_POSTS)
_TITLE_WORDS = _words(TITLE_LABELS, _OTHER_TITLES)


def _posts(value: Any) -> frozenset[Post]:
    """Return the words about a school; it has to be told where it stands. Raises Unfit."""
    written = [str(each) for each in value] if isinstance(value, list) else [read_text(value)]
    folded = unicodedata.normalize("NFKC", "、".join(written))
    words = [word for word in re.split(r"[、,;/\s]+", folded) if word]
    for word in words:
        if word not in _POST_WORDS:
            raise Unfit(
                f"不认识的学校类别“{shown(word)}”", f"可选:{'、'.join(POST_LABELS.values())}"
            )
    posts = {_POST_WORDS[word] for word in words}
    places = [POST_LABELS[place] for place in _PLACES if place in posts]
    if len(places) > 1:
        raise Unfit(f"同时写了{'和'.join(places)}", "只能写一处")
    if not places:
        if not posts & {*_IN_VILLAGES}:
            raise Unfit("没有写明学校在城区、镇区还是乡村", "请补上,如“镇区、薄弱学校”")
        posts.add(Post.RURAL)
    return frozenset(posts)


def _title(value: Any) -> Title | None:
    """Return the title applied for, None where the list says that there is none. Raises Unfit."""
    text = plain_name(read_text(value))
    if text in _NO_TITLE:
        return None
    if text not in _TITLE_WORDS:
        raise Unfit(f"不认识的职称“{shown(value)}”", f"可选:{'、'.join(TITLE_LABELS.values())}")
    return _TITLE_WORDS[text]
