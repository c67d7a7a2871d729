"""A county with three classes too large, in a real database, and the people of its ledger."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar.testing import TestClient
from tests.core.casework.ledgers import CITY, COUNTY, TODAY, register_city, report_classes
from tests.web.conftest import Clock
from tests.web.visitor import Visitor

from dudao.casework import Office, open_office
from dudao.plugins import Plugins
from dudao_web.app import create_app

YEAR = "2017"
HOME = f"/t/{COUNTY}/{YEAR}/ledger"
ABOVE = f"/t/{CITY}/{YEAR}/ledger"


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory, plugins: Plugins) -> Path:
    """A database file with the county: classes 3-1, 3-2 and 4-1 will be too large in 2018."""
    path = tmp_path_factory.mktemp("ledger") / "dudao.db"
    with open_office(f"sqlite:///{path}", plugins) as office:
        register_city(office)
        report_classes(office, 2017, c3_1=60, c3_2=57, c4_1=58)
    return path


@pytest.fixture(autouse=True)
def today(clock: Clock) -> None:
    """It is the day on which the figures were handed in, until a test says otherwise."""
    clock(TODAY)


@pytest.fixture
def office(large: Path, plugins: Plugins, tmp_path: Path) -> Iterator[Office]:
    """The county in a database of the test's own."""
    path = tmp_path / "dudao.db"
    shutil.copy(large, path)
    evidence = (tmp_path / "evidence").as_uri()
    with open_office(f"sqlite:///{path}", plugins, evidence) as office:
        yield office


@pytest.fixture
def visitor(office: Office) -> Iterator[Visitor]:
    """A visitor to the county's ledger; nobody in particular at first."""
    with TestClient(create_app(office)) as client:
        yield Visitor(client, HOME)
