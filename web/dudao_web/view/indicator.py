"""One indicator: its subjects ranked against the limit, its rule, its targets over time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from dudao.api import (
    STAGE_LABELS,
    Extreme,
    Indicator,
    KOfN,
    Level,
    Stage,
    State,
    Tally,
    Variation,
)

from .chart import Bar, Scale, Strip, bar, scale_for, strip
from .marks import MARKS, Mark, Slice, slices
from .notes import note
from .results import LEVELS, Results, Row, mark_of
from .targets import TargetLine, relaxation_lines, target_lines


@dataclass(frozen=True, slots=True)
class Part:
    """One of the indicators that a composite is made of, for one subject."""

    code: str
    short: str
    title: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class RankedRow:
    """A row of the ranking: its bar where the value has a size, its parts where it is composite."""

    row: Row
    name: str
    rank: int
    bar: Bar | None
    note: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The subjects of one stage, the worst first; those without a value or a judgement after."""

    title: str
    limits: tuple[str, ...]
    bar: tuple[Slice, ...]
    scale: Scale | None
    rows: tuple[RankedRow, ...]
    aside: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """Everything on the page of an indicator."""

    code: str
    short: str
    title: str
    level: str
    section: str
    mark: Mark
    unit: str
    statement: str
    clause: str
    whole: tuple[str, str] | None  # code, name
    parts: tuple[Part, ...]
    rankings: tuple[Ranking, ...]
    strips: tuple[Strip, ...]
    spread_of: tuple[str, str] | None
    targets: tuple[TargetLine, ...]
    relaxations: tuple[TargetLine, ...]
    departments: tuple[str, ...]


def indicator_page(results: Results, indicator: Indicator) -> IndicatorPage:
    """Return the page of one indicator of the book."""
    book, day = results.book, results.assessed.as_of
    titles = {section.code: section.title for section in book.sections}
    whole = results.whole_of.get(indicator.code)
    measure = indicator.measure
    of = measure.of if isinstance(measure, Variation) else None
    return IndicatorPage(
        indicator.code,
        results.short(indicator.code),
        indicator.title,
        LEVELS[indicator.subject],
        titles.get(indicator.section, ""),
        MARKS[results.standings[indicator.code].state],
        unit_of(results, indicator),
        indicator.statement,
        indicator.clause,
        (whole, _named(results, whole)) if whole else None,
        tuple(_part(results, part) for part in results.parts_of(indicator)),
        tuple(_rankings(results, indicator)),
        tuple(_strips(results, of)) if of else (),
        (of, _named(results, of)) if of else None,
        tuple(target_lines(indicator, day, results.vocabulary)),
        tuple(relaxation_lines(indicator, day, results.vocabulary)),
        indicator.departments,
    )


def unit_of(results: Results, indicator: Indicator) -> str:
    """Return the unit of an indicator's values; empty for shares, words and coefficients."""
    measure = indicator.measure
    if isinstance(measure, Extreme):
        return "人"
    if isinstance(measure, Tally):
        return "个班"
    metric = getattr(measure, "metric", None)
    unit = results.vocabulary[metric].unit if metric else getattr(measure, "unit", "")
    return "" if unit == "%" else unit


def _named(results: Results, code: str) -> str:
    short, title = results.short(code), results.book.by_code[code].title
    return title if short == title else f"{short} {title}"


def _part(results: Results, indicator: Indicator) -> Part:
    mark = MARKS[results.standings[indicator.code].state]
    return Part(indicator.code, results.short(indicator.code), indicator.title, mark)


def _rankings(results: Results, indicator: Indicator) -> list[Ranking]:
    rows = sorted(results.rows(indicator), key=_stage_order)
    if indicator.subject == "county":
        return [_ranking(results, indicator, "", rows)]
    return [
        _ranking(results, indicator, STAGE_LABELS.get(stage, "") if stage else "", list(members))
        for stage, members in groupby(rows, key=lambda row: row.verdict.stage)
    ]


def _stage_order(row: Row) -> int:
    return 0 if row.verdict.stage is None else 1 + list(Stage).index(row.verdict.stage)


