"""The wall between tenants: a session reads and writes only what its scope allows.

It stands in the ORM, for every session of the process: selects are narrowed to the tenants the
scope reads; updates, deletes and flushes to the one it writes. What the ORM cannot narrow (raw
SQL, Core statements on tenants' tables) is refused, and so is any change to what is append-only.
Only `insert_rows` and `update_rows` go round it, and set the tenant themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn

from sqlalchemy import (
    Alias,
    ColumnClause,
    Engine,
    Executable,
    Select,
    Table,
    TextClause,
    Update,
    UpdateBase,
    bindparam,
    event,
    insert,
    inspect,
    or_,
    update,
)
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.sql.visitors import HasTraverseInternals

from ..errors import DudaoError, Problem
from .tables import Addressed, AppendOnly, Base, Owned, TenantOwned


class ScopeError(DudaoError):
    """An attempt to read or write what the session's scope does not cover."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a session may touch: it writes `tenant` and reads `reads`, always itself included."""

    tenant: str
    reads: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "reads", self.reads | {self.tenant})


class TenantSession(Session):
    """A session with a scope; without one (None) it reaches the platform's own tables only."""

    def __init__(self, engine: Engine, scope: Scope | None) -> None:
        super().__init__(engine, expire_on_commit=False)
        self._scope = scope

    @property
    def scope(self) -> Scope | None:
        """What this session may touch."""
        return self._scope

    @property
    def writes(self) -> str:
        """The tenant this session writes. Raises ScopeError without a scope."""
        if self.scope is None:
            _refuse("没有指定租户", "请先选定行政区")
        return self.scope.tenant

    def require(self, tenants: Iterable[str]) -> None:
        """Raise ScopeError unless all of these tenants may be read."""
        allowed = self.scope.reads if self.scope else frozenset()
        foreign = sorted(set(tenants) - allowed)
        if foreign:
            _refuse(f"无权读取 {'、'.join(foreign)} 的数据", "只能读取本级和下级的数据")

    def require_writing(self, tenant: str) -> None:
        """Raise ScopeError unless this session writes that tenant."""
        if tenant != self.writes:
            _refuse(f"无权写入 {tenant} 的数据", f"本次操作只能写入 {self.writes} 的数据")

    def insert_rows(self, owned: type[Owned], rows: Sequence[dict[str, Any]]) -> None:
        """Insert many rows at once, each stamped with the tenant this session writes."""
        tenant = self.writes
        if rows:
            stamped = [row | {"tenant": tenant} for row in rows]
            self.connection().execute(insert(_table_of(owned)), stamped)

    def update_rows(
        self, owned: type[Owned], keys: Sequence[str], rows: Sequence[dict[str, Any]]
    ) -> None:
        """Update many rows of the tenant this session writes, found by the columns `keys`."""
        tenant = self.writes
        if not rows:
            return
        table = _table_of(owned)
        found = [table.c[key] == bindparam(f"at_{key}") for key in keys]
        values: dict[str, Any] = {
            name: bindparam(f"to_{name}") for name in rows[0] if name not in keys
        }
        given = [
            {f"at_{name}" if name in keys else f"to_{name}": row[name] for name in row}
            for row in rows
        ]
        statement = update(table).where(table.c.tenant == tenant, *found).values(values)
        self.connection().execute(statement, given)

    def _unguarded(self, *_: object, **__: object) -> NoReturn:
        _refuse("批量写入接口绕过租户隔离", "请使用 add_all 或 insert_rows")

    bulk_save_objects = _unguarded
    bulk_insert_mappings = _unguarded
    bulk_update_mappings = _unguarded


def _refuse(what: str, expected: str = "") -> NoReturn:
    raise ScopeError(Problem("数据访问", what, expected))


def _table_of(owned: type[Owned]) -> Table:
    table = inspect(owned, raiseerr=True).local_table
    assert isinstance(table, Table)
    return table


def _scope_of(session: Session) -> Scope | None:
    return session.scope if isinstance(session, TenantSession) else None


