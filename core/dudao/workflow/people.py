"""Who is at work, and what that makes them to a duty or a plan."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from .moves import Party


class Role(StrEnum):
    """What a person does in a tenant."""

    EDITOR = "editor"
    FILLER = "filler"
    SCHOOL = "school"
    INSPECTOR = "inspector"
    REVIEWER = "reviewer"
    VIEWER = "viewer"


ROLE_WORDS = {
    Role.EDITOR: "教育局经办",
    Role.FILLER: "部门填报",
    Role.SCHOOL: "学校填报",
    Role.INSPECTOR: "督学",
    Role.REVIEWER: "上级审核",
    Role.VIEWER: "只读",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at work: their name for the record, of which tenant, department or school (codes).

    `person` is the code of an inspector among the tenant's.
    """

    name: str
    role: Role
    tenant: str
    department: str = ""
    school: str = ""
    person: str = ""


class OwnerKind(StrEnum):
    """What kind of unit has to close a gap."""

    DEPARTMENT = "department"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Owner:
    """The unit that has to close a gap: a department of the book, or a school, by its code."""

    kind: OwnerKind
    code: str


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
    if actor.tenant != seats.tenant or actor.role not in (Role.EDITOR, Role.FILLER):
        return frozenset()
    found: set[Party] = set()
    if actor.role is Role.EDITOR:
        found.add(Party.COLLECTOR)
    department = seats.collector if actor.role is Role.EDITOR else actor.department
    if department and department == seats.lead:
        found.add(Party.LEAD)
    if department and department in seats.support:
        found.add(Party.SUPPORT)
    return frozenset(found)


def parties_to(actor: Actor, tenant: str, owner: Owner | None) -> frozenset[Party]:
    """Return what the actor is to a finding of a tenant's ledger; nothing for anybody else.

    Who keeps the ledger does not prove what they approve themselves.
    """
    if actor.tenant != tenant:
        return frozenset()
    match actor.role:
        case Role.EDITOR:
            return frozenset({Party.KEEPER})
        case Role.FILLER:
            own = Owner(OwnerKind.DEPARTMENT, actor.department)
        case Role.SCHOOL:
            own = Owner(OwnerKind.SCHOOL, actor.school)
        case _:
            return frozenset()
    return frozenset({Party.OWNER} if own == owner else ())


def parties_in(actor: Actor, tenant: str, subject: str, team: Collection[str]) -> frozenset[Party]:
    """Return what the actor is to the case of a body inspected by a team; nothing for anybody else.

    Bodies are departments, townships or schools by code; the team are people by code.
    """
    if actor.tenant != tenant:
        return frozenset()
    match actor.role:
        case Role.EDITOR:
            return frozenset({Party.OFFICE})
        case Role.INSPECTOR:
            return frozenset({Party.TEAM} if actor.person in team else ())
        case Role.FILLER:
            return frozenset({Party.SUBJECT} if actor.department == subject else ())
        case Role.SCHOOL:
            return frozenset({Party.SUBJECT} if actor.school == subject else ())
        case _:
            return frozenset()
