"""At least k of n: against a reference that tries every completion of what is unknown."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, strategies as st
from tests.core.build import BASIS, at_least, book, county, indicator, run, verdict_of

from dudao.evaluate import State, Verdict
from dudao.rulebook import RuleBook

DAY = date(2021, 1, 1)
UNTIL = (date(2022, 9, 30), date(2023, 9, 30))
# How a member may stand: its figure, and where it is judged at all.
LEVELS = {
    "met": 100,
    "near": 85,  # exactly at 85% of its limit
    "low": 84,
    "relaxed near": 86,  # met under a relaxation, its own value above the floor
    "relaxed low": 50,
    "unknown": None,
    "absent": 100,
}
METRICS = (
    "primary_retention",
    "junior_retention",
    "nine_year_retention",
    "zoned_admission_primary",
    "zoned_admission_junior",
    "standardised_schools_share",
    "public_kindergarten_share",
)
stands = st.sampled_from(list(LEVELS))


def member(position: int, standing: str) -> dict[str, Any]:
    """Return a member indicator of at least 100 that stands as wanted."""
    relaxation = {
        "code": f"M{position}.lighter",
        "title": f"放宽{position}",
        "until": UNTIL[position % 2],
        "when": {},
        "limit": LEVELS[standing],
        "clause": f"{BASIS} 放宽",
    }
    since = {"since": date(2030, 1, 1)} if standing == "absent" else {}
    return indicator(
        f"M{position}",
        {"kind": "value", "metric": METRICS[position]},
        at_least(100, **since),
        relaxations=[relaxation] if standing.startswith("relaxed") else [],
        counts=False,
    )


def rule(standings: tuple[str, ...], **of: Any) -> RuleBook:
    """Return a book with a k-of-n rule over members that stand as given."""
    members = [member(position, standing) for position, standing in enumerate(standings)]
    codes = [each["code"] for each in members]
    return book(*members, indicator("R", {"kind": "k_of_n", "of": codes, **of}))


def judged(standings: tuple[str, ...], **of: Any) -> Verdict:
    """Return the verdict on a k-of-n rule over members that stand as given."""
    figures: dict[str, Any] = {
        METRICS[position]: LEVELS[standing] for position, standing in enumerate(standings)
    }
    return verdict_of(run(rule(standings, **of), county(**figures), day=DAY), "R")


def decided(standings: tuple[str, ...], needed: int, floor: bool) -> State:
    """Return the state of a rule whose members are all known: counted by hand."""
    met = sum(each in ("met", "relaxed near", "relaxed low") for each in standings)
    sunk = floor and "low" in standings
    if met < needed or sunk:
        return State.NOT_MET
    strictly = standings.count("met")
    sunk_strictly = floor and "relaxed low" in standings
    return State.MET if strictly >= needed and not sunk_strictly else State.MET_RELAXED


def reference(standings: tuple[str, ...], k: int | None, floor: bool) -> State:
    """Return the state on which all completions of the unknown members agree."""
    present = tuple(each for each in standings if each != "absent")
    if not present:
        return State.NOT_APPLICABLE
    needed = max((k or len(standings)) - (len(standings) - len(present)), 0)
    choices = [("met", "near", "low") if each == "unknown" else (each,) for each in present]
    found = {decided(each, needed, floor) for each in product(*choices)}
    if found == {State.MET, State.MET_RELAXED}:
        return State.MET_RELAXED
    return found.pop() if len(found) == 1 else State.NO_DATA


@given(st.lists(stands, min_size=7, max_size=7).map(tuple))
def test_six_of_seven_with_a_floor_is_decided_as_by_trying_everything(
    standings: tuple[str, ...],
) -> None:
    assert judged(standings, k=6, floor="0.85").state is reference(standings, 6, floor=True)


@pytest.mark.parametrize("k", [None, 1, 2, 3])
@pytest.mark.parametrize("floor", [None, "0.85"])
def test_every_combination_of_three_members(k: int | None, floor: str | None) -> None:
    for standings in product(LEVELS, repeat=3):
        state = judged(standings, k=k, floor=floor).state
        assert state is reference(standings, k, floor is not None), standings


@given(
    st.lists(stands, min_size=7, max_size=7),
    st.integers(0, 6),
    st.sampled_from(["met", "relaxed near", "near"]),
)
def test_a_member_that_gets_better_never_lowers_the_rule(
    standings: list[str], position: int, better: str
) -> None:
    order = [State.NOT_MET, State.NO_DATA, State.MET_RELAXED, State.MET]
    rank = {"low": 0, "near": 1, "relaxed near": 2, "met": 3}
    before = judged(tuple(standings), k=6, floor="0.85").state
    if rank.get(standings[position], 9) > rank[better]:
        return
    standings[position] = better
    after = judged(tuple(standings), k=6, floor="0.85").state
    assert before is State.NOT_APPLICABLE or order.index(after) >= order.index(before)


@pytest.mark.parametrize(
    ("standings", "value", "limit", "state"),
    [
        (("met",) * 6 + ("near",), "6", "6", State.MET),
        (("met",) * 6 + ("low",), "6", "6", State.NOT_MET),
        (("met",) * 5 + ("near",) * 2, "5", "6", State.NOT_MET),
        (("met",) * 6 + ("unknown",), None, "6", State.NO_DATA),
        (("met",) * 4 + ("unknown",) * 2 + ("low",), "4", "6", State.NOT_MET),
        (("met",) * 5 + ("near", "absent"), "5", "5", State.MET),
        (("absent",) * 7, None, None, State.NOT_APPLICABLE),
    ],
)
def test_the_rule_shows_how_many_are_met_and_how_many_are_needed(
    standings: tuple[str, ...], value: str | None, limit: str | None, state: State
) -> None:
    verdict = judged(standings, k=6, floor="0.85")
    assert (verdict.value, verdict.limit, verdict.state) == (value, limit, state)
    assert verdict.printed_limit == (f"≥ {limit} 项" if limit else "—")


def test_a_rule_met_under_relaxations_lasts_as_long_as_the_shortest_of_them() -> None:
    verdict = judged(("relaxed near", "relaxed near", "met"))
    assert verdict.state is State.MET_RELAXED
    assert verdict.until == UNTIL[0]
    assert verdict.relaxation == "放宽0、放宽1"


def test_a_rule_of_rules_passes_states_upwards() -> None:
    members = [member(0, "met"), member(1, "met"), member(2, "relaxed near")]
    rules = book(
        *members,
        indicator("inner", {"kind": "k_of_n", "of": ["M0", "M2"]}, counts=False),
        indicator("outer", {"kind": "k_of_n", "of": ["inner", "M1"]}),
    )
    figures: dict[str, Any] = dict.fromkeys(METRICS[:2], 100)
    found = run(rules, county(**figures, nine_year_retention=86), day=DAY)
    assert verdict_of(found, "inner").state is State.MET_RELAXED
    outer = verdict_of(found, "outer")
    assert (outer.state, outer.until, outer.relaxation) == (State.MET_RELAXED, UNTIL[0], "放宽2")


def test_rules_may_stand_before_the_members_they_are_made_of() -> None:
    rules = book(
        indicator("R", {"kind": "k_of_n", "of": ["M0", "M1"]}), member(0, "met"), member(1, "met")
    )
    found = run(rules, county(primary_retention=100, junior_retention=99), day=DAY)
    assert verdict_of(found, "R").state is State.NOT_MET
