"""From rows to teachers: every fault at once, at its own place, and nothing read as something else."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from tests.core.teachers.lists import DAY, faults, rows, take, threshold

from dudao.facts.scalars import Unfit
from dudao.rulebook import Post, Title
from dudao.teachers import asked_columns, known_columns, take_teachers


def test_a_row_is_read_as_it_is_written() -> None:
    found = take(
        {
            "teacher": 1024,
            "school": " 河口  村小学 ",
            "post": "村小、薄弱校",
            "started": "1998-08",
            "title": "正高级教师",
            "years_rural": "12.5",
            "years_weak": None,
            "granted.T": "是",
            "granted.U": None,
        }
    )
    (who,) = found.teachers
    assert (who.code, who.school) == ("1024", "河口 村小学")
    assert who.posts == {Post.VILLAGE, Post.RURAL, Post.WEAK}
    assert who.started == date(1998, 8, 1)
    assert who.title is Title.FULL_SENIOR
    assert who.years == {"years_rural": Decimal("12.5")}
    assert who.granted == {"T": True, "U": False}


@pytest.mark.parametrize(
    ("written", "posts"),
    [
        ("城区", {Post.URBAN}),
        ("县城", {Post.URBAN}),
        ("镇区;薄弱学校", {Post.TOWN, Post.WEAK}),
        ("镇区、村小学", {Post.TOWN, Post.VILLAGE}),
        ("教学点", {Post.POINT, Post.RURAL}),
        ("rural", {Post.RURAL}),
        (["town", "special"], {Post.TOWN, Post.SPECIAL}),
    ],
)
def test_words_about_a_school_may_stand_together(written: object, posts: set[Post]) -> None:
    (who,) = take({"post": written}).teachers
    assert who.posts == posts


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (1998, date(1998, 1, 1)),
        ("1998", date(1998, 1, 1)),
        ("1998年", date(1998, 1, 1)),
        ("1998年8月", date(1998, 8, 1)),
        ("1998.08", date(1998, 8, 1)),
        ("1998/8/15", date(1998, 8, 15)),
        (datetime(1998, 8, 15, 9, 30), date(1998, 8, 15)),
        (date(1998, 8, 15), date(1998, 8, 15)),
    ],
)
def test_the_start_of_work_may_be_a_year_a_month_or_a_day(written: object, day: date) -> None:
    (who,) = take({"started": written}).teachers
    assert who.started == day


@pytest.mark.parametrize("written", ["无", "不申报", None])
def test_no_title_applied_for_is_none(written: object) -> None:
    (who,) = take({"title": written}).teachers
    assert who.title is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"years_rural": -1}, "1 years_rural:-1 是负数,应为不小于 0 的数字(单位:年)"),
        ({"years_rural": 60}, "1 years_rural:60 年不可能;应不小于 0、小于 60"),
        ({"years_rural": "三年"}, "1 years_rural:“三年”不是数字"),
        ({"years_rural": "\uff13"}, "1 years_rural:“\uff13”是文本,不是数字;请填 3"),
        ({"years_rural": True}, "1 years_rural:是/否(是)不能填在“乡村学校任教年数”"),
        ({"years_rural": date(2020, 1, 3)}, "1 years_rural:日期或时间"),
        ({"years_rural": Unfit("是错误值 #REF!", "请改正")}, "1 years_rural:是错误值 #REF!;请改正"),
        ({"post": "郊区"}, "1 post:不认识的学校类别“郊区”;可选:城区、镇区、乡村"),
        ({"post": "薄弱学校"}, "1 post:没有写明学校在城区、镇区还是乡村"),
        ({"post": "城区、乡村"}, "1 post:同时写了城区和乡村;只能写一处"),
        ({"post": True}, "1 post:是/否(是)不是文本"),
        ({"started": "九八年"}, "1 started:“九八年”不是年份;应为年份或年月"),
        ({"started": Decimal("1998.1")}, "1 started:“1998.1”不是年份"),
        ({"started": "1998-13"}, "1 started:“1998-13”不是日期"),
        ({"started": 2021}, "1 started:2021 不可能;应在 1961 年至 2020-12-31 之间"),
        ({"started": 1960}, "1 started:1960 不可能"),
        ({"title": "特级"}, "1 title:不认识的职称“特级”;可选:正高级、高级、一级、二级、三级"),
        ({"granted.T": "已批"}, "1 granted.T:“已批”不是可选值;应为是或否"),
        ({"teacher": None}, "1 teacher:没有工号"),
        ({"teacher": "a b"}, "1 teacher:“a b”不能作代码"),
        ({"school": "一\u200b小"}, "1 school:“一�小”含有不可见字符"),
    ],
)
def test_what_cannot_be_is_told_where_it_stands(given: dict[str, object], said: str) -> None:
    (fault,) = faults(given)
    assert fault.startswith(said)
    assert take(given).teachers == ()


@pytest.mark.parametrize("written", ["李晓明", "王 丽", "220502198001011234", "22050219800101123X"])
def test_a_name_or_an_identity_number_is_refused_and_not_repeated(written: str) -> None:
    (fault,) = take({"teacher": written}).problems
    assert "像是姓名或身份证号" in str(fault)
    assert written not in str(fault)
    assert fault.found == ""


@pytest.mark.parametrize("written", ["T001", "中心校-12", "22050219", "编码制教师甲"])
def test_other_codes_are_taken(written: str) -> None:
    assert take({"teacher": written}).problems == ()


def test_two_rows_for_one_teacher_are_told_with_the_first() -> None:
    found = take({"teacher": "A"}, {"teacher": "B"}, {"teacher": "A"})
    assert [str(each) for each in found.problems] == [
        "名单 3 teacher:工号 A 重复,已用于 1 teacher;每位教师只留一行"
    ]


@pytest.mark.parametrize(
    ("started", "years", "is_possible"),
    [
        (2000, 21, True),
        (2000, "21.1", False),
        ("2000-12", 21, True),
        ("2001-01", 20, True),
        ("2001-01", 21, False),
        (2020, 1, True),
    ],
)
def test_nobody_has_served_longer_than_they_have_worked(
    started: object, years: object, is_possible: bool
) -> None:
    told = faults({"started": started, "years_rural": Decimal(str(years))})
    assert (told == []) is is_possible
    if told:
        assert told[0].startswith(f"1 years_rural:有 {years} 年,而 {str(started)[:4]}-")
        assert "请核对年数和参加工作年份" in told[0]


def test_unbroken_years_are_no_more_than_all() -> None:
    assert faults({"years_township": 5, "unbroken_township": 5}) == []
    assert faults({"years_township": 5, "unbroken_township": 6}) == [
        "1 unbroken_township:连续 6 年,多于合计的 5 年;连续年数不会超过合计年数"
    ]


def test_all_faults_are_told_at_once() -> None:
    told = faults({"post": "郊区", "years_rural": -1}, {"teacher": None, "title": "特级"})
    assert len(told) == 4


def test_an_empty_list_is_told() -> None:
    assert faults() == ["名单:名单是空的,没有一位教师;每位教师填一行"]


def test_a_template_asks_for_what_the_thresholds_need_and_no_more() -> None:
    asked = threshold({"at": ["weak", "special"], "unbroken": True})
    codes = [column.code for column in asked_columns([asked])]
    about = ["teacher", "school", "post", "started", "title"]
    assert codes == [*about, "unbroken_special", "unbroken_weak", "granted.T"]
    assert len(asked_columns([])) == 15


def test_no_header_means_two_columns() -> None:
    names = [
        name
        for column in known_columns([threshold()])
        for name in {column.code, column.head, *column.aliases}
    ]
    assert len(names) == len(set(names))


def test_rows_keep_the_faults_of_their_file() -> None:
    listed = rows({"years_rural": 3})
    assert take_teachers(listed, DAY).problems == ()
