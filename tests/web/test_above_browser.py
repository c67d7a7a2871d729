"""The pages of a body above in a real browser: by keyboard, on a phone, without a script, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.core.casework.unified import CITY, FIRST, SECOND, YEAR, fill, unified_plugins
from tests.web.conftest import PHONE, serving, width

from dudao.casework import open_office

BODY = f"/t/{CITY}/{YEAR}"
PAGES = [
    "/",
    f"{BODY}/below",
    f"{BODY}/checklist",
    f"{BODY}/checklist?of=unified",
    f"{BODY}/checklist?book=cn.balanced",
    f"{BODY}/accounts",
    f"/t/{CITY}/2019/accounts",
    f"/t/{FIRST}/{YEAR}/checklist",
    f"/t/{FIRST}/{YEAR}/accounts",
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over a city and its counties."""
    path: Path = tmp_path_factory.mktemp("above") / "dudao.db"
    with open_office(f"sqlite:///{path}", unified_plugins()) as office:
        fill(office)
        with serving(office) as found:
            yield found


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_a_phone(page: Page, address: str, path: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(address + path)
    assert width(page) <= PHONE["width"]


def test_from_the_body_to_the_reason_of_a_countys_verdict(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="示例市", exact=True).click()
    page.get_by_role("link", name="县级清单").click()
    page.get_by_role("link", name="四项统一").click()
    page.get_by_role("row", name="乙区").get_by_role("link", name="未达标").nth(1).click()
    trace = page.get_by_role("dialog")
    expect(trace).to_contain_text("统一之1")
    expect(trace).to_contain_text("示例.json")


def test_the_account_is_read_by_keyboard_across_counties(page: Page, address: str) -> None:
    page.goto(f"{address}{BODY}/accounts")
    page.locator("#heat td[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    # The school of two stages: the junior one is over its limit.
    expect(page.get_by_role("dialog")).to_contain_text("≤ 50")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").locator(f"[href*='/t/{SECOND}/']").first).to_be_attached()


def test_a_mark_in_the_dense_checklist_opens_its_trace(page: Page, address: str) -> None:
    page.goto(f"{address}{BODY}/checklist?book=cn.balanced")
    cell = page.locator(f"#heat tr[data-code='{SECOND}'] td").nth(1)
    cell.click()
    expect(page.get_by_role("dialog")).to_contain_text("初中")


def test_the_checklist_of_a_part_is_read_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{BODY}/checklist?of=unified")
    page.get_by_role("row", name="甲县").get_by_role("link", name="达标").first.click()
    expect(page.get_by_role("heading", name="四项统一")).to_be_visible()
    context.close()


@pytest.mark.parametrize("path", [f"{BODY}/checklist?book=cn.balanced", f"{BODY}/accounts"])
def test_on_paper_the_pages_lie_on_their_side(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    printed = page.pdf(prefer_css_page_size=True)
    # A4 in points, the longer side first.
    assert b"/MediaBox [0 0 841" in printed