def _ranking(results: Results, indicator: Indicator, title: str, rows: list[Row]) -> Ranking:
    judged = [row for row in rows if row.verdict.state <= State.NOT_MET]
    others = [row for row in rows if row.verdict.state > State.NOT_MET]
    is_composite = isinstance(indicator.measure, KOfN)
    scale = None if is_composite else _scale(judged)
    parts = _part_marks(results, indicator) if is_composite else {}
    ranked = tuple(
        RankedRow(
            row,
            _name(row),
            rank,
            _bar(scale, row),
            note(results, indicator, row),
            parts.get((row.verdict.subject, row.verdict.stage), ()),
        )
        for rank, row in enumerate(_ordered(indicator, judged), start=1)
    )
    counts = Counter(row.verdict.state for row in rows)
    return Ranking(
        title,
        tuple(dict.fromkeys(row.verdict.printed_limit for row in judged if row.verdict.op)),
        slices(tuple(counts[state] for state in State)),
        scale,
        ranked,
        tuple(sorted(others, key=lambda row: row.verdict.state)),
    )


def _scale(rows: list[Row]) -> Scale | None:
    """Return the scale of a chart; None where values are words or all of them 0."""
    sizes = [size for row in rows if (size := _size(row.verdict.value)) is not None]
    limits = [limit for row in rows if (limit := _size(row.verdict.limit)) is not None]
    return scale_for(sizes, limits) if any(sizes) else None


def _bar(scale: Scale | None, row: Row) -> Bar | None:
    size = _size(row.verdict.value)
    return None if scale is None or size is None else bar(scale, size, _size(row.verdict.limit))


def _ordered(indicator: Indicator, rows: list[Row]) -> list[Row]:
    """Return schools from the worst; the stages of a county stay as they are."""
    if indicator.subject == "county":
        return rows
    high_is_good = any(row.verdict.op in (">=", ">", "==") for row in rows)
    return sorted(rows, key=lambda row: _badness(row, high_is_good))


def _badness(row: Row, high_is_good: bool) -> tuple[bool, float]:
    size = _size(row.verdict.value) or 0.0
    return row.verdict.state is not State.NOT_MET, size if high_is_good else -size


def _name(row: Row) -> str:
    """Return whom a row is about; a county's row is told by its stage."""
    if row.verdict.level is Level.COUNTY and row.verdict.stage:
        return f"{row.name} · {STAGE_LABELS[row.verdict.stage]}"
    return row.name


def _size(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None  # a word such as "good" has a rank but no length


def _part_marks(
    results: Results, indicator: Indicator
) -> dict[tuple[str, Stage | None], tuple[Part, ...]]:
    found: dict[tuple[str, Stage | None], tuple[Part, ...]] = {}
    for part in results.parts_of(indicator):
        short = results.short(part.code)
        for outcome in results.evaluation.of(part.code):
            rows = results.evaluation.rows[outcome.level]
            states = zip(outcome.state.tolist(), outcome.flags.tolist(), strict=True)
            for index, (state, flags) in enumerate(states):
                key = (rows.codes[index], rows.stages[index] or outcome.stage)
                shown = Part(part.code, short, part.title, mark_of(state, flags))
                found[key] = (*found.get(key, ()), shown)
    return found


def _strips(results: Results, code: str) -> list[Strip]:
    """Return how the schools lie along the indicator that a coefficient is taken over."""
    indicator = results.book.by_code[code]
    rows = [row for row in results.rows(indicator) if row.verdict.state <= State.NOT_MET]
    found = []
    for stage in Stage:
        own = [row for row in rows if row.verdict.stage is stage]
        points = [
            (float(row.verdict.value), row.mark.key, f"{row.name} {row.verdict.printed}")
            for row in own
            if row.verdict.value is not None
        ]
        if points:
            limit = _size(own[0].verdict.limit)
            label = own[0].verdict.printed_limit
            found.append(strip(STAGE_LABELS[stage], points, limit, label))
    return found
