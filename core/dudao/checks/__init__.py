"""Checks on the figures themselves: what cannot all be right, and what needs a word."""

from __future__ import annotations

from collections.abc import Mapping

from ..facts import FactSet
from ..metrics import Vocabulary
from ..rulebook import RuleBook, Severity
from .declared import declared
from .doubt import SEVERITY_LABELS, Desk, Doubt
from .general import CHECKS

__all__ = ["SEVERITY_LABELS", "Doubt", "Severity", "check_facts"]


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
    ranks = list(SEVERITY_LABELS)
    return tuple(sorted(desk.doubts, key=lambda doubt: ranks.index(doubt.severity)))