@event.listens_for(Session, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    scope = _scope_of(state.session)
    reach = _reach_of(state.statement)
    if reach.unseen or (reach.raw and isinstance(state.session, TenantSession)):
        _refuse("语句绕过租户隔离(原始 SQL 或未经映射的表)", "请使用映射类查询")
    if reach.owned and scope is None:
        _refuse("没有指定租户,不能读写租户数据", "请先选定行政区")
    if isinstance(state.statement, UpdateBase):
        _check_change(state, scope)
    if scope is None:
        allowed: frozenset[str] = frozenset()
    else:
        allowed = scope.reads if state.is_select else frozenset({scope.tenant})
    own = scope.tenant if scope is not None and state.is_select else ""
    state.statement = state.statement.options(
        with_loader_criteria(
            TenantOwned, lambda cls: cls.tenant.in_(allowed), include_aliases=True
        ),
        with_loader_criteria(
            Addressed,
            lambda cls: or_(cls.tenant.in_(allowed), cls.about == own),
            include_aliases=True,
        ),
    )


def _check_change(state: ORMExecuteState, scope: Scope | None) -> None:
    """Refuse what criteria cannot narrow: inserts, updates by key, rows moved to a tenant."""
    assert isinstance(state.statement, UpdateBase)
    target = _source_of(state.statement.table)
    if target not in _tables(Owned):
        if scope is not None and target in Base.metadata.tables:
            _refuse_platform()
        return
    if state.is_insert or isinstance(state.parameters, list):
        _refuse("批量写入语句绕过租户隔离", "请使用 add_all 或 insert_rows")
    if target in _tables(AppendOnly):
        _refuse_rewriting()
    if state.is_update and "tenant" in _columns_set(state):
        _refuse("不能改变数据所属的租户")


def _columns_set(state: ORMExecuteState) -> set[str]:
    assert isinstance(state.statement, Update)
    assigned: Mapping[Any, Any] = state.statement._values or {}
    return {getattr(column, "key", str(column)) for column in assigned} | {
        *(state.parameters or {})
    }


class _Reach(NamedTuple):
    """What a statement touches: tenants' tables, unseen by the criteria, and by raw SQL."""

    owned: bool
    unseen: bool
    raw: bool


def _reach_of(statement: Executable) -> _Reach:
    # Criteria see a table where the same select names its mapped class.
    tables = _tables(Owned)
    selects: defaultdict[int, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    raw = False
    pending: list[tuple[Any, int]] = [(statement, id(statement))]
    done: set[tuple[int, int]] = set()
    while pending:
        element, select = pending.pop()
        if (id(element), select) in done:
            continue
        done.add((id(element), select))
        raw = raw or _is_raw(element)
        source = _source_of(element)
        if source in tables:
            mapped, plain = selects[select]
            (mapped if "parententity" in element._annotations else plain).add(source)
        else:
            within = id(element) if isinstance(element, Select) else select
            pending.extend((part, within) for part in _parts_of(element))
    unseen = any(plain - mapped for mapped, plain in selects.values())
    return _Reach(bool(selects), unseen, raw)


def _tables(kind: type) -> set[str]:
    """Return the names of the tables whose classes are of a kind."""
    mappers = Base.registry.mappers
    return {str(mapper.local_table) for mapper in mappers if issubclass(mapper.class_, kind)}


def _is_raw(element: ClauseElement) -> bool:
    if isinstance(element, TextClause):
        return True
    return isinstance(element, ColumnClause) and element.is_literal and element.name != "*"


def _source_of(element: Any) -> str:
    """Return the name of the table that a table, an alias or one of their columns stands for."""
    source = element.table if isinstance(element, ColumnClause) else element
    while isinstance(source, Alias):
        source = source.element
    return source.fullname if isinstance(source, Table) else ""


def _parts_of(element: Any) -> Iterable[Any]:
    # A column of a subquery does not count the subquery among its children.
    if isinstance(element, ColumnClause) and element.table is not None:
        return (element.table,)
    # A select adds the plain tables behind its columns, which hides how they were named.
    if isinstance(element, Select):
        return HasTraverseInternals.get_children(element)
    children: Iterable[Any] = element.get_children()
    return children


@event.listens_for(Session, "before_flush")
def _check_flush(session: Session, *_: object) -> None:
    scope = _scope_of(session)
    altered = {row for row in session.dirty if session.is_modified(row)}
    for row in (*session.new, *altered, *session.deleted):
        if isinstance(row, AppendOnly) and row not in session.new:
            _refuse_rewriting()
        if not isinstance(row, Owned):
            if scope is not None and isinstance(row, Base):
                _refuse_platform()
        elif scope is None:
            _refuse("没有指定租户,不能写入租户数据", "请先选定行政区")
        else:
            _check_row(row, scope.tenant)


def _check_row(row: Owned, tenant: str) -> None:
    if row.tenant is None:
        row.tenant = tenant
    state = inspect(row, raiseerr=True)
    values = {row.tenant, *state.attrs.tenant.history.deleted}
    if values != {tenant}:
        foreign = "、".join(sorted(values - {tenant}))
        _refuse(f"无权写入 {foreign} 的数据", f"本次操作只能写入 {tenant} 的数据")


def _refuse_platform() -> NoReturn:
    _refuse("租户会话不能改动平台数据", "请由平台管理员操作")


def _refuse_rewriting() -> NoReturn:
    _refuse("历史记录只能追加,不能改动", "请重新填报或重新评价")
