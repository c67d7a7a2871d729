"""The list: numbers on top, filters with counts, one page of lines, what can be done with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from dudao.api import (
    GAP_WORDS,
    Actor,
    Finding,
    FindingState,
    GapKind,
    Ledger,
    TenantCard,
    Totals,
    totals,
)

from ...here import Here
from ..marks import Mark
from .lines import FindingLine, finding_line
from .marks import FINDING_MARKS
from .offers import Forms, forms_for
from .owners import Option, owner_text
from .sieve import ALL, FLAGS, Sieve

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Chip:
    """A link that narrows the list, with how many it leaves."""

    label: str
    count: int
    url: str
    is_chosen: bool
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number on top of the page, with the list it counts."""

    label: str
    count: int
    url: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class PageLink:
    """One of the pages that a long list is split into."""

    number: int
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form of filters offers: only what occurs in the ledger.

    `kept` are the fields that the links above it choose.
    """

    kept: Mapping[str, str]

    rules: tuple[Option, ...]
    owners: tuple[Option, ...]
    schools: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Freshness:
    """On which figures the results rest, and when looking at them last brought anything new.

    `period` is empty where no figures were looked at yet, `newer` a year that still waits for it.
    """

    period: str
    changed: date | None
    newer: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """The list as it is asked for."""

    total: int
    sieve: Sieve
    tick_url: str
    numbers: tuple[Number, ...]
    states: tuple[Chip, ...]
    kinds: tuple[Chip, ...]
    flags: tuple[Chip, ...]
    choices: Choices
    lines: tuple[FindingLine, ...]
    found: int
    first: int
    pages: tuple[PageLink, ...]
    freshness: Freshness
    forms: Forms
    chosen: AbstractSet[int]


@dataclass(frozen=True)
class _List:
    """A ledger as one address asks for it."""

    ledger: Ledger
    sieve: Sieve
    here: Here
    home: Sequence[str]

    @cached_property
    def shown(self) -> tuple[Finding, ...]:
        """What is asked for, all pages of it."""
        return self.of(self.sieve)

    @property
    def pages(self) -> int:
        """How many pages that takes."""
        return -(-len(self.shown) // PER_PAGE)

    def of(self, sieve: Sieve) -> tuple[Finding, ...]:
        """Return what another choice would show."""
        return sieve.of(self.ledger.findings, self.ledger.tenant.today)

    def url(self, sieve: Sieve) -> str:
        """Return the address of another choice, its first page."""
        return self.here.url(*self.home, **replace(sieve, page=1).query)


def list_page(
    ledger: Ledger,
    sieve: Sieve,
    here: Here,
    home: Sequence[str],
    actor: Actor | None,
    typed: Mapping[str, str],
    chosen: AbstractSet[int],
    looked: date | None,
) -> ListPage:
    """Return the list; `chosen` are the numbers that are ticked, `looked` as in `freshness`."""
    of = _List(ledger, sieve, here, home)
    page = min(sieve.page, max(1, of.pages))
    first = (page - 1) * PER_PAGE
    part = of.shown[first : first + PER_PAGE]
    today = ledger.tenant.today
    return ListPage(
        len(ledger.findings),
        sieve,
        here.url(*home, **sieve.query, tick="all"),
        numbers(totals(ledger.findings, today), here, home),
        tuple(_states(of)),
        tuple(_kinds(of)),
        tuple(_flags(of)),
        _choices(ledger, sieve),
        tuple(finding_line(ledger, each, today) for each in part),
        len(of.shown),
        first + 1,
        tuple(_pages(of, page)),
        freshness(ledger.findings, ledger.tenant, looked),
        forms_for(ledger, actor, part, typed),
        chosen,
    )


def numbers(found: Totals, here: Here, home: Sequence[str]) -> tuple[Number, ...]:
    """Return a ledger in numbers, each with the list it counts."""

    def url(**asked: str) -> str:
        return here.url(*home, **asked)

    return (
        Number("未销号", found.open, url()),
        Number("其中超期", found.overdue, url(late="yes"), "bad" if found.overdue else ""),
        Number("新产生的班级问题", found.new_classes, url(new="yes", kind=GapKind.CLASS)),
        Number("可以销号", found.ready, url(ready="yes"), "good" if found.ready else ""),
        Number("已销号", found.struck, url(state=FindingState.STRUCK)),
        Number("再次出现过", found.returned, url(again="yes", state=ALL)),
    )


def freshness(findings: Sequence[Finding], tenant: TenantCard, looked: date | None) -> Freshness:
    """Return on which figures the results rest; `looked` is when rechecking changed anything."""
    by_figures = (each for each in findings if each.key.kind is not GapKind.DUTY)
    period = max((each.checked.period for each in by_figures if each.checked), default="")
    latest = tenant.periods[-1] if tenant.periods else ""
    return Freshness(period, looked, latest if period and latest > period else "")


def _states(of: _List) -> list[Chip]:
    sieve = of.sieve
    everything = replace(sieve, state=ALL)
    found = Counter(each.state for each in of.of(everything))
    standing = replace(sieve, state="")
    chips = [Chip("未销号", len(of.of(standing)), of.url(standing), not sieve.state)]
    chips += [
        Chip(
            mark.label,
            found[state],
            of.url(replace(sieve, state=state)),
            sieve.state == state,
            mark,
        )
        for state, mark in FINDING_MARKS.items()
        if found[state] or sieve.state == state
    ]
    all_of = Chip("全部", found.total(), of.url(everything), sieve.state == ALL)
    return [*chips, all_of]


def _kinds(of: _List) -> list[Chip]:
    sieve = of.sieve
    any_kind = replace(sieve, kind="")
    found = Counter(each.key.kind for each in of.of(any_kind))
    chips = [
        Chip(words, found[kind], of.url(replace(sieve, kind=kind)), sieve.kind == kind)
        for kind, words in GAP_WORDS.items()
        if found[kind] or sieve.kind == kind
    ]
    if len(chips) < 2 and not sieve.kind:
        return []
    return [Chip("各类", found.total(), of.url(any_kind), not sieve.kind), *chips]


def _flags(of: _List) -> list[Chip]:
    """Return what can be switched on beside the rest, and off again."""
    found = []
    for name, label in FLAGS.items():
        is_on, other = bool(getattr(of.sieve, name)), of.sieve.switched(name)
        count = len(of.shown if is_on else of.of(other))
        if count or is_on:
            found.append(Chip(label, count, of.url(other), is_on))
    return found


def _choices(ledger: Ledger, sieve: Sieve) -> Choices:
    findings = ledger.findings
    owners = {owner_text(each.owner): ledger.named(each.owner) for each in findings if each.owner}
    rules = {each.key.rule: each.gap.title for each in findings if each.key.rule}
    subjects = {each.key.subject for each in findings}
    by_link = ("state", "kind", *FLAGS)
    return Choices(
        {name: value for name, value in sieve.query.items() if name in by_link},
        _sorted(rules),
        _sorted(owners),
        tuple(Option(code, name) for code, name in ledger.schools.items() if code in subjects),
    )


def _sorted(found: Mapping[str, str]) -> tuple[Option, ...]:
    ordered = sorted(found.items(), key=lambda each: each[1])
    return tuple(Option(value, label) for value, label in ordered)


def _pages(of: _List, current: int) -> list[PageLink]:
    if of.pages < 2:
        return []
    return [
        PageLink(
            number,
            of.here.url(*of.home, **replace(of.sieve, page=number).query),
            number == current,
        )
        for number in range(1, of.pages + 1)
    ]
