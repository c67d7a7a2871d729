"""The account of a territory's schools, one row a school: what it is, what it meets, what it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ..errors import refuse
from ..evaluate import Evaluation, Flag, State
from ..facts import FactSet, School, SchoolType, Stage, SubjectFacts, school_stages, stage_of_grade
from ..metrics import Level
from ..rulebook import Indicator, RuleBook, chapters_of, nested
from ..store import load_snapshots
from .below import Territory
from .office import Office, TenantCard, reading

# Which of a school's verdicts on one indicator speaks for it: the gravest, as for a county.
_GRAVITY = {
    State.NOT_APPLICABLE: 0,
    State.MET: 1,
    State.MET_RELAXED: 2,
    State.NO_DATA: 3,
    State.NOT_MET: 4,
}


@dataclass(frozen=True, slots=True)
class AccountVerdict:
    """How a school stands against an indicator: its gravest verdict, and of which stage it is."""

    state: State
    stage: Stage | None
    is_near: bool


@dataclass(frozen=True, slots=True)
class Account:
    """One school. `tenant` is its county's code, `verdicts` stand in the order of the indicators.

    A number is None where it is not known; `left_out` says why the book leaves the school out.
    """

    tenant: str
    code: str
    name: str
    school: School
    stages: tuple[Stage, ...]
    pupils: int | None
    classes: int | None
    largest: int | None
    verdicts: tuple[AccountVerdict | None, ...]
    left_out: str = ""

    def count(self, state: State) -> int:
        """Return how many of its verdicts are in a state."""
        return sum(each is not None and each.state is state for each in self.verdicts)

    @property
    def state(self) -> State:
        """How the school stands over all: one gap makes it fail, one unknown leaves it open."""
        return _state(self.verdicts)


@dataclass(frozen=True, slots=True)
class OpenFindings:
    """What the ledger still holds against a school: how many, the next deadline, whose it is."""

    many: int
    next_due: date | None
    owner: str


# How a school stands over all, in words.
OVERALL = {
    State.MET: "全部达标",
    State.MET_RELAXED: "全部达标",
    State.NOT_MET: "有未达标",
    State.NO_DATA: "缺数据",
    State.NOT_APPLICABLE: "不评",
}
# By county and school.
FindingsOf = Mapping[tuple[str, str], OpenFindings]


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which schools are asked for; what is not set lets all through."""

    county: str = ""
    stage: Stage | None = None
    type: SchoolType | None = None
    only_gaps: bool = False

    def lets(self, account: Account) -> bool:
        """Return whether it lets a school through."""
        return (
            self.county in ("", account.tenant)
            and (self.stage is None or self.stage in account.stages)
            and (self.type is None or self.type is account.school.type)
            and (not self.only_gaps or account.state is State.NOT_MET)
        )


@dataclass(frozen=True, slots=True)
class Accounts:
    """The schools of a territory under one book, county by county as they were reported."""

    tenant: TenantCard
    period: str
    as_of: date
    book: RuleBook
    indicators: tuple[Indicator, ...]
    counties: Mapping[str, TenantCard]
    lines: tuple[Account, ...]

    @property
    def synthetic(self) -> bool:
        """Whether any of the figures are made up."""
        return any(card.synthetic for card in self.counties.values())

    def sifted(self, sieve: Sieve, *, worst_first: bool = False) -> list[Account]:
        """Return the schools that are asked for; those with most gaps first if wanted.

        Raises DudaoError for a county that is not in the account.
        """
        if sieve.county and sieve.county not in self.counties:
            known = "、".join(self.counties)
            raise refuse("county(行政区)", f"台账中没有“{sieve.county}”", f"可选:{known}")
        found = [line for line in self.lines if sieve.lets(line)]
        if worst_first:
            found.sort(key=lambda line: (-line.count(State.NOT_MET), -line.count(State.NO_DATA)))
        return found


@dataclass(frozen=True, slots=True)
class AccountTotals:
    """Sums over some schools: sizes, schools by their state, and each column's verdicts.

    A size that is known of no school is None; `lacking` schools have no known number of pupils.
    """

    schools: int
    pupils: int | None
    lacking: int
    classes: int | None
    largest: int | None
    by_state: Mapping[State, int]
    columns: tuple[Mapping[State, int], ...]

    @property
    def met(self) -> int:
        """Schools that meet everything they were judged by."""
        return self.by_state.get(State.MET, 0) + self.by_state.get(State.MET_RELAXED, 0)

    @property
    def decided(self) -> int:
        """Schools of which this can be said or denied; unknown ones stand apart."""
        return self.met + self.by_state.get(State.NOT_MET, 0)

    @property
    def sentence(self) -> str:
        """How many schools meet all they are judged by; those that cannot be told stand apart."""
        unknown = self.by_state.get(State.NO_DATA, 0)
        words = f"共 {self.schools:,} 所,全部达标 {self.met:,} 所"
        if self.decided:
            # Rounded down, so that it is 100% only where all of them do.
            tenths = 1000 * self.met // self.decided
            share = f"{tenths // 10}.{tenths % 10}%"
            words += f",占可判定的 {self.decided:,} 所的 {share}"
        return f"{words};另有 {unknown:,} 所缺数据,尚不能判定。" if unknown else f"{words}。"


