"""The list: what stands in it, narrowed in every way, split into pages, taken away."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from tests.core.casework.ledgers import (
    COUNTY,
    KEEPER,
    NEIGHBOUR,
    OF_SCHOOL,
    SCHOOL,
    SOON,
    TODAY,
    move,
    prove,
    report_classes,
    treat,
)
from tests.web.conftest import Clock
from tests.web.ledger.conftest import HOME
from tests.web.reading import rows, words
from tests.web.visitor import Visitor

from dudao.api import Actor, ByHand, Role, Treatment, add_by_hand, load_ledger
from dudao.casework import Office
from dudao.store import Tenant, add_tenant

EVIL = "<script>alert(1)</script>问题"
LATE = date(2019, 1, 10)


def numbers(page: str) -> list[int]:
    """Return the numbers of the findings that a page lists, in their order."""
    return [int(found) for found in re.findall(r'data-label="编号">\s*(\d+)', page)]


def by_hand(office: Office, title: str = "没有留样") -> int:
    """Enter a gap of the school's by hand."""
    entry = ByHand(title, "=1+1", "每餐留样", "检查通报", "S1")
    return add_by_hand(office, KEEPER, COUNTY, entry, Treatment("补齐", OF_SCHOOL, SOON), on=TODAY)


def strike_first(office: Office) -> None:
    """Strike the first finding off, on figures in which it is none any more."""
    treat(office)
    prove(office)
    move(office, "approve")
    report_classes(office, 2018, c4_1=44, c4_2=57, c5_1=58)
    move(office, "strike")


def test_a_line_says_all_that_there_is_to_know(visitor: Visitor, office: Office) -> None:
    treat(office, 2)
    [line] = [row for row in rows(visitor.get()) if "2015级2班" in row]
    assert "2示例一小2015级2班(3年级)" in line
    for said in (
        "班级学生数",
        "57人≤55",
        "示例一小",
        "增设一个班",
        "2018-09-01",
        "还有184天",
        "整改中",
    ):
        assert said in line
    assert "仍未达标" in line


def test_a_deadline_that_passed_is_told_in_days(visitor: Visitor, clock: Clock) -> None:
    clock(LATE)
    assert "超期10天" in words(visitor.get())


def test_what_the_recheck_found_stands_beside_what_was_found(
    visitor: Visitor, office: Office
) -> None:
    report_classes(office, 2018, c4_1=44, c4_2=57, c5_1=61)
    lines = rows(visitor.get())
    assert any("60人≤55" in line and "已达标44人(2018年)" in line for line in lines)
    assert any("57人≤55" in line and "57人(2018年)" not in line for line in lines)


def test_the_page_says_on_which_figures_it_rests(visitor: Visitor, office: Office) -> None:
    report_classes(office, 2018, on=date(2019, 2, 20), c4_1=44)
    said = words(visitor.get())
    assert "复核依据2018年数据,最近一次有变化在2019-02-20" in said
    assert "台账不分年度" in said
    assert "台账不分年度" not in words(visitor.client.get(f"/t/{COUNTY}/2018/ledger").text)


def test_earliest_deadlines_come_first_unless_asked_otherwise(
    visitor: Visitor, office: Office
) -> None:
    treat(office, 3)
    assert numbers(visitor.get()) == [3, 1, 2]
    assert numbers(visitor.get("?order=number")) == [1, 2, 3]
    assert numbers(visitor.get("?order=place")) == [3, 1, 2]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", {2, 3, 4, 5}),
        ("?state=all", {1, 2, 3, 4, 5}),
        ("?state=struck", {1}),
        ("?state=active", {2, 5}),
        ("?kind=hand", {5}),
        ("?kind=class&state=listed", {3, 4}),
        ("?rule=class_size&state=active", {2}),
        ("?rule=nothing", set()),
        ("?owner=school:S1", {2, 3, 4, 5}),
        ("?owner=department:finance", set()),
        ("?school=S1&state=all", {1, 2, 3, 4, 5}),
        ("?school=S2", set()),
        ("?late=yes", {2, 3, 4, 5}),
        ("?new=yes", {4}),
        ("?again=yes&state=all", set()),
        ("?ready=yes", set()),
        ("?q=留样", {5}),
        ("?q=2015+级+2", {2}),
        ("?q=不会有的", set()),
    ],
)
def test_the_list_is_narrowed(
    visitor: Visitor, office: Office, clock: Clock, asked: str, expected: set[int]
) -> None:
    strike_first(office)
    report_classes(office, 2018, c1_9=70, on=TODAY)
    treat(office, 2)
    assert by_hand(office) == 5
    clock(LATE)
    assert set(numbers(visitor.get(asked))) == expected


def test_what_can_be_struck_off_is_found(visitor: Visitor, office: Office) -> None:
    treat(office, 1, 3)
    prove(office, 1, 3)
    move(office, "approve", 1, 3)
    report_classes(office, 2018, c4_1=44, c4_2=57, c5_1=58)
    assert numbers(visitor.get("?ready=yes")) == [1]


def test_links_say_how_many_they_leave(visitor: Visitor, office: Office) -> None:
    strike_first(office)
    treat(office, 2)
    by_hand(office)
    said = words(visitor.get())
    for link in (
        "未销号3",
        "待定措施1",
        "整改中2",
        "已销号1",
        "全部4",
        "各类3",
        "班级2",
        "人工立项1",
    ):
        assert link in said
    assert "整改中1" in words(visitor.get("?kind=hand"))


