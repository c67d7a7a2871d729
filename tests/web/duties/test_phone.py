"""Judging, reading and deciding on a phone: every page fits its width, forms work by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from tests.web.conftest import PHONE, serving, width
from tests.web.duties.conftest import COUNTY, EDITOR, HOME, PREFECTURE, YEAR, finish
from tests.web.visitor import become

from dudao.api import Duties, Office, load_duties


@pytest.fixture
def address(county: Office, duties: Duties) -> Iterator[str]:
    """The address of a server over the county with all duties accepted."""
    finish(county, duties)
    with serving(county) as found:
        yield found


@pytest.fixture
def phone(page: Page, address: str) -> Page:
    """A phone of the collecting department's."""
    page.set_viewport_size(PHONE)
    return become(page, address, EDITOR)


@pytest.mark.parametrize(
    "path", [f"{HOME}/review", f"{HOME}/report", f"{HOME}/grade", f"/t/{PREFECTURE}/reviews"]
)
def test_the_pages_fit_a_phone(phone: Page, address: str, path: str) -> None:
    phone.goto(f"{address}{path}")
    assert width(phone) <= PHONE["width"]


def test_the_self_evaluation_is_assembled_by_keyboard(
    phone: Page, address: str, county: Office
) -> None:
    phone.goto(f"{address}{HOME}/report")
    phone.get_by_role("button", name="汇总自评").focus()
    phone.keyboard.press("Enter")
    phone.wait_for_selector("button[value=lock]")
    assert load_duties(county, COUNTY, YEAR).state == "assembled"
