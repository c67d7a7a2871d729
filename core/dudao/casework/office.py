"""What every use case works with: the database, the plugins, the evidence; and tenants."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from cachetools import LRUCache

from ..errors import refuse
from ..evidence import EvidenceStore, open_evidence
from ..moments import today
from ..plugins import Plugins
from ..store import (
    Database,
    Scope,
    Tenant,
    TenantSession,
    default_url,
    descendants,
    open_database,
    periods,
    planned_periods,
    scope_of,
    tenants,
)

T = TypeVar("T")
# A county with everything derived from its figures takes about a megabyte.
_REMEMBERED = 64
_ABOVE = ("province", "prefecture")
_COUNTIES = ("county", "district")


class Memory:
    """Results kept for reuse under a key that names everything they depend on; thread-safe."""

    def __init__(self) -> None:
        self._kept: LRUCache[Hashable, Any] = LRUCache(_REMEMBERED)
        self._lock = Lock()

    def recall(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made under this key before, else make it now."""
        with self._lock:
            if key in self._kept:
                found: T = self._kept[key]
                return found
        made = make()
        self.renew(key, made)
        return made

    def renew(self, key: Hashable, made: object) -> None:
        """Keep a result under a key, in place of what was there."""
        with self._lock:
            self._kept[key] = made


@dataclass(frozen=True, slots=True)
class Office:
    """An open installation. Use cases take it as their first argument and keep nothing else."""

    database: Database
    plugins: Plugins
    memory: Memory = field(default_factory=Memory, repr=False)
    evidence: EvidenceStore | None = None


@dataclass(frozen=True, slots=True)
class TenantCard:
    """A tenant as lists show it; `periods` are those with figures, `planned` those with a plan.

    Both are in order, the oldest first. `day` is the one a synthetic tenant stands still on.
    """

    code: str
    name: str
    level: str
    parent: str | None
    synthetic: bool
    book: str
    periods: tuple[str, ...]
    planned: tuple[str, ...] = ()
    day: date | None = None

    def chosen_book(self, book: str | None) -> str:
        """Return the book asked for, else the tenant's own. Raises DudaoError without either."""
        if not (book or self.book):
            raise refuse(f"租户 {self.code}", "没有指定评价办法", "请指明,如 --book")
        return book or self.book

    @property
    def is_county(self) -> bool:
        """Whether it reports for all below it, townships included."""
        return self.level in _COUNTIES

    @property
    def is_above(self) -> bool:
        """Whether counties lie below it: it looks on, and has no schools of its own as a rule."""
        return self.level in _ABOVE

    @property
    def today(self) -> date:
        """The day it is for this tenant: a synthetic one may stand still."""
        return self.day or today()

    @property
    def years(self) -> tuple[str, ...]:
        """The years in which there is anything, figures or a plan, oldest first."""
        return tuple(sorted({*self.periods, *self.planned}))


@contextmanager
def open_office(url: str, plugins: Plugins, evidence_url: str | None = None) -> Iterator[Office]:
    """Open the database at `url`, bringing its schema up to date, and close it at the end.

    Without `evidence_url` there is no place for evidence, and what needs one is refused.
    """
    evidence = open_evidence(evidence_url) if evidence_url else None
    with open_database(url) as database:
        database.upgrade()
        yield Office(database, plugins, evidence=evidence)


def evidence_of(office: Office) -> EvidenceStore:
    """Return the place of evidence files. Raises DudaoError when the installation has none."""
    if office.evidence is None:
        raise refuse("佐证材料", "没有设定存放处", "请用 --evidence 指定")
    return office.evidence


def local_url(folder: Path) -> str:
    """Return the address of the embedded database in a folder, which is made when missing."""
    folder.mkdir(parents=True, exist_ok=True)
    return default_url(folder)


@contextmanager
def reading(office: Office, code: str) -> Iterator[TenantSession]:
    """Open a session that reads what a tenant may read. Raises DudaoError for an unknown one."""
    with office.database.reading(_scope(office, code)) as session:
        yield session


@contextmanager
def writing(office: Office, code: str) -> Iterator[TenantSession]:
    """Open a session that writes a tenant's rows, all of them or none."""
    with office.database.session(_scope(office, code)) as session:
        yield session


def _scope(office: Office, code: str) -> Scope:
    with office.database.reading() as session:
        return scope_of(session, code)


def tenant_cards(office: Office) -> list[TenantCard]:
    """Return all tenants by code."""
    with office.database.reading() as session:
        tops = [each.code for each in tenants(session) if each.parent is None]
    found = []
    for top in tops:
        with reading(office, top) as session:
            found += cards_of(session, [top, *descendants(session, top)])
    return sorted(found, key=lambda card: card.code)


def tenant_card(office: Office, code: str) -> TenantCard:
    """Return one tenant. Raises DudaoError when there is none of this code."""
    with reading(office, code) as session:
        return card_of(session, code)


def card_of(session: TenantSession, code: str) -> TenantCard:
    """Return a tenant that the session may read."""
    return cards_of(session, [code])[0]


def cards_of(session: TenantSession, codes: Sequence[str]) -> list[TenantCard]:
    """Return tenants that the session may read, in the order named."""
    reported, planned = periods(session, codes), planned_periods(session, codes)
    named = {each.code: each for each in tenants(session, codes)}
    return [_card(named[code], reported[code], planned[code]) for code in codes]


def _card(found: Tenant, reported: Sequence[str], planned: Sequence[str]) -> TenantCard:
    return TenantCard(
        found.code,
        found.name,
        found.level,
        found.parent,
        found.synthetic,
        found.book,
        tuple(reported),
        tuple(planned),
        found.day,
    )
