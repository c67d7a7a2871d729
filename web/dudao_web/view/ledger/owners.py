"""Who has to close a gap, as forms and addresses name them."""

from __future__ import annotations

from dataclasses import dataclass

from dudao.api import Ledger, Owner, OwnerKind, refuse


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list: what is sent, and what people read."""

    value: str
    label: str


def owner_text(owner: Owner | None) -> str:
    """Return how a form names an owner; empty for nobody."""
    return f"{owner.kind}:{owner.code}" if owner else ""


def read_owner(text: str) -> Owner | None:
    """Return the owner that a form names. Raises DudaoError when it names none."""
    if not text:
        return None
    kind, _, code = text.partition(":")
    if kind not in list(OwnerKind) or not code:
        raise refuse("责任单位", f"没有“{text}”这个单位", "请从名单中选择")
    return Owner(OwnerKind(kind), code)


def owner_options(ledger: Ledger) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    """Return all that can own a finding, in groups: departments of the book, schools."""
    departments = [
        Option(owner_text(Owner(OwnerKind.DEPARTMENT, unit.code)), unit.name)
        for unit in ledger.directory
    ]
    schools = [
        Option(owner_text(Owner(OwnerKind.SCHOOL, code)), name)
        for code, name in ledger.schools.items()
    ]
    groups = (("部门", tuple(departments)), ("学校", tuple(schools)))
    return tuple(group for group in groups if group[1])
