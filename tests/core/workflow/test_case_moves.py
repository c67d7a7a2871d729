"""Cases of inspections: every state, every move, everybody, every circumstance."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations
from typing import TypeVar

import pytest

from dudao.rulebook import DeadlineKind
from dudao.workflow import (
    CASE_MOVES,
    DUE_AFTER,
    MENDING,
    STATE_WORDS,
    Actor,
    CaseState,
    Circumstance,
    Party,
    Position,
    Role,
    obstacle,
    parties_in,
    possible,
)

T = TypeVar("T")
MENDED = "rectifying notified interviewed criticised accountable"
RUNNING = f"visited reported {MENDED} handed_in insufficient"
# Move: from, to, by whom, whether words are due, and what else has to be so. Written from what the
# documents ask for, without looking at the table.
RULES = {
    "visit": ("planned visited", "visited", "team", False, ""),
    "call_off": ("planned", "cancelled", "office", True, ""),
    "report": ("visited", "reported", "team office", True, ""),
    "feed_back": ("reported", "rectifying", "office", False, ""),
    "conclude": ("reported", "closed", "office", True, ""),
    "hand_in": (MENDED, "handed_in", "subject", True, "all_proved"),
    "look_again": ("handed_in", "handed_in", "team office", False, ""),
    "pass": ("handed_in", "closed", "office", False, "looked_again"),
    "fail": ("handed_in", "insufficient", "office", True, "looked_again"),
    "lapse": (MENDED, "insufficient", "office", False, "late"),
    "urge": ("insufficient", "notified", "office", True, "not_urged"),
    "interview": ("insufficient", "interviewed", "office", True, "urged"),
    "criticise": ("insufficient", "criticised", "office", True, "interviewed"),
    "account": ("insufficient", "accountable", "office", True, "criticised"),
    "account_at_once": (RUNNING, "accountable", "office", True, ""),
    "hand_over": (RUNNING, "handed_over", "office", True, ""),
    "settle": ("handed_over", "closed", "office", True, ""),
    "open_again": ("closed", "rectifying", "office", True, ""),
}


def subsets(items: Collection[T]) -> Iterator[frozenset[T]]:
    for size in range(len(items) + 1):
        yield from map(frozenset, combinations(items, size))


CROWDS = list(subsets(list(Party)))
CIRCUMSTANCES = list(subsets(list(Circumstance)))


def fits(code: str, state: CaseState, there: Collection[str]) -> bool:
    before, _, _, _, needed = RULES[code]
    return state in before.split() and set(needed.split()) <= set(there)


def test_the_rules_tell_of_every_move_and_where_it_leads() -> None:
    assert {move.code for move in CASE_MOVES} == RULES.keys()
    for move in CASE_MOVES:
        _, after, _, words, _ = RULES[move.code]
        assert (move.after, move.comment) == (after, words), move.code


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("move", CASE_MOVES, ids=lambda move: move.code)
def test_a_move_is_possible_exactly_where_and_to_whom_the_rules_say(
    state: CaseState, move: object
) -> None:
    assert move in CASE_MOVES
    found = next(each for each in CASE_MOVES if each is move)
    by = set(RULES[found.code][2].split())
    for there in CIRCUMSTANCES:
        at = Position(state, circumstances=there)
        fitting = fits(found.code, state, there)
        for crowd in CROWDS:
            assert (obstacle(found, at, crowd) == "") == (fitting and bool(by & crowd))


@pytest.mark.parametrize("state", CaseState)
def test_what_is_possible_is_what_nothing_hinders(state: CaseState) -> None:
    everybody = frozenset(Party)
    for there in CIRCUMSTANCES:
        at = Position(state, circumstances=there)
        expected = [move for move in CASE_MOVES if fits(move.code, state, there)]
        assert list(possible(CASE_MOVES, at, everybody)) == expected


@pytest.mark.parametrize("move", CASE_MOVES, ids=lambda move: move.code)
def test_a_refusal_says_what_stands_in_the_way(move: object) -> None:
    found = next(each for each in CASE_MOVES if each is move)
    nobody: frozenset[Party] = frozenset()
    start = found.before[0]
    everything = Position(start, circumstances=frozenset(Circumstance))
    assert obstacle(found, everything, nobody).endswith(f"可以{found.label}")
    if found.needs:
        assert obstacle(found, Position(start), set(found.by)).endswith(f"不能{found.label}")
    for state in set(CaseState) - set(found.before):
        at = Position(state, circumstances=frozenset(Circumstance))
        expected = f"现为“{STATE_WORDS[state]}”,不能{found.label}"
        assert obstacle(found, at, frozenset(Party)) == expected


def reached(start: CaseState, without: Collection[str] = ()) -> set[CaseState]:
    """Return the states that moves lead to, those without some of them."""
    found, left = {start}, [start]
    while left:
        state = left.pop()
        for move in CASE_MOVES:
            after = CaseState(move.after)
            if state in move.before and move.code not in without and after not in found:
                found.add(after)
                left.append(after)
    return found


def test_every_state_is_reached_from_the_plan() -> None:
    assert reached(CaseState.PLANNED) == set(CaseState)


def test_every_case_can_be_brought_to_its_end_and_only_a_cancelled_one_stays_so() -> None:
    for state in set(CaseState) - {CaseState.CANCELLED}:
        assert CaseState.CLOSED in reached(state)
    assert reached(CaseState.CANCELLED) == {CaseState.CANCELLED}


def test_a_closed_case_moves_only_when_it_is_opened_again_with_a_reason() -> None:
    (move,) = possible(
        CASE_MOVES,
        Position(CaseState.CLOSED, circumstances=frozenset(Circumstance)),
        frozenset(Party),
    )
    assert (move.code, move.comment) == ("open_again", True)


RUNGS = {
    "urge": Circumstance.NOT_URGED,
    "interview": Circumstance.URGED,
    "criticise": Circumstance.INTERVIEWED,
    "account": Circumstance.CRITICISED,
}


@pytest.mark.parametrize("code", RUNGS)
def test_no_rung_of_the_ladder_is_climbed_before_the_one_below(code: str) -> None:
    below = frozenset(Circumstance) - {RUNGS[code]}
    at = Position(CaseState.INSUFFICIENT, circumstances=below)
    assert code not in {move.code for move in possible(CASE_MOVES, at, frozenset(Party))}


def test_the_ladder_is_left_out_only_by_direct_accountability_and_by_handing_over() -> None:
    ladder = {CaseState.NOTIFIED, CaseState.INTERVIEWED, CaseState.CRITICISED}
    around = reached(CaseState.RECTIFYING, without=(*RUNGS, "account_at_once", "hand_over"))
    assert around.isdisjoint({*ladder, CaseState.ACCOUNTABLE, CaseState.HANDED_OVER})


def test_whoever_is_inspected_can_always_hand_in_while_something_is_to_be_put_right() -> None:
    hand_in = next(move for move in CASE_MOVES if move.code == "hand_in")
    assert set(hand_in.before) == set(MENDING)
    assert {CaseState(state) for state in MENDED.split()} == set(MENDING)


def test_a_day_is_set_for_whatever_somebody_is_waited_for() -> None:
    assert DUE_AFTER.keys() <= RULES.keys()
    waiting = {RULES[code][1] for code in DUE_AFTER}
    assert waiting == {*MENDED.split(), "visited", "reported", "handed_in"}
    assert set(DUE_AFTER.values()) == set(DeadlineKind)


ROLES = {
    Role.EDITOR: Party.OFFICE,
    Role.INSPECTOR: Party.TEAM,
    Role.FILLER: Party.SUBJECT,
    Role.SCHOOL: Party.SUBJECT,
}


@pytest.mark.parametrize("role", Role)
def test_to_a_case_one_is_what_one_does_in_the_same_tenant(role: Role) -> None:
    actor = Actor("示例人员甲", role, "990001", "S1", "S1", "P1")
    expected = {ROLES[role]} if role in ROLES else set()
    assert parties_in(actor, "990001", "S1", ["P1", "P2"]) == expected
    assert parties_in(actor, "990002", "S1", ["P1", "P2"]) == frozenset()


def test_an_inspector_outside_the_team_and_another_school_are_nothing_to_a_case() -> None:
    inspector = Actor("示例人员甲", Role.INSPECTOR, "990001", person="P3")
    other = Actor("示例人员乙", Role.SCHOOL, "990001", school="S2")
    unit = Actor("示例人员丙", Role.FILLER, "990001", department="D2")
    for actor in (inspector, other, unit):
        assert parties_in(actor, "990001", "S1", ["P1"]) == frozenset()
    nameless = Actor("示例人员丁", Role.INSPECTOR, "990001")
    assert parties_in(nameless, "990001", "S1", []) == frozenset()
