"""A database with tenants in it."""

from __future__ import annotations

import pytest
from tests.core.store.records import COUNTY, NEIGHBOUR, PROVINCE

from dudao.store import Database, Tenant, add_tenant


@pytest.fixture
def peopled(database: Database) -> Database:
    """A database with a province and two of its counties."""
    with database.session() as session:
        add_tenant(session, Tenant(PROVINCE, "示例省", "province"))
        add_tenant(session, Tenant(COUNTY, "示例县", "county", PROVINCE, book="cn.balanced"))
        add_tenant(session, Tenant(NEIGHBOUR, "邻县", "county", PROVINCE))
    return database
