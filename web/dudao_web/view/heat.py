"""Schools × indicators as one dense table, its cells joined as text: 5,000 of them at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from dudao.api import STAGE_LABELS, Indicator, KOfN, Level, Stage, State, short_name

from .marks import Mark
from .results import Results, mark_of

ABSENT = "<td>"

_LINE = 9  # characters in an upright line at the head of the table

RowKey = tuple[str, Stage | None]


@dataclass(frozen=True, slots=True)
class HeatColumn:
    """An indicator at the head of the table; `minor` ones feed the one before them.

    `lines` is the title broken into upright lines.
    """

    code: str
    short: str
    title: str
    lines: tuple[str, ...]
    minor: bool


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A school's stage (or a school without stages): its cells are ready to be printed."""

    code: str
    name: str
    stage: str
    stage_label: str
    failed: int
    cells: Markup


@dataclass(frozen=True, slots=True)
class Heat:
    """The table of all schools and all indicators that judge schools."""

    columns: tuple[HeatColumn, ...]
    rows: tuple[HeatRow, ...]


@lru_cache(maxsize=4096)
def cell(mark: Mark, stage: str = "", value: str = "") -> str:
    """Return a cell ready to be printed; with a stage where its row is about several."""
    at = f' data-stage="{stage}"' if stage else ""
    below = f"<small>{escape(value)}</small>" if value else ""
    return f'<td class="{mark.key}"{at}>{escape(mark.symbol)}{below}'


def column_of(indicator: Indicator, *, minor: bool = False, label: str = "") -> HeatColumn:
    """Return the head of an indicator's column; `label` tells it from others of its title."""
    title = f"{label}:{indicator.title}" if label else indicator.title
    short = short_name(indicator)
    own = short if short != indicator.title else title
    return HeatColumn(indicator.code, own, title, _upright(title), minor)


def heat(results: Results, worst_first: bool = False) -> Heat:
    """Return the table, schools as reported or those with most failures first."""
    indicators = [
        indicator
        for group in results.groups()
        for indicator in group.indicators
        if indicator.subject != "county"
    ]
    keys = _keys(results)
    cells = {key: [ABSENT] * len(indicators) for key in keys}
    failed = dict.fromkeys(keys, 0)
    for position, indicator in enumerate(indicators):
        _fill(results, indicator, position, cells, failed)
    rows = [_row(results, key, cells[key], failed[key]) for key in keys]
    if worst_first:
        rows.sort(key=lambda row: -row.failed)
    columns = (column_of(each, minor=each.code in results.whole_of) for each in indicators)
    return Heat(tuple(columns), tuple(rows))


def _row(results: Results, key: RowKey, cells: list[str], failed: int) -> HeatRow:
    code, stage = key
    label = STAGE_LABELS[stage] if stage else ""
    joined = Markup("".join(cells))  # every piece was made by `cell`
    return HeatRow(code, results.name(code), stage or "", label, failed, joined)


def _upright(title: str) -> tuple[str, ...]:
    if len(title) <= _LINE:
        return (title,)
    if len(title) > 2 * _LINE:
        title = f"{title[: 2 * _LINE - 1]}…"
    half = (len(title) + 1) // 2
    return title[:half], title[half:]


def _keys(results: Results) -> list[RowKey]:
    stages = results.evaluation.rows[Level.STAGE]
    keys: dict[str, list[RowKey]] = {
        code: [] for code in results.evaluation.rows[Level.SCHOOL].codes
    }
    for code, stage in zip(stages.codes, stages.stages, strict=True):
        keys[code].append((code, stage))
    return [key for code, own in keys.items() for key in own or [(code, None)]]


def _fill(
    results: Results,
    indicator: Indicator,
    position: int,
    cells: dict[RowKey, list[str]],
    failed: dict[RowKey, int],
) -> None:
    counts = not isinstance(indicator.measure, KOfN)
    for outcome in results.evaluation.of(indicator.code):
        rows = results.evaluation.rows[outcome.level]
        states = zip(
            rows.codes, rows.stages, outcome.state.tolist(), outcome.flags.tolist(), strict=True
        )
        for code, stage, state, flags in states:
            printed = cell(mark_of(state, flags))
            # A school's own verdict stands in the row of each of its stages.
            for key in [(code, stage)] if outcome.level is Level.STAGE else _rows_of(cells, code):
                cells[key][position] = printed
                failed[key] += counts and state == State.NOT_MET


def _rows_of(cells: dict[RowKey, list[str]], code: str) -> list[RowKey]:
    return [key for key in ((code, None), *((code, stage) for stage in Stage)) if key in cells]
