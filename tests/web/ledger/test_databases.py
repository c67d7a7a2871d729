"""The ledger's pages on each kind of database."""

from __future__ import annotations

from pathlib import Path

from litestar.testing import TestClient
from tests.core.casework.ledgers import (
    CITY,
    COUNTY,
    KEEPER,
    NEIGHBOUR,
    SCHOOL,
    found,
    one,
    register_city,
    report_classes,
)
from tests.web.ledger.conftest import ABOVE, HOME
from tests.web.reading import rows, words
from tests.web.visitor import Visitor

from dudao.casework import open_office
from dudao.plugins import Plugins
from dudao.workflow import FindingState
from dudao_web.app import create_app


def test_a_finding_is_struck_off_through_the_pages(
    database_url: str, plugins: Plugins, tmp_path: Path
) -> None:
    with (
        open_office(database_url, plugins, tmp_path.as_uri()) as office,
        TestClient(create_app(office)) as client,
    ):
        register_city(office)
        report_classes(office, 2017, c3_1=60, c3_2=57)
        visitor = Visitor(client, HOME).as_(KEEPER)
        terms = {"measure": "增设一个班", "deadline": "2018-09-01"}
        visitor.post(move="measure", number=["1", "2"], **terms)
        files = [("files", ("方案.txt", b"plan"))]
        visitor.as_(SCHOOL).post("/1", files=files, move="prove", comment="已经分班")
        visitor.as_(KEEPER).post(move="approve", number="1")
        visitor.post("", 422, move="strike", number="1")
        report_classes(office, 2018, c4_1=44, c4_2=57)
        visitor.post(move="strike", number="1")
        assert one(office).state is FindingState.STRUCK
        assert "销号" in words(visitor.get("/1"))
        assert "2018年3月211" in rows(visitor.get("/months"))
        assert client.get(f"{HOME}.xlsx").status_code == 200
        assert "合计1———1250.0%" in rows(client.get(ABOVE).text)
        stranger = Visitor(client, f"/t/{NEIGHBOUR}/2017/ledger").as_(KEEPER)
        stranger.post("/1", 403, move="measure", measure="外人的措施")
        assert found(office, NEIGHBOUR) == []
        assert f"/t/{COUNTY}/2018/ledger" in client.get(f"/t/{CITY}/2017/ledger").text
