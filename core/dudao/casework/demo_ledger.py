"""Working on a demo's ledger while its years come in, as its people would."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from ..demo import DemoLedger, LedgerStep
from ..ledger import Finding, Wanted, chosen
from ..workflow import Actor, FindingState, Owner, OwnerKind, Role
from .auditing import log_of
from .ledger import SYSTEM, load_ledger
from .office import Office
from .rectifying import MOST_AT_ONCE, Treatment, move_findings, offer_proof, set_treatment

_TURN_OF = {
    "measure": FindingState.LISTED,
    "prove": FindingState.ACTIVE,
    "approve": FindingState.PROVED,
    "decline": FindingState.PROVED,
    "strike": FindingState.APPROVED,
}


def is_worked_on(office: Office, tenant: str) -> bool:
    """Return whether people have worked on a tenant's ledger already."""
    return any(
        entry.finding is not None and entry.who != SYSTEM for entry in log_of(office, tenant)
    )


class LedgerWork:
    """The work on one tenant's ledger, day by day."""

    def __init__(self, office: Office, tenant: str, ledger: DemoLedger) -> None:
        self._office = office
        self._tenant = tenant
        self._ledger = ledger
        self._left = sorted(ledger.steps, key=lambda step: step.on)

    def go_on(self, until: date) -> None:
        """Take the steps that are left before a day."""
        while self._left and self._left[0].on < until:
            self._take(self._left.pop(0))

    def _take(self, step: LedgerStep) -> None:
        turn = self._turn(step)[:MOST_AT_ONCE]
        if not turn:
            return
        match step.kind:
            case "measure":
                self._treat(step, turn)
            case "prove":
                self._prove(step, turn)
            case _:
                numbers = [each.number for each in turn]
                move_findings(
                    self._office,
                    self._keeper,
                    self._tenant,
                    numbers,
                    step.kind,
                    step.comment,
                    step.on,
                )

    def _turn(self, step: LedgerStep) -> list[Finding]:
        wanted = Wanted(_TURN_OF[step.kind], rule=step.rule, ready=step.kind == "strike")
        found = chosen(load_ledger(self._office, self._tenant).findings, wanted, step.on)
        turn = [
            each for each in found if each.owner is not None and (each.passes or not step.passing)
        ]
        return turn[: step.most]

    def _treat(self, step: LedgerStep, turn: list[Finding]) -> None:
        by_deadline: defaultdict[date | None, list[int]] = defaultdict(list)
        for each in turn:
            by_deadline[None if each.deadline else step.deadline].append(each.number)
        for deadline, numbers in by_deadline.items():
            treatment = Treatment(step.measure, deadline=deadline)
            set_treatment(self._office, self._keeper, self._tenant, numbers, treatment, on=step.on)

    def _prove(self, step: LedgerStep, turn: list[Finding]) -> None:
        files = [(step.file, self._ledger.files[step.file].encode())]
        by_owner: defaultdict[Owner, list[int]] = defaultdict(list)
        for each in turn:
            if each.owner is not None:
                by_owner[each.owner].append(each.number)
        for owner, numbers in by_owner.items():
            actor = self._of(owner)
            offer_proof(self._office, actor, self._tenant, numbers, step.comment, files, step.on)

    @property
    def _keeper(self) -> Actor:
        return Actor(self._ledger.keeper, Role.EDITOR, self._tenant)

    def _of(self, owner: Owner) -> Actor:
        name = self._ledger.owner
        if owner.kind is OwnerKind.SCHOOL:
            return Actor(name, Role.SCHOOL, self._tenant, school=owner.code)
        return Actor(name, Role.FILLER, self._tenant, owner.code)
