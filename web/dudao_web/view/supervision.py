"""What the page of a supervision system shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dudao.api import (
    SUBJECT_WORDS,
    GroupStaffing,
    Lack,
    Organisation,
    Proposal,
    coverage,
    unit_name,
)


@dataclass(frozen=True, slots=True)
class Body:
    """Who inspects, whom, and the clause."""

    name: str
    inspects: str
    clause: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change that the proposal would make."""

    label: str
    school: str
    inspector: str


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """The supervision system on a day; `is_empty` says that nothing was recorded yet."""

    day: str
    clause: str
    schools: int
    covered: int
    inspectors: int
    groups: tuple[GroupStaffing, ...]
    lacks: tuple[Lack, ...]
    kept: int
    changes: tuple[Change, ...]
    bodies: tuple[Body, ...]
    is_empty: bool


def organisation_page(found: Organisation) -> OrganisationPage:
    """Return the page of a supervision system as of its tenant's day."""
    day, roster = found.tenant.today, found.roster
    now, proposal = coverage(found.rules, roster, day), found.proposal(day)
    return OrganisationPage(
        day.isoformat(),
        found.system.staffing.clause,
        len(now.schools),
        len(now.schools) - len(now.uncovered),
        len(now.inspectors),
        now.groups,
        found.lacks(day),
        len(proposal.kept),
        tuple(_changes(found, proposal)),
        tuple(_bodies(found)),
        not (roster.supervised or roster.people),
    )


def _changes(found: Organisation, proposal: Proposal) -> Iterator[Change]:
    roster = found.roster
    for label, those in (("新挂牌", proposal.new), ("停止", proposal.ended)):
        for each in those:
            person = roster.people[each.inspector]
            yield Change(label, roster.supervised[each.school].name, person.name)
    for left in proposal.uncovered:
        yield Change("无人可派", left.school.name, left.reason)


def _bodies(found: Organisation) -> Iterator[Body]:
    for body in found.system.bodies:
        words = "、".join(SUBJECT_WORDS[kind] for kind in body.inspects)
        inspects = f"本责任区的{words}" if body.district else words
        yield Body(unit_name(found.rules, body.unit), inspects, body.clause)
