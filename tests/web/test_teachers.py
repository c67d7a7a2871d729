"""The check of teacher lists as pages: upload, result, refusal, and that nothing is kept."""

from __future__ import annotations

import base64
import re
import sqlite3
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from litestar.testing import TestClient
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from tests.web.conftest import PHONE, serving, width
from tests.web.county import Client
from tests.web.test_workbook import token

from dudao.casework import Office, open_office
from dudao.plugins import Plugins
from dudao.store import Tenant, add_tenant
from dudao_web.app import create_app
from dudao_web.files import XLSX

HOME = "/t/220502/2020"
TEACHERS = f"{HOME}/teachers"
HEADS = (
    "工号,姓名,任教学校,学校类别,申报职称,乡村学校任教年数,薄弱学校任教年数,已认定:乡村任教满 3 年"
)
ROWS = (
    "T1,王小明,第一小学,镇区,高级,1,0,是",
    "T2,李小红,<b>河口</b>村小学,村小学,一级,12,0,否",
    "T3,张小军,大安教学点,教学点,,,,是",
    "T4,赵小兰,=1+1,城区,,2,0,",
)


def listed(*rows: str, heads: str = HEADS) -> bytes:
    return "\r\n".join([heads, *(rows or ROWS)]).encode()


@pytest.fixture
def office(tmp_path: Path, plugins: Plugins) -> Iterator[Office]:
    """A county whose book has thresholds, and one whose book has none."""
    with open_office(f"sqlite:///{tmp_path / 'own.db'}", plugins) as opened:
        with opened.database.session() as session:
            add_tenant(
                session, Tenant("220500", "示例市", "prefecture", book="tonghua.integration")
            )
            county = Tenant("220502", "示例区", "county", "220500", book="tonghua.integration")
            add_tenant(session, county)
            add_tenant(session, Tenant("999001", "试验县", "county", book="cn.balanced"))
        yield opened


@pytest.fixture
def web(office: Office) -> Iterator[Client]:
    with TestClient(create_app(office)) as client:
        yield client


def upload(
    web: Client,
    content: bytes,
    name: str = "名单.csv",
    address: str = TEACHERS,
    day: str = "2020-12-31",
) -> tuple[int, str]:
    files = {"file": (name, content, "text/csv")}
    answer = web.post(address, data={"_csrf_token": token(web, TEACHERS), "day": day}, files=files)
    return answer.status_code, answer.text


def results(page: str) -> bytes:
    """Return the file of results that an answer holds."""
    found = re.search(rf'href="data:{re.escape(XLSX)};base64,([^"]+)" download="([^"]+)"', page)
    assert found
    assert found[2] == "教师年限核对-2020-12-31.xlsx"
    return base64.b64decode(found[1])


def test_the_workbooks_page_leads_there_where_the_book_has_thresholds(web: Client) -> None:
    assert f'href="{TEACHERS}"' in web.get(f"{HOME}/workbook").text
    assert "teachers" not in web.get("/t/999001/2020/workbook").text
    assert "teachers" not in web.get("/t/220502/2016/workbook").text


@pytest.mark.parametrize("path", ["teachers", "teachers.xlsx"])
def test_without_thresholds_there_is_no_such_page(web: Client, path: str) -> None:
    answer = web.get(f"/t/999001/2020/{path}")
    assert answer.status_code == 404
    assert "没有教师年限条件" in answer.text


def test_the_page_says_what_is_asked_for_and_that_nothing_is_kept(web: Client) -> None:
    page = web.get(TEACHERS).text
    for said in (
        "乡村任教满 3 年",
        "现在村小学或教学点任教",
        "通市政办发〔2017〕13号 二(五)",
        "名单不存入系统",
    ):
        assert said in page
    assert 'name="day" value="2020-12-31"' in page


def test_the_template_has_the_columns_of_the_book(web: Client) -> None:
    answer = web.get(f"{TEACHERS}.xlsx")
    assert answer.headers["content-type"] == XLSX
    heads = [cell.value for cell in load_workbook(BytesIO(answer.content))["教师名单"][1]]
    assert "特殊教育学校连续任教年数" in heads
    assert "薄弱学校连续任教年数" not in heads


def test_a_list_is_checked_and_the_discrepancies_stand_first(web: Client) -> None:
    status, page = upload(web, listed())
    assert status == 200
    assert "名单.csv:4 名教师,3 处出入" in page
    different = page[page.index('id="differences"') : page.index('id="people"')]
    order = [
        different.index(said)
        for said in ("已认定,但未达到", "已认定,但无法判断", "年限已达到,未认定")
    ]
    assert order == sorted(order)
    people = page[page.index('id="people"') :]
    assert people.index("T1") < people.index("T3") < people.index("T2") < people.index("T4")
    assert "差 2 年" in people
    assert "名单没有“村小学和教学点任教年数”一列" in page


