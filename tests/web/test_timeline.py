"""The pages of the milestones: a city without figures, its counties, their schools."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from playwright.sync_api import Page
from tests.web.conftest import PHONE, serving, width
from tests.web.county import Client
from tests.web.test_pages import row, rows, text

from dudao.casework import Office, open_office, take_in
from dudao.plugins import Plugins
from dudao.store import Tenant, add_tenant
from dudao_web.app import create_app

CITY, EAST, WEST, EMPTY, PLAIN = "999100", "999121", "999123", "999124", "999125"
BOOK = "tonghua.integration"
TODAY = date(2019, 6, 1)
LIST, SIZES = f"/t/{EAST}/2018/timeline", f"/t/{EAST}/2018/timeline/class_size"
OF_CITY = f"/t/{CITY}/2018/timeline"


def school(code: str, *pupils: int, grade: int = 1) -> dict[str, Any]:
    kind = "primary" if grade < 7 else "junior"
    classes = [
        {"code": f"{grade}{n}", "grade": grade, "students": each}
        for n, each in enumerate(pupils, 1)
    ]
    named = {"code": code, "kind": "school", "name": f"{code}学校", "attributes": {"type": kind}}
    return {**named, "classes": classes}


def report(
    office: Office, tenant: str, year: int, schools: Sequence[dict[str, Any]], **facts: object
) -> None:
    own = {"code": tenant, "kind": "county", "facts": facts}
    document = {"tenant": tenant, "period": str(year), "subjects": [*schools, own]}
    assert take_in(office, tenant, "x.json", json.dumps(document).encode(), "张").recorded


def fill(office: Office) -> None:
    """Register a city that stands still in 2019 with counties; the western one skips 2017."""
    with office.database.session() as session:
        add_tenant(session, Tenant(CITY, "示例市", "prefecture", None, True, BOOK, TODAY))
        for code, name in ((EAST, "东县"), (WEST, "西县")):
            add_tenant(session, Tenant(code, name, "county", CITY, True, BOOK, TODAY))
        add_tenant(session, Tenant(EMPTY, "空县", "county", None, True, BOOK, TODAY))
        add_tenant(session, Tenant(PLAIN, "平县", "county", book="cn.preschool"))
    junior = school("J1", 58, grade=7)
    report(office, EAST, 2016, [school("S1", 60, 57), school("S2", 44)], nine_year_retention=94)
    report(
        office, EAST, 2017, [school("S1", 58, 50), school("S2", 44), junior], nine_year_retention=95
    )
    report(
        office, EAST, 2018, [school("S1", 56, 50), school("S2", 44), junior], nine_year_retention=96
    )
    report(office, WEST, 2016, [school("S1", 57)], nine_year_retention=98)
    report(office, WEST, 2018, [school("S1", 45)], nine_year_retention=98)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory, plugins: Plugins) -> Path:
    path = tmp_path_factory.mktemp("timeline") / "dudao.db"
    with open_office(f"sqlite:///{path}", plugins) as office:
        fill(office)
    return path


@pytest.fixture(scope="module")
def city(stored: Path, plugins: Plugins) -> Iterator[Client]:
    """A client over the city and its counties."""
    with (
        open_office(f"sqlite:///{stored}", plugins) as office,
        TestClient(create_app(office)) as client,
    ):
        yield client


def drawings(client: Client, address: str) -> list[str]:
    """Return what the charts of a page say to those who do not see them."""
    html = client.get(address).text
    labels = re.findall(r'(?s)<svg class="(?:stairs|piles|ribbon)".*?aria-label="([^"]*)"', html)
    return [" ".join(label.split()) for label in labels]


def test_all_milestones_stand_under_their_days(city: Client) -> None:
    html = city.get(LIST).text
    days = re.findall(r'<h2 id="d\d">\s*<span class="num">([\d-]+)</span>', html)
    assert days == ["2017-12-31", "2018-12-31", "2020-12-31"]
    said = text(city, LIST)
    assert re.search(r"下一期限 2020-12-31 还有 579 天,\d+ 项", said)
    assert said.index("2018-12-31 已过 152 天") < said.index("今天 2019-06-01 2020-12-31")


def test_each_milestone_says_where_it_stands_and_how_far_it_is(city: Client) -> None:
    retention = row(city, LIST, "九年义务教育巩固率")
    assert retention[2:4] == ["≥ 97%", "✕ 未达标 2018 年数据"]
    assert retention[4].startswith("还差 1 个百分点 2016–2018 年差距平均每年缩小 1 个百分点")
    primary, junior, *_ = [each for each in rows(city, LIST) if each[0] == "班级学生数"]
    assert primary[1:] == ["小学", "≤ 55", "✕ 未达标 2018 年数据", "1 个班超限,1 所学校未达到"]
    assert junior[1:] == ["初中", "≤ 60", "● 达标 2018 年数据", "全部达到"]


def test_what_is_overdue_is_counted(city: Client) -> None:
    assert re.search(r"逾期未达到 2 项", text(city, LIST))


def test_the_day_asked_for_decides_what_is_next(city: Client) -> None:
    before = text(city, f"{LIST}?as_of=2018-12-30")
    assert "下一期限 2018-12-31 还有 1 天" in before
    on = text(city, f"{LIST}?as_of=2018-12-31")
    assert "下一期限 2020-12-31 还有 731 天" in on
    assert "基准日 2018-12-31" in on


def test_an_earlier_year_is_seen_from_its_own_end(city: Client) -> None:
    said = text(city, f"/t/{EAST}/2017/timeline")
    assert "基准日 2017-12-31" in said
    assert "2017 年数据" in said
    assert "2018 年数据" not in said


def test_the_years_of_an_indicator_stand_against_every_milestone(city: Client) -> None:
    address = f"{SIZES}?stage=primary"
    assert row(city, address, "最大班额")[1:] == ["60", "58", "56"]
    assert row(city, address, "当年年底的目标")[1:] == ["办法施行前", "尚无目标", "✕ 未达标 ≤ 55"]
    assert row(city, address, "≤ 55")[1:] == [
        "✕ 未达标 2 1 所学校",
        "✕ 未达标 1 1 所学校",
        "✕ 未达标 1 1 所学校",
    ]
    assert row(city, address, "≤ 45")[3] == "✕ 未达标 2 1 所学校"
    assert row(city, address, "班级总数")[1:] == ["3", "3", "3"]


def test_the_charts_say_in_words_what_they_draw(city: Client) -> None:
    stairs, piles = drawings(city, f"{SIZES}?stage=primary")
    assert "目标:2018-12-31 起 ≤ 55;2020-12-31 起 ≤ 45" in stairs
    assert "历年:2016 年 60、2017 年 58、2018 年 56" in stairs
    assert "2018 年不符合 2018-12-31 起 ≤ 55 的 1" in piles


def test_the_schools_furthest_from_it_come_first_and_lead_to_their_own_years(
    city: Client,
) -> None:
    address = f"{SIZES}?stage=primary"
    first, second = [each for each in rows(city, address) if re.match(r"S\d学校", each[0])]
    assert first == [
        *("S1学校", "60", "58", "✕ 未达标 56"),
        *("✕ 未达标 1 个班,超出 1 人", "✕ 未达标 2 个班,超出 11 人"),
    ]
    assert second[0] == "S2学校"
    assert f'href="{SIZES}?stage=primary&amp;school=S1"' in city.get(address).text


def test_a_school_shows_its_classes_by_year_marked_by_the_limit_they_break(city: Client) -> None:
    address = f"{SIZES}?school=S1"
    said = text(city, address)
    assert "S1学校:班级学生数" in said
    assert "超出 11 人" in said
    assert row(city, address, "1 年级")[1:] == [
        "60 △ 不符合以后的目标 57 △ 不符合以后的目标",
        "58 △ 不符合以后的目标 50 △ 不符合以后的目标",
        "56 ✕ 不符合当年的目标 50 △ 不符合以后的目标",
    ]
    assert re.findall(r'<h2 id="p-(\w+)"', city.get(address).text) == ["primary"]


def test_a_single_value_has_a_staircase_and_its_distance(city: Client) -> None:
    address = f"/t/{EAST}/2018/timeline/retention"
    assert row(city, address, "数值")[1:] == ["94%", "95%", "96%"]
    assert row(city, address, "≥ 97%")[1:] == [
        "✕ 未达标 还差 3 个百分点",
        "✕ 未达标 还差 2 个百分点",
        "✕ 未达标 还差 1 个百分点",
    ]
    [stairs] = drawings(city, address)
    assert "2020-12-31 起 ≥ 97%" in stairs


def test_a_city_has_its_counties_and_their_sum(city: Client) -> None:
    address = f"{OF_CITY}/class_size?stage=primary"
    east, west, total = [
        each[1:] for each in rows(city, address) if each[0] in ("东县", "西县", "合计")
    ]
    assert east == ["2", "2", "1", "2", "1", "2"]
    assert west == ["1", "1", "未填报", "● 达标 0", "● 达标 0"]
    assert total == ["3", "3", "1*", "2*", "1", "2"]
    assert "* 2017 年不含情况不明的 西县。" in text(city, address)
    html = city.get(address).text
    assert f'href="/t/{EAST}/2018/timeline/class_size?stage=primary"' in html


def test_a_city_lists_the_values_of_its_counties(city: Client) -> None:
    address = f"{OF_CITY}/retention"
    assert row(city, address, "最低的县(市、区)")[1:] == ["94%", "95%*", "96%"]
    assert row(city, address, "西县")[1:] == ["98%", "未填报", "98%", "● 达标"]


def test_a_city_without_figures_leads_to_the_latest_year_below(city: Client) -> None:
    answer = city.get(f"/t/{CITY}/timeline", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (302, OF_CITY)
    years = re.findall(r'href="/t/999100/(\d{4})"', city.get(OF_CITY).text)
    assert {"2016", "2017", "2018"} <= {*years}


def test_the_tab_is_there_where_the_book_has_milestones(city: Client) -> None:
    assert f'href="{LIST}"' in city.get(f"/t/{EAST}/2018").text
    assert f'href="/t/{PLAIN}/2018/timeline"' not in city.get(f"/t/{PLAIN}/2018").text
    assert ">进程</a>" in city.get(OF_CITY).text


def test_a_book_without_milestones_says_so_and_offers_others(city: Client) -> None:
    address = f"/t/{PLAIN}/2018/timeline"
    assert "这份办法没有分期目标" in text(city, address)
    assert '<option value="tonghua.integration@2017">' in " ".join(city.get(address).text.split())


def test_another_book_on_an_indicators_page_leads_to_the_list(city: Client) -> None:
    answer = city.get(f"{SIZES}?book=cn.balanced@2017", follow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["location"].startswith(f"{LIST}?book=cn.balanced")


def test_what_is_chosen_stays_when_another_day_is_asked_for(city: Client) -> None:
    html = city.get(f"{SIZES}?school=S1&stage=primary").text
    form = re.search(r'(?s)<form class="choice".*?</form>', html)[0]  # type: ignore[index]
    assert re.search(r'name="stage"\s+value="primary"', form)
    assert re.search(r'name="school"\s+value="S1"', form)


def test_without_figures_there_are_only_the_milestones(city: Client) -> None:
    assert "所用数据 还没有填报" in text(city, f"/t/{EMPTY}/2019/timeline")
    said = text(city, f"/t/{EMPTY}/2019/timeline/class_size")
    assert "≤ 55" in said
    assert "填报以后,这里显示" in said


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        (f"{LIST}/nothing", 404, "没有分期目标“nothing”"),
        (f"{LIST}/layout", 404, "没有分期目标“layout”"),
        (f"{SIZES}?school=S9", 400, "没有这所学校"),
        (f"{SIZES}?stage=senior", 400, "没有学段“senior”"),
        (f"{LIST}/retention?school=S1", 400, "按县评价,不分学校"),
        (f"{OF_CITY}/class_size?school=S1", 400, "请在学校所在的县"),
        (f"{LIST}?as_of=2018-13-01", 400, "不是日期"),
        (f"/t/{EAST}/二零/timeline", 404, "不是年度"),
        ("/t/000009/timeline", 404, "没有代码为"),
        ("/t/999000/2018/timeline", 404, "没有代码为"),
    ],
)
def test_what_is_not_there_is_said(city: Client, address: str, status: int, words: str) -> None:
    answer = city.get(address)
    assert answer.status_code == status
    assert words in answer.text


@pytest.mark.parametrize("address", [LIST, SIZES, OF_CITY, f"{OF_CITY}/class_size"])
def test_no_page_carries_style_or_script_in_its_markup(city: Client, address: str) -> None:
    html = city.get(address).text
    assert not re.search(r"<[^>]+\s(style|on\w+)=", html)
    assert "<style" not in html
    assert len(re.findall(r"<h1\b", html)) == 1


@pytest.mark.parametrize(
    "address",
    [LIST, SIZES, f"{SIZES}?school=S1", OF_CITY, f"{OF_CITY}/class_size", f"{OF_CITY}/retention"],
)
def test_the_pages_fit_a_phone(page: Page, stored: Path, plugins: Plugins, address: str) -> None:
    page.set_viewport_size(PHONE)
    with open_office(f"sqlite:///{stored}", plugins) as office, serving(office) as site:
        page.goto(site + address)
        assert width(page) <= PHONE["width"]


def test_from_the_city_to_a_school_by_links_alone(
    page: Page, stored: Path, plugins: Plugins
) -> None:
    with open_office(f"sqlite:///{stored}", plugins) as office, serving(office) as site:
        page.goto(site + OF_CITY)
        page.get_by_role("link", name="班级学生数").first.click()
        page.get_by_role("link", name="东县").first.click()
        page.get_by_role("link", name="S1学校").click()
        assert page.get_by_role("heading", level=1).inner_text() == "S1学校:班级学生数"
