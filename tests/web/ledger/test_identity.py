"""Who is at work in a tenant whose book has departments but no duties to file, or no book."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.casework.ledgers import CITY, COUNTY, SCHOOL
from tests.web.ledger.conftest import HOME
from tests.web.reading import words
from tests.web.visitor import Visitor

from dudao.api import Actor, Role
from dudao.casework import Office
from dudao.store import Tenant, add_tenant

OVERVIEW = f"/t/{COUNTY}/2017"


@pytest.fixture
def chooser(visitor: Visitor) -> Visitor:
    """Somebody at the overview who comes from the ledger."""
    return replace(visitor, home=OVERVIEW)


def test_a_school_is_chosen_and_shown(chooser: Visitor, visitor: Visitor) -> None:
    fields = {"name": "李校长", "role": "school", "school": "S1"}
    assert chooser.post("/identity", **fields, back=f"{HOME}/1") == f"{HOME}/1"
    assert "示例一小 李校长" in visitor.get("/1")
    assert 'value="measure"' in visitor.get("/1")


def test_the_keeper_and_a_department_are_chosen(chooser: Visitor, visitor: Visitor) -> None:
    chooser.post("/identity", name="张", role="editor")
    assert "示例县 张" in visitor.get()
    assert "教育局经办" in visitor.get()
    assert "人工立项" in visitor.get()
    chooser.post("/identity", name="孙", role="filler", department="finance")
    assert "市财政局 孙" in visitor.get()
    assert "人工立项</a>" not in visitor.get()


def test_only_what_there_is_can_be_chosen(visitor: Visitor, office: Office) -> None:
    with office.database.session() as session:
        add_tenant(session, Tenant("220524", "无办法县", "county", CITY))
    full = words(visitor.client.get(f"{OVERVIEW}/identity").text)
    bare = words(visitor.client.get("/t/220524/2017/identity").text)
    assert "部门填报" in full
    assert "学校填报" in full
    assert "上级审核" not in full
    assert "部门填报" not in bare
    assert "学校填报" not in bare
    assert "只查看" in bare


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"role": "school", "school": "S9"}, "不在最近一年的学校名单中"),
        ({"role": "school", "school": ""}, "不在最近一年的学校名单中"),
        ({"role": "reviewer"}, "没有选择"),
        ({"role": "filler", "department": "没有的局"}, "不在本办法的部门名单中"),
        ({"role": ""}, "没有选择"),
    ],
)
def test_what_there_is_not_is_told(chooser: Visitor, fields: dict[str, str], said: str) -> None:
    page = chooser.post("/identity", 422, name="独一份", **fields)
    assert said in page
    assert 'value="独一份"' in page


def test_a_school_of_another_county_is_nobody_here(visitor: Visitor) -> None:
    stranger = replace(SCHOOL, tenant="220523")
    assert "未选择身份" in visitor.as_(stranger).get()


def test_a_school_that_is_gone_is_shown_by_its_code(visitor: Visitor) -> None:
    gone = Actor("李", Role.SCHOOL, COUNTY, school="S9")
    assert "S9 李" in visitor.as_(gone).get()
