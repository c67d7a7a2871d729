"""Distances and paces in plain words, the same on pages and on the command line."""

from __future__ import annotations

from fractions import Fraction

from ..evaluate import State
from ..rulebook import Indicator
from .amounts import CLASS_UNIT, SUBJECT_UNITS, number_words
from .model import Against, Distance, Nearness, Pace, Point

_DAYS_OF_A_YEAR = 365
# How many names a sentence holds; pages and JSON list them all.
_NAMED = 3


def day_words(distance: Distance) -> str:
    """Return how many days are left to a milestone, or since when it is in force or overdue."""
    if distance.left > 0:
        return f"还有 {distance.left} 天"
    if distance.left == 0:
        return "当日起执行"
    if distance.nearness is Nearness.IN_FORCE and distance.state is State.NOT_MET:
        return f"已逾期 {-distance.left} 天"
    return "期限已过" if distance.nearness is Nearness.ENDED else f"已执行 {-distance.left} 天"


def distance_words(distance: Distance, indicator: Indicator) -> str:
    """Return how far it is to a milestone."""
    if distance.point is None or distance.against is None:
        return "还没有数据"
    if distance.against.verdict is None:
        return _standing_words(distance.point, distance.against, indicator)
    if distance.state is State.NOT_MET:
        return distance.printed or "还没有做到"
    return _SINGLE[distance.state]


_SINGLE = {
    State.MET: "已达到",
    State.MET_RELAXED: "按放宽条件达到",
    State.NO_DATA: "缺数据",
    State.NOT_APPLICABLE: "不适用",
}


def _standing_words(point: Point, against: Against, indicator: Indicator) -> str:
    """Return how many of the subjects of a body miss what is asked, or are not known."""
    unit = SUBJECT_UNITS[indicator.subject]
    _, relaxed, failed, unknown, _ = against.standing.by_state
    parts = [f"{against.over:,} {CLASS_UNIT}超限"] if against.over else []
    parts += [f"{failed:,} {unit}未达到"] if failed else []
    parts += [f"{unknown:,} {unit}缺数据"] if unknown else []
    parts += [f"{_some(point.unknown)}情况不明"] if point.unknown else []
    if parts:
        return ",".join(parts)
    if not against.standing.judged:
        return "没有适用的对象"
    return f"全部达到{f'(其中 {relaxed} {unit}按放宽条件)' if relaxed else ''}"


def _some(names: tuple[str, ...]) -> str:
    shown = "、".join(names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown}等 {len(names)} 个县(市、区)"


def pace_words(found: Pace) -> str:
    """Return what was reached a year and what is needed a year. No promise that it goes on so."""
    if found.left < _DAYS_OF_A_YEAR:
        ahead = f"须在余下 {found.left} 天内缩小 {_said(found, found.missing)}"
    else:
        ahead = f"须平均每年缩小 {_said(found, found.needed)}"
    return f"{found.first}–{found.last} 年差距{_moved(found)};按期达到{ahead}"


def _moved(found: Pace) -> str:
    if not found.reached:
        return "没有变化"
    words = "缩小" if found.reached > 0 else "扩大"
    return f"平均每年{words} {_said(found, abs(found.reached))}"


def _said(found: Pace, amount: Fraction) -> str:
    return f"{number_words(amount, found.places)} {found.unit}"
