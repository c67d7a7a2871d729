"""One duty: what it asks, how its indicators stand, its parts, its moves, its history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dudao.api import (
    ACTION_WORDS,
    DUTY_MOVES,
    MOVES,
    STAGE_LABELS,
    Duties,
    DutyState,
    Indicator,
    Judged,
    LogEntry,
    PlanState,
    Verdict,
    Vocabulary,
    in_words,
    obstacle,
    parties_of,
    place_of,
    possible,
    verdict_at,
)

from ..due import Due, due_of
from ..marks import MARKS, Mark
from ..results import mark_of
from .comparing import figure_words
from .evidence import DIGEST
from .filing import Filing, PartView, part_view
from .marks import DUTY_MARKS


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator of the duty; `verdict` is there where it judges the county itself."""

    code: str
    title: str
    stage: str
    verdict: Verdict | None
    value: str
    limit: str
    mark: Mark
    place: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """An entry of the log about this duty."""

    number: int
    at: str
    who: str
    action: str
    unit: str
    said: str


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What was typed where there is no form any more to hold it."""

    narrative: str
    figures: tuple[tuple[str, str], ...]
    comment: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The duty before or after."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class DutyPage:
    """Everything on the page of a duty; `moves` are its own that are possible now."""

    code: str
    title: str
    statement: str
    clause: str
    section: str
    lead: str
    support: tuple[str, ...]
    due: Due
    mark: Mark
    closed: str
    last: HistoryLine | None
    indicators: tuple[IndicatorLine, ...]
    parts: tuple[PartView, ...]
    owing: tuple[str, ...]
    moves: frozenset[str]
    comment: str
    unsaved: Unsaved | None
    history: tuple[HistoryLine, ...]
    before: Neighbour | None
    after: Neighbour | None


def duty_page(
    filing: Filing,
    judged: Judged,
    vocabulary: Vocabulary,
    history: Sequence[LogEntry],
    today: date,
) -> DutyPage:
    """Return the page of one duty."""
    duties, code = filing.duties, filing.duty
    duty, work = duties.duties[code], duties.works[code]
    titles = {section.code: section.title for section in duties.rules.sections}
    lead, *support = (duties.directory[part.department].name for part in work.parts)
    parts = tuple(part_view(filing, part) for part in work.parts)
    is_open = work.state in MOVES["submit"].before and duties.state is PlanState.OPEN
    moved = next((entry for entry in history if entry.action in _MOVING), None)
    before, after = _neighbours(duties, code)
    return DutyPage(
        code,
        duty.title,
        duty.statement,
        duty.clause,
        titles.get(duty.section, duty.section),
        lead,
        tuple(support),
        due_of(work.due, today, is_open),
        DUTY_MARKS[DutyState(work.state)],
        _closed(filing),
        _history_line(filing, moved) if moved else None,
        tuple(_indicators(duty.indicators, judged, vocabulary)),
        parts,
        tuple(part.name for part in parts[1:] if not part.is_filed),
        _moves(filing),
        _comment(filing),
        _unsaved(filing, parts),
        tuple(_history_line(filing, entry) for entry in history),
        before,
        after,
    )


_MOVING = {move.code for move in DUTY_MOVES}


def _closed(filing: Filing) -> str:
    """Return why nothing can be changed any more, once the plan is not open."""
    duties = filing.duties
    if duties.state is PlanState.OPEN:
        return ""
    return obstacle(MOVES["submit"], duties.position(filing.duty), MOVES["submit"].by)


def _moves(filing: Filing) -> frozenset[str]:
    duties, code = filing.duties, filing.duty
    if filing.actor is None:
        return frozenset()
    parties = parties_of(filing.actor, duties.seats(code))
    return frozenset(move.code for move in possible(DUTY_MOVES, duties.position(code), parties))


def _comment(filing: Filing) -> str:
    """Return what was typed into the form that moves the duty itself."""
    typed = filing.typed
    return typed.comment if typed and typed.move in _MOVING else ""


def _unsaved(filing: Filing, parts: Sequence[PartView]) -> Unsaved | None:
    typed = filing.typed
    if typed is None:
        return None
    part = next((each for each in parts if each.department == typed.department), None)
    draft = None if part and part.form else typed.draft
    offered = _moves(filing) | (part.moves if part else frozenset())
    figures = tuple(
        (metric.label, figure_words(metric, written))
        for metric in filing.metrics
        if draft and (written := draft.figures.get(metric.code, "").strip())
    )
    comment = "" if typed.move in offered else typed.comment
    found = Unsaved(draft.narrative if draft else "", figures, comment)
    return found if draft or comment else None


def _history_line(filing: Filing, entry: LogEntry) -> HistoryLine:
    directory, unit = filing.duties.directory, entry.department
    return HistoryLine(
        entry.number,
        in_words(entry.at) if entry.at else "",
        entry.who,
        ACTION_WORDS.get(entry.action, entry.action),
        directory[unit].name if unit in directory else unit,
        _said(filing, entry),
    )


def _said(filing: Filing, entry: LogEntry) -> str:
    """Return the comment of an entry, or the name of the file it is about."""
    digest = str(entry.detail.get("digest", ""))
    names = {use.file.digest: use.file.name for use in filing.library}
    return str(entry.detail.get("comment", "")) or names.get(digest, digest[:DIGEST])


def _neighbours(duties: Duties, code: str) -> list[Neighbour | None]:
    codes = list(duties.works)
    place = codes.index(code)
    around = (codes[max(place - 1, 0) : place], codes[place + 1 : place + 2])
    return [
        next((Neighbour(each, duties.duties[each].title) for each in side), None) for side in around
    ]


def _indicators(
    codes: Sequence[str], judged: Judged, vocabulary: Vocabulary
) -> Iterator[IndicatorLine]:
    for code in codes:
        indicator = judged.book.by_code[code]
        if indicator.subject == "county":
            yield from _of_county(indicator, judged, vocabulary)
        else:
            yield _of_many(indicator, judged)


def _of_county(
    indicator: Indicator, judged: Judged, vocabulary: Vocabulary
) -> Iterator[IndicatorLine]:
    for outcome in judged.evaluation.of(indicator.code):
        verdict = verdict_at(judged.evaluation, vocabulary, indicator, outcome, 0)
        yield IndicatorLine(
            indicator.code,
            indicator.title,
            STAGE_LABELS[verdict.stage] if verdict.stage else "",
            verdict,
            verdict.printed,
            verdict.printed_limit,
            mark_of(outcome.state[0], outcome.flags[0]),
            place_of(verdict.clause, judged.book),
        )


def _of_many(indicator: Indicator, judged: Judged) -> IndicatorLine:
    """Return an indicator of schools or stages: how many of them meet it."""
    standing = next(each for each in judged.standings if each.indicator == indicator.code)
    met = sum(standing.by_state[:2])
    value = f"{met} / {standing.judged} 达标" if standing.judged else "—"
    place = place_of(indicator.clause, judged.book)
    mark = MARKS[standing.state]
    return IndicatorLine(indicator.code, indicator.title, "", None, value, "", mark, place)
