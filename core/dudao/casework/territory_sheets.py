"""The account of schools and the checklist of counties as workbooks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from ..evaluate import FLAG_LABELS, STATE_LABELS, Flag, State, Verdict
from ..exchange import Heading, Listing, Tone, Toned, listing_workbook
from ..facts import AREA_LABELS, STAGE_LABELS, TYPE_LABELS
from ..rulebook import Attested, Indicator, RuleBook, short_name
from .accounts import OVERALL, Account, Accounts, AccountVerdict, FindingsOf, totals_of
from .checklist import CheckItem, CheckLine, Checklist

_TONES: Mapping[State, Tone] = {
    State.MET: "good",
    State.MET_RELAXED: "good",
    State.NOT_MET: "bad",
    State.NO_DATA: "open",
    State.NOT_APPLICABLE: "faint",
}
_SUMMED = (State.MET, State.MET_RELAXED, State.NOT_MET, State.NO_DATA)
_SCHOOL_HEADS = (
    Heading("学校", 30),
    Heading("学校代码", 14),
    Heading("行政区", 14),
    Heading("类型", 16),
    Heading("城乡", 7),
    Heading("学生数", 9),
    Heading("班数", 7),
    Heading("最大班人数", 8),
    Heading("未达标项", 8),
    Heading("总评", 11),
)
_FINDING_HEADS = (Heading("未销号问题", 9), Heading("最近时限", 12), Heading("责任单位", 18))


def accounts_workbook(
    accounts: Accounts, lines: Sequence[Account], findings: FindingsOf | None = None
) -> bytes:
    """Return the account of some schools; `findings` adds what the ledger holds against each."""
    heads = [
        *_SCHOOL_HEADS,
        *(_FINDING_HEADS if findings is not None else ()),
        *(_head(each) for each in accounts.indicators),
        Heading("说明", 24),
    ]
    listing = Listing(
        "逐校台账",
        f"{accounts.tenant.name} {accounts.period} 年义务教育学校逐校台账",
        (_basis(accounts.book, accounts.as_of), totals_of(lines).sentence),
        heads,
        [_school(accounts, each, findings) for each in lines],
        _school_sums(lines, len(_FINDING_HEADS) if findings is not None else 0),
        synthetic=accounts.synthetic,
    )
    return listing_workbook(listing)


def _basis(book: RuleBook, as_of: date) -> str:
    return f"依据:{book.title}({book.basis},版本 {book.edition});基准日 {as_of.isoformat()}"


def _head(indicator: Indicator, stage: str = "") -> Heading:
    short = short_name(indicator)
    named = short if short == indicator.title else f"{short} {indicator.title}"
    return Heading(f"{named}({stage})" if stage else named, 13)


def _school(accounts: Accounts, line: Account, findings: FindingsOf | None) -> list[object]:
    found = findings.get((line.tenant, line.code)) if findings is not None else None
    ledger = (found.many, found.next_due, found.owner) if found else (0, None, None)
    return [
        line.name,
        line.code,
        accounts.counties[line.tenant].name,
        TYPE_LABELS[line.school.type],
        AREA_LABELS[line.school.area],
        line.pupils,
        line.classes,
        line.largest,
        line.count(State.NOT_MET),
        Toned(OVERALL[line.state], _TONES[line.state]),
        *(ledger if findings is not None else ()),
        *(_of_school(verdict, len(line.stages) > 1) for verdict in line.verdicts),
        line.left_out,
    ]


def _of_school(verdict: AccountVerdict | None, names_stage: bool) -> object:
    if verdict is None:
        return None
    words = STATE_LABELS[verdict.state]
    notes = [FLAG_LABELS[Flag.BORDERLINE]] if verdict.is_near else []
    is_gap = verdict.state in (State.NOT_MET, State.NO_DATA)
    if names_stage and verdict.stage and is_gap:
        notes.append(STAGE_LABELS[verdict.stage])
    return Toned(f"{words}({'、'.join(notes)})" if notes else words, _TONES[verdict.state])


def _school_sums(lines: Sequence[Account], ledger: int) -> Iterator[list[object]]:
    totals = totals_of(lines)
    if not lines:
        return
    sizes = (totals.pupils, totals.classes, totals.largest, None, None)
    for state in _SUMMED:
        label = f"合计:{STATE_LABELS[state]}"
        about = sizes if state is State.MET else (None,) * len(sizes)
        counts = (column.get(state, 0) for column in totals.columns)
        yield [label, None, None, None, None, *about, *[None] * ledger, *counts, None]


def checklist_workbook(checklist: Checklist) -> bytes:
    """Return the checklist as a workbook, with how many counties are in which state below."""
    book = checklist.book
    heads = [_head(each.indicator, _stage(each)) for each in checklist.items]
    listing = Listing(
        "县级清单",
        f"{checklist.tenant.name} {checklist.period} 年{_chosen(checklist)}县级清单",
        (_basis(book, checklist.as_of), *_left_out(checklist)),
        [Heading("行政区", 18), Heading("代码", 9), *heads],
        [_county(checklist, line) for line in checklist.lines],
        _county_sums(checklist),
        synthetic=checklist.synthetic,
    )
    return listing_workbook(listing)


def _chosen(checklist: Checklist) -> str:
    return f"“{checklist.chosen}”" if checklist.chosen else ""


def _stage(item: CheckItem) -> str:
    return STAGE_LABELS[item.stage] if item.stage else ""


def _left_out(checklist: Checklist) -> Iterator[str]:
    if checklist.others:
        names = "、".join(each.tenant.name for each in checklist.others)
        yield f"另按其他办法评价,不在本表:{names}"


def _county(checklist: Checklist, line: CheckLine) -> list[object]:
    card = line.county.tenant
    if not line.verdicts:
        reason = Toned(line.county.reason, "open")
        return [card.name, card.code, *[reason] * len(checklist.items)]
    cells = zip(checklist.items, line.verdicts, strict=True)
    return [card.name, card.code, *(_of_county(item, verdict) for item, verdict in cells)]


def _of_county(item: CheckItem, verdict: Verdict) -> Toned:
    words = STATE_LABELS[verdict.state]
    value = "" if isinstance(item.indicator.measure, Attested) else verdict.printed
    is_figure = verdict.value is not None and value
    return Toned(f"{words} {value}" if is_figure else words, _TONES[verdict.state])


def _county_sums(checklist: Checklist) -> Iterator[list[object]]:
    for state in _SUMMED:
        counts = (column.get(state, 0) for column in checklist.sums)
        yield [f"合计:{STATE_LABELS[state]}", None, *counts]
