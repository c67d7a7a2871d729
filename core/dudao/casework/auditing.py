"""Reading the log of what was done in a tenant, and proving that nobody altered it."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import Problem
from ..store import LogEntry, broken_seals, log_entries, log_head
from .office import Office, reading


@dataclass(frozen=True, slots=True)
class Audit:
    """What came of checking a log: its length, the digest that seals all of it, the first fault.

    A log cut short at its end is still sealed; only the digest, noted elsewhere before, tells.
    """

    tenant: str
    entries: int
    seal: str
    fault: Problem | None


def log_of(office: Office, tenant: str, period: str | None = None) -> list[LogEntry]:
    """Return what was done in a tenant, or about one period, the latest first."""
    with reading(office, tenant) as session:
        return log_entries(session, tenant, period)


def audit(office: Office, tenant: str) -> Audit:
    """Check every entry of a tenant's log against its seal. Raises DudaoError for an unknown one."""
    with reading(office, tenant) as session:
        entries, seal = log_head(session, tenant)
        return Audit(tenant, entries, seal, next(broken_seals(session, tenant), None))
