"""What there is to say about a grade: its range, every condition, the events, the decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..grading import Held, conditions_of
from ..metrics import Metric
from ..rulebook import RuleBook
from ..store import Review
from ..workflow import PlanState
from .assessing import assess
from .judged import Judged
from .office import Office, TenantCard, tenant_card
from .register import event_metrics
from .self_evaluation import judged_of
from .work import Duties, find_duties


@dataclass(frozen=True, slots=True)
class GradeOutlook:
    """A tenant's grade in one period; `conditions` are all in force, those that are clear too.

    `events` are the counts that the book reads, None where nobody has counted. `duties` is the
    plan, where one was opened.
    """

    tenant: TenantCard
    judged: Judged
    conditions: tuple[Held, ...]
    events: tuple[tuple[Metric, int | None], ...]
    duties: Duties | None

    @property
    def decision(self) -> Review | None:
        """The decision on the grade that stands, if there is one."""
        if self.duties is None or self.duties.state is not PlanState.DECIDED:
            return None
        return next(each for each in reversed(self.duties.reviews) if each.grade)


def grade_outlook(
    office: Office,
    tenant: str,
    period: str | None = None,
    book: str | None = None,
    as_of: date | None = None,
) -> GradeOutlook:
    """Return the grade of a tenant, with a plan or without one.

    A plan is judged under the edition it was opened with. Raises DudaoError like `assess`.
    """
    card = tenant_card(office, tenant)
    duties = _plan(office, card, period, book)
    if duties and as_of is None:
        judged = judged_of(office, duties)
    else:
        judged = assess(office, tenant, period, book, as_of).judged
    county = judged.facts.county.facts
    found = conditions_of(judged.book, judged.as_of, county, judged.standings)
    counted = set(_read(judged.book))
    events = ((each, county.get(each.code)) for each in event_metrics(office))
    read = tuple(each for each in events if each[0].code in counted)
    return GradeOutlook(card, judged, tuple(found), read, duties)


def _plan(office: Office, card: TenantCard, period: str | None, book: str | None) -> Duties | None:
    year = period or max(card.years, default=None)
    found = find_duties(office, card.code, year, book) if year else None
    if found and book and "@" in book and found.rules.name != book:
        return None
    return found


def _read(book: RuleBook) -> Iterator[str]:
    for indicator in book.indicators:
        yield from indicator.reads
    yield from (condition.metric for condition in book.conditions if condition.metric)
