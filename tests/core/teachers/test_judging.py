"""How a teacher stands against a threshold: what is not told is never taken for zero."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.core.teachers.lists import DAY, rows, stands, teacher, threshold

from dudao.rulebook import Post, Title
from dudao.teachers import (
    Discrepancy,
    Reach,
    Teacher,
    check_teachers,
    counts_of,
    take_teachers,
    threshold_words,
)

AT_BOTH = {"at": ["rural", "weak"]}
UNBROKEN = {"at": ["township", "special"], "unbroken": True}


@pytest.mark.parametrize(
    ("op", "years", "reach", "lacking"),
    [
        (">=", "10", Reach.REACHED, None),
        (">=", "9.9", Reach.NOT_YET, "0.1"),
        (">=", "0", Reach.NOT_YET, "10"),
        (">", "10.1", Reach.REACHED, None),
        (">", "10", Reach.NOT_YET, "0"),
    ],
)
def test_years_are_compared_exactly(op: str, years: str, reach: Reach, lacking: str | None) -> None:
    found = stands(teacher(years_rural=years), threshold({"op": op}))
    assert found.reach is reach
    assert found.lacking == (None if lacking is None else Decimal(lacking))


def test_exactly_the_limit_is_not_more_than_it_and_says_so() -> None:
    found = stands(teacher(years_rural=10), threshold({"op": ">"}))
    assert found.reasons == ("乡村学校任教 10 年,应超过 10 年",)


def test_years_not_told_leave_it_open_and_are_named() -> None:
    found = stands(teacher(years_weak=30), threshold())
    assert found.reach is Reach.UNTOLD
    assert found.reasons == ("缺“乡村学校任教年数”",)
    assert found.lacking is None


def test_years_at_another_kind_of_school_do_not_count() -> None:
    assert stands(teacher(years_rural=0, years_weak=30), threshold()).reach is Reach.NOT_YET


@pytest.mark.parametrize(
    ("years", "reach", "reason"),
    [
        ({"rural": 10, "weak": 0}, Reach.REACHED, "乡村学校任教 10 年、薄弱学校任教 0 年"),
        ({"rural": 4, "weak": 5}, Reach.NOT_YET, "至少还差 1 年"),
        ({"rural": 4, "weak": 0}, Reach.NOT_YET, ",还差 6 年"),
        ({"rural": 4, "weak": 6}, Reach.UNTOLD, "是否重叠看不出,合计在 6 至 10 年之间"),
        ({"rural": 10}, Reach.REACHED, "乡村学校任教 10 年"),
        ({"rural": 9}, Reach.UNTOLD, "缺“薄弱学校任教年数”"),
    ],
)
def test_years_at_several_kinds_of_school_are_an_interval(
    years: dict[str, int], reach: Reach, reason: str
) -> None:
    told = {f"years_{served}": given for served, given in years.items()}
    found = stands(teacher(**told), threshold(AT_BOTH))
    assert found.reach is reach
    assert reason in found.reasons[0]


def test_unbroken_years_are_read_from_their_own_columns() -> None:
    broken = teacher(years_township=30, years_special=0)
    assert stands(broken, threshold(UNBROKEN)).reach is Reach.UNTOLD
    after = teacher(unbroken_township=6, unbroken_special=6)
    assert "是否相接看不出" in stands(after, threshold(UNBROKEN)).reasons[0]
    assert stands(teacher(unbroken_special=10), threshold(UNBROKEN)).reach is Reach.REACHED


@pytest.mark.parametrize(
    ("started", "reach"),
    [(date(2011, 1, 1), Reach.UNTOLD), (date(2012, 1, 1), Reach.NOT_YET)],
)
def test_who_has_not_worked_so_long_has_not_served_so_long(started: date, reach: Reach) -> None:
    found = stands(Teacher("A", started=started), threshold())
    assert found.reach is reach
    if reach is Reach.NOT_YET:
        assert found.reasons == ("参加工作以来至多 9 年,至少还差 1 年",)


def test_the_start_of_work_bounds_what_may_overlap() -> None:
    both = replace(teacher(years_rural=9, years_weak=9), started=date(2012, 1, 1))
    assert stands(both, threshold(AT_BOTH)).reach is Reach.NOT_YET


@pytest.mark.parametrize(
    ("posts", "years", "reach"),
    [
        ({Post.VILLAGE, Post.RURAL}, 10, Reach.REACHED),
        ({Post.TOWN}, 10, Reach.OUTSIDE),
        ({Post.TOWN}, 1, Reach.OUTSIDE),
        ({Post.VILLAGE, Post.RURAL}, 1, Reach.NOT_YET),
        (set(), 10, Reach.UNTOLD),
        (set(), 1, Reach.NOT_YET),
    ],
)
def test_a_threshold_may_ask_where_a_teacher_is_now(
    posts: set[Post], years: int, reach: Reach
) -> None:
    who = replace(teacher(years_rural=years), posts=frozenset(posts))
    assert stands(who, threshold(posts=["village", "point"])).reach is reach


def test_all_conditions_on_years_have_to_hold() -> None:
    asked = threshold({}, {"at": ["weak"], "limit": "2"})
    assert stands(teacher(years_rural=10, years_weak=2), asked).reach is Reach.REACHED
    assert stands(teacher(years_rural=10), asked).reach is Reach.UNTOLD
    assert stands(teacher(years_weak=1), asked).reach is Reach.NOT_YET
    both = stands(teacher(years_rural=7, years_weak=1), asked)
    assert (both.reach, both.lacking) == (Reach.NOT_YET, Decimal(3))
    assert len(both.reasons) == 2


@pytest.mark.parametrize(
    ("granted", "years", "expected"),
    [
        (True, {"years_rural": 10}, None),
        (False, {"years_rural": 10}, Discrepancy.UNCLAIMED),
        (None, {"years_rural": 10}, None),
        (True, {"years_rural": 9}, Discrepancy.OVERCLAIMED),
        (False, {"years_rural": 9}, None),
        (True, {}, Discrepancy.UNPROVEN),
        (False, {}, None),
        (None, {}, None),
    ],
)
def test_what_the_list_says_is_held_against_its_own_figures(
    granted: bool | None, years: dict[str, int], expected: Discrepancy | None
) -> None:
    said = {} if granted is None else {"T": granted}
    assert stands(replace(teacher(**years), granted=said), threshold()).discrepancy is expected


def test_what_is_granted_to_somebody_elsewhere_is_a_discrepancy() -> None:
    who = replace(teacher(years_rural=20), posts=frozenset({Post.TOWN}), granted={"T": True})
    found = stands(who, threshold(posts=["village"]))
    assert found.discrepancy is Discrepancy.OVERCLAIMED


def test_whoever_applies_for_a_title_it_counts_for_is_applying() -> None:
    asked = threshold(titles=["senior"])
    assert stands(replace(teacher(), title=Title.SENIOR), asked).applying
    assert not stands(replace(teacher(), title=Title.FIRST), asked).applying
    assert not stands(teacher(), asked).applying
    assert not stands(replace(teacher(), title=Title.SENIOR), threshold()).applying


def test_only_the_thresholds_in_force_are_held_against() -> None:
    listed = take_teachers(rows({"years_rural": 10}), DAY)
    asked = [threshold(code="old", until="2020-12-30"), threshold(code="now", since="2020-12-31")]
    assert [each.code for each in check_teachers(listed, asked, DAY).thresholds] == ["now"]


def test_columns_that_a_threshold_needs_and_the_list_lacks_are_named() -> None:
    listed = take_teachers(rows({"years_rural": 10}), DAY)
    asked = [threshold(AT_BOTH, posts=["urban"]), threshold(AT_BOTH, code="U")]
    check = check_teachers(listed, asked, DAY)
    assert check.missing == ("学校所在和类别", "薄弱学校任教年数")


def test_teachers_are_counted_by_threshold() -> None:
    said = {"granted.T": "是", "title": "高级"}
    listed = take_teachers(
        rows(
            {"years_rural": 10, **said},
            {"years_rural": 12, "granted.T": "否"},
            {"years_rural": 3, **said},
            {"years_rural": None, **said},
        ),
        DAY,
    )
    (count,) = counts_of(check_teachers(listed, [threshold(titles=["senior"])], DAY))
    assert dict(count.reach) == {Reach.REACHED: 2, Reach.NOT_YET: 1, Reach.UNTOLD: 1}
    assert set(count.discrepancies) == {*Discrepancy}
    assert count.applying == 1


def test_a_threshold_reads_as_a_sentence() -> None:
    asked = threshold(
        UNBROKEN | {"limit": "25"}, {"op": ">", "limit": "0.5"}, posts=["village", "point"]
    )
    assert threshold_words(asked) == (
        "现在村小学或教学点任教;乡镇及以下学校或特殊教育学校连续任教满 25 年;乡村学校任教超过 0.5 年"
    )
