"""The list of tenants and the plugins each has switched on."""

from __future__ import annotations

import pytest
from tests.core.store.records import COUNTY, NEIGHBOUR, PROVINCE

from dudao.errors import DudaoError
from dudao.store import (
    Database,
    Scope,
    Tenant,
    add_tenant,
    descendants,
    disable_plugin,
    enable_plugin,
    enabled_plugins,
    scope_of,
    tenant,
    tenants,
)


def test_tenants_come_back_as_they_were_added(peopled: Database) -> None:
    sample = Tenant("640300", "示例市", "prefecture", PROVINCE, synthetic=True, book="cn.balanced")
    with peopled.session() as session:
        add_tenant(session, sample)
    with peopled.reading() as session:
        assert tenant(session, "640300") == sample
        assert [one.code for one in tenants(session)] == [PROVINCE, COUNTY, NEIGHBOUR, "640300"]


def test_descendants_are_found_at_any_depth(peopled: Database) -> None:
    with peopled.session() as session:
        add_tenant(session, Tenant("640221100", "示例镇", "township", COUNTY))
        assert descendants(session, PROVINCE) == [COUNTY, "640221100", NEIGHBOUR]
        assert descendants(session, COUNTY) == ["640221100"]
        assert descendants(session, NEIGHBOUR) == []


def test_a_tenant_writes_itself_and_reads_its_descendants(peopled: Database) -> None:
    with peopled.reading() as session:
        assert scope_of(session, PROVINCE) == Scope(
            PROVINCE, frozenset({PROVINCE, COUNTY, NEIGHBOUR})
        )
        assert scope_of(session, COUNTY) == Scope(COUNTY, frozenset({COUNTY}))


@pytest.mark.parametrize("ask", [tenant, scope_of])
def test_an_unknown_tenant_is_refused(peopled: Database, ask: object) -> None:
    assert callable(ask)
    with peopled.reading() as session, pytest.raises(DudaoError, match="租户 999999:未登记"):
        ask(session, "999999")


def test_a_code_is_given_once_and_a_parent_must_exist(peopled: Database) -> None:
    with peopled.session() as session:
        with pytest.raises(DudaoError, match=f"租户 {COUNTY}:已登记"):
            add_tenant(session, Tenant(COUNTY, "另一个县", "county"))
        with pytest.raises(DudaoError, match="上级 999999 未登记"):
            add_tenant(session, Tenant("640223", "新县", "county", "999999"))
    with peopled.reading() as session:
        assert len(tenants(session)) == 3


def test_plugins_are_switched_on_and_off_per_tenant(peopled: Database) -> None:
    with peopled.session(Scope(COUNTY)) as session:
        for plugin in ("tables", "letters", "tables"):
            enable_plugin(session, plugin, "张三")
        assert enabled_plugins(session, COUNTY) == ["letters", "tables"]
        disable_plugin(session, "letters")
        assert enabled_plugins(session, COUNTY) == ["tables"]
    with peopled.reading(Scope(NEIGHBOUR)) as session:
        assert enabled_plugins(session, NEIGHBOUR) == []
