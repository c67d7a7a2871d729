"""The rules of supervision a book states: each fault alone, told with its key."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.build import BASIS, VOCABULARY, at_least, indicator, raw_book

from dudao.rulebook import DeadlineKind, SanctionStep, SubjectKind, Supervision, verify

CLAUSE = f"{BASIS} 三"
ALL = ["township", "department", "school", "kindergarten"]
SCHOOLS = ALL[2:]
UNITS = [
    {"code": code, "name": f"示例{code}", "kind": kind}
    for code, kind in {"committee": "committee", "office": "office", "one": "group"}.items()
]
BODY = {"unit": "committee", "inspects": ALL, "mark": "示督委", "clause": CLAUSE}
GROUP = {"unit": "one", "inspects": SCHOOLS, "district": True, "mark": "示督", "clause": CLAUSE}
WHOLE = {"code": "comprehensive", "title": "综合督导", "pair": "scope", "whole": True}
SPECIAL = {"code": "special", "title": "专项督导", "pair": "scope"}
AUTUMN = {"code": "autumn", "title": "秋季学期", "since": "09-01", "until": "01-31"}
SPRING = {"code": "spring", "title": "春季学期", "since": "02-01", "until": "08-31"}
ITEM = {"code": "1", "title": "规划落实", "clause": CLAUSE}
FORM = {"code": "all", "title": "检查表", "kinds": ALL, "items": [ITEM]}
INTERVIEW = {"kinds": ALL, "by": ["committee"], "filed_with": ["上级部门"], "clause": CLAUSE}
GROUND = {"code": "refusal", "title": "不配合督导", "direct": True, "clause": CLAUSE}
SANCTION = {"code": "account", "title": "问责", "kinds": ALL, "clause": CLAUSE}
DEADLINES = [{"kind": kind.value, "days": 10} for kind in DeadlineKind]
P = indicator("P", {"kind": "value", "metric": "primary_retention"}, at_least(95))
UNCITED = "引用的文件不在本办法的依据中;应以 示〔2020〕1号 之一开头,或在 sources 中列出该文件"


def rules(**changes: Any) -> dict[str, Any]:
    """Return sound rules of supervision, as a file would say them."""
    return {
        "committee": "committee",
        "office": "office",
        "bodies": [BODY, GROUP],
        "modes": [WHOLE, SPECIAL],
        "staffing": {"schools": 5, "large_from": 2000, "clause": CLAUSE},
        "terms": [AUTUMN, SPRING],
        "deadlines": DEADLINES,
        "forms": [FORM],
        "interviews": [INTERVIEW],
        "grounds": [GROUND],
        "sanctions": [SANCTION],
        "fields": [{"code": "senior", "title": "普通高中教育"}],
        **changes,
    }


def faults(**changes: Any) -> list[str]:
    """Return what is wrong with a book's rules of supervision, without the file's name."""
    book = raw_book(P, organisation=UNITS, supervision=rules(**changes))
    found = verify(book, VOCABULARY, "demo.toml")
    return [str(problem).removeprefix("demo.toml supervision ") for problem in found]


def test_sound_rules_have_no_faults() -> None:
    assert faults() == []
    assert faults(visits_a_term=2, burden_clause=CLAUSE) == []


def test_a_book_without_supervision_has_nothing_to_check() -> None:
    assert verify(raw_book(P), VOCABULARY, "demo.toml") == []


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("committee", {"committee": "nobody"}),
        ("office", {"office": "nobody"}),
        ("bodies", {"bodies": [BODY, GROUP | {"unit": "nobody"}]}),
        ("interviews", {"interviews": [INTERVIEW | {"by": ["committee", "nobody"]}]}),
    ],
)
def test_a_unit_that_the_organisation_has_not_is_refused(key: str, changes: dict[str, Any]) -> None:
    assert faults(**changes) == [
        f"{key}:机构 nobody 不在 organisation 中;写 organisation 中的 code"
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"modes": [WHOLE, SPECIAL | {"code": "comprehensive"}]}, "modes comprehensive:代码重复"),
        ({"terms": [AUTUMN, SPRING | {"code": "autumn"}]}, "terms autumn:代码重复"),
        ({"forms": [FORM, FORM]}, "forms all:代码重复"),
        ({"forms": [FORM | {"items": [ITEM, ITEM]}]}, "forms all items 1:代码重复"),
        ({"grounds": [GROUND, GROUND]}, "grounds refusal:代码重复"),
        ({"sanctions": [SANCTION, SANCTION]}, "sanctions account:代码重复"),
        ({"fields": [{"code": "a", "title": "甲"}] * 2}, "fields a:代码重复"),
        (
            {"bodies": [BODY, BODY | {"mark": "示督"}]},
            "bodies committee:机构重复;一个机构只写一次",
        ),
        (
            {"bodies": [BODY, GROUP | {"mark": "示督委"}]},
            "bodies:发文机关代字“示督委”重复;各机构的 mark 应不同",
        ),
    ],
)
def test_what_is_named_twice_is_refused(changes: dict[str, Any], expected: str) -> None:
    assert faults(**changes) == [expected]


def test_two_bodies_may_both_have_no_mark() -> None:
    bodies = [
        {key: value for key, value in body.items() if key != "mark"} for body in (BODY, GROUP)
    ]
    assert faults(bodies=bodies) == []


@pytest.mark.parametrize(
    ("modes", "expected"),
    [
        ([WHOLE, SPECIAL | {"pair": "other"}], ["scope", "other"]),
        ([WHOLE, SPECIAL, SPECIAL | {"code": "third"}], ["scope"]),
    ],
)
def test_a_pair_has_two_modes(modes: list[dict[str, Any]], expected: list[str]) -> None:
    found = faults(modes=modes)
    assert [fault.split()[0].removeprefix("modes:") for fault in found] == expected
    assert all(fault.endswith("每一对有且只有两种") for fault in found)


def test_without_a_whole_mode_nothing_could_be_comprehensive() -> None:
    assert faults(modes=[WHOLE | {"whole": False}, SPECIAL]) == [
        "modes:没有综合督导的方式;请给其中一种写 whole = true"
    ]


@pytest.mark.parametrize("key", ["since", "until"])
@pytest.mark.parametrize("day", ["02-29", "13-01", "04-31"])
def test_a_day_that_is_not_in_every_year_is_no_day_of_a_term(key: str, day: str) -> None:
    assert faults(terms=[SPRING | {key: day}]) == [f"terms spring:{day} 不是日期;应为 MM-DD"]


@pytest.mark.parametrize(
    ("since", "until", "meets"),
    [
        ("02-01", "08-31", False),
        ("01-31", "08-31", True),  # the last day of the other
        ("02-01", "09-01", True),  # its first
        ("10-01", "10-31", True),  # within it, before the year ends
        ("01-01", "01-15", True),  # and after
        ("08-01", "02-15", True),  # around it
        ("03-01", "03-01", False),
    ],
)
def test_a_day_belongs_to_one_term_also_over_new_year(since: str, until: str, meets: bool) -> None:
    expected = ["terms spring:与 autumn 的日期重叠;一天只属于一个学期"] if meets else []
    assert faults(terms=[AUTUMN, SPRING | {"since": since, "until": until}]) == expected
    swapped = faults(terms=[SPRING | {"since": since, "until": until}, AUTUMN])
    assert bool(swapped) is meets


@pytest.mark.parametrize("kind", DeadlineKind)
def test_every_kind_of_deadline_is_stated_once(kind: DeadlineKind) -> None:
    rest = [each for each in DEADLINES if each["kind"] != kind]
    assert faults(deadlines=rest) == [f"deadlines:没有 {kind} 的期限;每一种期限写一条"]
    twice = [*DEADLINES, {"kind": kind.value, "days": 3}]
    assert faults(deadlines=twice) == [f"deadlines {kind}:期限重复;每一种期限写一条"]


@pytest.mark.parametrize("kind", SubjectKind)
def test_every_kind_of_body_is_inspected_by_a_form_and_can_be_interviewed(
    kind: SubjectKind,
) -> None:
    others = [each for each in ALL if each != kind]
    missing = f"没有写到 {kind};每一种督导对象都要写到"
    assert faults(bodies=[BODY | {"inspects": others}]) == [f"bodies:{missing}"]
    assert faults(forms=[FORM | {"kinds": others}]) == [f"forms:{missing}"]
    assert faults(interviews=[INTERVIEW | {"kinds": others}]) == [f"interviews:{missing}"]


def test_only_one_rule_says_who_interviews_a_body() -> None:
    again = INTERVIEW | {"kinds": ["school"], "by": ["office"]}
    assert faults(interviews=[INTERVIEW, again]) == [
        "interviews:school 有 2 条约谈规定;一种对象只由一条规定"
    ]


def test_a_form_item_speaks_to_an_indicator_of_the_book() -> None:
    assert faults(forms=[FORM | {"items": [ITEM | {"indicator": "P"}]}]) == []
    assert faults(forms=[FORM | {"items": [ITEM | {"indicator": "X"}]}]) == [
        "forms all items 1:引用了不存在的指标 X"
    ]


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("staffing", {"staffing": {"schools": 5, "large_from": 9, "clause": "别〔2020〕1号"}}),
        ("bodies one", {"bodies": [BODY, GROUP | {"clause": "别〔2020〕1号"}]}),
        (
            "deadlines report",
            {"deadlines": [DEADLINES[0] | {"clause": "别〔2020〕1号"}, *DEADLINES[1:]]},
        ),
        (
            f"interviews {'、'.join(ALL)}",
            {"interviews": [INTERVIEW | {"clause": "别〔2020〕1号"}]},
        ),
        ("grounds refusal", {"grounds": [GROUND | {"clause": "别〔2020〕1号"}]}),
        ("sanctions account", {"sanctions": [SANCTION | {"clause": "别〔2020〕1号"}]}),
        (
            "forms all items 1",
            {"forms": [FORM | {"items": [ITEM | {"clause": "别〔2020〕1号"}]}]},
        ),
    ],
)
def test_a_clause_of_another_document_is_refused(key: str, changes: dict[str, Any]) -> None:
    assert faults(**changes) == [f"{key} clause:“别〔2020〕1号”{UNCITED}"]


def test_the_rule_on_the_burden_cites_the_book_too() -> None:
    assert faults(burden_clause="别〔2020〕1号") == [f"burden_clause:“别〔2020〕1号”{UNCITED}"]


def test_measures_are_told_by_their_step_their_kind_and_by_who_owns_the_school() -> None:
    measures = [
        SANCTION,
        SANCTION | {"code": "replace", "kinds": ["school"], "private": True},
        SANCTION | {"code": "report", "step": "criticism"},
    ]
    found = Supervision.model_validate(rules(sanctions=measures))

    def codes(step: SanctionStep, kind: SubjectKind, private: bool = False) -> list[str]:
        return [each.code for each in found.sanctions_for(step, kind, private=private)]

    school, town = SubjectKind.SCHOOL, SubjectKind.TOWNSHIP
    assert codes(SanctionStep.ACCOUNTABILITY, school) == ["account"]
    assert codes(SanctionStep.ACCOUNTABILITY, school, private=True) == ["account", "replace"]
    assert codes(SanctionStep.ACCOUNTABILITY, town, private=True) == ["account"]
    assert codes(SanctionStep.CRITICISM, town) == ["report"]
    assert codes(SanctionStep.HAND_OVER, town) == []
