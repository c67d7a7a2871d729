"""Loading facts: what a tenant's figures are, or were at an earlier change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import func, select

from ..facts import CLASS_LIST, FactSet, columns_of
from ..metrics import Level
from .holdings import (
    Attributes,
    Difference,
    Holding,
    decode_classes,
    decode_figures,
    decode_schools,
    undo,
)
from .scope import TenantSession
from .snapshots import ColumnSnapshot, Snapshot, read_columns, read_snapshots
from .tables import ChangeRow, SheetRow, SubjectRow, TenantRow
from .tenants import unknown

Held = dict[str, Holding]  # by subject
Sheet = tuple[str, str, str, str, str]

_KINDS = {kind.value: kind for kind in Level}


def load_facts(
    session: TenantSession, tenant: str, period: str, version: int | None = None
) -> FactSet:
    """Return all figures of a tenant and period; no subjects when nothing was reported.

    With `version`, the id of a change, as they stood right after that change. Raises ScopeError
    when the tenant may not be read, DudaoError when it is not registered.
    """
    if version is None:
        return load_snapshots(session, [tenant], period)[0].facts
    names = _names(session, [tenant])
    held = held_by(session, [tenant], period)[tenant]
    _rewind(session, held, tenant, period, version)
    return factset(tenant, period, held, names[tenant])


def load_snapshots(session: TenantSession, tenants: Iterable[str], period: str) -> list[Snapshot]:
    """Return the figures of many tenants in the order named, with digest and version.

    Raises like `load_facts`.
    """
    wanted = list(tenants)
    names = _names(session, wanted)
    found = read_snapshots(session, names, period)
    found |= _from_documents(session, names, names.keys() - found.keys(), period)
    return [found[tenant] for tenant in wanted]


def load_columns(
    session: TenantSession, tenants: Iterable[str], period: str
) -> list[ColumnSnapshot]:
    """Return what `load_snapshots` does as columns, which takes far less time for a country."""
    wanted = list(tenants)
    names = _names(session, wanted)
    found = read_columns(session, wanted, period)
    made = _from_documents(session, names, names.keys() - found.keys(), period)
    for tenant, one in made.items():
        found[tenant] = ColumnSnapshot(columns_of(one.facts), one.digest, one.version)
    return [found[tenant] for tenant in wanted]


def _from_documents(
    session: TenantSession, names: Mapping[str, str], tenants: Collection[str], period: str
) -> dict[str, Snapshot]:
    """Return what the snapshots of some tenants would be."""
    if not tenants:
        return {}
    held = held_by(session, tenants, period)
    versions = facts_versions(session, tenants, period)
    made = {tenant: factset(tenant, period, held[tenant], names[tenant]) for tenant in tenants}
    return {
        tenant: Snapshot(facts, facts.digest(), versions[tenant].get(period, 0))
        for tenant, facts in made.items()
    }


def facts_version(session: TenantSession, tenant: str, period: str) -> int:
    """Return the id of the last change to a tenant's figures of a period; 0 when there is none."""
    return facts_versions(session, [tenant], period)[tenant].get(period, 0)


def facts_versions(
    session: TenantSession, tenants: Collection[str], period: str | None = None
) -> dict[str, dict[str, int]]:
    """Return for each tenant the version of every period whose figures ever changed, or of one."""
    session.require(tenants)
    query = select(ChangeRow.tenant, ChangeRow.period, func.max(ChangeRow.id))
    query = query.where(ChangeRow.tenant.in_(tenants)).group_by(ChangeRow.tenant, ChangeRow.period)
    if period is not None:
        query = query.where(ChangeRow.period == period)
    found: dict[str, dict[str, int]] = {each: {} for each in tenants}
    for tenant, of, version in session.execute(query.order_by(ChangeRow.period)):
        found[tenant][of] = version
    return found


