"""The ledger follows its gaps: it opens, looks again, brings back what returns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, strategies as st
from tests.core.ledger.county import STEP_1, STEP_2, carried, class_key, compared, roll, year

from dudao.ledger import Finding
from dudao.workflow import FindingState, Recheck

DAY = date(2023, 1, 10)


def ledger(*years: tuple[int, dict[str, int]]) -> list[Finding]:
    """Return the ledger after these years of one school's classes."""
    found: list[Finding] = []
    before = None
    for period, classes in years:
        facts = year(period, roll("S1", **classes))
        found = carried(found, compared(found, facts, before), date(period, 12, 31))
        before = facts
    return found


def struck(findings: list[Finding]) -> list[Finding]:
    return [replace(each, state=FindingState.STRUCK, struck=DAY) for each in findings]


def test_gaps_open_findings_once() -> None:
    facts = year(2022, roll("S1", c3_1=56))
    [finding] = carried([], compared([], facts), DAY)
    assert (finding.number, finding.state, finding.rule) == (1, "listed", "fails")
    assert (finding.period, finding.opened, finding.deadline) == ("2022", DAY, STEP_1)
    again = compared([finding], facts)
    assert (again.opened, again.returned, again.checked) == ((), (), ())


def test_a_finding_passes_on_newer_figures_and_stays_until_it_is_struck_off() -> None:
    [finding] = ledger((2022, {"c3_1": 56}), (2023, {"c4_1": 45}))
    assert finding.is_open
    assert finding.checked is not None
    assert (finding.rule, finding.checked.value, finding.checked.period) == (
        "passes",
        "45 人",
        "2023",
    )


def test_a_finding_that_was_struck_off_comes_back_with_its_gap() -> None:
    closed = struck(ledger((2022, {"c3_1": 56})))
    back = compared(closed, year(2023, roll("S1", c4_1=57)))
    [finding] = back.returned
    assert (finding.state, finding.returns, finding.struck) == ("active", 1, None)
    assert finding.gap.value == "57 人"
    assert back.opened == ()


def test_a_finding_that_was_struck_off_stays_so_while_its_gap_is_away() -> None:
    closed = struck(ledger((2022, {"c3_1": 56})))
    changes = compared(closed, year(2023, roll("S1", c4_1=45)))
    assert (changes.opened, changes.returned, changes.checked) == ((), (), ())


def test_the_second_step_is_not_asked_for_while_the_first_is_missed() -> None:
    [first] = ledger((2022, {"c3_1": 60}), (2023, {"c4_1": 58}))
    assert first.key == class_key("2020-1")


def test_when_the_first_step_is_reached_the_second_opens_beside_it() -> None:
    first, second = ledger((2022, {"c3_1": 60}), (2023, {"c4_1": 50}))
    assert (first.rule, second.rule) == (Recheck.PASSES, Recheck.FAILS)
    assert (second.key.step, second.deadline) == (STEP_2, STEP_2)


def test_missing_the_second_step_does_not_bring_back_a_finding_of_the_first() -> None:
    first, second = ledger((2022, {"c3_1": 60}), (2023, {"c4_1": 50}))
    changes = compared([*struck([first]), second], year(2024, roll("S1", c5_1=50)))
    assert changes.returned == ()
    assert changes.opened == ()


def test_a_finding_of_the_first_step_passes_when_only_the_second_is_missed() -> None:
    first, second = ledger((2022, {"c3_1": 60}), (2024, {"c5_1": 50}))
    assert (first.key.step, first.rule) == (STEP_1, Recheck.PASSES)
    assert (second.key.step, second.rule) == (STEP_2, Recheck.FAILS)


def test_what_was_struck_off_for_the_first_step_returns_when_that_is_missed_again() -> None:
    first, second = ledger((2022, {"c3_1": 60}), (2023, {"c4_1": 50}))
    changes = compared([*struck([first]), second], year(2024, roll("S1", c5_1=57)))
    [back] = changes.returned
    assert (back.key.step, back.gap.value, back.deadline) == (STEP_1, "57 人", None)
    assert changes.opened == ()


def test_a_class_that_grows_over_the_step_in_force_opens_beside_one_of_the_step_ahead() -> None:
    ahead, now = ledger((2022, {"c3_1": 50}), (2023, {"c4_1": 58}))
    assert (ahead.key.step, now.key.step) == (STEP_2, STEP_1)
    assert now.gap.is_new


def test_a_withdrawn_finding_is_not_opened_again() -> None:
    [finding] = ledger((2022, {"c3_1": 56}))
    gone = replace(finding, state=FindingState.WITHDRAWN)
    assert compared([gone], year(2022, roll("S1", c3_1=56))).opened == ()


@given(sizes=st.lists(st.lists(st.integers(1, 70), min_size=3, max_size=3), min_size=1, max_size=4))
def test_every_gap_of_the_latest_year_has_an_open_finding(sizes: list[list[int]]) -> None:
    years = [
        (2021 + index, {f"c{1 + index}_{number}": size for number, size in enumerate(each, 1)})
        for index, each in enumerate(sizes)
    ]
    found = ledger(*years)
    last = {f"2021-{number}": size for number, size in enumerate(sizes[-1], 1)}
    limit = 45 if 2021 + len(sizes) - 1 >= 2022 else 55
    failing = {each.key.item for each in found if each.is_open and each.rule is Recheck.FAILS}
    assert failing == {item for item, size in last.items() if size > limit}
    keys = [each.key for each in found]
    assert len(keys) == len(set(keys))
