"""One finding: what was found and why, how it went on, what can be done now, its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dudao.api import (
    ACTION_WORDS,
    MOVES,
    EvidenceFile,
    Finding,
    FindingState,
    GapKind,
    Ledger,
    LogEntry,
    Party,
    Recheck,
    in_words,
    obstacle,
    position_of,
)

from ...here import Here
from ..duties.evidence import FileLine, file_line
from ..marks import Mark
from .lines import FindingLine, finding_line
from .marks import RECHECK_MARKS
from .offers import Forms
from .owners import owner_text

_LOOKS = ("find", "recheck", "return_gap")


@dataclass(frozen=True, slots=True)
class YearLine:
    """What the rule said on the figures of a year; `on` is when it was looked at."""

    period: str
    value: str
    limit: str
    mark: Mark
    on: str
    trace: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """Something that was done: on which day, when it was entered, by whom, and what was said."""

    number: int
    on: str
    at: str
    who: str
    action: str
    said: str
    terms: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that somebody else has changed meanwhile: as it is now, and as it was typed."""

    label: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class FindingPage:
    """Everything on the page of a finding; `urls` lead to where it is from.

    `by_rule` says that a rule found it, `lacks_terms` that the keeper of the ledger has still to
    say who answers and by when, `hindrance` why approved proof is not enough yet.
    """

    line: FindingLine
    finding: Finding
    by_rule: bool
    clause: str
    step: date | None
    is_ahead: bool
    opened: str
    urls: tuple[tuple[str, str], ...]
    years: tuple[YearLine, ...]
    files: tuple[FileLine, ...]
    history: tuple[HistoryLine, ...]
    forms: Forms
    owner: str
    hindrance: str
    lacks_terms: bool
    conflicts: tuple[Conflict, ...]


def finding_page(
    ledger: Ledger,
    finding: Finding,
    history: Sequence[LogEntry],
    proofs: Sequence[EvidenceFile],
    forms: Forms,
    here: Here,
) -> FindingPage:
    """Return the page of a finding; `history` is the latest first."""
    key = finding.key
    return FindingPage(
        finding_line(ledger, finding, ledger.tenant.today),
        finding,
        finding.checked is not None,
        finding.gap.clause,
        key.step,
        key.step is not None and key.step > finding.opened,
        f"{finding.opened},{finding.period} 年数据" if finding.checked else str(finding.opened),
        tuple(_urls(ledger, finding, here)),
        tuple(_years(ledger, finding, history, here)),
        tuple(file_line(each) for each in proofs),
        tuple(_history(entry) for entry in history),
        forms,
        owner_text(finding.owner),
        _hindrance(finding),
        not forms.keeps and (finding.owner is None or finding.deadline is None),
        (),
    )


def _urls(ledger: Ledger, finding: Finding, here: Here) -> list[tuple[str, str]]:
    key, there = finding.key, here.of(finding.period)
    found = []
    match key.kind:
        case GapKind.DUTY:
            found.append((f"任务 {key.rule}", here.of(key.item).url("duties", "duty", key.rule)))
        case GapKind.CLASS | GapKind.INDICATOR:
            found.append(("发现时的结论和算式", _trace(ledger, finding, here, finding.period)))
            found.append(("指标", there.url("indicators", key.rule)))
        case GapKind.HAND | GapKind.INSPECTION:
            pass
    if key.subject in ledger.schools:
        latest = here.of(ledger.tenant.periods[-1])
        found.append((ledger.schools[key.subject], latest.url("schools", key.subject)))
    return found


def _trace(ledger: Ledger, finding: Finding, here: Here, period: str) -> str:
    """Return the address of the verdict on a year's figures, as of the step if that is later."""
    key = finding.key
    last = date(int(period), 12, 31)
    day = key.step if key.step and key.step > last else None
    rule = ledger.rules.by_code.get(key.rule)
    stage = key.stage if rule and rule.subject == "stage" else None
    return replace(here.of(period), as_of=day).url("trace", key.rule, key.subject, stage=stage)


def _years(
    ledger: Ledger, finding: Finding, history: Sequence[LogEntry], here: Here
) -> list[YearLine]:
    """Return what the rule said year by year, the last look at each year's figures."""
    if finding.checked is None:
        return []
    looks = {
        str(entry.detail["figures"]): entry for entry in reversed(history) if entry.action in _LOOKS
    }
    by_figures = finding.key.kind in (GapKind.CLASS, GapKind.INDICATOR)
    lines = []
    for period, entry in sorted(looks.items()):
        result = Recheck(entry.detail["result"])
        is_there = by_figures and result is not Recheck.GONE
        lines.append(
            YearLine(
                period,
                str(entry.detail["value"]),
                str(entry.detail["limit"]),
                RECHECK_MARKS[result],
                str(entry.detail["on"]),
                _trace(ledger, finding, here, period) if is_there else "",
            )
        )
    return lines


def _history(entry: LogEntry) -> HistoryLine:
    detail = entry.detail
    terms = [
        ("责任单位", detail.get("owner")),
        ("期限", detail.get("deadline")),
    ]
    return HistoryLine(
        entry.number,
        str(detail.get("on", "")),
        in_words(entry.at) if entry.at else "",
        entry.who,
        ACTION_WORDS[entry.action],
        _said(detail),
        ",".join(f"{label} {value}" for label, value in terms if value),
    )


def _said(detail: Mapping[str, object]) -> str:
    if "result" in detail:
        mark = RECHECK_MARKS[Recheck(str(detail["result"]))]
        value = f",{detail['value']}" if detail.get("value") else ""
        return f"{detail['figures']} 年数据:{mark.label}{value}"
    parts = (detail.get("title"), detail.get("found"), detail.get("measure"), detail.get("comment"))
    return "\n".join(str(part) for part in parts if part)


def _hindrance(finding: Finding) -> str:
    """Return why a finding whose proof was approved cannot be struck off yet."""
    if finding.state is not FindingState.APPROVED:
        return ""
    return obstacle(MOVES["strike"], position_of(finding), (Party.KEEPER,))


def conflicts_of(ledger: Ledger, theirs: Finding, typed: Mapping[str, str]) -> tuple[Conflict, ...]:
    """Return what somebody else has written meanwhile where it is not what was typed."""
    owners = {owner_text(theirs.owner): ledger.named(theirs.owner)}
    rows = (
        ("措施", theirs.measure, typed.get("measure", "")),
        (
            "责任单位",
            owners[owner_text(theirs.owner)],
            _owner_words(ledger, typed.get("owner", "")),
        ),
        ("期限", str(theirs.deadline or ""), typed.get("deadline", "")),
    )
    return tuple(Conflict(*row) for row in rows if row[2] and row[1] != row[2])


def _owner_words(ledger: Ledger, text: str) -> str:
    kind, _, code = text.partition(":")
    if kind == "school":
        return ledger.schools.get(code, code)
    return ledger.directory[code].name if code in ledger.directory else code
