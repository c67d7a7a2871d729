"""What every use case works with: the database and the plugins, and the tenants in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..plugins import Plugins
from ..store import (
    Database,
    Scope,
    Tenant,
    default_url,
    open_database,
    periods,
    scope_of,
    tenant,
    tenants,
)


@dataclass(frozen=True, slots=True)
class Office:
    """An open installation. Use cases take it as their first argument and keep nothing else."""

    database: Database
    plugins: Plugins


@dataclass(frozen=True, slots=True)
class TenantCard:
    """A tenant as lists show it; `periods` are those with figures, oldest first."""

    code: str
    name: str
    level: str
    parent: str | None
    synthetic: bool
    book: str
    periods: tuple[str, ...]


@contextmanager
def open_office(url: str, plugins: Plugins) -> Iterator[Office]:
    """Open the database at `url`, bringing its schema up to date, and close it at the end."""
    with open_database(url) as database:
        database.upgrade()
        yield Office(database, plugins)


def local_url(folder: Path) -> str:
    """Return the address of the embedded database in a folder, which is made when missing."""
    folder.mkdir(parents=True, exist_ok=True)
    return default_url(folder)


def scope(office: Office, code: str) -> Scope:
    """Return what a tenant may read and write. Raises DudaoError for an unknown tenant."""
    with office.database.reading() as session:
        return scope_of(session, code)


def tenant_cards(office: Office) -> list[TenantCard]:
    """Return all tenants by code."""
    with office.database.reading() as session:
        found = tenants(session)
    return [_card(office, each) for each in found]


def tenant_card(office: Office, code: str) -> TenantCard:
    """Return one tenant. Raises DudaoError when there is none of this code."""
    with office.database.reading() as session:
        found = tenant(session, code)
    return _card(office, found)


def _card(office: Office, found: Tenant) -> TenantCard:
    with office.database.reading(Scope(found.code)) as session:
        have = tuple(periods(session, found.code))
    return TenantCard(
        found.code, found.name, found.level, found.parent, found.synthetic, found.book, have
    )
