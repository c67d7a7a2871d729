"""One year of many tenants judged in one pass, each by its own book."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..errors import DudaoError
from ..evaluate import Evaluation
from ..facts import Enrolment, enrolment_of
from ..grading import Grade, Standing, all_standings
from ..rulebook import RuleBook
from ..store import ColumnSnapshot, TenantSession, facts_versions
from .country import evaluate_snapshots, reported, reported_before
from .judged import day_of
from .office import Office, TenantCard


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of judging one county among many; its figures are not checked for doubts."""

    evaluation: Evaluation
    standings: tuple[Standing, ...]
    grade: Grade

    @property
    def book(self) -> RuleBook:
        """The rules applied."""
        return self.evaluation.book


@dataclass(frozen=True, slots=True)
class CountyYear:
    """A county's year as those above it see it.

    Without `enrolment` nothing was reported; with a `fault` it was not judged, for that reason.
    """

    tenant: TenantCard
    period: str
    enrolment: Enrolment | None = None
    judgement: Judgement | None = None
    fault: str = ""

    @property
    def reason(self) -> str:
        """Why there are no verdicts."""
        return self.fault if self.enrolment else f"没有 {self.period} 年的数据"


def judge_years(
    office: Office,
    session: TenantSession,
    cards: Sequence[TenantCard],
    period: str,
    book: str | None = None,
    as_of: date | None = None,
) -> tuple[tuple[CountyYear, ...], str]:
    """Return a year of tenants that the session may read, and a digest of what it depends on.

    A book that cannot be applied is the fault of the tenants that use it, and no error.
    """
    work = _Work(office, cards, period, day_of(period, as_of), book)
    key = work.depends_on(session)
    found = office.memory.recall(("years", *key), lambda: work.judged(session))
    return found, hashlib.sha256(repr(key).encode()).hexdigest()


class _Work:
    """The judging of some tenants: which book is for which of them."""

    def __init__(
        self,
        office: Office,
        cards: Sequence[TenantCard],
        period: str,
        day: date,
        book: str | None,
    ) -> None:
        self._office = office
        self._cards = cards
        self._period = period
        self._before = str(int(period) - 1)
        self._day = day
        self._rules: dict[str, RuleBook] = {}
        self._faults: dict[str, str] = {}
        for card in cards:
            self._choose(card.code, book or card.book)

    def _choose(self, tenant: str, book: str) -> None:
        if not book:
            self._faults[tenant] = "没有设定评价办法"
            return
        try:
            self._rules[tenant] = self._office.plugins.shelf.named(book, self._day)
        except DudaoError as error:
            self._faults[tenant] = str(error.problems[0])

    def depends_on(self, session: TenantSession) -> tuple[object, ...]:
        """Return what names everything the judging depends on."""
        codes = [card.code for card in self._cards]
        versions = [
            tuple(found[code].get(each, 0) for code in codes)
            for each in (self._before, self._period)
            for found in [facts_versions(session, codes, each)]
        ]
        rules = [(tenant, book.name, book.digest) for tenant, book in self._rules.items()]
        return tuple(self._cards), self._period, self._day, tuple(rules), *versions

    def judged(self, session: TenantSession) -> tuple[CountyYear, ...]:
        """Return each tenant's year."""
        codes = [card.code for card in self._cards]
        now = {each.columns.tenant: each for each in reported(session, codes, self._period)}
        together: dict[str, list[ColumnSnapshot]] = {}
        for tenant, snapshot in now.items():
            if tenant in self._rules:
                together.setdefault(self._rules[tenant].name, []).append(snapshot)
        judged: dict[str, Judgement] = {}
        for snapshots in together.values():
            judged |= self._judged(session, snapshots)
        return tuple(self._year(card, now, judged) for card in self._cards)

    def _judged(
        self, session: TenantSession, now: Sequence[ColumnSnapshot]
    ) -> dict[str, Judgement]:
        """Judge tenants that have their book in common."""
        rules = self._rules[now[0].columns.tenant]
        plugins = self._office.plugins
        previous = reported_before(session, rules, now, self._before)
        found = evaluate_snapshots(rules, now, self._day, plugins.vocabulary, previous)
        judged = {}
        for place, (snapshot, standings) in enumerate(zip(now, all_standings(found), strict=True)):
            columns = snapshot.columns
            grade = plugins.grade(rules, standings, columns.county_figures, self._day)
            judged[columns.tenant] = Judgement(found.alone(place), tuple(standings), grade)
        return judged

    def _year(
        self, card: TenantCard, now: Mapping[str, ColumnSnapshot], judged: Mapping[str, Judgement]
    ) -> CountyYear:
        snapshot = now.get(card.code)
        if snapshot is None:
            return CountyYear(card, self._period)
        enrolment = enrolment_of(snapshot.columns)
        fault = self._faults.get(card.code, "")
        return CountyYear(card, self._period, enrolment, judged.get(card.code), fault)
