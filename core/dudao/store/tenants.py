"""The list of tenants, who stands above whom, and which plugins each has switched on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import delete, select

from ..errors import DudaoError, refuse
from .scope import Scope, TenantSession
from .tables import PluginRow, TenantRow


@dataclass(frozen=True, slots=True)
class Tenant:
    """A jurisdiction that works here; `book` is the code of its usual rule book, if any.

    A synthetic one may stand still on a `day`, so that its year in progress stays in progress.
    """

    code: str
    name: str
    level: str
    parent: str | None = None
    synthetic: bool = False
    book: str = ""
    day: date | None = None


def add_tenant(session: TenantSession, tenant: Tenant) -> None:
    """Register a tenant.

    Raises DudaoError when the code is taken, the parent is unknown, or a day is set for one that
    is not synthetic.
    """
    where = f"租户 {tenant.code}"
    if tenant.day is not None and not tenant.synthetic:
        raise refuse(where, "不是示例,不能停在某一天", "演示日期只用于示例数据")
    if session.get(TenantRow, tenant.code) is not None:
        raise refuse(where, "已登记", "请换用其他代码")
    if tenant.parent is not None and session.get(TenantRow, tenant.parent) is None:
        raise refuse(where, f"上级 {tenant.parent} 未登记", "请先登记上级")
    session.add(
        TenantRow(
            code=tenant.code,
            name=tenant.name,
            level=tenant.level,
            parent=tenant.parent,
            synthetic=tenant.synthetic,
            day=tenant.day,
            book=tenant.book,
            created=datetime.now(UTC),
        )
    )
    session.flush()


def tenants(session: TenantSession, codes: Collection[str] | None = None) -> list[Tenant]:
    """Return all tenants by code, or those of some codes."""
    query = select(TenantRow).order_by(TenantRow.code)
    if codes is not None:
        query = query.where(TenantRow.code.in_(codes))
    return [_tenant(row) for row in session.scalars(query)]


def tenant(session: TenantSession, code: str) -> Tenant:
    """Return one tenant. Raises DudaoError when it is not registered."""
    row = session.get(TenantRow, code)
    if row is None:
        raise unknown(code)
    return _tenant(row)


def unknown(code: str) -> DudaoError:
    """Return the error for a tenant that is not registered, ready to be raised."""
    return refuse(f"租户 {code}", "未登记", "请先登记该行政区")


def _tenant(row: TenantRow) -> Tenant:
    return Tenant(row.code, row.name, row.level, row.parent, row.synthetic, row.book, row.day)


def descendants(session: TenantSession, code: str) -> list[str]:
    """Return the codes of all tenants below one, at any depth, in order."""
    below = select(TenantRow.code).where(TenantRow.parent == code).cte("below", recursive=True)
    below = below.union(select(TenantRow.code).join(below, TenantRow.parent == below.c.code))
    return list(session.scalars(select(below.c.code).order_by(below.c.code)))


def scope_of(session: TenantSession, code: str) -> Scope:
    """Return the scope of a tenant: it writes itself and reads itself and its descendants.

    Raises DudaoError when the tenant is not registered.
    """
    tenant(session, code)
    return Scope(code, frozenset(descendants(session, code)))


def enable_plugin(session: TenantSession, plugin: str, by: str) -> None:
    """Switch a plugin on for the session's tenant; one that is on stays as it was."""
    if session.get(PluginRow, (session.writes, plugin)) is None:
        session.add(PluginRow(plugin=plugin, since=datetime.now(UTC), by=by))
        session.flush()


def disable_plugin(session: TenantSession, plugin: str) -> None:
    """Switch a plugin off for the session's tenant."""
    session.execute(delete(PluginRow).where(PluginRow.plugin == plugin))


def enabled_plugins(session: TenantSession, code: str) -> list[str]:
    """Return the names of the plugins a tenant has switched on, in order."""
    session.require([code])
    query = select(PluginRow.plugin).where(PluginRow.tenant == code)
    return list(session.scalars(query.order_by(PluginRow.plugin)))
