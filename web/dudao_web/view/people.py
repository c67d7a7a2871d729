"""Who is at work, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from dudao.api import ROLE_WORDS, Actor, Directory, Role, TenantCard


@dataclass(frozen=True, slots=True)
class Who:
    """A person at work: `unit` is their department, school or body.

    `department` is whose duties are theirs, by code: empty for the body above, None for nobody's.
    """

    name: str
    role: Role
    unit: str
    department: str | None

    @property
    def label(self) -> str:
        """What they are, in a few words."""
        return f"{self.unit} {self.name}".strip()

    @property
    def role_word(self) -> str:
        """Their role in words."""
        return ROLE_WORDS[self.role]


def who(
    actor: Actor, tenant: TenantCard, reviewer: TenantCard, directory: Directory, school: str
) -> Who:
    """Return how a person is shown; `school` is the name of theirs, if they are of one."""
    if actor.role is Role.REVIEWER:
        return Who(actor.name, actor.role, reviewer.name, "")
    if actor.department in directory:
        unit = directory[actor.department]
        return Who(actor.name, actor.role, unit.name, unit.code)
    return Who(actor.name, actor.role, school or tenant.name, None)
