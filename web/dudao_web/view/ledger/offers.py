"""The moves that somebody can make with findings, and the forms for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dudao.api import (
    FINDING_MOVES,
    Actor,
    Finding,
    Ledger,
    Move,
    Party,
    position_of,
    possible,
)

from .owners import Option, owner_options


@dataclass(frozen=True, slots=True)
class Offer:
    """A move, with how many of the findings shown it is possible for."""

    code: str
    label: str
    count: int
    needs_reason: bool


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a page: what can be done, what was typed, whom one can name as owner.

    `keeps` says whether owner and deadline are theirs to set.
    """

    measure: Offer | None
    prove: Offer | None
    judge: tuple[Offer, ...]
    keeps: bool
    owners: tuple[tuple[str, tuple[Option, ...]], ...]
    typed: Mapping[str, str]

    @property
    def is_any(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.measure or self.prove or self.judge)

    def was(self, field: str, usual: str = "") -> str:
        """Return what was typed into a field, else what it holds at first."""
        return self.typed.get(field, usual)


def forms_for(
    ledger: Ledger, actor: Actor | None, findings: Sequence[Finding], typed: Mapping[str, str]
) -> Forms:
    """Return the forms for what a person can do with any of some findings."""
    offers = {offer.code: offer for offer in _offers(ledger, actor, findings)}
    keeps = any(Party.KEEPER in ledger.parties(actor, each) for each in findings)
    return Forms(
        offers.pop("measure", None),
        offers.pop("prove", None),
        tuple(offers.values()),
        keeps,
        owner_options(ledger) if keeps else (),
        typed,
    )


def _offers(ledger: Ledger, actor: Actor | None, findings: Iterable[Finding]) -> Iterable[Offer]:
    able = [moves_of(ledger, actor, each) for each in findings]
    for move in FINDING_MOVES:
        count = sum(move in moves for moves in able)
        if count:
            yield Offer(move.code, move.label, count, move.comment)


def moves_of(ledger: Ledger, actor: Actor | None, finding: Finding) -> tuple[Move, ...]:
    """Return what a person can do with a finding now."""
    return possible(FINDING_MOVES, position_of(finding), ledger.parties(actor, finding))
