"""Proposing who answers for which school."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, strategies as st

from dudao.rulebook import Staffing
from dudao.supervision import (
    Leave,
    Person,
    Proposal,
    Record,
    Roster,
    Supervised,
    is_large,
    limit_for,
    propose,
    roster_of,
)

from .book import OPENED, UNTIL, assigned, inspector, roster, school

RULE = Staffing(schools=5, per_large=1, large_from=2000, clause="示督〔2024〕1号 第四条")
DAY = OPENED.replace(month=9)


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """Return schools and inspectors of two groups, some assigned already, soundly or not."""
    groups = st.sampled_from(["east", "west"])
    schools = [
        school(f"S{number}", draw(groups), draw(st.sampled_from([None, 80, 300, 2000, 3500])))
        for number in range(draw(st.integers(0, 14)))
    ]
    codes = [each.code for each in schools]
    people = [
        inspector(f"P{number}", draw(groups), heads=draw(st.sampled_from(["", *codes])))
        for number in range(draw(st.integers(0, 7)))
    ]
    people = [
        replace(each, leaves=(Leave(OPENED, UNTIL, "病假"),)) if draw(st.booleans()) else each
        for each in people
    ]
    records: list[Record] = [*schools, *people]
    if schools and people:
        pairs = st.tuples(st.sampled_from(people), st.sampled_from(schools))
        held = draw(st.lists(pairs, max_size=12))
        records += [assigned(person.code, each.code) for person, each in held]
    return roster_of(records)


def loads(found: Proposal, there: Roster) -> dict[str, list[Supervised]]:
    own: dict[str, list[Supervised]] = {}
    for each in (*found.kept, *found.new):
        own.setdefault(each.inspector, []).append(there.supervised[each.school])
    return own


@given(rosters())
def test_no_proposal_breaks_a_limit_or_puts_anybody_where_they_may_not_be(there: Roster) -> None:
    for code, schools in loads(propose(there, RULE, DAY), there).items():
        person: Person = there.people[code]
        assert len(schools) <= limit_for(schools, RULE)
        assert person.serves(DAY)
        assert not person.on_leave(DAY)
        assert {each.code for each in schools}.isdisjoint({person.heads})
        assert {each.group for each in schools} == {person.unit}


@given(rosters())
def test_every_school_is_either_covered_or_named_with_the_reason(there: Roster) -> None:
    found = propose(there, RULE, DAY)
    covered = {each.school for each in (*found.kept, *found.new)}
    uncovered = {each.school.code for each in found.uncovered}
    assert covered | uncovered == set(there.supervised)
    assert covered & uncovered == set()
    assert all(each.reason for each in found.uncovered)


@given(rosters())
def test_once_accepted_a_proposal_proposes_nothing_more(there: Roster) -> None:
    found = propose(there, RULE, DAY)
    ended = {each.code for each in found.ended}
    kept = {code: each for code, each in there.assignments.items() if code not in ended}
    after = replace(there, assignments=kept | {each.code: each for each in found.new})
    assert not propose(after, RULE, DAY).changes


@given(st.integers(0, 12), st.integers(0, 3))
def test_with_inspectors_enough_nothing_is_left_uncovered(small: int, large: int) -> None:
    schools = [school(f"S{each}") for each in range(small)]
    schools += [school(f"L{each}", students=2500) for each in range(large)]
    people = [inspector(f"P{each}") for each in range(-(-small // 5) + large)]
    found = propose(roster(*schools, *people), RULE, DAY)
    assert found.uncovered == ()
    own = loads(found, roster(*schools, *people))
    assert sum(is_large(each, RULE) for held in own.values() for each in held) == large


def test_what_is_sound_stays_and_an_inspector_is_taken_off_the_school_they_head() -> None:
    there = roster(
        school("S1"),
        school("S2"),
        inspector("P1", heads="S2"),
        inspector("P2"),
        assigned("P1", "S1"),
        assigned("P1", "S2"),
    )
    found = propose(there, RULE, DAY)
    assert [each.code for each in found.kept] == ["P1:S1"]
    assert [(each.inspector, each.school) for each in found.new] == [("P2", "S2")]
    assert [each.code for each in found.ended] == ["P1:S2"]


def test_a_school_without_anybody_is_named() -> None:
    found = propose(roster(school("S1"), school("S2", group="")), RULE, DAY)
    assert [(each.school.code, each.reason) for each in found.uncovered] == [
        ("S2", "没有归属的责任区督导组"),
        ("S1", "督导组没有可以履职的督学"),
    ]
