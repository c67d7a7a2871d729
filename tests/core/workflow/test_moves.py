"""Every state, every move, everybody: what the table allows is what is written down here again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import pytest

from dudao.workflow import (
    ACTION_WORDS,
    CASE_MOVES,
    DUTY_MOVES,
    FINDING_MOVES,
    MOVES,
    PART_MOVES,
    PARTY_WORDS,
    PLAN_MOVES,
    STATE_WORDS,
    CaseState,
    DutyState,
    FindingState,
    Move,
    PartState,
    Party,
    PlanState,
    Position,
    Recheck,
    obstacle,
    possible,
)

# Move, from, to, by whom, whether the reason is due. Written without looking at the table.
RULES = {
    "save": ("draft handed_back", "draft", "support lead", False),
    "file": ("draft handed_back", "filed", "support lead", False),
    "take_back": ("filed", "draft", "support lead", False),
    "hand_back": ("filed", "handed_back", "lead", True),
    "submit": ("collecting returned", "submitted", "lead", False),
    "accept": ("submitted", "accepted", "collector", False),
    "return": ("submitted accepted", "returned", "collector", True),
    "assemble": ("open", "assembled", "collector", False),
    "reopen": ("assembled locked sent_back", "open", "collector", True),
    "lock": ("assembled", "locked", "collector", False),
    "send": ("locked", "sent", "collector", False),
    "send_back": ("sent reviewed", "sent_back", "reviewer", True),
    "review": ("sent", "reviewed", "reviewer", False),
    "decide": ("reviewed decided", "decided", "reviewer", True),
    "measure": ("listed active declined", "active", "owner keeper", False),
    "prove": ("active declined", "proved", "owner", True),
    "approve": ("proved", "approved", "keeper", False),
    "decline": ("proved approved", "declined", "keeper", True),
    "strike": ("approved", "struck", "keeper", False),
    "revive": ("struck", "active", "keeper", True),
    "withdraw": ("listed active declined", "withdrawn", "keeper", True),
}
OF_PART = {"save", "file", "take_back", "hand_back"}
OF_DUTY = {"submit", "accept", "return"}
OF_FINDING = {"measure", "prove", "approve", "decline", "strike", "revive", "withdraw"}
# What the rule has to say: a finding is struck off only when nothing fails or is unknown, and
# withdrawn only when no rule found it.
RULED = {"strike": (None, "passes", "gone"), "withdraw": (None,)}
STATES = (*PartState, *DutyState, *PlanState, *FindingState)
# Who has a hand in cases has none in duties and findings: see below.
OF_CASES = frozenset({Party.OFFICE, Party.TEAM, Party.SUBJECT})
PARTIES = [party for party in Party if party not in OF_CASES]
CROWDS = [
    frozenset(crowd) for size in range(len(PARTIES) + 1) for crowd in combinations(PARTIES, size)
]


def allowed(code: str, at: Position, crowd: frozenset[Party]) -> bool:
    """Say from the rules above whether a move can be made."""
    before, _, by, _ = RULES[code]
    fits = at.own in before.split() and bool(crowd & set(by.split()))
    if code in OF_FINDING:
        return fits and at.rule in RULED.get(code, (None, *Recheck))
    if code in OF_PART:
        return fits and at.duty in ("collecting", "returned") and at.plan == "open"
    return fits and (code not in OF_DUTY or at.plan == "open")


def positions() -> Iterator[Position]:
    for own in STATES:
        for duty in (None, *DutyState):
            for plan in (None, *PlanState):
                yield Position(own, duty, plan)
    for own in FindingState:
        for rule in Recheck:
            yield Position(own, rule=rule)


def test_the_rules_tell_of_every_move() -> None:
    assert MOVES.keys() == RULES.keys() | {move.code for move in CASE_MOVES}
    assert len(MOVES) == len(RULES) + len(CASE_MOVES)
    assert [{move.code for move in moves} for moves in (PART_MOVES, DUTY_MOVES)] == [
        OF_PART,
        OF_DUTY,
    ]
    assert {move.code for move in FINDING_MOVES} == OF_FINDING
    assert {move.code for move in PLAN_MOVES} == RULES.keys() - OF_PART - OF_DUTY - OF_FINDING


@pytest.mark.parametrize("code", RULES)
def test_a_move_can_be_made_exactly_where_and_by_whom_the_rules_say(code: str) -> None:
    for at in positions():
        for crowd in CROWDS:
            hindrance = obstacle(MOVES[code], at, crowd)
            assert (hindrance == "") is allowed(code, at, crowd), (at, crowd, hindrance)


@pytest.mark.parametrize("code", RULES)
def test_a_move_leads_where_the_rules_say_and_asks_for_a_reason_where_they_do(code: str) -> None:
    _, after, _, reason = RULES[code]
    assert MOVES[code].after == after
    assert MOVES[code].comment is reason
    assert type(MOVES[code].after) is type(MOVES[code].before[0])


@pytest.mark.parametrize("moves", [PART_MOVES, DUTY_MOVES, PLAN_MOVES, FINDING_MOVES])
def test_what_is_possible_is_what_nothing_hinders(moves: tuple[Move, ...]) -> None:
    for at in positions():
        for crowd in CROWDS:
            expected = [move for move in moves if allowed(move.code, at, crowd)]
            assert list(possible(moves, at, crowd)) == expected


def test_who_inspects_or_is_inspected_moves_neither_duties_nor_findings() -> None:
    others = [MOVES[code] for code in RULES]
    for at in positions():
        assert possible(others, at, OF_CASES) == ()


@pytest.mark.parametrize("plan", [plan for plan in PlanState if plan is not PlanState.OPEN])
def test_from_the_moment_the_plan_is_assembled_nothing_below_it_moves(plan: PlanState) -> None:
    for own in (*PartState, *DutyState):
        for duty in DutyState:
            at = Position(own, duty, plan)
            assert possible((*PART_MOVES, *DUTY_MOVES), at, set(Party)) == ()


@pytest.mark.parametrize("duty", [DutyState.SUBMITTED, DutyState.ACCEPTED])
def test_a_reported_duty_holds_its_parts(duty: DutyState) -> None:
    for own in PartState:
        assert possible(PART_MOVES, Position(own, duty, PlanState.OPEN), set(Party)) == ()


def test_no_state_is_a_dead_end_but_the_last() -> None:
    moves = [MOVES[code] for code in RULES]
    left = {state for move in moves for state in move.before}
    assert set(STATES) - left == {FindingState.WITHDRAWN}
    reached = {move.after for move in moves}
    # Where a duty and a finding begin.
    assert set(STATES) - reached == {DutyState.COLLECTING, FindingState.LISTED}


def test_no_two_states_share_a_value_and_each_has_words_of_its_own() -> None:
    states = (*STATES, *CaseState)
    assert max(Counter(state.value for state in states).values()) == 1
    assert set(STATE_WORDS) == set(states)
    assert len(STATE_WORDS) == len(states)
    for kind in (PartState, DutyState, PlanState, FindingState, CaseState):
        assert len({STATE_WORDS[state] for state in kind}) == len(kind)


def test_every_move_and_party_has_words() -> None:
    assert PARTY_WORDS.keys() == set(Party)
    assert MOVES.keys() <= ACTION_WORDS.keys()
    assert all(ACTION_WORDS.values())


def test_what_is_locked_above_is_named_before_who_may() -> None:
    at = Position(PartState.FILED, DutyState.SUBMITTED, PlanState.LOCKED)
    assert obstacle(MOVES["save"], at, ()) == "自评已锁定,各项任务不能再改动"
    at = Position(PartState.FILED, DutyState.SUBMITTED, PlanState.OPEN)
    assert obstacle(MOVES["save"], at, ()) == "任务已报送,不能再改动"
    at = Position(PartState.FILED, DutyState.COLLECTING, PlanState.OPEN)
    assert obstacle(MOVES["save"], at, ()) == "现为“已提交”,不能保存"
    at = Position(PartState.DRAFT, DutyState.COLLECTING, PlanState.OPEN)
    assert obstacle(MOVES["save"], at, ()) == "只有配合部门、牵头部门可以保存"
    assert obstacle(MOVES["save"], at, {Party.LEAD}) == ""


def test_work_that_was_never_begun_says_so() -> None:
    assert "自评未开始" in obstacle(MOVES["submit"], Position(DutyState.COLLECTING), set(Party))
