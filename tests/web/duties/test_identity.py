"""Who is at work is chosen once, shown on every page, and never believed of another tenant."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.web.duties.conftest import (
    COUNTY,
    EDITOR,
    FINANCE,
    HOME,
    REVIEWER,
    VIEWER,
    YEAR,
    Visitor,
)

from dudao.api import Actor, Role

OVERVIEW = f"/t/{COUNTY}/{YEAR}"


def at(visitor: Visitor) -> Visitor:
    """Return somebody who is at the overview of the year."""
    return replace(visitor, home=OVERVIEW)


def test_nobody_is_at_work_at_first(visitor: Visitor) -> None:
    assert "未选择身份,只能查看" in visitor.get()


@pytest.mark.parametrize(
    ("actor", "shown"),
    [
        (EDITOR, "县教育局 张经办"),
        (FINANCE, "县财政局 李财政"),
        (REVIEWER, "示例州 王审核"),
        (VIEWER, "示例县 钱查看"),
    ],
)
def test_the_page_shows_who_is_at_work(visitor: Visitor, actor: Actor, shown: str) -> None:
    assert shown in visitor.as_(actor).get()


def test_a_department_is_chosen_by_a_form(visitor: Visitor) -> None:
    visitor.post(
        "/identity", home=OVERVIEW, name="李四", role="filler", department="finance", back=HOME
    )
    assert "县财政局 李四" in visitor.get()


def test_the_editor_works_for_the_collecting_department(visitor: Visitor) -> None:
    at(visitor).post("/identity", name="张三", role="editor", department="finance")
    assert "县教育局 张三" in visitor.get()


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "", "role": "filler", "department": "finance"},
        {"name": "甲" * 41, "role": "filler", "department": "finance"},
        {"name": "甲", "role": "king", "department": "finance"},
        {"name": "甲", "role": "filler", "department": "没有的局"},
    ],
)
def test_a_choice_that_is_none_is_told_and_kept_on_the_page(
    visitor: Visitor, fields: dict[str, str]
) -> None:
    page = at(visitor).post("/identity", 422, **fields)
    assert 'role="alert"' in page
    assert "未选择身份" in page


@pytest.mark.parametrize("back", ["https://example.com/", "//example.com", "/t/640221/2018"])
def test_the_form_leads_back_to_this_tenant_only(visitor: Visitor, back: str) -> None:
    visitor.client.get(HOME)
    data = {
        "_csrf_token": visitor.client.cookies["csrftoken"],
        "name": "李四",
        "role": "viewer",
        "back": back,
    }
    answer = visitor.client.post(f"{OVERVIEW}/identity", data=data, follow_redirects=False)
    assert answer.headers["location"] == OVERVIEW


def test_somebody_of_another_tenant_is_nobody_here(visitor: Visitor) -> None:
    stranger = Actor("外人", Role.EDITOR, "640221", "education")
    assert "未选择身份" in visitor.as_(stranger).get()


def test_a_reviewer_of_the_county_itself_is_nobody_where_there_is_one_above(
    visitor: Visitor,
) -> None:
    assert "未选择身份" in visitor.as_(Actor("自评", Role.REVIEWER, COUNTY)).get()


@pytest.mark.parametrize("value", ["", "x", "%7B%7D", "%5B1%5D", "%00", "{" * 5000])
def test_a_cookie_that_was_tampered_with_makes_nobody(visitor: Visitor, value: str) -> None:
    visitor.client.cookies.set("dudao_who", value)
    assert "未选择身份" in visitor.get()
