"""The pages as a person uses them, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from tests.web.conftest import PHONE, serving, width
from tests.web.county import HOME

from dudao.casework import Office, open_office, write_workbook
from dudao.plugins import Plugins

PAGES = [
    "/",
    HOME,
    f"{HOME}/indicators",
    f"{HOME}/indicators/R1",
    f"{HOME}/indicators/R",
    f"{HOME}/indicators/CV-R4",
    f"{HOME}/schools",
    f"{HOME}/schools/S3",
    f"{HOME}/doubts",
    f"{HOME}/workbook",
    f"{HOME}/trace/R1/S2",
    "/t/999001/2031",
    "/t/999003",
]


@pytest.fixture(scope="module")
def address(filled: Path, plugins: Plugins) -> Iterator[str]:
    """The address of a server whose figures no test changes."""
    with open_office(f"sqlite:///{filled}", plugins) as office, serving(office) as found:
        yield found


def test_from_the_list_to_the_reason_of_a_verdict(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="试验县", exact=True).click()
    expect(page.get_by_text("不达标", exact=True)).to_be_visible()
    page.get_by_role("link", name="R1", exact=False).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("每百名学生拥有高于规定学历教师数")
    page.get_by_role("row").filter(has_text="第二小学").get_by_text("3.96").click()
    trace = page.get_by_role("dialog")
    expect(trace).to_contain_text("高于规定学历教师数 ÷ 在校学生数 × 100")
    expect(trace).to_contain_text("试验县.json")
    page.keyboard.press("Escape")
    expect(trace).to_be_hidden()


def test_focus_returns_to_the_row_that_was_opened(page: Page, address: str) -> None:
    page.goto(f"{address}{HOME}/indicators/R1")
    link = page.get_by_role("link", name="第二小学")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("19 人")
    page.keyboard.press("Escape")
    expect(link).to_be_focused()


def test_a_link_can_be_opened_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{HOME}/indicators/R1")
    page.get_by_role("link", name="第二小学").click()
    expect(page.get_by_text("高于规定学历教师数 ÷ 在校学生数 × 100")).to_be_visible()
    context.close()


def test_the_first_tab_stop_leads_to_the_text(page: Page, address: str) -> None:
    page.goto(address + HOME)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_heat_table_is_walked_by_arrow_keys(page: Page, address: str) -> None:
    page.goto(f"{address}{HOME}/schools")
    cells = page.locator("#heat tbody tr")
    first = cells.nth(0).locator("td").nth(1)
    first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    second = cells.nth(1).locator("td").nth(2)
    expect(second).to_be_focused()
    expect(second).to_have_attribute(
        "aria-label", "第二小学 小学,每百名学生拥有高于规定学历教师数:未达标"
    )
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("3.96")


def test_a_cell_of_the_heat_table_opens_its_trace_and_lights_its_column(
    page: Page, address: str
) -> None:
    page.goto(f"{address}{HOME}/schools")
    cell = page.locator("#heat tbody tr").nth(2).locator("td").nth(2)
    cell.hover()
    expect(page.locator("#heat .lit")).to_have_count(4)
    cell.click()
    expect(page.get_by_role("dialog")).to_contain_text("学校 · 小学")


def test_the_heat_table_keeps_its_head_and_its_schools_in_sight(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 300})
    page.goto(f"{address}{HOME}/schools")
    table = page.locator(".scroll.heat")
    table.evaluate("box => box.scrollTo(600, 200)")
    name = page.locator("#heat tbody th").first
    assert name.evaluate("cell => cell.getBoundingClientRect().left") >= 0
    left = table.evaluate("box => box.getBoundingClientRect().left")
    assert name.evaluate("cell => cell.getBoundingClientRect().left") <= left + 2


def test_choosing_another_day_keeps_the_page_usable(page: Page, address: str) -> None:
    page.goto(f"{address}{HOME}/indicators/G7")
    page.get_by_role("textbox", name="基准日").fill("2022-06-30")
    page.get_by_role("button", name="按此评价").click()
    expect(page).to_have_url(
        f"{address}{HOME}/indicators/G7?book=cn.balanced%402017&as_of=2022-06-30"
    )
    expect(page.get_by_role("row").filter(has_text="≥ 6000").last).to_contain_text("有效")
    page.get_by_role("link", name="恢复默认").click()
    expect(page).to_have_url(address + HOME)


def test_a_bad_workbook_comes_back_with_the_cell_named(
    page: Page, site: str, own_office: Office, tmp_path: Path
) -> None:
    target = BytesIO()
    write_workbook(own_office, "999001", target, period="2023")
    book = load_workbook(target)
    head = next(cell for row in book["学校"] for cell in row if cell.value == "teaching_area")
    line = next(row[0].row for row in book["学校"] if row[0].value == "S1")
    book["学校"].cell(line, head.column, "三千")
    file = tmp_path / "填报表.xlsx"
    book.save(file)
    page.goto(f"{site}{HOME}/workbook")
    page.get_by_label("选择文件").set_input_files(file)
    complaint = page.expect_response(lambda answer: answer.status == 422)
    with complaint:
        page.get_by_role("button", name="上传并检查").click()
    row = page.get_by_role("row").filter(has_text="三千")
    expect(row).to_contain_text(f"{head.column_letter}{line}")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载标出错误的填报表").click()
    assert download.value.suggested_filename == "已标注-填报表.xlsx"


def test_a_file_too_large_is_refused_before_it_is_sent(
    page: Page, address: str, tmp_path: Path
) -> None:
    file = tmp_path / "照片.xlsx"
    file.write_bytes(bytes(21 * 1024 * 1024))
    page.goto(f"{address}{HOME}/workbook")
    page.get_by_label("选择文件").set_input_files(file)
    expect(page.get_by_text("文件超过 20 MB")).to_be_visible()
    expect(page.get_by_role("button", name="上传并检查")).to_be_disabled()


@pytest.mark.parametrize("place", PAGES)
def test_no_page_is_wider_than_a_phone_or_breaks_its_own_policy(
    page: Page, address: str, place: str
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(address + place)
    assert width(page) <= PHONE["width"]


def test_print_keeps_the_mark_and_drops_the_controls(page: Page, address: str) -> None:
    page.goto(f"{address}/t/999002/2023")
    page.emulate_media(media="print")
    expect(page.get_by_text("示例数据", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="按此评价")).to_be_hidden()
