"""A book with milestones, and years of one or several counties in a line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tests.core.build import (
    TENANT,
    VOCABULARY,
    Figures,
    at_least,
    at_most,
    book,
    county,
    facts_of,
    indicator,
    school,
)

from dudao.evaluate import Evaluator
from dudao.facts import FactSet, SubjectFacts, columns_of
from dudao.rulebook import RuleBook
from dudao.timeline import Distance, Nearness, Past, Strand, Timeline, timeline

PREFECTURE = "990000"
NAMES = {"990001": "东县", "990002": "西县", "990003": "南县"}
FIRST, SECOND = date(2021, 12, 31), date(2023, 12, 31)
# Sizes step down twice; the rate rises once and has a limit from the book's first day on.
SIZES = (
    at_most(55, stage="primary", since="2021-12-31", until="2023-12-30"),
    at_most(45, stage="primary", since="2023-12-31", note="力争"),
    at_most(60, stage="junior", since="2021-12-31", until="2023-12-30"),
    at_most(50, stage="junior", since="2023-12-31"),
)
BOOK = book(
    indicator("size", {"kind": "extreme"}, *SIZES, subject="stage"),
    indicator(
        "big",
        {"kind": "tally", "at_least": 56},
        at_most(0, stage="primary", since="2021-12-31"),
        subject="stage",
    ),
    indicator("all_big", {"kind": "tally", "at_least": 56}, at_most(0, since="2021-12-31")),
    indicator(
        "rate",
        {"kind": "value", "metric": "nine_year_retention"},
        at_least(95, until="2022-12-30"),
        at_least(97, since="2022-12-31"),
    ),
    indicator(
        "rotation",
        {"kind": "share", "numerator": ["rotation_actual"], "denominator": ["rotation_eligible"]},
        at_least("0.1", since="2022-12-31"),
    ),
    indicator(
        "plan",
        {"kind": "attested", "metric": "four_unifications"},
        {"op": "==", "limit": True, "since": "2023-12-31"},
    ),
    indicator("steady", {"kind": "value", "metric": "primary_retention"}, at_least(95)),
)

Classes = Sequence[int]


def primary(code: str, *pupils: int) -> SubjectFacts:
    """Return a primary school with classes of so many pupils, all in grade 1."""
    return school(code, classes=[(1, each) for each in pupils])


def one_county(
    years: Mapping[int, Sequence[SubjectFacts]], book: RuleBook = BOOK, tenant: str = TENANT
) -> Past:
    """Return the past of a county that is looked at itself."""
    sets = {year: [facts_of(*these, tenant=tenant)] for year, these in years.items()}
    names = {one.code: one.name for these in years.values() for one in these if one.school}
    return Past(tenant, "示例县", book, VOCABULARY, {tenant: "示例县"}, laid_out(sets, book), names)


def prefecture(
    years: Mapping[int, Mapping[str, Sequence[SubjectFacts]]], book: RuleBook = BOOK
) -> Past:
    """Return the past of a prefecture over `NAMES`; a county left out of a year did not report."""
    sets = {
        year: [facts_of(*these, tenant=code) for code, these in sorted(counties.items())]
        for year, counties in years.items()
    }
    return Past(PREFECTURE, "示例市", book, VOCABULARY, NAMES, laid_out(sets, book), {})


def laid_out(sets: Mapping[int, Sequence[FactSet]], book: RuleBook) -> dict[int, Evaluator]:
    """Return the figures of each year laid out for a book."""
    return {
        year: Evaluator(book, [columns_of(facts) for facts in own], VOCABULARY)
        for year, own in sets.items()
    }


def rates(values: Mapping[int, Figures]) -> Past:
    """Return the past of a county with figures of its own alone."""
    return one_county({year: [county(**own)] for year, own in values.items()})


def look(past: Past, code: str, day: date, **narrower: object) -> Timeline:
    """Return the timeline of an indicator as of a day."""
    return timeline(past, past.book.by_code[code], day, **narrower)  # type: ignore[arg-type]


def only(found: Timeline) -> Strand:
    """Return the first strand: of the primary stage, or the only one."""
    return found.strands[0]


def in_force(strand: Strand) -> Distance | None:
    """Return the distance to the milestone in force, if there is one."""
    found = [each for each in strand.distances if each.nearness is Nearness.IN_FORCE]
    assert len(found) <= 1
    return found[0] if found else None
