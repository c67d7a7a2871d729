"""The account of schools as a dense table: a row a school, a column an indicator that counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dudao.api import (
    AREA_LABELS,
    OVERALL,
    STAGE_LABELS,
    TYPE_LABELS,
    Account,
    Accounts,
    AccountVerdict,
    CountyYear,
    FindingsOf,
    OpenFindings,
    SchoolType,
    Sieve,
    Stage,
    State,
    Territory,
    totals_of,
)

from ..here import Here
from .heat import ABSENT, HeatColumn, cell, column_of
from .marks import MARKS, NEAR, Mark
from .picks import Option, Pick

# Rows of one page: enough for any county, and no effort for a browser.
_PAGE = 200
_ORDERS = {"reported": "按填报顺序", "worst": "缺口多的在前"}
_STATES = (State.NOT_MET, State.NO_DATA, State.MET, State.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A school, its verdicts ready to be printed. `trace` begins the address of its traces.

    `findings` is what the ledger holds against it, if asked for.
    """

    code: str
    name: str
    county: str
    type: str
    area: str
    pupils: str
    classes: str
    largest: str
    gaps: int
    unknown: int
    left_out: str
    stage: str
    url: str
    trace: str
    cells: Markup
    findings: OpenFindings | None


@dataclass(frozen=True, slots=True)
class AccountShare:
    """How many schools stand how over all."""

    mark: Mark
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class AccountSums:
    """The foot of the table: sizes, and for each column how many of the schools judged meet it."""

    schools: str
    pupils: str
    note: str
    classes: str
    largest: str
    sentence: str
    shares: tuple[AccountShare, ...]
    columns: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """Everything on the page. `many` says that counties have to be told apart.

    `more` are the pages of a long list, empty for a short one; `ledger` says that a row has
    `findings`. `asked` is whether any filter is set.
    """

    columns: tuple[HeatColumn, ...]
    rows: tuple[AccountRow, ...]
    sums: AccountSums
    every: int
    counties: tuple[Option, ...]
    stages: tuple[Option, ...]
    types: tuple[Option, ...]
    only_gaps: bool
    many: bool
    orders: tuple[Pick, ...]
    more: tuple[Pick, ...]
    download: str
    all_url: str
    asked: bool
    left_out: tuple[tuple[str, str], ...]
    ledger: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: which schools, in which order, which page of them."""

    sieve: Sieve
    order: str
    page: int

    @property
    def query(self) -> dict[str, str]:
        """The filters as an address has them."""
        sieve = self.sieve
        gaps = "1" if sieve.only_gaps else ""
        return {
            "county": sieve.county,
            "stage": sieve.stage or "",
            "type": sieve.type or "",
            "gaps": gaps,
        }


def pages_of(lines: Sequence[Account]) -> int:
    """Return how many pages the schools take; one where there are none."""
    return max(1, (len(lines) + _PAGE - 1) // _PAGE)


def accounts_page(
    accounts: Accounts,
    territory: Territory,
    here: Here,
    asked: Asked,
    lines: Sequence[Account],
    findings: FindingsOf | None = None,
) -> AccountsPage:
    """Return one page of the schools that the sieve let through, with the sums over all of them.

    `findings` is what the ledger holds against each school, once it is asked for.
    """
    first, sieve = _PAGE * (asked.page - 1), asked.sieve
    return AccountsPage(
        tuple(column_of(each) for each in accounts.indicators),
        tuple(_rows(accounts, here, lines[first : first + _PAGE], findings)),
        _sums(lines),
        len(accounts.lines),
        tuple(_counties(accounts, sieve)),
        tuple(_stages(accounts, sieve)),
        tuple(_types(accounts, sieve)),
        sieve.only_gaps,
        territory.oversees,
        tuple(_orders(here, asked)),
        tuple(_pages(here, asked, len(lines))),
        here.url("accounts.xlsx", order=asked.order, **asked.query),
        here.url("accounts"),
        any(asked.query.values()),
        tuple(_left_out(accounts, territory)),
        findings is not None,
    )


def _rows(
    accounts: Accounts, here: Here, lines: Sequence[Account], findings: FindingsOf | None
) -> Iterator[AccountRow]:
    cards = accounts.counties.items()
    own = {code: Here(card, here.period, here.book, here.as_of) for code, card in cards}
    for line in lines:
        yield _row(accounts, line, own[line.tenant], findings)


def _orders(here: Here, asked: Asked) -> Iterator[Pick]:
    for order, label in _ORDERS.items():
        yield Pick(label, here.url("accounts", order=order, **asked.query), order == asked.order)


def _row(accounts: Accounts, line: Account, own: Here, findings: FindingsOf | None) -> AccountRow:
    several = len(line.stages) > 1
    cells = "".join(_cell(verdict, several) for verdict in line.verdicts)
    return AccountRow(
        line.code,
        line.name,
        accounts.counties[line.tenant].name,
        TYPE_LABELS[line.school.type],
        AREA_LABELS[line.school.area],
        _number(line.pupils),
        _number(line.classes),
        _number(line.largest),
        line.count(State.NOT_MET),
        line.count(State.NO_DATA),
        line.left_out,
        line.stages[0] if len(line.stages) == 1 else "",
        own.url("schools", line.code),
        own.url("trace"),
        Markup(cells),  # every piece was made by `cell`
        findings.get((line.tenant, line.code)) if findings is not None else None,
    )


def _cell(verdict: AccountVerdict | None, several: bool) -> str:
    if verdict is None:
        return ABSENT
    mark = NEAR if verdict.is_near else MARKS[verdict.state]
    return cell(mark, (verdict.stage or "") if several else "")


def _number(known: int | None) -> str:
    return "—" if known is None else f"{known:,}"


def _sums(lines: Sequence[Account]) -> AccountSums:
    totals = totals_of(lines)
    return AccountSums(
        f"{totals.schools:,}",
        _number(totals.pupils),
        f"另有 {totals.lacking:,} 所未填" if totals.lacking else "",
        _number(totals.classes),
        _number(totals.largest),
        totals.sentence,
        tuple(_shares(totals.by_state)),
        tuple(_met_of(column) for column in totals.columns),
    )


def _shares(by_state: Mapping[State, int]) -> Iterator[AccountShare]:
    for state in _STATES:
        relaxed = by_state.get(State.MET_RELAXED, 0) if state is State.MET else 0
        many = by_state.get(state, 0) + relaxed
        if many:
            yield AccountShare(MARKS[state], OVERALL[state], many)


def _met_of(column: Mapping[State, int]) -> tuple[int, int]:
    met = column.get(State.MET, 0) + column.get(State.MET_RELAXED, 0)
    return met, met + column.get(State.NOT_MET, 0) + column.get(State.NO_DATA, 0)


def _counties(accounts: Accounts, sieve: Sieve) -> Iterator[Option]:
    for code, card in accounts.counties.items():
        yield Option(code, card.name, code == sieve.county)


def _stages(accounts: Accounts, sieve: Sieve) -> Iterator[Option]:
    present = {stage for line in accounts.lines for stage in line.stages}
    for stage in Stage:
        if stage in present:
            yield Option(stage, f"有{STAGE_LABELS[stage]}", stage is sieve.stage)


def _types(accounts: Accounts, sieve: Sieve) -> Iterator[Option]:
    present = {line.school.type for line in accounts.lines}
    for each in SchoolType:
        if each in present:
            yield Option(each, TYPE_LABELS[each], each is sieve.type)


def _pages(here: Here, asked: Asked, many: int) -> Iterator[Pick]:
    if many > _PAGE:
        for page, first in enumerate(range(0, many, _PAGE), 1):
            url = here.url("accounts", order=asked.order, page=str(page), **asked.query)
            yield Pick(f"{first + 1}–{min(many, first + _PAGE)}", url, page == asked.page)


def _left_out(accounts: Accounts, territory: Territory) -> Iterator[tuple[str, str]]:
    for year in territory.counties:
        if year.tenant.code not in accounts.counties:
            yield year.tenant.name, _reason(year)


def _reason(year: CountyYear) -> str:
    return f"按《{year.judgement.book.title}》评价" if year.judgement else year.reason
