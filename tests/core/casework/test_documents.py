"""The JSON documents that other programs read: their shape is a contract."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from tests.core.build import (
    BASIS,
    DAY,
    VOCABULARY,
    at_least,
    at_most,
    book,
    county,
    facts_of,
    indicator,
    raw_book,
    school,
    veto,
)
from tests.core.whole import EVERYTHING, WHOLE

from dudao.casework.documents import (
    book_document,
    books_document,
    evaluation_document,
    metrics_document,
)
from dudao.casework.judged import judge_facts
from dudao.facts import FactSet
from dudao.rulebook import RuleBook

STATES = {"met", "met_relaxed", "not_met", "no_data", "not_applicable"}
FLAGS = {"rounding_sensitive", "borderline", "suspicious"}


def through_json(document: object) -> Any:
    """Return a document as another program gets it."""
    return json.loads(json.dumps(document, ensure_ascii=False))


def evaluated(rules: RuleBook, facts: FactSet, day: date = DAY) -> Any:
    """Return what the evaluation of some figures prints."""
    return through_json(evaluation_document(judge_facts(rules, facts, day, VOCABULARY), VOCABULARY))


def verdict_in(document: Any, code: str, stage: str | None = None) -> Any:
    """Return the only verdict on an indicator (and stage)."""
    (found,) = [
        each
        for each in document["verdicts"]
        if each["indicator"] == code and stage in (None, each["stage"])
    ]
    return found


def test_an_evaluation_has_the_keys_of_the_contract() -> None:
    document = evaluated(EVERYTHING, WHOLE)
    verdicts, grade = document.pop("verdicts"), document.pop("grade")
    assert document == {
        "tenant": "999999",
        "period": "2023",
        "book": "demo.book",
        "edition": "2020",
        "as_of": "2023-12-31",
        "book_hash": EVERYTHING.digest,
        "facts_hash": WHOLE.digest(),
    }
    assert grade == {"scheme": "all_met", "possible": ["达标"], "closed": [], "vetoes": []}
    for verdict in verdicts:
        assert set(verdict) == {
            "indicator",
            "subject",
            "stage",
            "state",
            "value",
            "limit",
            "op",
            "flags",
            "clause",
        }
        assert verdict["state"] in STATES
        assert verdict["stage"] in ("primary", "junior", None)
        assert set(verdict["flags"]) <= FLAGS
        for key in ("value", "limit", "op"):
            assert verdict[key] is None or isinstance(verdict[key], str)


def test_a_score_is_added_where_points_decide() -> None:
    measures = ("primary_retention", "junior_retention", "nine_year_retention")
    indicators = [
        indicator(code, {"kind": "value", "metric": metric}, at_least(95))
        for code, metric in zip("PJN", measures, strict=True)
    ]
    about = {"kind": "points", "clause": BASIS}
    items = [
        {**about, "indicator": code, "points": points}
        for code, points in (("P", 60), ("J", "12.5"), ("N", "27.5"))
    ]
    grading = {
        "scheme": "points",
        "grades": ["优秀", "合格", "不合格"],
        "items": items,
        "bands": [{"grade": "优秀", "at_least": 90}, {"grade": "合格", "at_least": 60}],
    }
    found = county(primary_retention=95, junior_retention=94)
    document = evaluated(book(*indicators, grading=grading), facts_of(found))
    assert document["grade"] == {
        "scheme": "points",
        "possible": ["合格"],
        "closed": [{"grade": "优秀", "by": "J"}],
        "vetoes": [],
        "score": {
            "lowest": "60",
            "highest": "87.5",
            "out_of": "100",
            "items": [
                {"indicator": "P", "points": "60", "lowest": "60", "highest": "60"},
                {"indicator": "J", "points": "12.5", "lowest": "0", "highest": "0"},
                {"indicator": "N", "points": "27.5", "lowest": "0", "highest": "27.5"},
            ],
        },
    }


def test_a_verdict_is_written_as_in_the_contracts_example() -> None:
    rules = book(
        indicator(
            "R1",
            {
                "kind": "ratio",
                "numerator": ["teachers_above_degree"],
                "denominator": ["students"],
                "per": 100,
            },
            at_least("4.2", stage="primary", clause=f"{BASIS} 资源配置(1)"),
            subject="stage",
        )
    )
    facts = facts_of(school("S001", primary={"students": 600, "teachers_above_degree": 30}))
    assert evaluated(rules, facts)["verdicts"] == [
        {
            "indicator": "R1",
            "subject": "S001",
            "stage": "primary",
            "state": "met",
            "value": "5.0",
            "limit": "4.2",
            "op": ">=",
            "flags": [],
            "clause": f"{BASIS} 资源配置(1)",
        }
    ]


def test_verdicts_of_the_county_carry_its_code_and_their_stage() -> None:
    document = evaluated(EVERYTHING, WHOLE)
    assert verdict_in(document, "CV-R1", "junior")["subject"] == "999999"
    assert verdict_in(document, "G8") == {
        "indicator": "G8",
        "subject": "999999",
        "stage": None,
        "state": "met",
        "value": "96",
        "limit": "95",
        "op": ">=",
        "flags": ["borderline"],
        "clause": f"{BASIS} G8",
    }


def test_missing_figures_are_null_and_said_so() -> None:
    verdict = verdict_in(evaluated(EVERYTHING, facts_of(county())), "G8")
    assert (verdict["state"], verdict["value"], verdict["limit"]) == ("no_data", None, "95")


def test_words_and_yes_or_no_are_written_as_in_the_facts_file() -> None:
    rules = book(
        indicator(
            "C",
            {"kind": "attested", "metric": "charter"},
            at_least(True, op="=="),
            subject="school",
        ),
        indicator(
            "M",
            {"kind": "attested", "metric": "moral_education"},
            at_least("good"),
            subject="school",
        ),
        indicator(
            "L", {"kind": "value", "metric": "monitoring_level_pe", "places": 0}, at_least(3)
        ),
    )
    facts = facts_of(
        school("S", charter=True, moral_education="优秀"), county(monitoring_level_pe="Ⅱ")
    )
    found = [
        (each["value"], each["op"], each["limit"], each["state"])
        for each in evaluated(rules, facts)["verdicts"]
    ]
    assert found == [
        ("true", "==", "true", "met"),
        ("excellent", ">=", "good", "met"),
        ("Ⅱ", ">=", "Ⅲ", "not_met"),
    ]


def test_flags_beyond_the_contract_are_kept_from_other_programs() -> None:
    change = {
        "kind": "change",
        "metric": "education_spending",
        "reported": "education_spending_trend",
    }
    rules = book(indicator("S", change, at_least(0)))
    document = evaluated(rules, facts_of(county(education_spending_trend="fell")))
    verdict = verdict_in(document, "S")
    assert (verdict["state"], verdict["value"], verdict["flags"]) == ("not_met", "fell", [])


def test_a_doubted_figure_flags_the_verdicts_that_rest_on_it() -> None:
    rules = book(
        indicator(
            "T", {"kind": "value", "metric": "teachers", "places": 0}, at_least(1), subject="stage"
        ),
        indicator("P", {"kind": "value", "metric": "primary_retention"}, at_least(1)),
    )
    facts = facts_of(
        school("S", primary={"teachers": 4, "certified_teachers": 5}), county(primary_retention=96)
    )
    document = evaluated(rules, facts)
    assert verdict_in(document, "T")["flags"] == ["suspicious"]
    assert verdict_in(document, "P")["flags"] == []


def test_a_grade_tells_what_closes_it_and_the_vetoes_that_are_open() -> None:
    rules = book(
        indicator("P", {"kind": "value", "metric": "primary_retention"}, at_least(95)),
        conditions=[veto("V"), veto("W", "veto_exam_admission")],
    )
    document = evaluated(rules, facts_of(county(primary_retention=94, veto_key_classes=True)))
    assert document["grade"] == {
        "scheme": "all_met",
        "possible": ["不达标"],
        "closed": [{"grade": "达标", "by": "P"}, {"grade": "达标", "by": "V"}],
        "vetoes": [
            {"code": "V", "title": "V 情形", "state": "triggered"},
            {"code": "W", "title": "W 情形", "state": "undetermined"},
        ],
    }


def test_the_same_figures_and_rules_give_the_same_document() -> None:
    assert evaluated(EVERYTHING, WHOLE) == evaluated(EVERYTHING, WHOLE)


def test_a_book_is_written_as_in_the_contract() -> None:
    rules = book(
        indicator(
            "P",
            {"kind": "value", "metric": "primary_retention"},
            at_least(Decimal("0.0400"), until="2021-12-31"),
            at_most(Decimal("1e3"), since="2022-01-01"),
        ),
        indicator("L", {"kind": "attested", "metric": "left_behind_care"}, at_least(True, op="==")),
        until="2025-12-31",
        departments=[{"code": "edu", "name": "县教育局", "aliases": ["县教工委"]}],
        duties=[
            {
                "code": "一.1",
                "title": "教育优先",
                "lead": "edu",
                "support": ["县教工委"],
                "clause": f"{BASIS} 一.1",
                "due": "10-15",
                "indicators": ["P"],
            }
        ],
        conditions=[veto("V")],
        organisation=[{"code": "group", "name": "领导小组", "kind": "member", "role": "统筹"}],
    )
    target = {"op": ">=", "stage": None}
    assert through_json(book_document(rules)) == {
        "code": "demo.book",
        "edition": "2020",
        "title": "示例办法",
        "basis": BASIS,
        "since": "2020-01-01",
        "until": "2025-12-31",
        "extends": None,
        "indicators": [
            {
                "code": "P",
                "title": "P 指标",
                "subject": "county",
                "clause": f"{BASIS} P",
                "targets": [
                    {**target, "since": "2020-01-01", "until": "2021-12-31", "limit": "0.04"},
                    {
                        **target,
                        "since": "2022-01-01",
                        "until": None,
                        "op": "<=",
                        "limit": "1000",
                    },
                ],
            },
            {
                "code": "L",
                "title": "L 指标",
                "subject": "county",
                "clause": f"{BASIS} L",
                "targets": [
                    {**target, "since": "2020-01-01", "until": None, "op": "==", "limit": "true"}
                ],
            },
        ],
        "duties": [
            {
                "code": "一.1",
                "title": "教育优先",
                "lead": "县教育局",
                "support": ["县教育局"],
                "clause": f"{BASIS} 一.1",
                "due": "10-15",
                "indicators": ["P"],
            }
        ],
        "conditions": [
            {
                "code": "V",
                "effect": "veto",
                "grade": "不达标",
                "clause": f"{BASIS} V",
                "title": "V 情形",
            }
        ],
        "organisation": [{"code": "group", "name": "领导小组", "kind": "member", "role": "统筹"}],
        "thresholds": [],
        "supervision": None,
    }


def test_what_a_book_does_not_need_is_an_empty_list() -> None:
    document = through_json(book_document(raw_book()))
    for key in ("indicators", "duties", "conditions", "organisation", "thresholds"):
        assert document[key] == []
    assert document["until"] is None


def test_books_and_metrics_are_listed() -> None:
    assert through_json(books_document([raw_book()])) == [
        {
            "code": "demo.book",
            "edition": "2020",
            "title": "示例办法",
            "basis": BASIS,
            "since": "2020-01-01",
            "until": None,
            "extends": None,
        }
    ]
    listed = {entry["code"]: entry for entry in through_json(metrics_document(VOCABULARY))}
    assert len(listed) == len(VOCABULARY)
    area = listed["teaching_area"]
    assert (area["unit"], area["level"], area["kind"]) == ("㎡", "school", "amount")
