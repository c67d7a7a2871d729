"""A tenant's milestones over its years; for one that stands above others, over theirs."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..errors import DudaoError, refuse
from ..evaluate import Evaluator
from ..facts import ClassFact, CountyColumns, FactSet, Stage, columns_of
from ..rulebook import RuleBook
from ..store import (
    TenantSession,
    descendants,
    load_columns,
    load_snapshots,
    snapshot_versions,
)
from ..timeline import Past, Timeline, has_milestones, timeline, with_milestones
from .office import Office, TenantCard, card_of, cards_of, reading


@dataclass(frozen=True, slots=True)
class Timelines:
    """The milestones of a book for one tenant as of a day, in the order of the book.

    `years` are those with figures; of a tenant above counties, those of any county.
    """

    tenant: TenantCard
    book: RuleBook
    as_of: date
    years: tuple[int, ...]
    timelines: tuple[Timeline, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whose milestones are looked at, by which book, and what all of it depends on."""

    card: TenantCard
    counties: Mapping[str, str]
    book: RuleBook
    periods: Mapping[str, Sequence[str]]  # the counties with figures, by period
    key: Hashable


def timelines_of(
    office: Office, tenant: str, book: str | None = None, as_of: date | None = None
) -> Timelines:
    """Return where a tenant stands on every indicator that has milestones.

    Defaults: the tenant's own book (of a tenant without one, that of the counties below it), and
    the day it is for the tenant. Raises DudaoError for an unknown tenant or book.
    """
    with reading(office, tenant) as session:
        asked = _ask(office, session, tenant, book, as_of)
        day = as_of or asked.card.today
        past = _past(office, session, asked)
    found = office.memory.recall(
        ("timelines", asked.key, day),
        lambda: tuple(
            timeline(past, each, day, members=False) for each in with_milestones(asked.book)
        ),
    )
    return Timelines(asked.card, asked.book, day, tuple(past.years), found)


def timeline_of(
    office: Office,
    tenant: str,
    indicator: str,
    book: str | None = None,
    as_of: date | None = None,
    stage: Stage | None = None,
    school: str | None = None,
) -> Timeline:
    """Return the timeline of one indicator, for the tenant or one of its schools.

    Defaults as in `timelines_of`. Raises DudaoError also for an indicator without milestones, a
    stage or a school that it does not judge.
    """
    with reading(office, tenant) as session:
        asked = _ask(office, session, tenant, book, as_of)
        rule = asked.book.by_code.get(indicator)
        if rule is None or not has_milestones(rule, asked.book):
            raise _without(indicator, asked.book)
        past = _past(office, session, asked)
    day = as_of or asked.card.today
    return office.memory.recall(
        ("timeline", asked.key, indicator, day, stage, school),
        lambda: timeline(past, rule, day, stage, school),
    )


def milestone_book(office: Office, tenant: str, book: str | None = None) -> RuleBook | None:
    """Return the book by which a tenant has milestones; None where there are none to see."""
    with reading(office, tenant) as session:
        try:
            found = _ask(office, session, tenant, book, None).book
        except DudaoError:
            return None
    return found if with_milestones(found) else None


def classes_by_year(office: Office, tenant: str, school: str) -> dict[int, tuple[ClassFact, ...]]:
    """Return a school's classes in each year in which it listed any, by grade."""
    with reading(office, tenant) as session:
        card = card_of(session, tenant)
        sets = [_snapshot(session, tenant, period) for period in card.periods]
    found = {int(each.period): each.subject(school) for each in sets}
    return {
        year: tuple(sorted(subject.classes, key=lambda one: (one.grade, one.code)))
        for year, subject in found.items()
        if subject and subject.classes
    }


def _without(indicator: str, book: RuleBook) -> DudaoError:
    known = "、".join(each.code for each in with_milestones(book))
    expected = f"有分期目标的指标:{known}" if known else "这份办法没有分期目标"
    return refuse(f"指标 {indicator}", f"{book.title}中没有这项分期目标", expected)


def _ask(
    office: Office, session: TenantSession, tenant: str, book: str | None, as_of: date | None
) -> _Asked:
    card = card_of(session, tenant)
    counties, books = _counties(session, card)
    rules = _book(office, card, books, book, as_of)
    versions = snapshot_versions(session, [*counties])
    periods: dict[str, list[str]] = {}
    for code, period in sorted(versions):
        periods.setdefault(period, []).append(code)
    key = (card, tuple(counties.items()), rules.name, rules.digest, tuple(sorted(versions.items())))
    return _Asked(card, counties, rules, periods, key)


def _counties(session: TenantSession, card: TenantCard) -> tuple[dict[str, str], list[str]]:
    """Return the counties below a tenant by code, or itself, and the usual books of them all."""
    below = []
    if not card.is_county:
        found = cards_of(session, descendants(session, card.code))
        below = [each for each in found if each.is_county]
    if not below:
        return {card.code: card.name}, [card.book]
    return {each.code: each.name for each in below}, [each.book for each in below]


def _book(
    office: Office, card: TenantCard, books: Sequence[str], asked: str | None, as_of: date | None
) -> RuleBook:
    """Return the book in force on the day; before the first edition, the latest.

    The years before a book began are judged by its milestones all the same.
    """
    usual = {card.book} if card.book else {each for each in books if each}
    if not asked and len(usual) != 1:
        known = f";下级所用的有:{'、'.join(sorted(usual))}" if usual else ""
        expected = f"请指明一份评价办法(命令加 --book){known}"
        raise refuse(f"租户 {card.code}", "没有通常所用的评价办法", expected)
    name, shelf = asked or usual.pop(), office.plugins.shelf
    day = as_of or card.today
    return shelf.named(name, day) if shelf.in_force(name, day) else shelf.latest(name)


def _past(office: Office, session: TenantSession, asked: _Asked) -> Past:
    return office.memory.recall(("past", asked.key), lambda: _read(office, session, asked))


def _read(office: Office, session: TenantSession, asked: _Asked) -> Past:
    """Lay out all years; the names of schools are read only where schools are shown."""
    code, vocabulary = asked.card.code, office.plugins.vocabulary
    schools: dict[str, str] = {}
    years: dict[int, list[CountyColumns]] = {}
    for period, codes in asked.periods.items():
        if codes == [code]:
            facts = _snapshot(session, code, period)
            schools |= {subject.code: subject.name for subject in facts.schools}
            found = [columns_of(facts)]
        else:
            found = [each.columns for each in load_columns(session, codes, period)]
        if told := [each for each in found if not each.is_empty]:
            years[int(period)] = told
    evaluators = {
        year: Evaluator(asked.book, columns, vocabulary, years.get(year - 1, ()))
        for year, columns in sorted(years.items())
    }
    book = asked.book
    return Past(code, asked.card.name, book, vocabulary, asked.counties, evaluators, schools)


def _snapshot(session: TenantSession, tenant: str, period: str) -> FactSet:
    [found] = load_snapshots(session, [tenant], period)
    return found.facts
