"""The small calculations behind the pages: shares, scales, gaps, targets in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from dudao.api import Indicator, Stage, SubjectFacts, Verdict, limit_words
from dudao.evaluate import State
from dudao.grading import Closed, Grade, Score, ScoreLine
from dudao.metrics import Level, shared_vocabulary
from dudao.rulebook import Range, Target, When
from dudao_web.view.chart import columns, scale_for, strip
from dudao_web.view.dashboard import outlook
from dudao_web.view.gap import gap_words
from dudao_web.view.marks import slices
from dudao_web.view.targets import phase_of, when_words

VOCABULARY = shared_vocabulary()


def number(text: str) -> float:
    return float(text.removesuffix("%"))


@given(st.tuples(*[st.integers(0, 5000)] * 5))
def test_the_parts_of_a_bar_fill_it_without_overlap(by_state: tuple[int, ...]) -> None:
    parts = slices(by_state)
    assert sum(part.count for part in parts) == sum(by_state[:4])
    position = 0.0
    for part in parts:
        assert number(part.start) == pytest.approx(position, abs=0.02)
        position += number(part.width)
    assert not parts or position == pytest.approx(100, abs=0.05)


@given(
    st.lists(st.floats(0, 1e6).map(lambda size: round(size, 10)), max_size=50),
    st.lists(st.floats(1e-6, 1e4), max_size=3),
)
def test_every_value_and_limit_stands_within_the_chart(
    values: list[float], limits: list[float]
) -> None:
    scale = scale_for(values, limits)
    for value in (*values, *limits):
        assert 0 <= number(scale.at(value)) <= 100
    assert all(not scale.beyond(limit) for limit in limits)
    assert len(scale.ticks) <= 14


def test_a_value_far_beyond_the_limit_is_cut_and_marked() -> None:
    scale = scale_for([1.0, 90.0], [2.0])
    assert scale.beyond(90.0)
    assert not scale.beyond(1.0)
    assert scale.at(90.0) == "100.00%"


def test_equal_values_are_piled_up_in_a_strip() -> None:
    drawn = strip("小学", [(1.0, "met", "甲"), (1.0, "met", "乙"), (3.0, "met", "丙")], 2.0, "≥ 2")
    assert drawn.dots[0].y == drawn.dots[2].y > drawn.dots[1].y
    assert drawn.dots[0].x == drawn.dots[1].x


def test_columns_stand_in_their_groups_below_the_limit() -> None:
    drawn = columns([("1 年级", 40), ("1 年级", 50), ("2 年级", 45)], 45)
    assert [column.is_over for column in drawn.columns] == [False, True, False]
    assert drawn.limit_y == 120 - round(45 / 50 * 120)
    xs = [number(column.x) for column in drawn.columns]
    assert xs == sorted(xs)
    assert [name for _, name in drawn.groups] == ["1 年级", "2 年级"]


def indicator(measure: dict[str, object], op: str = ">=", limit: object = 1) -> Indicator:
    return Indicator.model_validate(
        {
            "code": "X",
            "title": "某项",
            "subject": "stage",
            "clause": "示〔2020〕1号",
            "measure": measure,
            "targets": [{"op": op, "limit": limit}],
        }
    )


def verdict(value: str | None, limit: str | None, op: str = ">=") -> Verdict:
    return Verdict(
        "X",
        "某项",
        "S1",
        Stage.PRIMARY,
        Level.STAGE,
        State.NOT_MET,
        value,
        "",
        limit,
        "",
        op,
        (),
        "",
    )


def school(**students: int) -> SubjectFacts:
    return SubjectFacts("S1", Level.SCHOOL, "", stages={Stage.PRIMARY: students})


ROOMS = {
    "kind": "ratio",
    "numerator": ["multimedia_rooms"],
    "denominator": ["students"],
    "per": 100,
    "unit": "间/百名学生",
}


@given(st.integers(1, 4000), st.integers(0, 200), st.integers(1, 500))
def test_the_gap_is_the_least_number_that_meets_the_limit(
    pupils: int, rooms: int, tenths: int
) -> None:
    limit = Decimal(tenths) / 10
    value = Decimal(rooms * 100) / pupils
    if value >= limit:
        return
    said = gap_words(
        verdict(f"{value:.10f}", str(limit)),
        indicator(ROOMS, limit=limit),
        school(students=pupils),
        VOCABULARY,
    )
    more = int(said.removeprefix("还差 ").partition(" ")[0].replace(",", ""))
    assert (rooms + more) * 100 >= limit * pupils
    assert (rooms + more - 1) * 100 < limit * pupils


def test_a_surplus_is_said_in_the_unit_of_the_figure() -> None:
    measure = {"kind": "value", "metric": "students", "places": 0}
    said = gap_words(verdict("2100", "2000", "<="), indicator(measure, "<="), None, VOCABULARY)
    assert said == "超出 100 人"


@pytest.mark.parametrize(("value", "limit"), [(None, "1"), ("1.5", None), ("false", "true")])
def test_what_has_no_size_has_no_gap(value: str | None, limit: str | None) -> None:
    assert gap_words(verdict(value, limit), indicator(ROOMS), None, VOCABULARY) == ""


@pytest.mark.parametrize(
    ("measure", "limit", "words"),
    [
        (ROOMS, Decimal("2.30"), "2.3"),
        ({"kind": "share", "numerator": ["a"], "denominator": ["b"]}, Decimal("0.05"), "5%"),
        ({"kind": "attested", "metric": "charter"}, True, "是"),
        ({"kind": "attested", "metric": "moral_education"}, "good", "良好"),
        ({"kind": "value", "metric": "primary_retention"}, Decimal(97), "97%"),
        ({"kind": "value", "metric": "monitoring_level_pe"}, Decimal(3), "Ⅲ"),
    ],
)
def test_limits_are_printed_as_on_forms(
    measure: dict[str, object], limit: Decimal | bool | str, words: str
) -> None:
    assert limit_words(indicator(measure), limit, VOCABULARY) == words


def test_for_whom_a_target_is_stands_in_words() -> None:
    when = When.model_validate(
        {
            "types": ["nine_year"],
            "areas": ["rural"],
            "owners": [10],
            "built": {"max": 2010},
            "metrics": {"students": {"min": 50, "max": 99}},
            "shares": [{"numerator": "teachers", "denominator": "students", "min": "0.05"}],
            "confirmed": ["dense_city_centre"],
        }
    )
    said = when_words(when, VOCABULARY)
    for part in (
        "九年一贯制学校",
        "乡村",
        "民办",
        "建成年份不大于 2010",
        "在校学生数 50 至 99 人",
        "专任教师数占在校学生数不小于 5%",
    ):
        assert part in said


def test_a_range_without_bounds_is_no_condition() -> None:
    assert when_words(When(built=Range()), VOCABULARY) == ""
    assert when_words(None, VOCABULARY) == ""


@pytest.mark.parametrize(
    ("since", "until", "phase"),
    [
        (None, None, "present"),
        (date(2023, 6, 1), None, "present"),
        (date(2023, 6, 2), None, "future"),
        (None, date(2023, 5, 31), "past"),
    ],
)
def test_a_target_is_past_present_or_future(
    since: date | None, until: date | None, phase: str
) -> None:
    target = Target(op=">=", limit=Decimal(1), since=since, until=until)
    assert phase_of(target, date(2023, 6, 1)) == phase


GRADES = ("优秀", "合格", "不合格")


@pytest.mark.parametrize(
    ("scheme", "possible", "closed", "word", "tone"),
    [
        ("none", (), 0, "不评定等次", "none"),
        ("all_met", ("优秀",), 0, "优秀", "good"),
        ("all_met", GRADES, 0, "尚不能确定", "open"),
        ("all_met", ("不合格",), 2, "不合格", "bad"),
        ("all_met", ("合格", "不合格"), 1, "至多合格", "bad"),
        ("ceilings", GRADES, 0, "待评定", "none"),
        ("ceilings", ("合格", "不合格"), 1, "至多合格", "bad"),
        ("ceilings", ("不合格",), 2, "不合格", "bad"),
        ("points+ceilings", GRADES, 0, "待评定", "none"),
        ("points", ("优秀",), 0, "优秀", "good"),
        ("points", ("合格",), 2, "合格", "bad"),
        ("own", ("合格",), 0, "合格", "none"),
    ],
)
def test_the_grades_still_possible_stand_in_a_word(
    scheme: str, possible: tuple[str, ...], closed: int, word: str, tone: str
) -> None:
    by = tuple(Closed("优秀", f"X{number}", "") for number in range(closed))
    found = outlook(Grade(scheme, possible, by, ()), GRADES)
    assert (found.word, found.tone) == (word, tone)


def test_the_score_and_the_reason_for_no_grade_stand_beside_the_word() -> None:
    score = Score((ScoreLine("P", "", Fraction(100), Fraction(61), Fraction("92.5")),))
    scored = outlook(Grade("points", GRADES, (), (), score), GRADES)
    assert (scored.word, scored.score) == ("尚不能确定", "得分 61 至 92.5 分(满分 100 分)")
    failed = outlook(Grade("points", (), (), (), fault="插件 a 出错"), GRADES)
    assert (failed.word, failed.sentence, failed.tone) == ("等次未能给出", "插件 a 出错", "none")
