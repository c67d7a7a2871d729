"""Which grades a county may still have: closed by what is known, never by what is missing."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from dudao.api import FactSet, Plugins, RuleBook
from dudao.evaluate import State, evaluate
from dudao.exchange import read_facts_json
from dudao.grading import Grade, grade, standings

DAY = date(2018, 12, 31)
GRADES = ("优秀", "合格", "不合格")
STAGES = ("kindergarten", "primary", "junior", "senior")
Figures = dict[str, object]
# A county to which none of the twelve conditions applies.
SOUND: Figures = {
    "gangcha.target_letter_missed": False,
    "gangcha.large_class_plan": True,
    "gangcha.weak_school_plan": True,
    "gangcha.heating_plan": True,
    "gangcha.balance_plan": True,
    "gangcha.other_plans": True,
    "gangcha.monitoring_low": False,
    "gangcha.fraud": False,
    "gangcha.deviation": False,
    "gangcha.core_targets_missed": False,
    "gangcha.unrest_events": 0,
    "gangcha.accidents": 0,
    "gangcha.misconduct_cases": 0,
    "gangcha.dangerous_building": False,
    "education_spending": 58_000_000,
    **{f"education_spending_per_pupil_{stage}": 12_000 for stage in STAGES},
    "fiscal_education_spending": 60_000_000,
    "gdp": 1_500_000_000,
    "gangcha.education_plan": True,
    "nine_year_retention": "94.5",
}
# A change to the sound county, and the condition that it brings about.
FAULTS: dict[str, tuple[Figures, str]] = {
    "target letter": ({"gangcha.target_letter_missed": True}, "C1"),
    "large classes": ({"gangcha.large_class_plan": False}, "C2"),
    "weak schools": ({"gangcha.weak_school_plan": False}, "C2"),
    "open fires": ({"gangcha.heating_plan": False}, "C2"),
    "balance": ({"gangcha.balance_plan": False}, "C2"),
    "another plan": ({"gangcha.other_plans": False}, "C2"),
    "monitoring": ({"gangcha.monitoring_low": True}, "C3"),
    "fraud": ({"gangcha.fraud": True}, "V1"),
    "deviation": ({"gangcha.deviation": True}, "V2"),
    "core targets": ({"gangcha.core_targets_missed": True}, "V3"),
    "unrest": ({"gangcha.unrest_events": 1}, "V4"),
    "accident": ({"gangcha.accidents": 1}, "V4"),
    "misconduct": ({"gangcha.misconduct_cases": 1}, "V4"),
    "building": ({"gangcha.dangerous_building": True}, "V5"),
    "spending": ({"education_spending": "57999999.99"}, "V6"),
    **{
        f"spending per {stage} pupil": (
            {f"education_spending_per_pupil_{stage}": "11999.99"},
            "V6",
        )
        for stage in STAGES
    },
    "four per cent": ({"fiscal_education_spending": "59999999.99"}, "V6"),
    "plan": ({"gangcha.education_plan": False}, "V7"),
    "retention": ({"nine_year_retention": "94.49"}, "V9"),
}


@pytest.fixture(scope="module")
def book(plugins: Plugins) -> RuleBook:
    return plugins.shelf.named("gangcha.duties", DAY)


def facts_of(figures: Figures, plugins: Plugins, curriculum: object = True) -> FactSet:
    """Return the county with these figures and one school."""
    taught = {} if curriculum is None else {"full_curriculum": curriculum}
    school = {"code": "S1", "kind": "school", "name": "示例小学", "facts": taught}
    county = {"code": "632224", "kind": "county", "facts": figures}
    subjects = [school | {"attributes": {"type": "primary"}}, county]
    document = {"tenant": "632224", "period": "2018", "subjects": subjects}
    reading = read_facts_json(json.dumps(document), plugins.vocabulary, "test")
    assert reading.problems == ()
    assert reading.facts is not None
    return reading.facts


def graded(figures: Figures, book: RuleBook, plugins: Plugins, curriculum: object = True) -> Grade:
    """Return the grade, the year before having been the sound county's."""
    facts = facts_of(figures, plugins, curriculum)
    before = facts_of(SOUND, plugins)
    return grade(evaluate(book, [facts], DAY, plugins.vocabulary, [before]), facts)


def test_a_county_without_any_condition_keeps_all_grades_open(
    book: RuleBook, plugins: Plugins
) -> None:
    found = graded(SOUND, book, plugins)
    assert (found.possible, found.closed, found.conditions) == (GRADES, (), ())


@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_alone_closes_what_the_document_says(
    fault: str, book: RuleBook, plugins: Plugins
) -> None:
    change, code = FAULTS[fault]
    found = graded(SOUND | change, book, plugins)
    assert found.possible == (GRADES[1:] if code.startswith("C") else GRADES[2:])
    assert {each.by for each in found.closed} == {code}
    assert [each.code for each in found.conditions] == [code]


def test_one_school_that_does_not_teach_everything_disqualifies(
    book: RuleBook, plugins: Plugins
) -> None:
    found = graded(SOUND, book, plugins, curriculum=False)
    assert found.possible == ("不合格",)
    assert [each.by for each in found.closed] == ["V8", "V8"]


def test_a_school_that_did_not_answer_leaves_its_condition_open(
    book: RuleBook, plugins: Plugins
) -> None:
    found = graded(SOUND, book, plugins, curriculum=None)
    assert found.possible == GRADES
    assert [(each.code, str(each.state)) for each in found.conditions] == [("V8", "undetermined")]


@pytest.mark.parametrize("missing", SOUND)
def test_a_missing_figure_leaves_one_condition_open_and_closes_nothing(
    missing: str, book: RuleBook, plugins: Plugins
) -> None:
    figures = {code: value for code, value in SOUND.items() if code != missing}
    found = graded(figures, book, plugins)
    assert (found.possible, found.closed) == (GRADES, ())
    assert [str(each.state) for each in found.conditions] == ["undetermined"]


def test_faults_together_leave_what_the_worst_of_them_leaves(
    book: RuleBook, plugins: Plugins
) -> None:
    # The fixtures stay outside: the printed book is too long to be an example's argument.
    # Without a deadline: a busy machine is no fault of the rules.
    @settings(deadline=None)
    @given(st.lists(st.sampled_from(sorted(FAULTS)), unique=True))
    def leave(faults: list[str]) -> None:
        figures = dict(SOUND)
        for fault in faults:
            figures |= FAULTS[fault][0]
        codes = {FAULTS[fault][1] for fault in faults}
        worst = 2 if any(code.startswith("V") for code in codes) else int(bool(codes))
        found = graded(figures, book, plugins)
        assert found.possible == GRADES[worst:]
        assert {each.code for each in found.conditions} == codes

    leave()


def test_an_unmet_duty_that_is_no_condition_closes_nothing(
    book: RuleBook, plugins: Plugins
) -> None:
    facts = facts_of(SOUND | {"gangcha.training_fund": 0}, plugins)
    before = facts_of(SOUND, plugins)
    evaluation = evaluate(book, [facts], DAY, plugins.vocabulary, [before])
    states = {each.indicator: each.state for each in standings(evaluation)}
    assert states["3.3.training_fund"] is State.NOT_MET
    assert grade(evaluation, facts).possible == GRADES