def periods(session: TenantSession, tenants: Collection[str]) -> dict[str, list[str]]:
    """Return for each tenant the periods it has figures for, oldest first."""
    session.require(tenants)
    query = select(SubjectRow.tenant, SubjectRow.period).where(SubjectRow.tenant.in_(tenants))
    found: dict[str, list[str]] = {tenant: [] for tenant in tenants}
    for tenant, period in session.execute(query.distinct().order_by(SubjectRow.period)):
        found[tenant].append(period)
    return found


def school_names(session: TenantSession, tenant: str, period: str) -> dict[str, str]:
    """Return the schools a tenant reported in a period, in the order first reported, by code."""
    session.require([tenant])
    query = select(SubjectRow.code, SubjectRow.name).where(
        SubjectRow.tenant == tenant,
        SubjectRow.period == period,
        SubjectRow.kind == Level.SCHOOL.value,
    )
    return dict(session.execute(query.order_by(SubjectRow.position)).all())


def _names(session: TenantSession, tenants: Sequence[str]) -> dict[str, str]:
    session.require(tenants)
    query = select(TenantRow.code, TenantRow.name).where(TenantRow.code.in_(tenants))
    names = dict(session.execute(query).all())
    for tenant in tenants:
        if tenant not in names:
            raise unknown(tenant)
    return names


def factset(tenant: str, period: str, held: dict[str, Holding], name: str) -> FactSet:
    """Return what a tenant holds as facts."""
    subjects = (holding.facts(code) for code, holding in held.items())
    return FactSet(tenant, period, tuple(filter(None, subjects)), name)


def held_by(session: TenantSession, tenants: Collection[str], period: str) -> dict[str, Held]:
    """Return what each tenant holds, by subject in the order first reported."""
    held: dict[str, Held] = {tenant: {} for tenant in tenants}
    query = select(
        SubjectRow.tenant, SubjectRow.code, SubjectRow.kind, SubjectRow.name, SubjectRow.school
    ).where(SubjectRow.tenant.in_(tenants), SubjectRow.period == period)
    rows = session.execute(query.order_by(SubjectRow.tenant, SubjectRow.position)).all()
    schools = decode_schools([row.school for row in rows])
    for (tenant, code, kind, name, _), school in zip(rows, schools, strict=True):
        held[tenant][code] = Holding(Attributes(_KINDS[kind], name, school))
    _fill(held, sheets_of(session, tenants, period))
    return held


def sheets_of(session: TenantSession, tenants: Collection[str], period: str) -> list[Sheet]:
    """Return the stored documents: (tenant, subject, stage, form, text)."""
    query = select(
        SheetRow.tenant, SheetRow.subject, SheetRow.stage, SheetRow.form, SheetRow.data
    ).where(SheetRow.tenant.in_(tenants), SheetRow.period == period)
    return list(session.execute(query))


def _fill(held: dict[str, Held], sheets: Iterable[Sheet]) -> None:
    figures: list[Sheet] = []
    classes: list[Sheet] = []
    for sheet in sheets:
        (classes if sheet[3] == CLASS_LIST else figures).append(sheet)
    texts = [text for *_, text in figures]
    for (tenant, code, stage, _, _), data in zip(figures, decode_figures(texts), strict=True):
        kept = held[tenant][code].figures
        if stage in kept:
            kept[stage] |= data
        else:
            kept[stage] = data
    texts = [text for *_, text in classes]
    for (tenant, code, *_), listed in zip(classes, decode_classes(texts), strict=True):
        held[tenant][code].classes = listed


def _rewind(session: TenantSession, held: Held, tenant: str, period: str, version: int) -> None:
    """Undo all changes after `version`, the latest first."""
    query = select(ChangeRow).where(
        ChangeRow.tenant == tenant, ChangeRow.period == period, ChangeRow.id > version
    )
    for row in session.scalars(query.order_by(ChangeRow.id.desc())):
        change = Difference(row.stage, row.metric, row.old, row.new, row.old_text, row.new_text)
        undo(held[row.subject], change)
