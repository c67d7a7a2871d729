"""A county in the middle of a year of duties, in a real database, and people who work on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from litestar.testing import TestClient
from tests.web.visitor import Visitor

from dudao.api import (
    Actor,
    Draft,
    Duties,
    Role,
    accept_duty,
    load_duties,
    open_plan,
    save_part,
    submit_duty,
)
from dudao.casework import Office, open_office
from dudao.plugins import Plugins
from dudao.store import Tenant, add_tenant
from dudao_web.app import create_app

PREFECTURE, COUNTY, YEAR = "632200", "632224", "2018"
HOME = f"/t/{COUNTY}/{YEAR}/duties"
EDITOR = Actor("张经办", Role.EDITOR, COUNTY, "education")
FINANCE = Actor("李财政", Role.FILLER, COUNTY, "finance")
TAX = Actor("赵税务", Role.FILLER, COUNTY, "tax")
REVIEWER = Actor("王审核", Role.REVIEWER, PREFECTURE)
VIEWER = Actor("钱查看", Role.VIEWER, COUNTY)


def register(office: Office) -> None:
    """Register a prefecture and its county, whose usual book has duties."""
    with office.database.session() as session:
        add_tenant(session, Tenant(PREFECTURE, "示例州", "prefecture"))
        county = Tenant(COUNTY, "示例县", "county", PREFECTURE, True, "gangcha.duties")
        add_tenant(session, county)


def begin(office: Office) -> Duties:
    """Open the year's plan."""
    return open_plan(office, EDITOR, COUNTY, YEAR, date(2018, 1, 20))


def filler(department: str) -> Actor:
    """Return somebody of a department."""
    return Actor("填报员", Role.FILLER, COUNTY, department)


def finish(office: Office, duties: Duties) -> Duties:
    """File, submit and accept every duty."""
    for code, work in duties.works.items():
        for part in work.parts:
            draft = Draft(part.version, f"{part.department} 的工作情况", {})
            actor = filler(part.department)
            is_support = part.position > 0
            save_part(office, actor, duties, code, part.department, draft, file=is_support)
        submit_duty(office, filler(work.parts[0].department), duties, code)
        accept_duty(office, EDITOR, duties, code)
    return load_duties(office, COUNTY, YEAR)


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory, plugins: Plugins) -> Path:
    """A database file with the county's plan opened."""
    path = tmp_path_factory.mktemp("duties") / "dudao.db"
    with open_office(f"sqlite:///{path}", plugins) as office:
        register(office)
        begin(office)
    return path


@pytest.fixture
def county(begun: Path, plugins: Plugins, tmp_path: Path) -> Iterator[Office]:
    """The county with its plan opened, in a database of the test's own."""
    path = tmp_path / "dudao.db"
    shutil.copy(begun, path)
    evidence = (tmp_path / "evidence").as_uri()
    with open_office(f"sqlite:///{path}", plugins, evidence) as office:
        yield office


@pytest.fixture
def duties(county: Office) -> Duties:
    """The plan as it was opened."""
    return load_duties(county, COUNTY, YEAR)


@pytest.fixture
def unopened(plugins: Plugins, tmp_path: Path) -> Iterator[Office]:
    """The county before anything was opened."""
    evidence = (tmp_path / "evidence").as_uri()
    with open_office(f"sqlite:///{tmp_path / 'new.db'}", plugins, evidence) as office:
        register(office)
        yield office


@pytest.fixture
def visitor(county: Office) -> Iterator[Visitor]:
    """A visitor to the county in the middle of its year; nobody in particular at first."""
    with TestClient(create_app(county)) as client:
        yield Visitor(client, HOME)


@pytest.fixture
def early(unopened: Office) -> Iterator[Visitor]:
    """A visitor to the county before its year was opened."""
    with TestClient(create_app(unopened)) as client:
        yield Visitor(client, HOME)
