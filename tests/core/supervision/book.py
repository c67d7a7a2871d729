"""A supervision system of no real county: its book, its plugin, its roster, in a line each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from dudao.hookspecs import impl
from dudao.plugins import GROUP, Plugins
from dudao.rulebook import BookFile, RuleBook, SubjectKind, read_book
from dudao.supervision import (
    Assignment,
    Expert,
    Liaison,
    Meeting,
    Person,
    PersonKind,
    Record,
    Roster,
    Supervised,
    assignment_code,
    roster_of,
)

FILE = BookFile("shidu.toml", Path(__file__).with_name("shidu.toml").read_text(encoding="utf-8"))
BOOK = "shidu.supervision"
OPENED = date(2024, 1, 1)
UNTIL = date(2026, 12, 31)


@impl
def dudao_rulebooks() -> Iterable[BookFile]:
    """Ship the book, as a plugin would."""
    return (FILE,)


def entries(*_: object, **__: object) -> list[EntryPoint]:
    """Return the plugins installed and this one beside them."""
    return [*entry_points(group=GROUP), EntryPoint("shidu", __name__, GROUP)]


def plugins() -> Plugins:
    """Return the plugins installed and this one beside them."""
    return Plugins(entries())


def rules(**changes: Any) -> RuleBook:
    """Return the book; changes are of its keys."""
    return read_book(FILE).model_copy(update=changes)


def school(
    code: str,
    group: str = "east",
    students: int | None = 300,
    kind: SubjectKind = SubjectKind.SCHOOL,
    term: tuple[date, date] | None = (date(2022, 9, 1), date(2027, 8, 31)),
    **changes: Any,
) -> Supervised:
    """Return a school; `term` is its head's."""
    since, until = term or (None, None)
    changes |= {"term_since": since, "term_until": until}
    return Supervised(code, f"示例学校{code}", kind, group, students, **changes)


def body(code: str, kind: SubjectKind = SubjectKind.TOWNSHIP, **changes: Any) -> Supervised:
    """Return a township, or a department."""
    return Supervised(code, f"示例单位{code}", kind, **changes)


def inspector(
    code: str, unit: str = "east", kind: PersonKind = PersonKind.SCHOOL, **changes: Any
) -> Person:
    """Return somebody of the roster, appointed for three years."""
    given = {"since": OPENED, "until": UNTIL} | changes
    return Person(code, f"示例人员{code}", kind, unit, **given)


def assigned(
    inspector: str, school: str, since: date = OPENED, until: date | None = None
) -> Assignment:
    """Return that an inspector answers for a school."""
    return Assignment(assignment_code(inspector, school), inspector, school, since, until)


def roster(*records: Record) -> Roster:
    """Return a roster of these records."""
    return roster_of(records)


def whole_records() -> tuple[Record, ...]:
    """Return the records of a small county to which nothing is lacking."""
    return (
        school("S1"),
        school("S2"),
        school("S3", students=2500),
        school("S4", "west"),
        school("K1", "west", 90, SubjectKind.KINDERGARTEN),
        body("T1"),
        body("D1", SubjectKind.DEPARTMENT),
        inspector("P0", "office", PersonKind.STAFF, full_time=True),
        inspector("P1"),
        inspector("P2"),
        inspector("P3", "west"),
        inspector("P4", "office", PersonKind.GOVERNMENT, sent_by="finance"),
        assigned("P1", "S1"),
        assigned("P1", "S2"),
        assigned("P2", "S3"),
        assigned("P3", "S4"),
        assigned("P3", "K1"),
        Expert("E1", "示例专家一", ("preschool", "compulsory")),
        Liaison("finance", "示例人员己"),
        Liaison("education", "示例人员庚"),
        Liaison("health", "示例人员辛"),
        Meeting("M1", date(2026, 3, 5), "第一次全体会议", ("finance", "education", "health")),
    )
