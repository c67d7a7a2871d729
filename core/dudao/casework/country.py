"""Evaluating all counties below a jurisdiction in one pass."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from ..evaluate import Evaluation, evaluate, pack_each
from ..facts import FactSet
from ..grading import all_standings, graded
from ..rulebook import RuleBook
from ..store import RunRecord, Snapshot, TenantSession, descendants, load_snapshots, save_runs
from .judged import day_of, summarised
from .office import Office, reading, writing


def assess_below(
    office: Office, tenant: str, period: str, book: str, as_of: date | None = None
) -> int:
    """Evaluate all tenants below one under a book and keep the runs as its own.

    Returns how many had figures for the period. Figures are not checked for doubts here; that is
    done when a county is looked at. Raises DudaoError for an unknown tenant, book or period.
    """
    day = day_of(period, as_of)
    rules = office.plugins.shelf.named(book, day)
    before = str(int(period) - 1)
    with _without_collection():
        with reading(office, tenant) as session:
            below = descendants(session, tenant)
            now = [each for each in load_snapshots(session, below, period) if each.facts.subjects]
            previous = _previous(session, rules, now, before)
        sets = [each.facts for each in now]
        found = evaluate(rules, sets, day, office.plugins.vocabulary, previous)
        with writing(office, tenant) as session:
            return save_runs(session, _records(tenant, found, now, previous))


@contextmanager
def _without_collection() -> Iterator[None]:
    """Pause the cycle collector: millions of live figures hold no cycles, yet it would visit all."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _previous(
    session: TenantSession, rules: RuleBook, now: Sequence[Snapshot], before: str
) -> list[FactSet]:
    """Return last period's figures where the book has a measure of change at all."""
    if not any(indicator.measure.kind == "change" for indicator in rules.indicators):
        return []
    tenants = [each.facts.tenant for each in now]
    return [each.facts for each in load_snapshots(session, tenants, before)]


def _records(
    owner: str, found: Evaluation, now: Sequence[Snapshot], previous: Sequence[FactSet]
) -> Iterable[RunRecord]:
    hashes = {facts.tenant: facts.digest() for facts in previous if facts.subjects}
    counties = zip(now, all_standings(found), pack_each(found), strict=True)
    for snapshot, standings, packed in counties:
        facts = snapshot.facts
        grade = graded(found, standings, facts.county.facts)
        yield RunRecord(
            owner,
            facts.tenant,
            facts.period,
            found.book.code,
            found.book.edition,
            found.as_of,
            found.book.digest,
            snapshot.digest,
            snapshot.version,
            summarised(grade, standings, hashes.get(facts.tenant, "")),
            packed,
        )
