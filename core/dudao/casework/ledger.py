"""The ledger of a tenant as a value, its history and its months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..errors import refuse
from ..ledger import Finding, Month, Turn, by_month
from ..rulebook import Directory, RuleBook
from ..store import (
    LogEntry,
    TenantSession,
    finding_turns,
    findings,
    last_turn,
    log_entries,
    school_names,
)
from ..workflow import Actor, Owner, OwnerKind, Party, Position, parties_to
from .office import Office, TenantCard, card_of, reading

_OPENING = ("find", "return_gap", "revive")
_CLOSING = ("strike", "withdraw")
SYSTEM = "系统复核"


@dataclass(frozen=True)
class Ledger:
    """The findings of a tenant under a book, by number; `schools` are the latest names by code."""

    tenant: TenantCard
    rules: RuleBook
    findings: tuple[Finding, ...]
    schools: Mapping[str, str]

    @cached_property
    def directory(self) -> Directory:
        """The departments of the book."""
        return Directory(self.rules.departments)

    def named(self, owner: Owner | None) -> str:
        """Return the name of who has to close a gap; empty when nobody was named yet."""
        if owner is None:
            return ""
        if owner.kind is OwnerKind.SCHOOL:
            return self.schools.get(owner.code, owner.code)
        return self.directory[owner.code].name if owner.code in self.directory else owner.code

    def knows(self, owner: Owner) -> bool:
        """Return whether there is such a school or department."""
        return owner.code in (self.schools if owner.kind is OwnerKind.SCHOOL else self.directory)

    def parties(self, actor: Actor | None, finding: Finding) -> frozenset[Party]:
        """Return what a person is to a finding; nothing for nobody."""
        return parties_to(actor, self.tenant.code, finding.owner) if actor else frozenset()


def position_of(finding: Finding) -> Position:
    """Return where a finding stands, what its rule says included."""
    return Position(finding.state, rule=finding.rule)


def load_ledger(office: Office, tenant: str, book: str | None = None) -> Ledger:
    """Return the ledger of a tenant under its usual book, or another one.

    Raises DudaoError for an unknown tenant or book.
    """
    with reading(office, tenant) as session:
        card = card_of(session, tenant)
        rules = office.plugins.shelf.latest(card.chosen_book(book))
        return ledger_of(session, card, rules, findings(session, tenant, rules.code))


def ledger_of(
    session: TenantSession, card: TenantCard, rules: RuleBook, found: Sequence[Finding]
) -> Ledger:
    """Return findings of a tenant under a book with what it takes to name their owners."""
    return Ledger(card, rules, tuple(found), _schools(session, card))


def schools_of(office: Office, tenant: str) -> Mapping[str, str]:
    """Return the schools of a tenant's latest figures by code; none before there are any."""
    with reading(office, tenant) as session:
        return _schools(session, card_of(session, tenant))


def _schools(session: TenantSession, card: TenantCard) -> Mapping[str, str]:
    return school_names(session, card.code, card.periods[-1]) if card.periods else {}


def finding_history(office: Office, tenant: str, number: int) -> list[LogEntry]:
    """Return what was done to a finding, the latest first.

    Raises DudaoError for a number that is not in the ledger: whatever is has its first entry.
    """
    with reading(office, tenant) as session:
        entries = log_entries(session, tenant, finding=number)
    if not entries:
        raise refuse(f"台账第 {number} 号", "没有这个问题", "请检查编号")
    return entries


def last_look(office: Office, tenant: str, book: str) -> date | None:
    """Return the last day on which rechecking found something new."""
    with reading(office, tenant) as session:
        entry = last_turn(session, tenant, book, SYSTEM)
    return date.fromisoformat(entry.detail["on"]) if entry else None


def months_of(office: Office, tenant: str, book: str, until: date) -> tuple[Month, ...]:
    """Return, month by month, how many findings of a book were opened, closed and stood open."""
    with reading(office, tenant) as session:
        return by_month(turns_in(session, tenant, book), until)


def turns_in(session: TenantSession, tenant: str, book: str) -> tuple[Turn, ...]:
    """Return when findings of a book were opened and closed, as a session sees it."""
    done = finding_turns(session, tenant, book, (*_OPENING, *_CLOSING))
    return tuple(
        Turn(date.fromisoformat(entry.detail["on"]), entry.action in _OPENING) for entry in done
    )
