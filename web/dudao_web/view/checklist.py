"""The checklist of counties: a row a county, a column an item, and how many counties meet each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from dudao.api import (
    STAGE_LABELS,
    Attested,
    CheckItem,
    CheckLine,
    Checklist,
    CountyYear,
    State,
    Verdict,
)

from ..here import Here
from .heat import HeatColumn, cell, column_of
from .marks import MARKS, Mark
from .picks import Pick
from .results import mark_of

# Up to this many columns there is room to write each state out.
_SPELLED = 8
_SUMMED = (State.MET, State.MET_RELAXED, State.NOT_MET, State.NO_DATA)


@dataclass(frozen=True, slots=True)
class ItemColumn:
    """An item at the head of the table; `stage` is empty where it is not judged by stage."""

    head: HeatColumn
    stage: str
    clause: str


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """A section at the head of the table, over its columns."""

    title: str
    columns: tuple[ItemColumn, ...]


@dataclass(frozen=True, slots=True)
class ItemCell:
    """A county's verdict on an item, spelled out, with the way to its trace."""

    mark: Mark
    value: str
    limit: str
    url: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A county. `trace` begins the address of its traces, `joined` are its cells as text.

    `reason` says why there are no cells.
    """

    name: str
    code: str
    synthetic: bool
    url: str
    trace: str
    cells: tuple[ItemCell, ...]
    joined: Markup
    reason: str


@dataclass(frozen=True, slots=True)
class ItemSum:
    """For one state the number of counties in it, item by item."""

    mark: Mark
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Other:
    """A county judged by another book, and the way to see all counties under that one."""

    name: str
    book: str
    url: str


@dataclass(frozen=True, slots=True)
class ChecklistPage:
    """Everything on the page. `spelled` says that there is room for words in the cells."""

    chosen: str
    picks: tuple[Pick, ...]
    composites: tuple[Pick, ...]
    groups: tuple[ItemGroup, ...]
    columns: tuple[ItemColumn, ...]
    rows: tuple[ItemRow, ...]
    sums: tuple[ItemSum, ...]
    judged: int
    others: tuple[Other, ...]
    spelled: bool
    download: str


def checklist_page(found: Checklist, here: Here, section: str, of: str) -> ChecklistPage:
    """Return the page of a checklist; `section` and `of` are what was asked for."""
    groups = tuple(_groups(found))
    spelled = len(found.items) <= _SPELLED or len(found.lines) == 1
    return ChecklistPage(
        found.chosen,
        (Pick("全部", here.url("checklist"), not (section or of)), *_picks(found, here, section)),
        tuple(
            Pick(title, here.url("checklist", of=code), code == of)
            for code, title in found.composites.items()
        ),
        groups,
        tuple(column for group in groups for column in group.columns),
        tuple(_row(found, line, here, spelled) for line in found.lines),
        tuple(_sums(found)),
        sum(bool(line.verdicts) for line in found.lines),
        tuple(_other(year, here) for year in found.others),
        spelled,
        here.url("checklist.xlsx", section=section, of=of),
    )


def _picks(found: Checklist, here: Here, section: str) -> Iterator[Pick]:
    for code, title in found.sections.items():
        # A book's indicators without a section have no code to ask for them by.
        if code:
            yield Pick(title, here.url("checklist", section=code), code == section)


def _groups(found: Checklist) -> Iterator[ItemGroup]:
    for section, items in groupby(found.items, lambda item: item.section):
        yield ItemGroup(found.sections[section], tuple(_column(item) for item in items))


def _column(item: CheckItem) -> ItemColumn:
    label = STAGE_LABELS[item.stage] if item.stage else ""
    head = column_of(item.indicator, minor=bool(item.whole), label=label)
    return ItemColumn(head, item.stage or "", item.indicator.clause)


def _row(found: Checklist, line: CheckLine, here: Here, spelled: bool) -> ItemRow:
    card = line.county.tenant
    own = Here(card, line.county.period, here.book, here.as_of)
    verdicts = list(zip(found.items, line.verdicts, strict=bool(line.verdicts)))
    cells = tuple(_cell(item, verdict, own) for item, verdict in verdicts) if spelled else ()
    marks = (cell(_mark(verdict), "", _value(item, verdict)) for item, verdict in verdicts)
    return ItemRow(
        card.name,
        card.code,
        card.synthetic,
        own.url("checklist"),
        own.url("trace"),
        cells,
        Markup("") if spelled else Markup("".join(marks)),  # every piece was made by `cell`
        "" if line.verdicts else line.county.reason,
    )


def _mark(verdict: Verdict) -> Mark:
    return mark_of(verdict.state, sum(verdict.flags))


def _value(item: CheckItem, verdict: Verdict) -> str:
    is_word = isinstance(item.indicator.measure, Attested)
    return "" if is_word or verdict.value is None else verdict.printed


def _cell(item: CheckItem, verdict: Verdict, own: Here) -> ItemCell:
    address = own.url("trace", verdict.indicator, verdict.subject, stage=item.stage)
    return ItemCell(_mark(verdict), _value(item, verdict), verdict.printed_limit, address)


def _sums(found: Checklist) -> Iterator[ItemSum]:
    sums = found.sums
    for state in _SUMMED:
        counts = tuple(_count(column, state) for column in sums)
        if state is not State.MET_RELAXED or any(counts):
            yield ItemSum(MARKS[state], counts)


def _count(column: Mapping[State, int], state: State) -> int:
    return column.get(state, 0)


def _other(year: CountyYear, here: Here) -> Other:
    assert year.judgement is not None
    book = year.judgement.book
    under = Here(here.tenant, here.period, book.name, here.as_of)
    return Other(year.tenant.name, book.title, under.url("checklist"))
