"""The list of indicators: state, how many schools meet each, the worst, the clause."""

from __future__ import annotations

from dataclasses import dataclass

from dudao.api import STAGE_LABELS, Indicator, Outcome, Stage, State

from .marks import MARKS, Mark, Slice, slices
from .results import Results, margins


@dataclass(frozen=True, slots=True)
class Worst:
    """The subject farthest on the wrong side, or nearest to it."""

    subject: str
    name: str
    printed: str
    is_county: bool


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator in the list. `whole` names the composite that it feeds."""

    code: str
    short: str
    title: str
    whole: str
    mark: Mark
    bar: tuple[Slice, ...]
    met: int
    judged: int
    limits: tuple[str, ...]
    worst: Worst | None
    clause: str


@dataclass(frozen=True, slots=True)
class SectionTable:
    """A section's indicators."""

    title: str
    lines: tuple[IndicatorLine, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter by state and how many indicators it shows."""

    key: str
    label: str
    count: int
    mark: Mark | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class IndicatorList:
    """The list, filtered, with the filters themselves."""

    chips: tuple[Chip, ...]
    sections: tuple[SectionTable, ...]
    shown: int


def indicator_list(results: Results, state: State | None) -> IndicatorList:
    """Return the indicators whose county-wide state is the one asked for; all for None."""
    sections = []
    for group in results.groups():
        lines = tuple(
            _line(results, each)
            for each in group.indicators
            if state is None or results.standings[each.code].state is state
        )
        if lines:
            sections.append(SectionTable(group.title, lines))
    shown = sum(len(section.lines) for section in sections)
    return IndicatorList(tuple(_chips(results, state)), tuple(sections), shown)


def _chips(results: Results, chosen: State | None) -> list[Chip]:
    states = [standing.state for standing in results.standings.values()]
    chips = [Chip("", "全部", len(states), None, chosen is None)]
    for state, mark in MARKS.items():
        if state in states:
            chips.append(Chip(mark.key, mark.label, states.count(state), mark, chosen is state))
    return chips


def _line(results: Results, indicator: Indicator) -> IndicatorLine:
    standing = results.standings[indicator.code]
    outcomes = results.evaluation.of(indicator.code)
    return IndicatorLine(
        indicator.code,
        results.short(indicator.code),
        indicator.title,
        results.whole_of.get(indicator.code, ""),
        MARKS[standing.state],
        slices(standing.by_state),
        standing.by_state[State.MET] + standing.by_state[State.MET_RELAXED],
        standing.judged,
        limits(results, indicator),
        _worst(results, indicator, outcomes),
        indicator.clause,
    )


def limits(results: Results, indicator: Indicator) -> tuple[str, ...]:
    """Return the limits in force as printed, by stage where stages differ."""
    found: dict[tuple[Stage | None, str], None] = {}
    for outcome in results.evaluation.of(indicator.code):
        seen = set()
        for index, target in enumerate(outcome.target.tolist()):
            plainly = outcome.relaxation[index] < 0 and outcome.state[index] != State.NOT_APPLICABLE
            if target not in seen and plainly:
                seen.add(target)
                verdict = results.row(indicator, outcome, index).verdict
                if verdict.op:
                    found[verdict.stage, verdict.printed_limit] = None
    if len({limit for _, limit in found}) == 1:
        return (next(iter(found))[1],)
    ordered = sorted(found, key=lambda pair: (pair[0] is Stage.JUNIOR, pair[1]))
    return tuple(f"{STAGE_LABELS[stage]} {limit}" if stage else limit for stage, limit in ordered)


def _worst(results: Results, indicator: Indicator, outcomes: list[Outcome]) -> Worst | None:
    ranked = [
        (margin, position, index)
        for position, outcome in enumerate(outcomes)
        for index, margin in enumerate(margins(indicator, outcome))
        if margin is not None
    ]
    if not ranked:
        return _only(results, indicator, outcomes)
    _, position, index = min(ranked)
    row = results.row(indicator, outcomes[position], index)
    is_county = indicator.subject == "county"
    name = row.name if not is_county else _stage_name(row.verdict.stage)
    return Worst(row.verdict.subject, name, row.verdict.printed, is_county)


def _only(results: Results, indicator: Indicator, outcomes: list[Outcome]) -> Worst | None:
    """Return the county's one value where it has no distance, such as a word."""
    if indicator.subject != "county" or outcomes[0].state[0] > State.NOT_MET:
        return None
    return Worst("", "", results.row(indicator, outcomes[0], 0).verdict.printed, True)


def _stage_name(stage: Stage | None) -> str:
    return STAGE_LABELS[stage] if stage else ""
