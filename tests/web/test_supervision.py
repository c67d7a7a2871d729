"""The page of a supervision system."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from litestar.testing import TestClient
from tests.core.supervision.book import BOOK, plugins, school, whole_records
from tests.web.reading import words

from dudao.casework import Office, open_office
from dudao.casework.organisation import put_roster
from dudao.store import Tenant, add_tenant
from dudao.workflow import Actor, Role
from dudao_web.app import create_app

COUNTY, OTHER = "990101", "640221"
ADDRESS = f"/t/{COUNTY}/2026/supervision"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(f"sqlite:///{tmp_path / 'dudao.db'}", plugins()) as office:
        with office.database.session() as session:
            county = Tenant(COUNTY, "示例县", "county", None, True, BOOK, date(2026, 11, 16))
            add_tenant(session, county)
            add_tenant(session, Tenant(OTHER, "另一县", "county", book="cn.balanced"))
        yield office


def shown(office: Office, address: str = ADDRESS) -> tuple[int, str]:
    with TestClient(create_app(office)) as client:
        answer = client.get(address)
    return answer.status_code, words(answer.text)


def put(office: Office, *more: object) -> None:
    actor = Actor("示例人员甲", Role.EDITOR, COUNTY)
    put_roster(office, actor, COUNTY, (*whole_records(), *more), "测试")  # type: ignore[arg-type]


def test_before_there_is_a_roster_the_page_says_what_will_be_here(office: Office) -> None:
    status, page = shown(office)
    assert status == 200
    assert "还没有督导名册" in page
    assert "谁督导谁" in page


def test_what_is_lacking_stands_beside_what_to_do_and_the_proposal_fills_it(office: Office) -> None:
    put(office, school("S9"))
    status, page = shown(office)
    assert status == 200
    assert "示例数据" in page
    assert "示例学校S9没有责任督学请为其指定督学" in page
    assert "示例学校S9新挂牌示例人员P" in page


def test_a_county_to_which_nothing_is_lacking_is_told_so(office: Office) -> None:
    put(office)
    page = shown(office)[1]
    assert "名册没有缺口" in page
    assert "没有需要变动的" in page


def test_the_tab_is_there_only_where_the_book_has_rules_of_supervision(office: Office) -> None:
    put(office)
    tab = f"/t/{COUNTY}/2026/supervision"
    with TestClient(create_app(office)) as client:
        assert f'href="{tab}"' in client.get(f"/t/{COUNTY}/2026").text
        assert "supervision" not in client.get(f"/t/{OTHER}/2026/ledger").text


def test_a_county_whose_book_has_none_is_told_where_to_look(office: Office) -> None:
    status, page = shown(office, f"/t/{OTHER}/2026/supervision")
    assert status == 400
    assert "没有规定督导体系" in page
