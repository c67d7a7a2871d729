"""Entering by hand, what is overdue, the months, and the parts that other pages show."""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.casework.ledgers import (
    COUNTY,
    KEEPER,
    SCHOOL,
    SOON,
    STRANGERS,
    bring_to,
    move,
    one,
    report_classes,
    treat,
)
from tests.web.conftest import Clock
from tests.web.ledger.conftest import HOME
from tests.web.ledger.test_list import by_hand, numbers, strike_first
from tests.web.reading import rows, words
from tests.web.visitor import Visitor

from dudao.api import FindingState, GapKind, load_ledger
from dudao.casework import Office
from dudao.ledger import Month
from dudao_web.view.ledger.months import months_page

OVERVIEW = f"/t/{COUNTY}/2017"
ENTRY = {
    "title": "食堂没有留样记录",
    "found": "检查时未见留样",
    "asked": "每餐留样",
    "clause": "检查通报",
    "school": "S1",
    "measure": "补齐留样柜",
    "owner": "school:S1",
    "deadline": "2018-09-01",
}


def test_a_gap_is_entered_and_the_page_leads_to_it(visitor: Visitor, office: Office) -> None:
    assert visitor.as_(KEEPER).post("/new", **ENTRY) == f"{HOME}/4"
    finding = one(office, 4)
    assert (finding.key.kind, finding.gap.title) == (GapKind.HAND, ENTRY["title"])
    assert (finding.gap.name, finding.measure, finding.deadline) == ("示例一小", "补齐留样柜", SOON)
    assert "食堂没有留样记录" in visitor.get("/4")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "没有问题名称"),
        ("found", " ", "没有问题情况"),
        ("title", "长" * 101, "问题名称有 101 字"),
        ("school", "S9", "没有学校 S9"),
        ("measure", "", "没有整改措施"),
        ("owner", "", "没有责任单位"),
        ("deadline", "", "没有整改期限"),
        ("deadline", "月底", "“月底”不是日期"),
        ("deadline", "2018-02-01", "已经过去"),
    ],
)
def test_what_is_missing_is_told_and_all_that_was_typed_stays(
    visitor: Visitor, office: Office, field: str, value: str, said: str
) -> None:
    page = visitor.as_(KEEPER).post("/new", 422, **{**ENTRY, field: value})
    assert said in page
    for name, typed in ENTRY.items():
        if name != field:
            assert typed in page
    assert len(load_ledger(office, COUNTY).findings) == 3


@pytest.mark.parametrize("actor", [None, SCHOOL, *STRANGERS.values()])
def test_only_the_keeper_enters_a_gap(visitor: Visitor, office: Office, actor: object) -> None:
    visitor.as_(actor)  # type: ignore[arg-type]
    assert "只有台账管理人员可以立项" in visitor.get("/new")
    assert "人工立项</a>" not in visitor.get()
    visitor.post("/new", 403, **ENTRY)
    assert len(load_ledger(office, COUNTY).findings) == 3


def test_what_is_overdue_stands_under_its_owner(
    visitor: Visitor, office: Office, clock: Clock
) -> None:
    assert "没有超期的问题" in visitor.get("/overdue")
    treat(office, 2, owner=None, measure="均衡编班")
    by_hand(office)
    clock(date(2018, 9, 11))
    said = words(visitor.get("/overdue"))
    assert "截至2018-09-11·1个责任单位·2个问题" in said
    assert "示例一小2个,最长超期10天" in said
    assert numbers(visitor.get("/overdue?owner=school:S1")) == [2, 4]
    assert "这个单位没有超期的问题" in visitor.get("/overdue?owner=school:S2")
    assert "没有“king”这个单位" in visitor.get("/overdue?owner=king", 400)


def test_the_months_are_a_chart_and_a_table(visitor: Visitor, office: Office, clock: Clock) -> None:
    strike_first(office)
    clock(date(2018, 5, 2))
    page = visitor.get("/months")
    assert "新增3次,销号1次,现未销号2个" in words(page)
    assert "2018年5月——2" in rows(page)
    assert "2018年3月312" in rows(page)
    assert page.count("<circle") == 3


def test_a_ledger_without_findings_has_no_months(visitor: Visitor) -> None:
    page = visitor.client.get("/t/220523/2017/ledger/months").text
    assert "<circle" not in page
    assert "台账中还没有问题" in page


def test_the_chart_draws_what_the_months_say() -> None:
    chart = months_page([Month(2018, 1, 10, 0, 10), Month(2018, 2, 0, 5, 5)])
    first, second = chart.bars
    assert first.opened_y + first.opened_height == chart.height
    assert first.opened_y == first.standing_y < second.standing_y
    assert (first.closed_height, second.opened_height) == (0, 0)
    assert second.closed_y == second.standing_y
    assert "新增 10,销号 0,月末未销号 10" in first.title
    assert chart.ticks[0] == (chart.height, "0")


def part(visitor: Visitor, path: str) -> str:
    """Return a part of a page as htmx fetches it."""
    answer = visitor.client.get(path, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.text


def test_the_overview_shows_what_is_open(visitor: Visitor, office: Office, clock: Clock) -> None:
    strike_first(office)
    clock(date(2019, 1, 10))
    page = visitor.client.get(f"/t/{COUNTY}/2018").text
    assert f'hx-get="/t/{COUNTY}/2018/ledger/summary"' in page
    summary = words(part(visitor, f"{HOME}/summary"))
    assert "未销号2个,共列入3个" in summary
    assert "其中超期2" in summary
    assert "超期10天" in summary
    answer = visitor.client.get(f"{HOME}/summary", follow_redirects=False)
    assert answer.headers["location"] == HOME


def test_a_school_shows_its_own_findings(visitor: Visitor, office: Office) -> None:
    page = visitor.client.get(f"{OVERVIEW}/schools/S1").text
    assert f'hx-get="{HOME}/summary?school=S1"' in page
    assert f'href="{HOME}?school=S1"' in page
    assert "未销号3个" in words(part(visitor, f"{HOME}/summary?school=S1"))
    assert "没有列入台账的问题" in part(visitor, f"{HOME}/summary?school=S2")


def test_an_indicator_leads_to_its_findings(visitor: Visitor) -> None:
    page = visitor.client.get(f"{OVERVIEW}/indicators/class_size").text
    assert f'href="{HOME}?rule=class_size"' in page


def test_years_can_be_changed_and_the_ledger_is_the_same(visitor: Visitor, office: Office) -> None:
    report_classes(office, 2018, c4_1=60, c4_2=57, c5_1=58)
    bring_to(office, FindingState.APPROVED)
    move(office, "decline", comment="看不清")
    other = visitor.client.get(f"/t/{COUNTY}/2018/ledger").text
    assert numbers(other) == numbers(visitor.get())
