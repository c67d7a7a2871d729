"""What a body above sees of the ledgers below it, and what it cannot do there."""

from __future__ import annotations

import re
from datetime import date

from tests.core.casework.ledgers import CITY, COUNTY, NEIGHBOUR, report_classes, treat
from tests.web.conftest import Clock
from tests.web.ledger.conftest import ABOVE
from tests.web.ledger.test_list import by_hand, strike_first
from tests.web.ledger.test_moving import buttons
from tests.web.reading import rows, words
from tests.web.visitor import Visitor

from dudao.api import Actor, Role
from dudao.casework import Office
from dudao.store import Tenant, add_tenant


def seen(visitor: Visitor) -> str:
    """Return what the city sees."""
    return visitor.client.get(ABOVE).text


def test_each_county_is_counted_and_all_together(
    visitor: Visitor, office: Office, clock: Clock
) -> None:
    strike_first(office)
    report_classes(office, 2017, tenant=NEIGHBOUR, c1_1=60)
    clock(date(2019, 1, 10))
    lines = rows(seen(visitor))
    assert "示例县22——1333.3%2018年" in lines
    assert "邻县11——010.0%2017年" in lines
    assert "合计33——1425.0%" in lines


def test_a_county_leads_to_its_own_ledger_in_its_latest_year(visitor: Visitor) -> None:
    page = seen(visitor)
    assert f'<a href="/t/{COUNTY}/2017/ledger">示例县</a>' in page
    assert f'<a href="/t/{NEIGHBOUR}/2017/ledger">邻县</a>' in page


def test_who_is_late_stands_with_their_county(
    visitor: Visitor, office: Office, clock: Clock
) -> None:
    report_classes(office, 2017, tenant=NEIGHBOUR, c1_1=60)
    treat(office, 2)
    clock(date(2019, 1, 10))
    page = seen(visitor)
    assert "示例一小示例县32018-09-01131天" in rows(page)
    assert "示例一小邻县12018-12-3110天" in rows(page)
    [address, _] = re.findall(r'href="([^"]+)">示例一小</a>', page)
    assert "示例一小" in visitor.client.get(address.replace("&amp;", "&")).text


def test_the_months_of_all_counties_are_one_chart(visitor: Visitor, office: Office) -> None:
    report_classes(office, 2017, tenant=NEIGHBOUR, c1_1=60)
    assert "2018年3月4—4" in rows(seen(visitor))


def test_a_county_without_a_finding_is_there_and_one_without_a_book_is_not(
    visitor: Visitor, office: Office
) -> None:
    with office.database.session() as session:
        add_tenant(session, Tenant("220524", "无办法县", "county", CITY))
        add_tenant(session, Tenant("220521100", "示例镇", "township", COUNTY))
    page = seen(visitor)
    assert "邻县0———00—未填报" in rows(page)
    assert "无办法县" not in page
    assert "示例镇" not in page


def test_townships_below_a_county_change_nothing_for_it(visitor: Visitor, office: Office) -> None:
    with office.database.session() as session:
        add_tenant(session, Tenant("220521100", "示例镇", "township", COUNTY))
    assert "问题台账" in words(visitor.get())
    assert "下级台账" not in visitor.get()


def test_a_city_without_counties_is_told_so(visitor: Visitor, office: Office) -> None:
    with office.database.session() as session:
        add_tenant(
            session, Tenant("220600", "新市", "prefecture", None, False, "tonghua.integration")
        )
        add_tenant(session, Tenant("220700", "有县市", "prefecture"))
        add_tenant(session, Tenant("220721", "无办法县", "county", "220700"))
    assert "台账中还没有问题" in visitor.client.get("/t/220600/2017/ledger").text
    assert "下级还没有台账" in visitor.client.get("/t/220700/2017/ledger").text


def test_the_city_has_a_list_of_its_own_beside(visitor: Visitor) -> None:
    own = visitor.as_(Actor("市经办", Role.EDITOR, CITY)).client.get(f"{ABOVE}/own").text
    assert "本级不填报学校数据" in own
    assert "人工立项</a>" in own
    answer = visitor.client.get(f"/t/{COUNTY}/2017/ledger/own", follow_redirects=False)
    assert answer.headers["location"] == f"/t/{COUNTY}/2017/ledger"


def test_the_city_enters_a_gap_of_its_own_and_goes_back_to_its_own_list(
    visitor: Visitor, office: Office
) -> None:
    keeper = Actor("市经办", Role.EDITOR, CITY)
    city = Visitor(visitor.client, ABOVE).as_(keeper)
    fields = {"title": "市级问题", "found": "情况", "measure": "措施", "deadline": "2018-09-01"}
    assert city.post("/new", **fields, owner="department:education") == f"{ABOVE}/1"
    where = city.post("/own", move="withdraw", number="1", comment="有误")
    assert where.startswith(f"{ABOVE}/own?")
    assert "市级问题" not in words(seen(visitor))
    assert by_hand(office) == 4


def test_the_city_sees_the_buttons_of_no_county(visitor: Visitor) -> None:
    for role in (Role.EDITOR, Role.REVIEWER):
        page = visitor.as_(Actor("市", role, CITY)).get("/1")
        assert buttons(page) == set()
