"""Evaluating all counties below a jurisdiction in one pass."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from ..evaluate import Evaluation, evaluate_columns, pack_each
from ..grading import Grader, all_standings
from ..metrics import Vocabulary
from ..rulebook import RuleBook
from ..store import (
    ColumnSnapshot,
    RunRecord,
    TenantSession,
    descendants,
    load_columns,
    save_runs,
)
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
            now = reported(session, below, period)
            previous = reported_before(session, rules, now, before)
        found = evaluate_snapshots(rules, now, day, office.plugins.vocabulary, previous)
        with writing(office, tenant) as session:
            grader = office.plugins.grade
            return save_runs(session, _records(tenant, period, found, now, previous, grader))


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


def reported(session: TenantSession, tenants: Iterable[str], period: str) -> list[ColumnSnapshot]:
    """Return the figures of the tenants that reported any."""
    return [each for each in load_columns(session, tenants, period) if not each.columns.is_empty]


def reported_before(
    session: TenantSession, rules: RuleBook, now: Sequence[ColumnSnapshot], before: str
) -> list[ColumnSnapshot]:
    """Return last period's figures where the book has a measure of change at all."""
    if not any(indicator.measure.kind == "change" for indicator in rules.indicators):
        return []
    return reported(session, [each.columns.tenant for each in now], before)


def evaluate_snapshots(
    rules: RuleBook,
    now: Sequence[ColumnSnapshot],
    day: date,
    vocabulary: Vocabulary,
    previous: Sequence[ColumnSnapshot],
) -> Evaluation:
    """Judge many tenants' figures at once; `previous` holds those of the period before."""
    return evaluate_columns(
        rules,
        [each.columns for each in now],
        day,
        vocabulary,
        [each.columns for each in previous],
    )


def _records(
    owner: str,
    period: str,
    found: Evaluation,
    now: Sequence[ColumnSnapshot],
    previous: Sequence[ColumnSnapshot],
    grader: Grader,
) -> Iterable[RunRecord]:
    hashes = {each.columns.tenant: each.digest for each in previous}
    counties = zip(now, all_standings(found), pack_each(found), strict=True)
    for snapshot, standings, packed in counties:
        tenant = snapshot.columns.tenant
        grade = grader(found.book, standings, snapshot.columns.county_figures, found.as_of)
        yield RunRecord(
            owner,
            tenant,
            period,
            found.book.code,
            found.book.edition,
            found.as_of,
            found.book.digest,
            snapshot.digest,
            snapshot.version,
            summarised(grade, standings, hashes.get(tenant, "")),
            packed,
        )
