"""The ledger month by month: what was opened and closed as bars, what stood open as a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from dudao.api import Month

from ..chart import scale_for
from ..marks import percent

_TALL = 170
_FEW = 14
_NEAR_JANUARY = 10  # from here on two years would stand on top of each other


@dataclass(frozen=True, slots=True)
class MonthBar:
    """A month: x and widths in percent, y and heights in pixels from the top."""

    title: str
    width: str
    opened_x: str
    opened_y: int
    opened_height: int
    closed_x: str
    closed_y: int
    closed_height: int
    centre: str
    standing_y: int
    label: str
    is_year: bool


@dataclass(frozen=True, slots=True)
class MonthsPage:
    """The chart and the table under it, the latest month first; `ticks` are y and label."""

    bars: tuple[MonthBar, ...]
    ticks: tuple[tuple[int, str], ...]
    height: int
    lines: tuple[Month, ...]
    opened: int
    closed: int


def months_page(months: Sequence[Month]) -> MonthsPage:
    """Return the months of a ledger as a chart and a table."""
    highest = max((max(each.opened, each.closed, each.standing) for each in months), default=0)
    scale = scale_for([highest], [])

    def up(value: float) -> int:
        return _TALL - round(value / scale.top * _TALL)

    bars = [
        _bar(months, index, up(each.opened), up(each.closed), up(each.standing))
        for index, each in enumerate(months)
    ]
    return MonthsPage(
        tuple(bars),
        tuple((up(value), f"{value:g}") for value in scale.rounds if value == ceil(value)),
        _TALL,
        tuple(reversed(months)),
        sum(each.opened for each in months),
        sum(each.closed for each in months),
    )


def _bar(months: Sequence[Month], index: int, opened: int, closed: int, standing: int) -> MonthBar:
    month, span = months[index], len(months)
    words = f"{month.year} 年 {month.month} 月"
    return MonthBar(
        f"{words}:新增 {month.opened},销号 {month.closed},月末未销号 {month.standing}",
        percent(0.36, span),
        percent(index + 0.12, span),
        opened,
        _TALL - opened,
        percent(index + 0.5, span),
        closed,
        _TALL - closed,
        percent(index + 0.5, span),
        standing,
        *_label(month, index, span),
    )


def _label(month: Month, index: int, span: int) -> tuple[str, bool]:
    """Return what stands under a month, and whether it is the year: a few of many months do."""
    leaves_room = month.month < _NEAR_JANUARY
    if month.month == 1 or (index == 0 and leaves_room):
        return f"{month.year} 年", True
    is_told = span <= _FEW or (month.month in (4, 7, 10) and span <= 3 * _FEW)
    return (f"{month.month} 月" if is_told else ""), False
