"""The forecast as pages: a county, a school, a city; what may be typed, and what may not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from litestar.testing import TestClient
from playwright.sync_api import Browser, Page, expect
from tests.web.conftest import PHONE, serving, width
from tests.web.county import Client
from tests.web.past import CITY, COUNTY, EMPTY, NEW, SECOND, YOUNG, at, fill
from tests.web.test_pages import rows, text

from dudao.casework import open_office
from dudao.plugins import Plugins
from dudao_web.app import create_app

HTMX = {"HX-Request": "true"}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, plugins: Plugins) -> str:
    """The address of a database with the city in it."""
    path: Path = tmp_path_factory.mktemp("forecast") / "dudao.db"
    with open_office(f"sqlite:///{path}", plugins) as office:
        fill(office)
    return f"sqlite:///{path}"


@pytest.fixture(scope="module")
def client(database: str, plugins: Plugins) -> Iterator[Client]:
    """A client over the city."""
    with open_office(database, plugins) as office, TestClient(create_app(office)) as client:
        yield client


@pytest.fixture(scope="module")
def address(database: str, plugins: Plugins) -> Iterator[str]:
    """The address of a server over the city."""
    with open_office(database, plugins) as office, serving(office) as found:
        yield found


def line(client: Client, page: str, starting: str) -> list[str]:
    """Return the first row that starts with some words."""
    return next(each for each in rows(client, page) if each and each[0].startswith(starting))


def refused(client: Client, page: str) -> str:
    """Return what a page says that refuses what was typed."""
    answer = client.get(page)
    assert answer.status_code == 422
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def field(html: str, name: str) -> str:
    """Return the tag of a field."""
    found = re.search(rf'<input [^>]*name="{re.escape(name)}"[^>]*>', html)
    assert found
    return found[0]


# --- A county -------------------------------------------------------------------------------


def test_the_tab_leads_to_the_forecast(client: Client) -> None:
    html = client.get(f"/t/{COUNTY}/2023").text
    assert f'href="{at()}"' in html


def test_who_can_have_no_class_lists_has_no_tab(client: Client) -> None:
    assert at(EMPTY) not in client.get(f"/t/{EMPTY}/2023").text
    assert f'href="{at(CITY)}"' in client.get(f"/t/{CITY}/2023").text


def test_a_stage_shows_what_was_and_what_will_be(client: Client) -> None:
    said = rows(client, at())
    assert ["2023 实际", "579", "15", "", "6", "", ""] in said
    ahead = next(each for each in said if each[0] == "2024 预测")
    # 288 stay in the first school, all over 45; 44 and a little more in each grade of the second.
    assert ahead[2] == "15"
    assert ahead[4].startswith("11")
    assert "2026 年超额班" in text(client, at())


def test_the_limit_says_where_it_is_from(client: Client) -> None:
    said = text(client, at())
    ground = "县域义务教育优质均衡发展督导评估,教督〔2017〕6号 政府保障程度(5)"
    assert f"每班不超过 45 人 · {ground}" in said
    assert "每班不超过 48 人 · 给定" in text(client, at() + "?limit.primary=48")


def test_the_chart_is_read_out_in_words(client: Client) -> None:
    found = re.search(r'aria-label="小学(超过上限的班数:[^"]+)"', client.get(at()).text)
    assert found
    assert found[1].startswith(
        "超过上限的班数:实际 2021 年 6、2022 年 6、2023 年 6;预测 2024 年 11"
    )


def test_schools_that_lack_most_come_first(client: Client) -> None:
    names = [
        each[0]
        for each in rows(client, at() + "?limit.primary=48")
        if each and each[0] in ("中心小学", "九年制学校", "村小")
    ]
    assert names == ["九年制学校", "中心小学", "村小"]


def test_a_school_says_what_it_lacks_and_when(client: Client) -> None:
    found = line(client, at() + "?capacity.S1=8", "中心小学")
    # Six classes of 48: twelve are needed, two teachers each; four have no room.
    assert found[1:8] == ["小学", "6", "6", "6", "6 2024 年", "12", "4"]
    assert line(client, at(), "中心小学")[7] == "—"


def test_only_schools_with_a_gap_are_shown_when_asked(client: Client) -> None:
    said = text(client, at() + "?show=gaps")
    assert "中心小学" in said
    assert "村小" not in said
    assert "3 所,2 所有缺口" in said


def test_a_school_about_which_something_was_typed_stays_in_sight(client: Client) -> None:
    assert "村小" in text(client, at() + "?show=gaps&capacity.S3=3")


def test_nothing_lacking_is_said_too(client: Client) -> None:
    said = text(client, at() + "?show=gaps&limit.primary=100&limit.junior=100")
    assert "没有缺口 按现在的假设,到 2026 年各校都没有超过上限的班" in said


def test_the_back_test_and_the_method_are_always_there(client: Client) -> None:
    for page in (at(), at() + "?until=2024&entry.S1=20", at(COUNTY, 2023, "S1"), at(CITY)):
        said = text(client, page)
        assert "去年推得准不准 2023 年,只用此前数据:学生数 平均绝对误差" in said
        assert "升级率:某年级学生次年升入高一年级的比率" in said


def test_two_years_say_why_there_is_no_back_test(client: Client) -> None:
    assert "数据只有两年,不能回测。" in text(client, at(COUNTY, 2022))


def test_a_page_of_an_earlier_year_does_not_look_at_later_ones(client: Client) -> None:
    said = text(client, at(COUNTY, 2022))
    assert "据 2021–2022 年的班级数据" in said
    assert "2023 预测" in said


# --- Assumptions ------------------------------------------------------------------------------


def test_the_address_holds_the_assumptions(client: Client) -> None:
    asked = "?until=2024&limit.junior=40&entry.S2:junior=30&capacity.S2=9&rate.4=0.5&rate.S1:5=1"
    html = client.get(at() + asked).text
    for name, value in re.findall(r"([^?&=]+)=([^&]+)", asked):
        assert f'value="{value}"' in field(html, name)
    assert "2025 预测" not in html
    kept = "?until=2024&amp;limit.junior=40&amp;entry.S2%3Ajunior=30&amp;capacity.S2=9"
    assert f'href="{at(COUNTY, 2023, "S1")}{kept}' in html


def test_a_field_left_empty_shows_what_holds_instead(client: Client) -> None:
    html = client.get(at()).text
    assert 'placeholder="2026"' in field(html, "until")
    assert 'placeholder="45"' in field(html, "limit.primary")
    assert 'placeholder="48"' in field(html, "entry.S1")


def test_fields_left_empty_do_not_stay_in_the_address(client: Client) -> None:
    answer = client.get(at() + "?until=&limit.primary=46&capacity.S1=", follow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["location"] == at() + "?limit.primary=46"


def test_htmx_is_answered_with_the_changing_part_and_its_address(client: Client) -> None:
    answer = client.get(at() + "?until=2024&entry.S1=", headers=HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'name="capacity.S1"' in answer.text
    assert answer.headers["HX-Replace-Url"] == at() + "?until=2024"


def test_a_page_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    tag = client.get(at()).headers["ETag"]
    assert client.get(at(), headers={"If-None-Match": tag}).status_code == 304
    other = client.get(at() + "?until=2024", headers={"If-None-Match": tag})
    assert other.status_code == 200


def test_all_that_does_not_fit_is_told_with_schools_named_and_nothing_lost(client: Client) -> None:
    typed = {
        "until": "明年",
        "limit.primary": "1000",
        "limit.junior": "0",
        "entry.S1": "-1",
        "entry.S2:junior": "多",
        "capacity.S3": "-2",
        "rate.4": "98%",
        "rate.S1:5": "九",
    }
    page = at() + "?" + "&".join(f"{name}={value}" for name, value in typed.items())
    said = refused(client, page.replace("%", "%25"))
    for fault in (
        "预测期限 “明年”不是年份",
        "小学班额上限 1000 不可能 应为 1 至 200 的整数",
        "初中班额上限 0 不可能",
        "中心小学入学人数 -1 不可能",
        "九年制学校初中入学人数 “多”不是数字",
        "村小可容班数 -2 不可能",
        "升入 4 年级的升级率 “98%”不能作升级率",
        "中心小学 升入 5 年级的升级率 “九”不能作升级率",
    ):
        assert fault in said
    html = client.get(page.replace("%", "%25")).text
    for name, value in typed.items():
        assert f'value="{value}"' in field(html, name)
        assert 'aria-invalid="true"' in field(html, name)
    assert 'aria-invalid="true"' not in field(html, "capacity.S1")


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ("until=2023", "预测期限 2023 年不晚于最近一年数据(2023 年),已成事实,无须预测"),
        ("until=2040", "预测期限 2040 年太远"),
        ("capacity.S9=3", "S9可容班数 2023 年没有这所学校的班级"),
        ("rate.S1:1=1", "中心小学 升入 1 年级的升级率 1 年级是起始年级"),
        ("entry.S1:junior=30", "中心小学初中入学人数 该校最近一年没有初中班级"),
        ("entry.S2=30", "九年制学校入学人数 该校有两个学段"),
        ("limit.senior=30", "“senior”不是可选值"),
    ],
)
def test_what_cannot_be_is_told(client: Client, asked: str, fault: str) -> None:
    said = refused(client, f"{at()}?{asked}")
    assert fault in said
    assert "中心小学" in said


def test_what_is_no_assumption_is_left_aside_and_an_unknown_filter_refused(client: Client) -> None:
    assert client.get(at() + "?pupils=3&entry=4").status_code == 200
    assert client.get(at() + "?show=all").status_code == 400


# --- A school ---------------------------------------------------------------------------------


def test_a_school_is_shown_grade_by_grade(client: Client) -> None:
    found = line(client, at(COUNTY, 2023, "S2"), "2 年级")
    assert found[1:4] == ["40 1 班", "42 1 班", "44 1 班"]
    # (42 + 44) of (40 + 42): 44 become 46.1.
    assert found[4].startswith("46")
    assert found[4].endswith("1 班超额")
    assert "本校升级率" in found[7]


def test_a_school_keeps_what_was_typed_about_others(client: Client) -> None:
    html = client.get(at(COUNTY, 2023, "S1") + "?rate.S1:2=0.5&capacity.S2=9&until=2024").text
    assert 'value="0.5"' in field(html, "rate.S1:2")
    assert 'type="hidden"' in field(html, "capacity.S2")
    assert "给定升级率" in html
    back = f'href="{at()}?until=2024&amp;capacity.S2=9&amp;rate.S1%3A2=0.5"'
    assert back in html


def test_what_does_not_fit_a_school_is_told_on_its_page(client: Client) -> None:
    said = refused(client, at(COUNTY, 2023, "S1") + "?rate.S1:2=60&capacity.S2=x")
    assert "中心小学 升入 2 年级的升级率 60 不可能" in said
    assert "九年制学校可容班数 “x”不是数字" in said


def test_an_unknown_school_is_no_page(client: Client) -> None:
    for page in (at(COUNTY, 2023, "S9"), at(CITY, 2023, "S1")):
        assert client.get(page).status_code == 404


# --- A city -----------------------------------------------------------------------------------


def test_a_city_is_the_sum_of_its_counties_and_leads_to_them(client: Client) -> None:
    assert ["2023 实际", "1158", "30", "", "12", "", ""] in rows(client, at(CITY))
    html = client.get(at(CITY) + "?until=2024&limit.primary=46").text
    assert f'href="{at(COUNTY)}?until=2024&amp;limit.primary=46"' in html
    assert line(client, at(CITY), "乙县")[1] == "小学"


def test_a_city_names_who_is_not_in_its_sum_and_why(client: Client) -> None:
    said = text(client, at(CITY))
    assert "没有计入合计 2 个" in said
    assert "新县 没有任何班级数据" in said
    assert "幼县 只有 2023 年的班级数据,不足两年 请补报 2022 年的班级数据" in said


def test_a_city_refuses_what_is_about_a_school(client: Client) -> None:
    said = refused(client, at(CITY) + "?capacity.S1=3")
    assert "学校 S1 有城市由各县合计,对单个学校的假设只能用于它所在的县" in said


# --- Nothing to go by -------------------------------------------------------------------------


def test_one_year_only_says_what_is_missing_and_where_to_look(client: Client) -> None:
    said = text(client, at(YOUNG))
    assert "租户 998004 只有 2023 年的班级数据,不足两年 请补报 2022 年的班级数据" in said
    said = text(client, at(COUNTY, 2021))
    assert "看 2023 年的预测" in said


def test_no_class_lists_say_how_to_begin(client: Client) -> None:
    said = text(client, at(NEW))
    assert "没有任何班级数据" in said
    assert "去填报" in said


def test_a_city_whose_counties_have_no_past_yet_waits_for_them(client: Client) -> None:
    said = text(client, at(CITY, 2021))
    assert "甲县 租户 998001 只有 2021 年的班级数据" in said
    assert "由所属各县填报" in said
    assert "去填报" not in said


# --- In a browser -----------------------------------------------------------------------------


def test_the_result_follows_what_is_typed_and_the_address_holds_it(
    page: Page, address: str
) -> None:
    page.goto(address + at())
    row = page.locator("tbody").filter(has_text="中心小学")
    page.locator('[name="capacity.S1"]').fill("8")
    page.keyboard.press("Tab")
    expect(row.get_by_role("cell").nth(6)).to_have_text("4")
    expect(page).to_have_url(f"{address}{at()}?capacity.S1=8")
    page.get_by_label("小学班额上限").fill("50")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}{at()}?limit.primary=50&capacity.S1=8")
    expect(row.get_by_role("cell").nth(6)).to_have_text("0")
    page.reload()
    expect(page.locator('[name="capacity.S1"]')).to_have_value("8")


def test_what_is_being_typed_survives_the_answer_to_what_was_typed_before(
    page: Page, address: str
) -> None:
    page.goto(address + at())
    page.locator('[name="entry.S1"]').fill("70")
    # The next field is typed into while the answer to the first is under way.
    with page.expect_response(lambda answer: "entry.S1=70" in answer.url):
        page.keyboard.press("Tab")
        page.keyboard.type("1")
    capacity = page.locator('[name="capacity.S1"]')
    expect(capacity).to_be_focused()
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    expect(page).to_have_url(f"{address}{at()}?entry.S1=70&capacity.S1=12")
    expect(capacity).to_have_value("12")


def test_a_refusal_is_shown_in_place_and_put_right_in_place(page: Page, address: str) -> None:
    page.goto(address + at())
    page.get_by_text("升级率:留空按历年推算").click()
    rate = page.get_by_label("升入 4 年级", exact=True)
    rate.fill("98")
    page.keyboard.press("Tab")
    expect(page.get_by_role("alert")).to_contain_text("升入 4 年级的升级率98 不可能")
    expect(rate).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("升入 5 年级", exact=True)).to_be_focused()
    rate.fill("0.98")
    page.keyboard.press("Tab")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_text("2026 年超额班").first).to_be_visible()


def test_without_a_script_the_button_does_it(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + at())
    page.locator('[name="capacity.S1"]').fill("8")
    page.get_by_role("button", name="按此推算").click()
    expect(page).to_have_url(f"{address}{at()}?capacity.S1=8")
    expect(page.locator('[name="capacity.S1"]')).to_have_value("8")
    context.close()


@pytest.mark.parametrize(
    "place", [at(), at(COUNTY, 2023, "S2"), at(CITY), at(NEW), at(SECOND) + "?show=gaps"]
)
def test_no_page_is_wider_than_a_phone(page: Page, address: str, place: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(address + place)
    assert width(page) <= PHONE["width"]
