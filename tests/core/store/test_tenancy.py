"""The wall between tenants: nothing foreign is read or written, whichever way it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import (
    create_engine,
    delete,
    func,
    insert,
    literal_column,
    select,
    text,
    union,
    update,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, aliased, make_transient_to_detached

from dudao.store import (
    Database,
    RunRecord,
    Scope,
    ScopeError,
    TenantSession,
    enable_plugin,
    enabled_plugins,
    latest_run,
    load_run,
    save_run,
)
from dudao.store.supervisiontables import (
    CaseRow,
    InspectionRow,
    PaperRow,
    PublicationRow,
    RosterRow,
    VisitRow,
)
from dudao.store.tables import (
    Addressed,
    AppendOnly,
    Base,
    ChangeRow,
    IntakeRow,
    PluginRow,
    RunRow,
    SheetRow,
    TenantOwned,
    TenantRow,
)
from dudao.store.worktables import EventRow, LogRow, PlanRow, ReviewRow

PROVINCE, COUNTY, NEIGHBOUR = "640000", "640221", "640222"
MINE = Scope(COUNTY)
WIDE = Scope(PROVINCE, frozenset({COUNTY, NEIGHBOUR}))
NOW = datetime(2024, 1, 1, tzinfo=UTC)
TABLE = Base.metadata.tables["enabled_plugin"]

other = aliased(PluginRow)
Statement = Callable[[], Any]
READS: dict[str, Statement] = {
    "entity": lambda: select(PluginRow.plugin, PluginRow),
    "column": lambda: select(PluginRow.plugin),
    "alias": lambda: select(other.plugin),
    "where": lambda: select(PluginRow.plugin).where(
        (PluginRow.tenant == COUNTY) | (PluginRow.tenant != COUNTY)
    ),
    "join": lambda: (
        select(PluginRow.plugin)
        .select_from(TenantRow)
        .join(PluginRow, PluginRow.tenant == TenantRow.code)
    ),
    "outer join": lambda: (
        select(PluginRow.plugin)
        .select_from(TenantRow)
        .outerjoin(PluginRow, PluginRow.tenant == TenantRow.code)
        .where(PluginRow.plugin.is_not(None))
    ),
    "self join": lambda: select(other.plugin).select_from(PluginRow).join(other, other.plugin > ""),
    "subquery": lambda: select(select(PluginRow.plugin).subquery().c.plugin),
    "correlated subquery": lambda: (
        select(select(PluginRow.plugin).where(PluginRow.tenant == TenantRow.code).scalar_subquery())
        .select_from(TenantRow)
        .where(TenantRow.level == "county")
    ),
    "exists": lambda: (
        select("of_" + TenantRow.code)
        .select_from(TenantRow)
        .where(select(PluginRow).where(PluginRow.tenant == TenantRow.code).exists())
    ),
    "common table": lambda: select(select(PluginRow.plugin).cte("common").c.plugin),
    "union": lambda: union(select(PluginRow.plugin), select(other.plugin)),
    "group": lambda: select(PluginRow.plugin).group_by(PluginRow.plugin).having(func.count() > 0),
    "window": lambda: select(PluginRow.plugin, func.rank().over(order_by=PluginRow.plugin)),
    "alias of a subquery": lambda: select(aliased(PluginRow, select(PluginRow).subquery()).plugin),
}
BYPASSES: dict[str, Statement] = {
    "raw SQL": lambda: text("SELECT plugin FROM enabled_plugin"),
    "raw SQL as an entity": lambda: select(PluginRow).from_statement(
        text("SELECT * FROM enabled_plugin")
    ),
    "raw fragment": lambda: select(literal_column("(SELECT max(plugin) FROM enabled_plugin)")),
    "table": lambda: select(TABLE),
    "column of a table": lambda: select(TABLE.c.plugin),
    "alias of a table": lambda: select(TABLE.alias().c.plugin),
    "subquery of a table": lambda: select(select(TABLE).subquery().c.plugin),
    "subquery of a table beside the class": lambda: select(
        PluginRow.plugin, select(func.max(TABLE.alias().c.plugin)).scalar_subquery()
    ),
    "table joined to a class": lambda: select(TenantRow.code).join(TABLE, TABLE.c.plugin > ""),
    "union of a table": lambda: union(select(PluginRow.plugin), select(TABLE.c.plugin)),
    "insert": lambda: insert(PluginRow).values(tenant=NEIGHBOUR, plugin="x", since=NOW, by="x"),
    "insert of a select": lambda: insert(PluginRow).from_select(
        ["tenant", "plugin", "since", "by"],
        select(TenantRow.code, TenantRow.name, TenantRow.created, TenantRow.name),
    ),
    "insert into a table": lambda: insert(TABLE).values(tenant=NEIGHBOUR, plugin="x"),
    "update of a table": lambda: update(TABLE).values(by="x"),
    "delete from a table": lambda: delete(TABLE),
    "update that moves rows": lambda: update(PluginRow).values(tenant=NEIGHBOUR),
    "update that moves rows to a class's key": lambda: update(PluginRow).values(
        {PluginRow.tenant: NEIGHBOUR}
    ),
    "ordered update that moves rows": lambda: update(PluginRow).ordered_values(
        ("by", "x"), ("tenant", NEIGHBOUR)
    ),
    "update that computes the tenant": lambda: update(PluginRow).values(
        tenant=select(func.max(TenantRow.code)).scalar_subquery()
    ),
}


@pytest.fixture
def shared(peopled: Database) -> Database:
    """Two counties and their province, each with one row of its own, named after it."""
    for code in (PROVINCE, COUNTY, NEIGHBOUR):
        with peopled.session(Scope(code)) as session:
            enable_plugin(session, f"of_{code}", "张三")
    return peopled


def everything(database: Database) -> dict[tuple[str, str], str]:
    """All rows, read past the wall: who switched on, by tenant and plugin."""
    with database.session() as session:
        rows = session.connection().execute(select(TABLE.c.tenant, TABLE.c.plugin, TABLE.c.by))
        return {(tenant, plugin): by for tenant, plugin, by in rows}


UNTOUCHED = {(code, f"of_{code}"): "张三" for code in (PROVINCE, COUNTY, NEIGHBOUR)}


@pytest.mark.parametrize("form", READS)
def test_a_county_reads_only_its_own_rows(shared: Database, form: str) -> None:
    with shared.reading(MINE) as session:
        found = {row[0] for row in session.execute(READS[form]())} - {None}
    assert found == {f"of_{COUNTY}"}


@pytest.mark.parametrize("form", READS)
def test_a_province_reads_its_counties_too(shared: Database, form: str) -> None:
    with shared.reading(WIDE) as session:
        found = {row[0] for row in session.execute(READS[form]())}
    assert found >= {f"of_{COUNTY}", f"of_{NEIGHBOUR}"}


@pytest.mark.parametrize("form", READS)
def test_a_session_without_a_scope_reads_no_tenant(shared: Database, form: str) -> None:
    with pytest.raises(ScopeError, match="没有指定租户"), shared.reading() as session:
        session.execute(READS[form]())


@pytest.mark.parametrize("form", BYPASSES)
def test_what_the_wall_cannot_narrow_is_refused(shared: Database, form: str) -> None:
    with pytest.raises(ScopeError), shared.session(MINE) as session:
        session.execute(BYPASSES[form]())
    assert everything(shared) == UNTOUCHED


@pytest.mark.parametrize("scope", [MINE, WIDE], ids=["county", "province"])
def test_an_update_reaches_only_the_tenant_that_writes(shared: Database, scope: Scope) -> None:
    with shared.session(scope) as session:
        session.execute(update(PluginRow).values(by="李四"))
    assert everything(shared) == UNTOUCHED | {(scope.tenant, f"of_{scope.tenant}"): "李四"}


@pytest.mark.parametrize("scope", [MINE, WIDE], ids=["county", "province"])
def test_a_delete_reaches_only_the_tenant_that_writes(shared: Database, scope: Scope) -> None:
    with shared.session(scope) as session:
        session.execute(delete(PluginRow).where(PluginRow.by == "张三"))
    assert everything(shared).keys() == UNTOUCHED.keys() - {(scope.tenant, f"of_{scope.tenant}")}


def test_updates_by_key_are_refused(shared: Database) -> None:
    row = {"tenant": NEIGHBOUR, "plugin": f"of_{NEIGHBOUR}", "by": "李四"}
    with pytest.raises(ScopeError, match="批量"), shared.session(MINE) as session:
        session.execute(update(PluginRow), [row])
    assert everything(shared) == UNTOUCHED


@pytest.mark.parametrize(
    "write", ["bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings"]
)
def test_the_old_bulk_methods_are_refused(shared: Database, write: str) -> None:
    with pytest.raises(ScopeError, match="批量"), shared.session(MINE) as session:
        getattr(session, write)(PluginRow, [])


@pytest.mark.parametrize("statement", [update(PluginRow).values(by="x"), delete(PluginRow)])
def test_a_session_without_a_scope_changes_no_tenant(shared: Database, statement: Any) -> None:
    with pytest.raises(ScopeError, match="没有指定租户"), shared.session() as session:
        session.execute(statement)
    assert everything(shared) == UNTOUCHED


def test_a_new_row_is_stamped_with_the_tenant_that_writes(shared: Database) -> None:
    with shared.session(MINE) as session:
        session.add(PluginRow(plugin="new", since=NOW, by="李四"))
    assert everything(shared) == UNTOUCHED | {(COUNTY, "new"): "李四"}


def add_foreign(session: TenantSession) -> None:
    session.add(PluginRow(tenant=NEIGHBOUR, plugin="new", since=NOW, by="李四"))


def merge_foreign(session: TenantSession) -> None:
    session.merge(PluginRow(tenant=NEIGHBOUR, plugin=f"of_{NEIGHBOUR}", since=NOW, by="李四"))


def alter_foreign(session: TenantSession) -> None:
    for row in session.scalars(select(PluginRow)):
        row.by = "李四"


def delete_foreign(session: TenantSession) -> None:
    for row in session.scalars(select(PluginRow)):
        session.delete(row)


def give_away(session: TenantSession) -> None:
    own = session.get_one(PluginRow, (session.writes, f"of_{session.writes}"))
    own.tenant = NEIGHBOUR


def take_away(session: TenantSession) -> None:
    row = PluginRow(tenant=NEIGHBOUR, plugin=f"of_{NEIGHBOUR}", since=NOW, by="张三")
    make_transient_to_detached(row)
    session.add(row)
    row.tenant = session.writes


@pytest.mark.parametrize(
    "write", [add_foreign, merge_foreign, alter_foreign, delete_foreign, give_away, take_away]
)
def test_a_flush_refuses_foreign_rows(
    shared: Database, write: Callable[[TenantSession], None]
) -> None:
    with pytest.raises(ScopeError, match="无权写入"), shared.session(WIDE) as session:
        write(session)
    assert everything(shared) == UNTOUCHED


def test_a_foreign_run_cannot_be_claimed_by_its_number(peopled: Database) -> None:
    with peopled.session(Scope(NEIGHBOUR)) as session:
        number = save_run(session, run(NEIGHBOUR))
    with pytest.raises(ScopeError), peopled.session(WIDE) as session:
        session.get_one(RunRow, number).tenant = PROVINCE


def test_a_session_without_a_scope_cannot_add_tenant_rows(shared: Database) -> None:
    with pytest.raises(ScopeError, match="没有指定租户"), shared.session() as session:
        add_foreign(session)
    assert everything(shared) == UNTOUCHED


def test_a_foreign_row_is_not_found_by_its_key(shared: Database) -> None:
    with shared.reading(MINE) as session:
        assert session.get(PluginRow, (NEIGHBOUR, f"of_{NEIGHBOUR}")) is None
        assert session.get(PluginRow, (COUNTY, f"of_{COUNTY}")) is not None


def test_an_ordinary_session_is_held_by_the_wall_too(shared: Database) -> None:
    with shared.session() as session, Session(session.connection()) as ordinary:
        with pytest.raises(ScopeError):
            ordinary.scalars(select(PluginRow)).all()
        ordinary.add(PluginRow(tenant=COUNTY, plugin="new", since=NOW, by="李四"))
        with pytest.raises(ScopeError):
            ordinary.flush()


def test_a_tenants_session_does_not_alter_the_list_of_tenants(shared: Database) -> None:
    with pytest.raises(ScopeError, match="平台数据"), shared.session(MINE) as session:
        session.get_one(TenantRow, COUNTY).name = "别名"


@pytest.mark.parametrize(
    "statement",
    [
        update(TenantRow).values(name="别名"),
        delete(TenantRow).where(select(PluginRow).exists()),
        insert(TenantRow).values(code="9"),
    ],
    ids=["update", "delete", "insert"],
)
def test_a_tenants_statement_does_not_alter_the_list_of_tenants(
    shared: Database, statement: Any
) -> None:
    with pytest.raises(ScopeError, match="平台数据"), shared.session(MINE) as session:
        session.execute(statement)


def alter_run(session: TenantSession) -> None:
    for row in session.scalars(select(RunRow)):
        row.verdicts = b"better"


def delete_run(session: TenantSession) -> None:
    for row in session.scalars(select(RunRow)):
        session.delete(row)


def update_runs(session: TenantSession) -> None:
    session.execute(update(RunRow).values(verdicts=b"better"))


def delete_runs(session: TenantSession) -> None:
    session.execute(delete(RunRow))


@pytest.mark.parametrize("write", [alter_run, delete_run, update_runs, delete_runs])
def test_what_is_append_only_is_not_altered(
    peopled: Database, write: Callable[[TenantSession], None]
) -> None:
    with peopled.session(MINE) as session:
        number = save_run(session, run(COUNTY))
    with pytest.raises(ScopeError, match="只能追加"), peopled.session(MINE) as session:
        write(session)
    with peopled.reading(MINE) as session:
        assert load_run(session, number).verdicts == b"verdicts"


def test_a_foreign_library_may_speak_raw_sql_on_its_own_session() -> None:
    engine = create_engine("sqlite://")
    with Session(engine) as session:
        assert session.scalar(text("SELECT 1")) == 1
    engine.dispose()


def test_asking_for_a_foreign_tenant_is_refused_not_answered_with_nothing(
    shared: Database,
) -> None:
    with shared.reading(MINE) as session:
        with pytest.raises(ScopeError, match=NEIGHBOUR):
            enabled_plugins(session, NEIGHBOUR)
        with pytest.raises(ScopeError, match=NEIGHBOUR):
            latest_run(session, NEIGHBOUR, "2023", "cn.balanced")


def test_a_reading_session_cannot_write(shared: Database) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"), shared.reading(MINE) as session:
        session.add(PluginRow(plugin="new", since=NOW, by="李四"))
    assert everything(shared) == UNTOUCHED


def mapped(*kinds: type) -> set[type]:
    """Return the classes of tables that are of one of these kinds."""
    return {each.class_ for each in Base.registry.mappers if issubclass(each.class_, kinds)}


def test_every_table_but_the_list_of_tenants_is_owned() -> None:
    assert mapped(Base) - mapped(TenantOwned, Addressed) == {TenantRow}
    assert mapped(Addressed) == {ReviewRow}
    assert mapped(TenantOwned) & mapped(Addressed) == set()
    assert {SheetRow, PlanRow, LogRow} <= mapped(TenantOwned)
    assert {RosterRow, InspectionRow, CaseRow} <= mapped(TenantOwned)


def test_what_is_a_record_is_append_only() -> None:
    of_figures = {IntakeRow, ChangeRow, RunRow}
    of_duties = {LogRow, EventRow, ReviewRow}
    of_supervision = {VisitRow, PaperRow, PublicationRow}
    assert mapped(AppendOnly) == of_figures | of_duties | of_supervision


def run(tenant: str) -> RunRecord:
    return RunRecord(
        tenant,
        tenant,
        "2023",
        "cn.balanced",
        "2017",
        date(2023, 12, 31),
        "b",
        "f",
        0,
        {},
        b"verdicts",
    )
