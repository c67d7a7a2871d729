"""Who is at work, as pages show it, and the choice of whom to be."""

from __future__ import annotations

from dataclasses import dataclass

from dudao.api import ROLE_WORDS, Actor, Directory, Role, TenantCard


@dataclass(frozen=True, slots=True)
class Who:
    """A person at work: `unit` is their department or body, `department` its code (empty: above)."""

    name: str
    role: Role
    unit: str
    department: str
    works: bool

    @property
    def label(self) -> str:
        """What they are, in a few words."""
        return f"{self.unit} {self.name}".strip()

    @property
    def role_word(self) -> str:
        """Their role in words."""
        return ROLE_WORDS[self.role]


def who(
    actor: Actor | None, directory: Directory, tenant: TenantCard, reviewer: TenantCard
) -> Who | None:
    """Return how a person is shown; None for nobody."""
    if actor is None:
        return None
    works = actor.role is not Role.VIEWER
    if actor.role is Role.REVIEWER:
        return Who(actor.name, actor.role, reviewer.name, "", works)
    if actor.department in directory:
        unit = directory[actor.department]
        return Who(actor.name, actor.role, unit.name, unit.code, works)
    return Who(actor.name, actor.role, tenant.name, actor.department, False)
