"""A duty as people work on it, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.core.evidence.samples import PDF
from tests.web.conftest import PHONE, serving, width
from tests.web.duties.conftest import EDITOR, FINANCE, HOME, TAX, filler
from tests.web.visitor import become

from dudao.api import Actor, Draft, Duties, attach_new, save_part
from dudao.casework import Office

DUTY = f"{HOME}/duty/二.3"
FIGURES = f"{HOME}/duty/二.1"


@pytest.fixture
def address(county: Office) -> Iterator[str]:
    """The address of a server over the county in the middle of its year."""
    with serving(county) as found:
        yield found


@contextmanager
def colleague(browser: Browser, address: str, actor: Actor) -> Iterator[Page]:
    """A second person at a browser of their own."""
    context = browser.new_context(locale="zh-CN")
    yield become(context.new_page(), address, actor)
    context.close()


def save(page: Page) -> None:
    """Press the button that saves."""
    page.get_by_role("button", name="保存", exact=True).click()


def test_two_people_save_the_same_part_and_nothing_is_lost(
    page: Page, browser: Browser, address: str
) -> None:
    become(page, address, FINANCE).goto(address + FIGURES)
    with colleague(browser, address, filler("finance")) as other:
        other.goto(address + FIGURES)
        other.get_by_label("情况说明").fill("共同的一段\n同事的一段")
        other.get_by_label("地区生产总值").fill("100")
        save(other)
        expect(other.get_by_label("情况说明")).to_have_value("共同的一段\n同事的一段")
        page.get_by_label("情况说明").fill("共同的一段\n我的一段")
        page.get_by_label("地区生产总值").fill("200")
        with page.expect_response(lambda answer: answer.status == 409):
            save(page)
        compared = page.get_by_role("group", name="逐行对照")
        expect(compared.locator("del")).to_contain_text("同事的一段")
        expect(compared.locator("ins")).to_contain_text("我的一段")
        expect(page.get_by_role("row", name="地区生产总值 100 元 200 元")).to_be_visible()
        expect(page.get_by_role("alert")).to_contain_text("您的内容没有保存")
        expect(page.get_by_label("情况说明")).to_have_value("共同的一段\n我的一段")
        page.get_by_label("情况说明").fill("共同的一段\n同事的一段\n我的一段")
        save(page)
        expect(page.get_by_role("group", name="逐行对照")).to_have_count(0)
        other.reload()
        merged = "共同的一段\n同事的一段\n我的一段"
        expect(other.get_by_label("情况说明")).to_have_value(merged)
        expect(other.get_by_label("地区生产总值")).to_have_value("200")


def test_a_part_goes_from_support_to_leader_to_collector(
    page: Page, address: str, tmp_path: Path
) -> None:
    file = tmp_path / "缴库凭证.pdf"
    file.write_bytes(PDF)
    become(page, address, TAX).goto(address + DUTY)
    page.get_by_label("情况说明").fill("征收情况")
    page.get_by_label("选择文件").set_input_files(file)
    expect(page.get_by_text(f"缴库凭证.pdf({len(PDF)} B)")).to_be_visible()
    page.get_by_role("button", name="上传并保存").click()
    expect(page.get_by_label("情况说明")).to_have_value("征收情况")
    page.get_by_role("button", name="提交给牵头部门").click()
    expect(page.get_by_role("button", name="收回修改")).to_be_visible()
    become(page, address, FINANCE).goto(address + DUTY)
    with page.expect_download() as download:
        page.get_by_role("link", name="缴库凭证.pdf").first.click()
    assert download.value.suggested_filename == "缴库凭证.pdf"
    page.get_by_label("情况说明").fill("汇总情况")
    page.get_by_role("button", name="汇总报送").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已报送")
    become(page, address, EDITOR).goto(address + DUTY)
    page.get_by_role("button", name="受理").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已受理")
    expect(page.get_by_role("table").last).to_contain_text("汇总报送")


def test_enter_in_a_figure_saves_and_does_not_send_the_part_on(page: Page, address: str) -> None:
    become(page, address, filler("education")).goto(address + FIGURES)
    page.get_by_label("情况说明").fill("草稿")
    figure = page.get_by_label("地区生产总值")
    figure.fill("120")
    figure.press("Enter")
    expect(page.get_by_role("row").filter(has_text="保存")).to_be_visible()
    expect(page.get_by_label("情况说明")).to_have_value("草稿")


def test_a_file_too_large_is_not_sent_and_the_text_can_still_be_saved(
    page: Page, address: str, tmp_path: Path
) -> None:
    file = tmp_path / "照片.jpg"
    file.write_bytes(bytes(21 * 1024 * 1024))
    become(page, address, TAX).goto(address + DUTY)
    page.get_by_label("情况说明").fill("正文")
    page.get_by_label("选择文件").set_input_files(file)
    expect(page.get_by_text("文件超过 20 MB")).to_be_visible()
    expect(page.get_by_text("照片.jpg(21.0 MB)")).to_be_visible()
    save(page)
    expect(page.get_by_role("row").filter(has_text="保存")).to_be_visible()
    expect(page.get_by_label("情况说明")).to_have_value("正文")


def test_a_bad_figure_is_read_out_with_its_field(page: Page, address: str) -> None:
    become(page, address, FINANCE).goto(address + FIGURES)
    page.get_by_label("地区生产总值").fill("很多")
    with page.expect_response(lambda answer: answer.status == 422):
        save(page)
    field = page.get_by_label("地区生产总值")
    expect(field).to_have_value("很多")
    expect(field).to_have_accessible_description(
        "还没有这个数字 “很多”不是数字,应为不小于 0 的数字(单位:元)"
    )


def test_without_a_script_a_part_is_saved_all_the_same(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = become(context.new_page(), address, TAX)
    page.goto(address + DUTY)
    page.get_by_label("情况说明").fill("没有脚本也能填")
    save(page)
    expect(page.get_by_label("情况说明")).to_have_value("没有脚本也能填")
    context.close()


@pytest.mark.parametrize("actor", [EDITOR, FINANCE, TAX])
@pytest.mark.parametrize("place", [DUTY, FIGURES, f"{HOME}/evidence"])
def test_no_page_of_duty_work_is_wider_than_a_phone(
    page: Page, address: str, county: Office, duties: Duties, actor: Actor, place: str
) -> None:
    name = f"{'很长的名称' * 20}.pdf"
    attach_new(county, TAX, duties, "二.3", "tax", name, PDF)
    draft = Draft(0, "https://example.org/" + "x" * 3000, {})
    save_part(county, TAX, duties, "二.3", "tax", draft, file=True)
    page.set_viewport_size(PHONE)
    become(page, address, actor).goto(address + place)
    assert width(page) <= PHONE["width"]


def test_on_paper_a_part_is_text_and_no_form(
    page: Page, address: str, county: Office, duties: Duties
) -> None:
    save_part(county, TAX, duties, "二.3", "tax", Draft(0, "纸上的正文", {}))
    become(page, address, TAX).goto(address + DUTY)
    page.emulate_media(media="print")
    expect(page.locator("div.text")).to_be_visible()
    expect(page.get_by_label("情况说明")).to_be_hidden()
