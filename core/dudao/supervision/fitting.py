"""Whether a roster fits its book and itself: every code known, no days the wrong way round."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from datetime import date

from ..errors import Problem
from ..rulebook import RuleBook
from .records import RECORD_WORDS, assignment_code, kind_of
from .roster import (
    Assignment,
    Expert,
    HeadTerm,
    Leave,
    Liaison,
    Meeting,
    Person,
    PersonKind,
    Record,
    Roster,
    Supervised,
)
from .units import groups_of, members_of, supervision_of

LONGEST_NAME = 60


def misfits(rules: RuleBook, roster: Roster, today: date) -> Iterator[Problem]:
    """Yield every fault of a roster under a book: where, what, what to do.

    An assignment that had ended before `today` may be to a school that its inspector heads now.
    """
    fitting = _Fitting(rules, roster, today)
    for records in (
        roster.supervised,
        roster.people,
        roster.assignments,
        roster.experts,
        roster.liaisons,
        roster.meetings,
    ):
        for record in records.values():
            yield from fitting.of(record)


class _Fitting:
    def __init__(self, rules: RuleBook, roster: Roster, today: date) -> None:
        self._roster = roster
        self._today = today
        self._groups = groups_of(rules)
        self._members = members_of(rules)
        self._units = {unit.code for unit in rules.organisation}
        self._fields = {field.code for field in supervision_of(rules).fields}

    def of(self, record: Record) -> Iterator[Problem]:
        """Yield the faults of one record."""
        where = f"{RECORD_WORDS[kind_of(record)]} {record.code}"
        name = getattr(record, "name", None)
        if not record.code.strip():
            yield Problem(where, "没有代码", "请填写代码")
        if name is not None and not 0 < len(name.strip()) <= LONGEST_NAME:
            yield Problem(where, "没有名称或太长", f"请填写,不超过 {LONGEST_NAME} 字")
        match record:
            case Supervised():
                yield from self._supervised(record, where)
            case Person():
                yield from self._person(record, where)
            case Assignment():
                yield from self._assignment(record, where)
            case Expert():
                yield from _unknown(record.fields, self._fields, where, "专家领域")
            case Liaison():
                yield from _unknown([record.code], self._members, where, "成员单位")
            case Meeting():
                yield from _unknown(record.units, self._members, where, "成员单位")

    def _supervised(self, record: Supervised, where: str) -> Iterator[Problem]:
        if record.group:
            yield from _unknown([record.group], self._groups, where, "督导组")
        if (record.term_since is None) != (record.term_until is None):
            yield Problem(where, "任期只填了一端", "请填写任期的起止日期")
        if record.students is not None and record.students < 0:
            yield Problem(where, f"学生数 {record.students} 是负数", "请填写不小于 0 的整数")
        for term in record.terms:
            yield from _reversed(term, where, "任期")

    def _person(self, record: Person, where: str) -> Iterator[Problem]:
        yield from _unknown([record.unit], self._units, where, "机构")
        if record.sent_by:
            yield from _unknown([record.sent_by], self._members, where, "成员单位")
        if record.heads:
            yield from _unknown([record.heads], self._roster.supervised, where, "学校")
        yield from _reversed(record, where, "聘期")
        for leave in record.leaves:
            yield from _reversed(leave, where, "离岗日期")

    def _assignment(self, record: Assignment, where: str) -> Iterator[Problem]:
        if record.code != assignment_code(record.inspector, record.school):
            wanted = assignment_code(record.inspector, record.school)
            yield Problem(where, "代码不是“督学:学校”", f"应为 {wanted}")
        yield from _unknown([record.inspector], self._roster.people, where, "人员")
        yield from _unknown([record.school], self._roster.supervised, where, "学校")
        if record.until is not None and record.until < record.since:
            yield Problem(where, f"止于 {record.until},早于起始", "请核对日期")
        person = self._roster.people.get(record.inspector)
        school = self._roster.supervised.get(record.school)
        has_ended = record.until is not None and record.until < self._today
        if person and person.heads == record.school and not has_ended:
            yield Problem(where, f"{person.name}是该校负责人,不能督导本校", "请指定其他督学")
        if person and person.kind is not PersonKind.SCHOOL:
            yield Problem(where, f"{person.name}不是督学", "请指定督学")
        if school and not school.is_school:
            yield Problem(where, f"{school.name}不是学校", "只有学校和幼儿园挂牌督导")


def _unknown(
    codes: Iterable[str], known: Container[str], where: str, what: str
) -> Iterator[Problem]:
    for code in codes:
        if code not in known:
            yield Problem(where, f"没有{what} {code}", "请核对代码")


def _reversed(span: HeadTerm | Person | Leave, where: str, what: str) -> Iterator[Problem]:
    if span.until < span.since:
        yield Problem(where, f"{what}止于 {span.until},早于起始 {span.since}", "请核对日期")
