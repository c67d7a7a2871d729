"""What the pages of a body above say of the counties below it, and of nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from litestar.testing import TestClient
from sqlalchemy import func, select
from tests.core.casework.unified import (
    CITY,
    ELSEWHERE,
    FIRST,
    SECOND,
    THIRD,
    YEAR,
    fill,
    unified_plugins,
)
from tests.web.county import Client
from tests.web.test_pages import row, rows, text

from dudao.api import FindingsOf, OpenFindings, Sieve, accounts_of, territory_of
from dudao.casework import Office, open_office
from dudao.casework.office import reading
from dudao.store import Tenant, add_tenant
from dudao.store.tables import Base
from dudao_web.app import create_app
from dudao_web.choice import choice_above
from dudao_web.here import find_here
from dudao_web.pages import Pages
from dudao_web.view.accounts import Asked, accounts_page
from dudao_web.view.marks import LEGEND

BELOW = f"/t/{CITY}/{YEAR}/below"
CHECKLIST = f"/t/{CITY}/{YEAR}/checklist"
ACCOUNTS = f"/t/{CITY}/{YEAR}/accounts"
COUNTY = f"/t/{FIRST}/{YEAR}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    path = tmp_path_factory.mktemp("above") / "dudao.db"
    with open_office(f"sqlite:///{path}", unified_plugins()) as office:
        fill(office)
        with office.database.session() as session:
            add_tenant(session, Tenant("970000", "空市", "prefecture"))
            add_tenant(session, Tenant("970001", "空县", "county", "970000"))
        yield office


@pytest.fixture(scope="module")
def city(office: Office) -> Iterator[Client]:
    with TestClient(create_app(office)) as client:
        yield client


def test_a_body_without_figures_of_its_own_opens_with_the_counties_below_it(city: Client) -> None:
    for address in (f"/t/{CITY}", f"/t/{CITY}/{YEAR}", f"/t/{CITY}/{YEAR}/schools"):
        answer = city.get(address, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (302, BELOW)


def test_a_body_below_which_nobody_reported_lists_who_has_not(city: Client) -> None:
    answer = city.get("/t/970000")
    assert answer.status_code == 200
    assert "1 个行政区没有" in answer.text
    assert "空县(从未填报)" in re.sub(r"<[^>]+>", "", answer.text)


def test_every_county_below_has_a_row_with_its_sizes_and_its_verdicts(city: Client) -> None:
    first, second, missing = (row(city, BELOW, name) for name in ("甲县", "乙区", "丙县"))
    assert first[1:4] == ["4", "8", "361"]
    assert first[4] == "不达标"
    # Of four that count two hold for the county and two fail at a school.
    assert first[6:] == ["2", "0", "2", "1"]
    assert second[6:] == ["2", "0", "0", "0"]
    assert "没有 2020 年的数据" in missing[4]
    assert "最近为 2019 年" in missing[4]


def test_sums_say_how_many_reported_and_who_is_missing(city: Client) -> None:
    said = text(city, BELOW)
    assert "已填报 2 / 3 学校 5 班级 10 学生 441 有未达标的学校 2 缺数据的学校 1" in said
    assert "1 个行政区没有 2020 年的数据: 丙县 (最近为 2019 年)。合计不含该行政区。" in said


def test_what_nobody_reported_is_no_zero_in_the_sums(city: Client) -> None:
    said = text(city, f"/t/{CITY}/2018/below")
    assert "已填报 0 / 3 学校 — 班级 — 学生 — 有未达标的学校 — 缺数据的学校 —" in said


def test_a_year_before_the_book_says_why_nobody_was_judged(city: Client) -> None:
    said = text(city, f"/t/{CITY}/2019/below")
    assert "丙县已填报,未能评价: " in said
    assert "2 个行政区没有 2019 年的数据" in said


def test_numbers_lead_to_the_countys_own_pages(city: Client) -> None:
    html = city.get(BELOW).text
    for path in ("", "/indicators?show=not_met", "/accounts?gaps=1"):
        assert f'href="{COUNTY}{path}"' in html
        assert city.get(COUNTY + path).status_code == 200


def test_counties_with_most_not_met_come_first_if_wanted(city: Client) -> None:
    found = [each[0].split()[0] for each in rows(city, f"{BELOW}?order=worst")[1:]]
    assert found == ["甲县", "乙区", "丙县"]
    assert city.get(f"{BELOW}?order=x").status_code == 400


def test_the_choice_of_years_is_that_of_all_counties(city: Client) -> None:
    html = city.get(BELOW).text
    years = re.search(r'(?s)<nav class="years".*?</nav>', html)[0]  # type: ignore[index]
    assert re.findall(r">(\d{4})<", years) == ["2019", "2020"]


def test_a_body_has_the_tabs_that_make_sense_for_it(city: Client) -> None:
    tabs = r'(?s)<div class="tabs">.*?</div>'
    of_body = re.search(tabs, city.get(BELOW).text)[0]  # type: ignore[index]
    of_county = re.search(tabs, city.get(COUNTY).text)[0]  # type: ignore[index]
    assert re.findall(r">([^<>\s]+)</a>", of_body) == [
        *("下级总览", "县级清单", "逐校台账", "预测", "问题台账"),
    ]
    assert re.findall(r">([^<>\s]+)<", of_county)[:3] == ["总览", "指标", "学校"]
    assert "下级总览" not in of_county


@pytest.mark.parametrize("page", ["below", "checklist", "accounts"])
def test_no_page_of_a_body_shows_a_county_that_is_not_below_it(city: Client, page: str) -> None:
    html = city.get(f"/t/{CITY}/{YEAR}/{page}").text
    assert "甲县" in html
    assert ELSEWHERE not in html
    assert "外县" not in html


@pytest.mark.parametrize("page", ["checklist", "accounts", "checklist.xlsx", "accounts.xlsx"])
def test_no_page_of_a_county_shows_its_siblings(city: Client, page: str) -> None:
    answer = city.get(f"{COUNTY}/{page}")
    assert answer.status_code == 200
    said = answer.text
    if page.endswith("xlsx"):
        said = str([*openpyxl.load_workbook(BytesIO(answer.content)).active.values])  # type: ignore[union-attr]
    assert "甲县" in said
    assert not [name for name in ("乙区", "丙县", SECOND, THIRD) if name in said]


def test_a_county_has_nobody_below_it_and_cannot_ask_for_its_siblings(city: Client) -> None:
    assert city.get(f"{COUNTY}/below").status_code == 404
    assert city.get(f"{COUNTY}/accounts?county={SECOND}").status_code == 400


def test_looking_writes_nothing(city: Client, office: Office) -> None:
    def counted() -> dict[str, int]:
        found = {}
        for code in (CITY, ELSEWHERE):
            with reading(office, code) as session:
                for mapper in Base.registry.mappers:
                    query = select(func.count()).select_from(mapper.class_)
                    found[f"{code} {mapper.class_.__name__}"] = session.scalar(query) or 0
        return found

    before = counted()
    for page in ("below", "checklist", "accounts", "accounts.xlsx", "checklist.xlsx"):
        assert city.get(f"/t/{CITY}/{YEAR}/{page}?as_of=2020-07-01").status_code == 200
    assert counted() == before


def test_the_checklist_spells_one_composite_out_with_its_parts(city: Client) -> None:
    found = rows(city, f"{CHECKLIST}?of=unified")
    assert found[0] == ["行政区", "四项统一", "统一之1", "统一之2", "统一之3", "统一之4"]
    assert found[1] == ["甲县", "● 达标 4 / 4 项", *["● 达标"] * 4]
    assert found[2][1:4] == ["✕ 未达标 2 / 4 项", "✕ 未达标", "? 缺数据"]
    assert found[3][1] == "? 没有 2020 年的数据"
    assert found[4] == ["● 达标", *["1 / 2"] * 2, "1 / 2", "2 / 2", "2 / 2"]


def test_a_mark_leads_to_the_trace_at_the_county(city: Client) -> None:
    html = city.get(f"{CHECKLIST}?of=unified").text
    address = f"/t/{SECOND}/{YEAR}/trace/u.layout_meets_plan/{SECOND}"
    assert f'href="{address}"' in html
    assert "未达标" in text(city, address)


def test_another_day_goes_along_to_the_counties(city: Client) -> None:
    html = city.get(f"{CHECKLIST}?of=unified&as_of=2020-07-01").text
    assert f"/t/{SECOND}/{YEAR}/trace/u.layout_meets_plan/{SECOND}?as_of=2020-07-01" in html


def test_a_section_or_composite_that_is_not_there_is_refused(city: Client) -> None:
    for asked in ("section=x", "of=retention"):
        answer = city.get(f"{CHECKLIST}?{asked}")
        assert answer.status_code == 400
        assert "清单中没有" in answer.text


def test_a_book_of_many_items_shows_marks_and_the_rest_in_a_legend(city: Client) -> None:
    html = city.get(f"{CHECKLIST}?book=cn.balanced").text
    assert 'class="heat checklist"' in html
    assert f'<tr data-code="{FIRST}" data-trace="/t/{FIRST}/{YEAR}/trace?book=cn.balanced">' in html
    assert 'class="legend"' in html


def test_a_county_reads_its_checklist_item_by_item(city: Client) -> None:
    found = rows(city, f"{COUNTY}/checklist")
    assert found[1] == ["主要目标"]
    assert found[-1][:4] == ["巩固率", "● 达标", "97.5%", "≥ 97%"]
    assert f'href="{COUNTY}/checklist"' in city.get(f"{COUNTY}/indicators").text


def test_a_year_without_verdicts_says_why_on_every_page(city: Client) -> None:
    for page in ("checklist", "accounts"):
        said = text(city, f"/t/{CITY}/2019/{page}")
        assert "2019 年还没有可以列出的结论" in said
        assert "没有 2019 年的数据: 甲县、乙区" in said
        assert city.get(f"/t/{CITY}/2019/{page}.xlsx").status_code == 404


def test_the_account_has_a_row_a_school_with_its_county(city: Client) -> None:
    found = row(city, ACCOUNTS, "S4学校")
    assert found == [
        "S4学校", "1", "甲县", "S4", "九年一贯制学校", "镇区", "91", "2", "51",
        "1 项", "●", "✕",
    ]  # fmt: skip
    assert row(city, ACCOUNTS, "合计 5 所")[-2:] == ["3 / 5", "3 / 5"]


def test_the_account_says_how_many_meet_everything_unknown_ones_apart(city: Client) -> None:
    said = text(city, ACCOUNTS)
    assert "共 5 所,全部达标 2 所,占可判定的 4 所的 50.0%;另有 1 所缺数据,尚不能判定。" in said
    assert "不在本表: 丙县(没有 2020 年的数据)" in said


def test_a_mark_of_two_stages_leads_to_the_stage_that_decided(city: Client) -> None:
    html = city.get(ACCOUNTS).text
    assert '<td class="not_met" data-stage="junior">✕' in html
    assert f'data-stage="primary" data-trace="/t/{FIRST}/{YEAR}/trace"' in html


def test_the_account_of_a_county_has_no_column_for_it_and_a_switch_to_the_heat_table(
    city: Client,
) -> None:
    html = city.get(f"{COUNTY}/accounts").text
    assert "行政区</th>" not in html
    assert f'href="{COUNTY}/schools"' in html
    assert f'href="{COUNTY}/accounts"' in city.get(f"{COUNTY}/schools").text


def test_schools_are_filtered_and_every_link_keeps_the_filter(city: Client) -> None:
    address = f"{ACCOUNTS}?county={FIRST}&stage=junior&gaps=1"
    assert [each[0] for each in rows(city, address)[1:-1]] == ["S4学校"]
    html = city.get(address).text
    assert f"accounts.xlsx?order=reported&amp;county={FIRST}&amp;stage=junior&amp;gaps=1" in html
    assert "看全部 5 所" in html


def test_a_filter_that_no_school_passes_leads_back(city: Client) -> None:
    said = text(city, f"{ACCOUNTS}?county={SECOND}&gaps=1")
    assert "没有符合条件的学校" in said


@pytest.mark.parametrize(
    "asked",
    ["stage=x", "type=x", "order=x", "page=0", "page=2", "page=x", f"county={ELSEWHERE}"],
)
def test_what_cannot_be_asked_for_is_refused_in_words(city: Client, asked: str) -> None:
    answer = city.get(f"{ACCOUNTS}?{asked}")
    assert answer.status_code == 400
    assert "可选:" in answer.text


def test_the_workbooks_hold_what_the_pages_show(city: Client) -> None:
    answer = city.get(f"{ACCOUNTS}.xlsx?gaps=1&order=worst")
    assert answer.headers["content-disposition"].startswith("attachment")
    values = [*openpyxl.load_workbook(BytesIO(answer.content))["逐校台账"].values]
    assert [line[1] for line in values[5:7]] == ["S2", "S4"]
    answer = city.get(f"{CHECKLIST}.xlsx?of=unified")
    values = [*openpyxl.load_workbook(BytesIO(answer.content))["县级清单"].values]
    assert values[0][0] == "示例市 2020 年“四项统一”县级清单"


def test_counties_stand_below_their_body_in_the_list_of_all(city: Client) -> None:
    found = [each[0].split()[0] for each in rows(city, "/")[1:]]
    assert found == ["空市", "空县", "外县", "示例市", "甲县", "乙区", "丙县"]
    assert "下级 3 个" in row(city, "/", "示例市")[0]
    assert 'class="depth-1"' in city.get("/").text


def test_a_page_is_fresh_when_a_county_reports(office: Office) -> None:
    with TestClient(create_app(office)) as client:
        tag = client.get(BELOW).headers["etag"]
        assert client.get(BELOW, headers={"If-None-Match": tag}).status_code == 304
        with office.database.session() as session:
            add_tenant(session, Tenant("990007", "新县", "county", CITY))
        assert client.get(BELOW, headers={"If-None-Match": tag}).status_code == 200


def account_page(office: Office, many: int, findings: FindingsOf | None = None) -> str:
    """Return the page of a city's account, its schools repeated, as the template writes it."""
    here = find_here(office, CITY, YEAR, None, None)
    territory = territory_of(office, CITY, YEAR)
    found = accounts_of(office, territory, territory.books[0])
    lines = [*found.lines] * many
    page = accounts_page(found, territory, here, Asked(Sieve(), "reported", 2), lines, findings)
    context = {
        "here": here,
        "choice": choice_above(office, here, territory),
        "page": page,
        "reasons": [],
        "legend": LEGEND,
    }
    return Pages().render("above/accounts.html", context).decode()


def test_a_long_account_has_pages_and_sums_over_all_of_them(office: Office) -> None:
    html = account_page(office, 50)
    assert html.count("<tr data-code=") == 50
    pages = re.search(r'(?s)<nav class="pages".*?</nav>', html)[0]  # type: ignore[index]
    assert re.findall(r">(\d+–\d+)<", pages) == ["1–200", "201–250"]
    assert "合计 250 所" in html
    assert 'class="pages"' not in account_page(office, 40)


def test_what_the_ledger_holds_has_a_column_once_it_is_given(office: Office) -> None:
    held = {(FIRST, "S1"): OpenFindings(3, date(2021, 3, 31), "县教育局")}
    html = account_page(office, 41, held)
    assert "未销号问题</th>" in html
    assert re.search(r"3 项 <small class=\"inline\">2021-03-31</small> 县教育局", html)
    assert "未销号问题" not in account_page(office, 41)
