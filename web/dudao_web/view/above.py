"""The counties below a body in a year: who reported, how each stands, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote

from dudao.api import (
    CountyYear,
    Judgement,
    Standing,
    State,
    TenantCard,
    Territory,
    schools_by_state,
    sum_of_known,
)

from ..here import Here
from .dashboard import Outlook, outlook
from .marks import Slice, slices
from .tenants import LEVELS

Named = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class CountyStanding:
    """How a judged county stands: its grade, its indicators and its schools by state."""

    book: str
    outlook: Outlook | None
    bar: tuple[Slice, ...]
    failed: int
    unknown: int
    failing: int
    open: int
    failed_url: str
    unknown_url: str
    failing_url: str


@dataclass(frozen=True, slots=True)
class CountyLine:
    """A county in the overview; `reason` says why it has not been judged.

    `latest` is the last year it reported, where it did not this year; `above` the body between.
    """

    name: str
    code: str
    level: str
    above: str
    synthetic: bool
    url: str
    schools: str
    classes: str
    pupils: str
    note: str
    judged: CountyStanding | None
    reason: str
    latest: str


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over all counties; `counties` reported out of `of`."""

    counties: int
    of: int
    schools: str
    classes: str
    pupils: str
    note: str
    failing: str
    open: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the first page of a body above.

    `missing` reported nothing this year, `unjudged` reported and could not be judged. `graded`
    says that any book grades, `books` that there are several; `working` counties have a plan of
    duties for the year, None where no book has duties.
    """

    lines: tuple[CountyLine, ...]
    totals: Totals
    missing: tuple[CountyLine, ...]
    unjudged: tuple[CountyLine, ...]
    graded: bool
    books: bool
    between: bool
    working: int | None
    reviews: str


def overview(territory: Territory, here: Here, named: Named, worst_first: bool) -> Overview:
    """Return the overview, counties by code or those with most not met first."""
    lines = [_line(year, here, named) for year in territory.counties]
    if worst_first:
        lines.sort(key=_from_the_worst)
    books = territory.books
    return Overview(
        tuple(lines),
        _totals(territory, lines),
        tuple(line for line in lines if not line.schools),
        tuple(line for line in lines if line.schools and not line.judged),
        any(book.grading.scheme != "none" for book in books),
        len(books) > 1,
        any(line.above for line in lines),
        _working(territory),
        f"/t/{quote(here.tenant.code, safe='')}/reviews",
    )


def reasons(territory: Territory) -> list[tuple[str, str]]:
    """Return why counties were not judged, each reason with the names it holds for."""
    found: dict[str, list[str]] = {}
    for year in territory.counties:
        if year.judgement is None:
            found.setdefault(year.reason, []).append(year.tenant.name)
    return [(reason, "、".join(names)) for reason, names in found.items()]


def _from_the_worst(line: CountyLine) -> tuple[bool, int, int, int]:
    found = line.judged
    return found is None, *((-found.failed, -found.failing, -found.unknown) if found else (0, 0, 0))


def _line(year: CountyYear, here: Here, named: Named) -> CountyLine:
    card, size = year.tenant, year.enrolment
    own = Here(card, year.period, here.book, here.as_of)
    is_between = card.parent not in (None, here.tenant.code) and card.code != here.tenant.code
    return CountyLine(
        card.name,
        card.code,
        LEVELS.get(card.level, card.level),
        named(card.parent or "") if is_between else "",
        card.synthetic,
        own.url() if size else f"/t/{quote(card.code, safe='')}",
        f"{size.schools:,}" if size else "",
        _number(size.classes) if size else "",
        _number(size.pupils) if size else "",
        _lacking(size.lacking) if size else "",
        _judged(year.judgement, own) if year.judgement else None,
        "" if year.judgement else year.reason,
        _latest(card, year.period) if not size else "",
    )


def _number(known: int | None) -> str:
    return "—" if known is None else f"{known:,}"


def _lacking(stages: int) -> str:
    return f"另有 {stages:,} 个学段未填" if stages else ""


def _latest(card: TenantCard, period: str) -> str:
    earlier = [each for each in card.periods if each < period]
    return earlier[-1] if earlier else ""


def _judged(found: Judgement, own: Here) -> CountyStanding:
    states = _states(found.standings)
    schools = schools_by_state(found.evaluation)
    grading = found.book.grading
    return CountyStanding(
        f"{found.book.title}({found.book.edition})",
        outlook(found.grade, grading.grades) if grading.scheme != "none" else None,
        slices(tuple(states[state] for state in State)),
        states[State.NOT_MET],
        states[State.NO_DATA],
        schools[State.NOT_MET],
        schools[State.NO_DATA],
        own.url("indicators", show="not_met"),
        own.url("indicators", show="no_data"),
        own.url("accounts", gaps="1"),
    )


def _states(standings: Iterable[Standing]) -> Counter[State]:
    return Counter(each.state for each in standings if each.counts)


def _totals(territory: Territory, lines: Iterable[CountyLine]) -> Totals:
    sizes = [year.enrolment for year in territory.counties if year.enrolment]
    judged = [line.judged for line in lines if line.judged]
    return Totals(
        len(sizes),
        len(territory.counties),
        _number(sum_of_known(size.schools for size in sizes)),
        _number(sum_of_known(size.classes for size in sizes)),
        _number(sum_of_known(size.pupils for size in sizes)),
        _lacking(sum(size.lacking for size in sizes)),
        _number(sum_of_known(each.failing for each in judged)),
        _number(sum_of_known(each.open for each in judged)),
    )


def _working(territory: Territory) -> int | None:
    """Return how many counties have a plan of duties for the year."""
    planned = [year.period in year.tenant.planned for year in territory.counties]
    has_duties = any(book.duties and book.procedure for book in territory.books)
    return sum(planned) if has_duties or any(planned) else None
