"""Who is at work, and what that makes them to a duty or a plan."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .moves import Party


class Role(StrEnum):
    """What a person does in a tenant."""

    EDITOR = "editor"
    FILLER = "filler"
    REVIEWER = "reviewer"
    VIEWER = "viewer"


ROLE_WORDS = {
    Role.EDITOR: "教育局经办",
    Role.FILLER: "部门填报",
    Role.REVIEWER: "上级审核",
    Role.VIEWER: "只读",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at work: their name for the record, of which tenant and department (its code)."""

    name: str
    role: Role
    tenant: str
    department: str = ""


@dataclass(frozen=True, slots=True)
class Seats:
    """Whose a piece of work is: departments by code; `reviewer` is the tenant that judges."""

    tenant: str
    reviewer: str
    collector: str
    lead: str = ""
    support: tuple[str, ...] = ()


def parties_of(actor: Actor, seats: Seats) -> frozenset[Party]:
    """Return what the actor is to this piece of work; nothing for anybody else."""
    if actor.role is Role.REVIEWER:
        return frozenset({Party.REVIEWER} if actor.tenant == seats.reviewer else ())
    if actor.tenant != seats.tenant or actor.role is Role.VIEWER:
        return frozenset()
    found = set()
    if actor.role is Role.EDITOR:
        found.add(Party.COLLECTOR)
    department = seats.collector if actor.role is Role.EDITOR else actor.department
    if department and department == seats.lead:
        found.add(Party.LEAD)
    if department and department in seats.support:
        found.add(Party.SUPPORT)
    return frozenset(found)
