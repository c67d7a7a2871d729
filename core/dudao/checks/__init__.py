"""Checks on the figures themselves: what cannot all be right, and what needs a word."""

from __future__ import annotations

from collections.abc import Mapping

from ..facts import FactSet
from ..metrics import Vocabulary
from ..rulebook import RuleBook
from .declared import declared
from .doubt import Desk, Doubt, Severity
from .general import CHECKS

__all__ = ["Doubt", "Severity", "check_facts"]


def check_facts(
    facts: FactSet,
    book: RuleBook,
    vocabulary: Vocabulary,
    previous: FactSet | None = None,
    failing: Mapping[str, str] | None = None,
) -> tuple[Doubt, ...]:
    """Return the doubts about one tenant's figures, errors first.

    `previous` is the period before, for jumps; `failing` the county indicators not met, for the
    book's checks on what a document passes over.
    """
    desk = Desk(facts, vocabulary, previous)
    for check in CHECKS:
        check(desk)
    declared(desk, book, failing or {})
    return tuple(sorted(desk.doubts, key=lambda doubt: doubt.severity != "error"))
