"""The wall stands before every table that tenants own, those of duty work included."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import create_engine, delete, event, select, update
from tests.core.store.records import COUNTY, NEIGHBOUR, PROVINCE

from dudao.store import Database, Scope, ScopeError, TenantSession
from dudao.store.tables import AppendOnly, Base, TenantOwned

MINE = Scope(COUNTY)
WIDE = Scope(PROVINCE, frozenset({COUNTY, NEIGHBOUR}))
OWNED = sorted(
    (each.class_ for each in Base.registry.mappers if issubclass(each.class_, TenantOwned)),
    key=lambda table: table.__name__,
)


@pytest.mark.parametrize("table", OWNED)
def test_no_table_is_read_past_the_wall(peopled: Database, table: type[TenantOwned]) -> None:
    plain = table.metadata.tables[table.__tablename__]
    with peopled.reading(MINE) as session:
        found = session.scalars(select(table).where(table.tenant != COUNTY)).all()
        assert found == []
        for statement in (select(plain), update(plain).values(tenant=COUNTY), delete(plain)):
            with pytest.raises(ScopeError, match="绕过租户隔离"):
                session.execute(statement)
    for statement in (select(table), update(table).values(tenant=COUNTY), delete(table)):
        with peopled.session() as session, pytest.raises(ScopeError, match="没有指定租户"):
            session.execute(statement)
    with peopled.session(MINE) as session, pytest.raises(ScopeError):
        session.execute(update(table).values(tenant=NEIGHBOUR))


@pytest.mark.parametrize("table", OWNED)
def test_every_statement_on_a_table_is_narrowed_to_the_scope(table: type[TenantOwned]) -> None:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    asked: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute", lambda *a: asked.append((a[2], a[3])))
    with TenantSession(engine, WIDE) as session:
        session.scalars(select(table)).all()
        if not issubclass(table, AppendOnly):
            session.execute(delete(table).execution_options(synchronize_session=False))
    engine.dispose()
    (read, readable), *written = asked
    assert "tenant IN" in read
    assert set(readable) == {PROVINCE, COUNTY, NEIGHBOUR}
    assert all("tenant IN" in each and set(given) == {PROVINCE} for each, given in written)
    assert len(written) == (not issubclass(table, AppendOnly))