def test_a_link_keeps_what_else_was_chosen(visitor: Visitor, office: Office) -> None:
    by_hand(office)
    page = visitor.get("?kind=class&q=示例")
    assert f'href="{HOME}?state=all&amp;kind=class&amp;q=%E7%A4%BA%E4%BE%8B"' in page
    assert '<input type="hidden" name="kind" value="class">' in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("state=burnt", "没有“burnt”这种选择"),
        ("kind=sort", "没有“sort”这种选择"),
        ("order=luck", "没有“luck”这种选择"),
        ("owner=king:1", "没有“king:1”这个单位"),
        ("page=0", "没有第“0”页"),
        ("page=²", "没有第“²”页"),
        ("page=99999999", "没有第“99999999”页"),
    ],
)
def test_a_choice_that_there_is_not_is_told(visitor: Visitor, asked: str, said: str) -> None:
    assert said in visitor.get(f"?{asked}", 400)


def test_where_nothing_fits_the_page_leads_back_to_all(visitor: Visitor) -> None:
    page = visitor.get("?q=不会有的")
    assert "没有符合的问题" in page
    assert "看全部未销号的问题" in page


def test_when_all_is_struck_off_the_page_says_so(visitor: Visitor, office: Office) -> None:
    strike_first(office)
    for number in (2, 3):
        treat(office, number)
        prove(office, number)
        move(office, "approve", number)
    report_classes(office, 2018, c4_1=44, c4_2=44, c5_1=44)
    move(office, "strike", 2, 3)
    assert "问题都已销号" in visitor.get()


def test_an_empty_ledger_says_why(visitor: Visitor, office: Office) -> None:
    page = visitor.client.get(f"/t/{NEIGHBOUR}/2017/ledger").text
    assert "台账中还没有问题" in page
    assert "还没有填报数据" in page
    report_classes(office, 2017, tenant=NEIGHBOUR, c1_1=30)
    assert "没有发现未达标之处" in visitor.client.get(f"/t/{NEIGHBOUR}/2017/ledger").text


def test_a_county_without_a_book_has_no_ledger(visitor: Visitor, office: Office) -> None:
    with office.database.session() as session:
        add_tenant(session, Tenant("220524", "无办法县", "county"))
    answer = visitor.client.get("/t/220524/2017/ledger")
    assert answer.status_code == 400
    assert "没有指定评价办法" in answer.text
    assert "台账</a>" not in visitor.client.get("/t/220524/2017").text


def test_a_long_list_is_split_into_pages(visitor: Visitor, office: Office) -> None:
    many = {f"c{grade}_{number}": 60 for grade in range(1, 6) for number in range(1, 42)}
    report_classes(office, 2017, **many)
    first, last = visitor.get(), visitor.get("?page=3")
    total = len(load_ledger(office, COUNTY).findings)
    assert total == 205
    assert "第1–100个,共205个" in words(first)
    assert len(numbers(first)) == 100
    assert len(numbers(last)) == 5
    assert numbers(visitor.get("?page=99")) == numbers(last)
    listed = {*numbers(first), *numbers(visitor.get("?page=2")), *numbers(last)}
    assert listed == set(range(1, 206))


def test_all_of_a_page_are_ticked_without_a_script(visitor: Visitor) -> None:
    page = visitor.as_(KEEPER).get("?tick=all")
    assert page.count('name="number"') == page.count(" checked ") == 3


def test_nothing_that_people_wrote_becomes_markup(visitor: Visitor, office: Office) -> None:
    number = by_hand(office, EVIL)
    for path in ("", f"/{number}", "/overdue", f"?q={EVIL}"):
        assert EVIL not in visitor.get(path)
    assert "&lt;script&gt;" in visitor.get()


def test_the_list_is_taken_away_as_it_is_narrowed(visitor: Visitor, office: Office) -> None:
    treat(office, 2)
    by_hand(office)
    answer = visitor.client.get(f"{HOME}.xlsx?state=active&order=number")
    assert answer.headers["content-disposition"].startswith("attachment")
    [sheet] = load_workbook(BytesIO(answer.content)).worksheets
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    heads = next(index for index, line in enumerate(lines) if line[0] == "编号")
    assert "示例数据" in str(lines[1][0])
    assert [line[0] for line in lines[heads + 1 :]] == [2, 4]
    listed = dict(zip(lines[heads], lines[heads + 2], strict=True))
    assert listed["发现值"] == "=1+1"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    told = dict(zip(lines[heads], lines[heads + 1], strict=True))
    assert (told["整改措施"], told["责任单位"], told["状态"]) == (
        "增设一个班",
        "示例一小",
        "整改中",
    )
    assert (told["复核结果"], told["复核值"], told["记录条数"]) == ("仍未达标", "57 人", 2)
    assert str(told["整改期限"]) == str(SOON)


def test_only_the_keeper_has_the_whole_ledger_rechecked(visitor: Visitor, office: Office) -> None:
    button = "按最新数据复核"
    for actor in (None, SCHOOL, Actor("钱", Role.VIEWER, COUNTY)):
        assert button not in visitor.as_(actor).get()
        assert 'role="alert"' in visitor.post("/recheck", 403) or "身份" in visitor.post(
            "/recheck", 403
        )
    assert button in visitor.as_(KEEPER).get()
    where = visitor.post("/recheck")
    assert where == f"{HOME}?done=recheck&count=0"
    assert "已复核,没有变化" in visitor.client.get(where).text
    assert visitor.client.get(f"{HOME}/recheck", follow_redirects=False).status_code in (302, 307)
