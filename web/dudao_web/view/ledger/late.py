"""What is overdue, as a list to hand to each owner."""

from __future__ import annotations

from dataclasses import dataclass

from dudao.api import Ledger, Owner, late_by_owner

from .lines import FindingLine, finding_line
from .owners import owner_text


@dataclass(frozen=True, slots=True)
class LateOwner:
    """An owner with what they have not closed in time, the earliest deadline first."""

    name: str
    key: str
    worst: int
    lines: tuple[FindingLine, ...]


@dataclass(frozen=True, slots=True)
class LatePage:
    """All owners who are late, whoever has most first; `asked` is the one shown alone."""

    owners: tuple[LateOwner, ...]
    asked: str
    total: int


def late_page(ledger: Ledger, asked: Owner | None) -> LatePage:
    """Return what is overdue by owner, or what one of them has not closed in time."""
    today = ledger.tenant.today
    groups = late_by_owner(ledger.findings, today)
    owners = tuple(
        LateOwner(
            ledger.named(owner) or "未定责任单位",
            owner_text(owner),
            max((today - each.deadline).days for each in found if each.deadline),
            tuple(finding_line(ledger, each, today) for each in found),
        )
        for owner, found in groups
        if asked in (None, owner)
    )
    return LatePage(owners, owner_text(asked), sum(len(found) for _, found in groups))
