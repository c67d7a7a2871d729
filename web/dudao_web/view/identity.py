"""The choice of whom to be: the posts that a tenant has, and what was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dudao.api import ROLE_WORDS, Actor, Department, Directory, Role, RuleBook, TenantCard


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the form holds, as typed."""

    name: str = ""
    role: str = Role.EDITOR.value
    department: str = ""
    school: str = ""
    person: str = ""

    @classmethod
    def of(cls, actor: Actor | None) -> Chosen:
        """Return the form as it is for whoever has chosen already."""
        if actor is None:
            return cls()
        return cls(actor.name, actor.role.value, actor.department, actor.school, actor.person)


@dataclass(frozen=True, slots=True)
class Posts:
    """What one can be in a tenant; `collector` and `reviewer` are empty where no duties are filed.

    `schools` are those of the latest figures, `inspectors` those that serve, each by code.
    """

    editor: str
    departments: tuple[Department, ...]
    schools: Mapping[str, str]
    collector: str
    reviewer: str
    inspectors: Mapping[str, str] = field(default_factory=dict)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles there are."""
        offered = {
            Role.EDITOR: True,
            Role.FILLER: bool(self.departments),
            Role.SCHOOL: bool(self.schools),
            Role.INSPECTOR: bool(self.inspectors),
            Role.REVIEWER: bool(self.reviewer),
            Role.VIEWER: True,
        }
        return tuple(role for role in Role if offered[role])


def posts_of(rules: RuleBook | None, reviewer: TenantCard, schools: Mapping[str, str]) -> Posts:
    """Return what one can be in a tenant under a book; without a book few things."""
    departments = rules.departments if rules else ()
    procedure = rules.procedure if rules and rules.duties else None
    if procedure is None:
        return Posts(ROLE_WORDS[Role.EDITOR], tuple(departments), schools, "", "")
    collector = Directory(departments).find(procedure.collector)
    above = f"{reviewer.name}({procedure.reviewer})"
    return Posts(f"{collector.name}经办", tuple(departments), schools, collector.code, above)