def test_names_are_shown_nowhere_and_markup_is_text(web: Client) -> None:
    _, page = upload(web, listed())
    assert "小明" not in page
    assert "&lt;b&gt;河口" in page
    book = load_workbook(BytesIO(results(page)))
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert not any("小明" in str(cell.value) for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [cell.value for cell in book["逐人结果"]["B"]][-1] == "=1+1"


def test_each_filter_shows_lines_and_tells_how_many(web: Client) -> None:
    _, page = upload(web, listed())
    filters = re.findall(r'id="show-([\w-]+)".*?<b class="num">(\d+)</b>', page, re.DOTALL)
    rows = re.findall(r'<tr class="([^"]*)">', page)
    assert dict(filters)["all"] == str(len(rows)) == "4"
    for key, count in filters[1:]:
        assert int(count) == sum(key in row.split() for row in rows) > 0
    style = web.get("/static/teachers.css").text
    assert all(f"#show-{key}:checked" in style for key, _ in filters[1:])


def test_the_years_are_reckoned_to_the_day_chosen(web: Client) -> None:
    heads = "工号,参加工作年份,乡村学校任教年数"
    assert upload(web, listed("T1,2018-01,3", heads=heads))[0] == 200
    status, page = upload(web, listed("T1,2018-01,3", heads=heads), day="2019-12-31")
    assert status == 422
    assert "2018-01 起参加工作,至多 2 年" in page
    assert 'name="day" value="2019-12-31"' in page


@pytest.mark.parametrize(
    ("day", "said"),
    [("明天", "“明天”不是日期"), ("", "不是日期"), ("2016-12-31", "没有生效的版本")],
)
def test_a_day_that_cannot_be_used_is_told(web: Client, day: str, said: str) -> None:
    status, page = upload(web, listed(), day=day)
    assert status == 422
    assert said in page


def test_all_faults_are_told_with_their_cells(web: Client) -> None:
    status, page = upload(web, listed("T1,,x,郊区,,-1,0,", "T1,,x,镇区,特级,61,0,是"))
    assert status == 422
    assert "没有核对:5 处错误" in page
    table = page[page.index('class="faults"') : page.index("</table>")]
    for cell in ("D2", "F2", "A3", "E3", "F3"):
        assert f">{cell}<" in table
    assert "base64" not in page


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("照片.png", b"\x89PNG\r\n\x1a\n" + bytes(200), "不是 Excel 工作簿"),
        ("空.csv", b"", "文件是空的"),
        ("坏.xlsx", b"PK\x03\x04" + bytes(500), "已损坏"),
        ("别的.csv", "学校,人数\n一小,3\n".encode(), "没有“工号”一列"),
        ("../../<b>坏</b>.json", b"{", "不是有效的 JSON"),
    ],
)
def test_what_is_no_list_is_refused_in_words(
    web: Client, name: str, content: bytes, said: str
) -> None:
    status, page = upload(web, content, name)
    assert status == 422
    assert said in page
    assert "<b>坏" not in page
    assert "Traceback" not in page


def test_a_form_without_a_file_or_token_is_refused(web: Client) -> None:
    data = {"_csrf_token": token(web, TEACHERS), "day": "2020-12-31"}
    answer = web.post(TEACHERS, data=data, files={"x": ("", b"")})
    assert (answer.status_code, "没有选择文件" in answer.text) == (422, True)
    assert web.post(TEACHERS, files={"file": ("a.csv", listed())}).status_code == 403


def test_a_list_beyond_the_limit_gets_a_page_that_says_so(web: Client) -> None:
    status, page = upload(web, bytes(21 * 1024 * 1024))
    assert status == 413
    assert "20 MB" in page


def test_another_book_may_be_asked_for(web: Client) -> None:
    address = "/t/999001/2020/teachers?book=tonghua.integration"
    assert web.get(address).status_code == 200
    assert upload(web, listed(), address=address)[0] == 200
    assert web.get(f"{TEACHERS}?book=cn.balanced").status_code == 404


def test_nothing_of_a_list_is_stored_or_logged(
    web: Client, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = tables(tmp_path / "own.db")
    with caplog.at_level("DEBUG"):
        upload(web, listed())
        upload(web, listed("T1,,x,郊区,,-1,0,"))
    assert tables(tmp_path / "own.db") == before
    assert not [said for said in ("T1", "小明", "第一小学") if said in caplog.text]
    assert web.get(TEACHERS).text.count("T1") == 0


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return everything in a database."""
    with sqlite3.connect(path) as database:
        names = [
            row[0] for row in database.execute("select name from sqlite_master where type='table'")
        ]
        return {name: database.execute(f'select * from "{name}"').fetchall() for name in names}


def test_in_a_browser_the_lines_are_filtered_and_the_file_saved(
    page: Page, office: Office, tmp_path: Path
) -> None:
    (tmp_path / "名单.csv").write_bytes(listed())
    with serving(office) as site:
        page.goto(f"{site}{TEACHERS}")
        page.locator("input[type=file]").set_input_files(tmp_path / "名单.csv")
        page.get_by_role("button", name="上传并核对").click()
        people = page.locator(".people tbody tr:visible")
        expect(people).to_have_count(4)
        page.locator("#show-differs").focus()
        page.keyboard.press("Space")
        expect(people).to_have_count(3)
        with page.expect_download() as saving:
            page.get_by_role("link", name="下载核对结果").click()
        saving.value.save_as(tmp_path / "结果.xlsx")
        page.set_viewport_size(PHONE)
        assert width(page) == PHONE["width"]
    assert load_workbook(tmp_path / "结果.xlsx").sheetnames == ["汇总", "有出入", "逐人结果"]
