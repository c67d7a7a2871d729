"""What a roster lacks on a day, held against the book: where, what, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ..rulebook import RuleBook
from .roster import Assignment, PersonKind, Roster
from .staffing import Coverage, coverage, limit_for, serving
from .units import groups_of, members_of, supervision_of, unit_name


class LackKind(StrEnum):
    """What kind of thing a roster lacks."""

    NO_GROUP = "no_group"
    UNCOVERED = "uncovered"
    SHARED = "shared"
    OVERLOADED = "overloaded"
    HEADED = "headed"
    OTHER_GROUP = "other_group"
    NOT_SERVING = "not_serving"
    NOT_OF_SCHOOLS = "not_of_schools"
    UNSTAFFED = "unstaffed"
    TOO_FEW = "too_few"
    NO_LIAISON = "no_liaison"
    NO_EXPERT = "no_expert"
    NO_STAFF = "no_staff"
    NO_STUDENTS = "no_students"
    NO_TERM = "no_term"


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that a roster lacks: where, what, and what to do; `code` is that of the place.

    `count` is how many are lacking.
    """

    kind: LackKind
    code: str
    where: str
    what: str
    advice: str
    count: int = 1


def lacks_of(rules: RuleBook, roster: Roster, day: date) -> tuple[Lack, ...]:
    """Return what a roster lacks on a day: what concerns schools first, then units."""
    found = coverage(rules, roster, day)
    return (
        *_of_schools(found, rules),
        *_of_inspectors(found, roster),
        *_of_assignments(roster, rules, day),
        *_of_groups(found),
        *_of_units(rules, roster, day),
        *_of_records(found),
    )


def _of_schools(found: Coverage, rules: RuleBook) -> Iterator[Lack]:
    groups, few = groups_of(rules), found.rule.per_large
    for each in found.schools:
        if each.group not in groups:
            what = "没有归属的责任区督导组"
            yield Lack(LackKind.NO_GROUP, each.code, each.name, what, "请在督导对象中指定督导组")
    for each in found.uncovered:
        what = "没有责任督学"
        yield Lack(LackKind.UNCOVERED, each.code, each.name, what, "请为其指定督学,或采用系统建议")
    for each in found.shared:
        what = f"学生 {each.students} 人,责任督学还负责其他学校"
        advice = f"请指定只负责 {few} 所的督学"
        yield Lack(LackKind.SHARED, each.code, each.name, what, advice)


def _of_inspectors(found: Coverage, roster: Roster) -> Iterator[Lack]:
    for code, schools in found.by_inspector.items():
        most = limit_for((roster.supervised[each] for each in schools), found.rule)
        # Who has few too many because one of them is large is told of with that school.
        if (over := len(schools) - found.rule.schools) > 0 and len(schools) > most:
            what = f"负责 {len(schools)} 所学校,超出 {found.rule.schools} 所"
            advice = f"请将其中 {over} 所改由他人负责"
            yield Lack(LackKind.OVERLOADED, code, roster.people[code].name, what, advice, over)


def _of_assignments(roster: Roster, rules: RuleBook, day: date) -> Iterator[Lack]:
    for code in sorted(roster.assignments):
        assignment = roster.assignments[code]
        school = roster.supervised.get(assignment.school)
        if assignment.holds(day) and (school is None or school.stands(day)):
            told = _amiss(assignment, roster, rules, day)
            if told:
                name = school.name if school else assignment.school
                kind, what = told
                yield Lack(kind, code, name, what, "请改由其他督学负责")


def _amiss(
    assignment: Assignment, roster: Roster, rules: RuleBook, day: date
) -> tuple[LackKind, str] | None:
    """Return what is wrong with an assignment that is in force, if anything."""
    person = roster.people.get(assignment.inspector)
    school = roster.supervised.get(assignment.school)
    if person is None:
        return LackKind.NOT_SERVING, f"责任督学 {assignment.inspector} 不在名册中"
    if person.kind is not PersonKind.SCHOOL:
        return LackKind.NOT_OF_SCHOOLS, f"{person.name}不是督学,不能负责学校"
    if not person.serves(day):
        return LackKind.NOT_SERVING, f"责任督学{person.name}在 {day} 没有聘任"
    if person.heads == assignment.school:
        return LackKind.HEADED, f"责任督学{person.name}是本校负责人"
    if school is not None and school.group and person.unit != school.group:
        where = f"{unit_name(rules, person.unit)},学校属{unit_name(rules, school.group)}"
        return LackKind.OTHER_GROUP, f"责任督学{person.name}属{where}"
    return None


def _of_groups(found: Coverage) -> Iterator[Lack]:
    for group in found.groups:
        if not group.inspectors:
            what = "没有在聘督学"
            advice = f"请至少聘任 {max(1, group.needed)} 人"
            yield Lack(LackKind.UNSTAFFED, group.code, group.name, what, advice, group.needed or 1)
        elif group.lacking:
            what = f"{len(group.schools)} 所学校需要 {group.needed} 名督学,在聘 {len(group.inspectors)} 名"
            advice = f"还需聘任 {group.lacking} 名"
            yield Lack(LackKind.TOO_FEW, group.code, group.name, what, advice, group.lacking)


def _of_units(rules: RuleBook, roster: Roster, day: date) -> Iterator[Lack]:
    for code, unit in members_of(rules).items():
        if code not in roster.liaisons:
            yield Lack(LackKind.NO_LIAISON, code, unit.name, "没有联络员", "请明确 1 名联络员")
    covered = {code for expert in roster.experts.values() for code in expert.fields}
    system = supervision_of(rules)
    for field in system.fields:
        if field.code not in covered:
            what = "专家库没有这一领域的专家"
            yield Lack(LackKind.NO_EXPERT, field.code, field.title, what, "请至少遴选 1 名")
    if not serving(roster, PersonKind.STAFF, day):
        name = unit_name(rules, system.office)
        yield Lack(LackKind.NO_STAFF, system.office, name, "没有工作人员", "请登记专兼职工作人员")


def _of_records(found: Coverage) -> Iterator[Lack]:
    for each in found.schools:
        if each.students is None:
            what = "没有填写学生数,不能判断是否须专配督学"
            yield Lack(LackKind.NO_STUDENTS, each.code, each.name, what, "请填写学生数")
        if not each.terms:
            what = "没有填写校(园)长任期"
            yield Lack(LackKind.NO_TERM, each.code, each.name, what, "请填写任期起止日期")
