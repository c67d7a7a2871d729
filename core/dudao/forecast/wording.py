"""What a forecast says in words, the same on the command line and on pages."""

from __future__ import annotations

from .model import BackTest, Range, Told
from .projecting import rounded

UNTOLD = "无法推算"


def range_words(found: Range[int] | None) -> str:
    """Return a value with its interval, where there is one."""
    span = span_words(found)
    return f"{value_words(found)}({span})" if span else value_words(found)


def value_words(found: Range[int] | None) -> str:
    """Return a value without its interval."""
    return number_words(found.value if found else None)


def span_words(found: Range[int] | None) -> str:
    """Return an interval; an empty text where there is none."""
    return f"{found.low}–{found.high}" if found and found.low != found.high else ""


def number_words(number: int | None) -> str:
    """Return a number that may not be known."""
    return UNTOLD if number is None else str(number)


def back_test_words(tested: BackTest | None) -> str:
    """Return how far off the last year would have been, or why nobody can say."""
    if tested is None:
        return "数据只有两年,不能回测。"
    skipped = f";{tested.skipped} 个年级无法推算,未比较" if tested.skipped else ""
    inside = f",{tested.inside} 个落在区间内" if tested.pupils.compared else ""
    return (
        f"{tested.year} 年,只用此前数据:"
        f"学生数 {_error(tested.pupils, '个年级', '人')}{inside};"
        f"超额班 {_error(tested.over, '个学段', '班')}{skipped}。"
    )


def _error(told: Told, what: str, unit: str) -> str:
    if told.error is None:
        return "没有可比较的数据"
    return (
        f"平均绝对误差 {rounded(told.error, 1)} {unit}"
        f"(预测 {told.told}、实际 {told.came},比较 {told.compared} {what})"
    )
