"""An installation with a province and two counties, on each kind of database."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.core.casework.county import accept_all, begin, register, report_sound, send_up

from dudao.casework import Duties, Office
from dudao.evidence import local_evidence, open_evidence
from dudao.plugins import Plugins
from dudao.store import Database, Tenant, add_tenant

PROVINCE, COUNTY, NEIGHBOUR = "640000", "640221", "640222"


@pytest.fixture(scope="session")
def plugins() -> Plugins:
    """The plugins installed."""
    return Plugins()


@pytest.fixture
def office(database: Database, plugins: Plugins) -> Office:
    """An open installation; its tenants have no figures yet."""
    with database.session() as session:
        add_tenant(session, Tenant(PROVINCE, "示例省", "province", book="cn.balanced"))
        for code in (COUNTY, NEIGHBOUR):
            add_tenant(session, Tenant(code, "示例县", "county", PROVINCE, book="cn.balanced"))
    return Office(database, plugins)


@pytest.fixture
def installed(database: Database, plugins: Plugins, tmp_path: Path) -> Office:
    """An open installation with counties whose book has duties, and a place for evidence."""
    office = Office(database, plugins, evidence=open_evidence(local_evidence(tmp_path)))
    register(office)
    return office


@pytest.fixture
def opened(installed: Office) -> Duties:
    """The county's year, just opened."""
    return begin(installed)


@pytest.fixture
def accepted(installed: Office, opened: Duties) -> Duties:
    """The county's year with every duty accepted, and figures that close no grade."""
    report_sound(installed)
    return accept_all(installed, opened)


@pytest.fixture
def sent(installed: Office, accepted: Duties) -> Duties:
    """The county's self-evaluation, sent up."""
    return send_up(installed, accepted)
