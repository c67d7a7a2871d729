"""Judging, reading and deciding on a phone: every page fits its width, forms work by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.web.conftest import chromium, serving
from tests.web.duties.conftest import COUNTY, EDITOR, HOME, PREFECTURE, YEAR, finish
from tests.web.test_browser import ARGUMENTS, PHONE

from dudao.api import Duties, Office, load_duties
from dudao_web.duties.who import remember


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless browser."""
    path = chromium()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, county: Office, duties: Duties) -> Iterator[Page]:
    """A phone of the collecting department's, all duties accepted."""
    finish(county, duties)
    with serving(county) as address:
        context = browser.new_context(viewport={**PHONE}, base_url=address)
        cookie = remember(EDITOR)
        context.add_cookies([{"name": cookie.key, "value": cookie.value or "", "url": address}])
        yield context.new_page()
        context.close()


def test_the_pages_fit_a_phone(page: Page) -> None:
    for path in (f"{HOME}/review", f"{HOME}/report", f"{HOME}/grade", f"/t/{PREFECTURE}/reviews"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


def test_the_self_evaluation_is_assembled_by_keyboard(page: Page, county: Office) -> None:
    page.goto(f"{HOME}/report")
    page.get_by_role("button", name="汇总自评").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("button[value=lock]")
    assert load_duties(county, COUNTY, YEAR).state == "assembled"
