"""A duty asks for the county's figures that its indicators are computed from, and for no others."""

from __future__ import annotations

from typing import Any

from tests.core.build import BASIS, VOCABULARY, at_least, at_most, book, indicator, ratio

from dudao.workflow import figures_of

SPENDING = indicator(
    "SPENDING",
    {"kind": "change", "metric": "education_spending", "reported": "education_spending_trend"},
    at_least(0),
)
GDP = indicator(
    "GDP",
    {"kind": "share", "numerator": ["fiscal_education_spending"], "denominator": ["gdp"]},
    at_least("0.04"),
)
RETENTION = indicator("KEPT", {"kind": "value", "metric": "primary_retention"}, at_least(95))
FUNDING = indicator("FUNDING", {"kind": "k_of_n", "of": ["SPENDING", "GDP"]})
BOTH = indicator("BOTH", {"kind": "k_of_n", "of": ["FUNDING", "KEPT", "GDP"]})
BY_SCHOOL = ratio("R1", "teachers_above_degree", {"primary": "4.2", "junior": "5.3"}, 100)
SPREAD = indicator("CV", {"kind": "cv", "of": "R1"}, at_most("0.5", stage="primary"))
GROWN = indicator(
    "GROWN",
    {
        "kind": "share",
        "numerator": ["transfer_increment_education"],
        "denominator": ["transfer_increment"],
    },
    at_least("0.2"),
    applies={"metrics": {"gdp": {"min": "0.0001"}}},
)
ALL = (SPENDING, GDP, RETENTION, FUNDING, BOTH, BY_SCHOOL, SPREAD, GROWN)


def asked(*indicators: str) -> list[str]:
    """Return the figures that a duty with these indicators asks for."""
    duty: dict[str, Any] = {
        "code": "一.1",
        "title": "任务",
        "lead": "县教育局",
        "clause": f"{BASIS} 一",
        "due": "10-15",
        "indicators": indicators,
    }
    rules = book(*ALL, departments=[{"code": "edu", "name": "县教育局"}], duties=[duty])
    return [metric.code for metric in figures_of(rules.duties[0], rules, VOCABULARY)]


def test_a_duty_without_indicators_asks_for_nothing() -> None:
    assert asked() == []


def test_the_figures_come_in_the_order_of_the_indicators() -> None:
    assert asked("KEPT", "GDP") == ["primary_retention", "fiscal_education_spending", "gdp"]
    assert asked("GDP", "KEPT") == ["fiscal_education_spending", "gdp", "primary_retention"]


def test_a_change_asks_for_the_figure_and_not_for_its_direction() -> None:
    assert asked("SPENDING") == ["education_spending"]


def test_what_is_made_of_other_indicators_asks_for_their_figures() -> None:
    assert asked("FUNDING") == ["education_spending", "fiscal_education_spending", "gdp"]


def test_each_figure_is_asked_for_once_however_often_it_is_used() -> None:
    assert asked("GDP", "BOTH", "FUNDING", "KEPT") == [
        "fiscal_education_spending",
        "gdp",
        "education_spending",
        "primary_retention",
    ]


def test_figures_by_school_come_with_the_workbook() -> None:
    assert asked("R1", "CV") == []
    assert asked("R1", "KEPT") == ["primary_retention"]


def test_a_figure_that_says_whether_an_indicator_applies_is_asked_for_too() -> None:
    assert asked("GROWN") == ["transfer_increment_education", "transfer_increment", "gdp"]
