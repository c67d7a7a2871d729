"""How often a body is inspected in a term: shown before another inspection is planned. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ..rulebook import Supervision, Term, day_in
from ..workflow import CaseState
from .model import Case, Inspection


@dataclass(frozen=True, slots=True)
class TermSpan:
    """A term of a year: its days, both included."""

    term: Term
    since: date
    until: date

    @property
    def title(self) -> str:
        """Return how it is called, with its year."""
        return f"{self.since.year} 年{self.term.title}"

    def __contains__(self, day: date) -> bool:
        return self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class Planned:
    """An inspection of a body within a term; `visited` is the day of the visit, if there was one."""

    number: int
    case: int
    title: str
    body: str
    since: date
    until: date
    visited: date | None

    @property
    def is_open(self) -> bool:
        """Whether the visit is still to come, so that another one can be merged with it."""
        return self.visited is None


@dataclass(frozen=True, slots=True)
class Burden:
    """The inspections of one body in a term, by day. `limit` is how many are too many, if any."""

    subject: str
    inspections: tuple[Planned, ...]
    limit: int | None

    @property
    def mergeable(self) -> tuple[Planned, ...]:
        """Those that another one could be merged with."""
        return tuple(each for each in self.inspections if each.is_open)

    @property
    def is_heavy(self) -> bool:
        """Whether another one is one too many."""
        return self.limit is not None and len(self.inspections) >= self.limit


def terms_of_year(system: Supervision, year: int) -> tuple[TermSpan, ...]:
    """Return the terms that begin in a year, by their first day; one may end in the next year."""
    return tuple(sorted((_span(term, year) for term in system.terms), key=lambda each: each.since))


def _span(term: Term, year: int) -> TermSpan:
    since, until = day_in(year, term.since), day_in(year, term.until)
    return TermSpan(term, since, until if since <= until else day_in(year + 1, term.until))


def term_on(system: Supervision, day: date) -> TermSpan | None:
    """Return the term that a day lies in; None during holidays."""
    spans = (*terms_of_year(system, day.year - 1), *terms_of_year(system, day.year))
    return next((span for span in spans if day in span), None)


def next_term(system: Supervision, day: date) -> TermSpan:
    """Return the term that a day lies in, else the next one."""
    spans = (
        *terms_of_year(system, day.year - 1),
        *terms_of_year(system, day.year),
        *terms_of_year(system, day.year + 1),
    )
    return next(span for span in spans if day <= span.until)


def burdens(
    system: Supervision,
    inspections: Iterable[Inspection],
    cases: Iterable[Case],
    span: TermSpan,
    subjects: Collection[str] | None = None,
) -> Mapping[str, Burden]:
    """Return the inspections of bodies in a term, by body; all that have any, or those named.

    One that was called off does not count. A visit counts on its day, what is planned on any of
    its days.
    """
    planned = {each.number: each for each in inspections}
    found: dict[str, list[Planned]] = {code: [] for code in subjects or ()}
    for case in cases:
        inspection = planned[case.inspection]
        named = subjects is None or case.subject in found
        if named and case.state is not CaseState.CANCELLED and _falls_in(case, inspection, span):
            found.setdefault(case.subject, []).append(_planned(case, inspection))
    return {
        code: Burden(code, tuple(sorted(each, key=_order)), system.visits_a_term)
        for code, each in found.items()
    }


def _falls_in(case: Case, inspection: Inspection, span: TermSpan) -> bool:
    if case.visited is not None:
        return case.visited in span
    return inspection.since <= span.until and span.since <= inspection.until


def _planned(case: Case, inspection: Inspection) -> Planned:
    return Planned(
        inspection.number,
        case.number,
        inspection.title,
        inspection.body,
        inspection.since,
        inspection.until,
        case.visited,
    )


def _order(each: Planned) -> tuple[date, int]:
    return each.visited or each.since, each.number