def accounts_of(office: Office, territory: Territory, book: RuleBook) -> Accounts:
    """Return the account of all schools that were judged by a book."""
    indicators = _of_schools(book)
    judged = {year.tenant.code: found.evaluation for year, found in territory.under(book)}
    cards = {year.tenant.code: year.tenant for year, _ in territory.under(book)}
    key = ("accounts", territory.stamp, territory.tenant.code, book.name)
    lines = office.memory.recall(key, lambda: tuple(_all(office, territory, indicators, judged)))
    tenant, period, day = territory.tenant, territory.period, territory.as_of
    return Accounts(tenant, period, day, book, indicators, cards, lines)


def _of_schools(book: RuleBook) -> tuple[Indicator, ...]:
    return tuple(
        each
        for chapter in chapters_of(book)
        for each in nested(book, chapter.indicators)
        if each.counts and each.subject != "county"
    )


def schools_by_state(evaluation: Evaluation) -> Counter[State]:
    """Return how many schools stand how over all; the same as their accounts say, without names."""
    verdicts = _verdicts(evaluation, _of_schools(evaluation.book))
    return Counter(_state(each) for each in verdicts.values())


def _state(verdicts: Iterable[AccountVerdict | None]) -> State:
    states = [each.state for each in verdicts if each]
    return max(states, key=_GRAVITY.__getitem__, default=State.NOT_APPLICABLE)


def _all(
    office: Office,
    territory: Territory,
    indicators: Sequence[Indicator],
    judged: Mapping[str, Evaluation],
) -> Iterator[Account]:
    with reading(office, territory.tenant.code) as session:
        for snapshot in load_snapshots(session, judged, territory.period):
            facts = snapshot.facts
            yield from _of_county(facts, judged[facts.tenant], indicators)


def _of_county(
    facts: FactSet, evaluation: Evaluation, indicators: Sequence[Indicator]
) -> Iterator[Account]:
    verdicts = _verdicts(evaluation, indicators)
    rows = evaluation.rows[Level.SCHOOL]
    left_out = {rows.codes[row]: reason for row, reason in rows.reasons.items()}
    nothing = (None,) * len(indicators)
    for subject in facts.schools:
        if subject.school is not None:
            stages = tuple(school_stages(subject))
            yield Account(
                facts.tenant,
                subject.code,
                subject.name,
                subject.school,
                stages,
                _added(_pupils(subject, stage) for stage in stages),
                _added(_classes(subject, stage) for stage in stages),
                max((each.students for each in subject.classes), default=None),
                tuple(verdicts.get(subject.code, nothing)),
                left_out.get(subject.code, ""),
            )


def _pupils(subject: SubjectFacts, stage: Stage) -> int | None:
    """Return the pupils reported for a stage, else those of its classes."""
    seated = [each.students for each in subject.classes if stage_of_grade(each.grade) is stage]
    return subject.stages.get(stage, {}).get("students", sum(seated) if seated else None)


def _classes(subject: SubjectFacts, stage: Stage) -> int | None:
    """Return the classes listed for a stage, else the number reported."""
    listed = sum(stage_of_grade(each.grade) is stage for each in subject.classes)
    return listed or subject.stages.get(stage, {}).get("classes")


def _added(parts: Iterable[int | None]) -> int | None:
    """Return a sum that is unknown where any part is, or where there is none."""
    known = list(parts)
    return sum(each or 0 for each in known) if known and None not in known else None


def _verdicts(
    evaluation: Evaluation, indicators: Sequence[Indicator]
) -> dict[str, list[AccountVerdict | None]]:
    """Return the verdicts of each school, its gravest where it has one for each stage."""
    found: dict[str, list[AccountVerdict | None]] = {
        code: [None] * len(indicators) for code in evaluation.rows[Level.SCHOOL].codes
    }
    for position, indicator in enumerate(indicators):
        for outcome in evaluation.of(indicator.code):
            rows = evaluation.rows[outcome.level]
            states, flags = outcome.state.tolist(), outcome.flags.tolist()
            for code, stage, state, flag in zip(
                rows.codes, rows.stages, states, flags, strict=True
            ):
                cells, verdict = found[code], _verdict(state, stage, bool(flag & Flag.BORDERLINE))
                before = cells[position]
                if before is None or _weight(verdict) > _weight(before):
                    cells[position] = verdict
    return found


def _weight(verdict: AccountVerdict) -> tuple[int, bool]:
    return _GRAVITY[verdict.state], verdict.is_near


# A province has a few dozen different ones, and a hundred thousand in all.
@lru_cache(maxsize=128)
def _verdict(state: int, stage: Stage | None, is_borderline: bool) -> AccountVerdict:
    return AccountVerdict(State(state), stage, is_borderline and state == State.MET)


def sum_of_known(numbers: Iterable[int | None]) -> int | None:
    """Return the sum of the numbers that are known; None where none is, for that is no zero."""
    known = [each for each in numbers if each is not None]
    return sum(known) if known else None


def totals_of(lines: Sequence[Account]) -> AccountTotals:
    """Return the sums over some schools."""
    pupils = [each.pupils for each in lines]
    columns = zip(*(each.verdicts for each in lines), strict=True)
    return AccountTotals(
        len(lines),
        sum_of_known(pupils),
        pupils.count(None),
        sum_of_known(each.classes for each in lines),
        max((each.largest for each in lines if each.largest is not None), default=None),
        Counter(each.state for each in lines),
        tuple(Counter(each.state for each in column if each) for column in columns),
    )
