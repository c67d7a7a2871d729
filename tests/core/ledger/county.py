"""A county whose classes and indicators have milestones, year by year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.core.build import (
    VOCABULARY,
    at_least,
    at_most,
    book,
    county,
    facts_of,
    indicator,
    school,
)

from dudao.facts import ClassFact, FactSet, SubjectFacts
from dudao.ledger import Bench, Changes, Finding, Gap, GapKey, GapKind, opened, recheck

STEP_1, STEP_2 = date(2022, 12, 31), date(2024, 12, 31)
BOOK = book(
    indicator(
        "class_size",
        {"kind": "extreme", "pick": "largest"},
        at_most(55, since="2022-12-31", until="2024-12-30"),
        at_most(45, since="2024-12-31"),
        subject="stage",
    ),
    indicator(
        "retention",
        {"kind": "value", "metric": "nine_year_retention"},
        at_least(97, since="2024-12-31"),
        departments=["教育局"],
    ),
    indicator(
        "computers",
        {"kind": "value", "metric": "computers"},
        at_least(50),
        subject="school",
    ),
    departments=[{"code": "education", "name": "县教育局", "aliases": ["教育局"]}],
)


def roll(code: str, *, parent: str | None = None, **classes: int) -> SubjectFacts:
    """Return a nine-year school by its classes: `c3_2=50` is class 3-2 with fifty pupils."""
    listed = []
    for name, pupils in classes.items():
        grade, number = name.removeprefix("c").split("_")
        listed.append(ClassFact(f"{grade}-{number}", int(grade), pupils))
    return replace(
        school(code, "nine_year", {"students": 1}, {"students": 1}, parent=parent),
        classes=tuple(listed),
    )


def year(period: int, *subjects: SubjectFacts, **figures: object) -> FactSet:
    """Return a county's figures of a year."""
    return facts_of(*subjects, county(**figures), period=str(period))


def bench(facts: FactSet, previous: FactSet | None = None) -> Bench:
    """Return the figures of a year on its last day."""
    return Bench(BOOK, facts, date(int(facts.period), 12, 31), VOCABULARY, previous)


def gaps(facts: FactSet, previous: FactSet | None = None) -> list[Gap]:
    """Return the gaps of a year."""
    return list(bench(facts, previous).gaps())


def class_key(item: str, step: date = STEP_1, stage: str = "primary", code: str = "S1") -> GapKey:
    """Return the key of a class that is too large."""
    return GapKey(GapKind.CLASS, "class_size", code, stage, item, step)


def compared(findings: list[Finding], facts: FactSet, previous: FactSet | None = None) -> Changes:
    """Return what the figures of a year change in a ledger."""
    now = bench(facts, previous)
    return recheck(findings, now.gaps(), now.check, (GapKind.CLASS, GapKind.INDICATOR))


def carried(findings: list[Finding], changes: Changes, on: date) -> list[Finding]:
    """Return the ledger after the changes."""
    altered = {each.number: each for each in (*changes.returned, *changes.checked)}
    new = [
        opened(gap, checked, number, BOOK.code, on)
        for number, (gap, checked) in enumerate(changes.opened, len(findings) + 1)
    ]
    return [altered.get(each.number, each) for each in findings] + new
