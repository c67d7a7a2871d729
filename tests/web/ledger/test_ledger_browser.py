"""The ledger as people use it, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.core.casework.ledgers import KEEPER, SCHOOL, bring_to, found, one, treat
from tests.web.conftest import PHONE, Clock, serving, width
from tests.web.ledger.conftest import ABOVE, HOME
from tests.web.ledger.test_list import by_hand
from tests.web.visitor import become

from dudao.api import FindingState
from dudao.casework import Office


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    """The address of a server over the county's ledger."""
    with serving(office) as found:
        yield found


def test_several_are_ticked_by_keyboard_refused_and_then_moved(
    page: Page, address: str, office: Office
) -> None:
    become(page, address, KEEPER).goto(f"{address}{HOME}?order=number")
    boxes = page.locator("tbody input[type=checkbox]")
    boxes.nth(0).focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("已选 1 个")).to_be_visible()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(page.get_by_text("已选 3 个")).to_be_visible()
    expect(page.get_by_label("全选本页")).to_be_checked()
    boxes.nth(1).uncheck()
    page.get_by_label("整改措施").fill("秋季学期增设一个班")
    page.locator("input[name=deadline]").fill("2018-02-01")
    with page.expect_response(lambda answer: answer.status == 422):
        page.get_by_role("button", name="落实措施").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("台账第 1 号")
    expect(alert).to_contain_text("台账第 3 号")
    expect(alert).not_to_contain_text("台账第 2 号")
    expect(page.get_by_label("整改措施")).to_have_value("秋季学期增设一个班")
    expect(page.get_by_text("已选 2 个")).to_be_visible()
    page.locator("input[name=deadline]").fill("2018-09-01")
    page.get_by_role("button", name="落实措施").click()
    expect(page.get_by_role("status")).to_contain_text("落实措施:2 个问题")
    assert [each.state for each in found(office)] == [
        FindingState.ACTIVE,
        FindingState.LISTED,
        FindingState.ACTIVE,
    ]


def test_all_of_the_page_are_ticked_at_once(page: Page, address: str) -> None:
    become(page, address, KEEPER).goto(address + HOME)
    page.get_by_label("全选本页").check()
    expect(page.get_by_text("已选 3 个")).to_be_visible()
    page.get_by_label("全选本页").uncheck()
    expect(page.get_by_text("勾选后办理")).to_be_visible()


def test_without_a_script_all_are_ticked_and_moved(
    browser: Browser, address: str, office: Office
) -> None:
    treat(office, 1, 2, 3)
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = become(context.new_page(), address, SCHOOL)
    page.goto(address + HOME)
    page.get_by_role("link", name="全选本页").click()
    page.get_by_label("整改说明").fill("已经分班")
    files = {"name": "方案.txt", "mimeType": "text/plain", "buffer": b"plan"}
    page.get_by_label("证明材料").set_input_files(files)  # type: ignore[arg-type]
    page.get_by_role("button", name="报送整改证明").click()
    expect(page.get_by_role("status")).to_contain_text("报送整改证明:3 个问题")
    assert {each.state for each in found(office)} == {FindingState.PROVED}
    context.close()


def test_a_proof_is_offered_and_approved_on_its_own_page(
    page: Page, address: str, office: Office
) -> None:
    treat(office)
    become(page, address, SCHOOL).goto(f"{address}{HOME}/1")
    page.get_by_label("整改说明").fill("已经分班")
    files = {"name": "方案.txt", "mimeType": "text/plain", "buffer": b"plan"}
    page.get_by_label("证明材料").set_input_files(files)  # type: ignore[arg-type]
    page.get_by_role("button", name="报送整改证明").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("证明待核")
    become(page, address, KEEPER).goto(f"{address}{HOME}/1")
    with page.expect_download() as download:
        page.get_by_role("link", name="方案.txt").click()
    assert download.value.suggested_filename == "方案.txt"
    page.get_by_role("button", name="认可证明").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("证明已认可")
    expect(page.get_by_text("不能销号")).to_be_visible()
    assert one(office).state is FindingState.APPROVED


def test_the_overview_fetches_what_is_open(page: Page, address: str) -> None:
    page.goto(f"{address}{HOME.removesuffix('/ledger')}")
    panel = page.get_by_label("台账", exact=True)
    expect(panel.get_by_role("row").filter(has_text="2015 级 2 班")).to_be_visible()


@pytest.mark.parametrize(
    "place",
    [HOME, f"{HOME}/1", f"{HOME}/new", f"{HOME}/overdue", f"{HOME}/months", ABOVE],
)
def test_no_page_of_the_ledger_is_wider_than_a_phone(
    page: Page, address: str, office: Office, clock: Clock, place: str
) -> None:
    bring_to(office, FindingState.PROVED)
    treat(office, 2, measure="长" * 500 + "x" * 500)
    by_hand(office, "很长的名称" * 20)
    clock(date(2019, 1, 10))
    page.set_viewport_size(PHONE)
    become(page, address, KEEPER).goto(address + place)
    assert width(page) <= PHONE["width"]


def test_on_paper_the_overdue_list_is_a_list_and_no_form(
    page: Page, address: str, clock: Clock
) -> None:
    clock(date(2019, 1, 10))
    become(page, address, KEEPER).goto(f"{address}{HOME}/overdue")
    page.emulate_media(media="print")
    expect(page.get_by_text("超期清单 · 截至 2019-01-10 · 示例数据")).to_be_visible()
    page.emulate_media(media="screen")
    page.goto(address + HOME)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="落实措施")).to_be_hidden()
    expect(page.locator("tbody input").first).to_be_hidden()
