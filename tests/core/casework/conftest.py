"""An installation with a province and two counties, on each kind of database."""

from __future__ import annotations

import pytest

from dudao.casework import Office
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
