"""Checks that a rule book declares: sums, the same item twice, directions, printed ratios."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from ..metrics import WORDS, Kind, Level, plain
from ..rulebook import (
    Check,
    PassedOverCheck,
    RatioCheck,
    RuleBook,
    SameCheck,
    SumCheck,
    TrendCheck,
)
from .doubt import Desk

_MOVED = {WORDS[Kind.TREND]["fell"]: "下降", WORDS[Kind.TREND]["rose"]: "上升"}


def declared(desk: Desk, book: RuleBook, failing: Mapping[str, str]) -> None:
    """Run the book's checks over the county's figures; a check without its figures is silent.

    `failing` gives, for each county indicator not met, its value against its limit in words.
    """
    for check in book.checks:
        _run(desk, check, book, failing)


def _run(desk: Desk, check: Check, book: RuleBook, failing: Mapping[str, str]) -> None:
    match check:
        case SumCheck():
            _sum(desk, check)
        case SameCheck():
            _same(desk, check)
        case TrendCheck():
            _trend(desk, check)
        case RatioCheck():
            _ratio(desk, check)
        case PassedOverCheck() if check.indicator in failing:
            reads = book.by_code[check.indicator].reads
            own = [code for code in reads if desk.vocabulary[code].level is Level.COUNTY]
            _note(desk, check, tuple(own), failing[check.indicator])


def _values(desk: Desk, codes: tuple[str, ...]) -> dict[str, int] | None:
    figures = desk.facts.county.facts
    return {code: figures[code] for code in codes} if set(codes) <= figures.keys() else None


def _note(desk: Desk, check: Check, metrics: tuple[str, ...], message: str) -> None:
    desk.doubt(
        check.code,
        check.title,
        desk.facts.county,
        metrics,
        message,
        check.advice or "请核对原始资料",
        severity=check.severity,
    )


def _sum(desk: Desk, check: SumCheck) -> None:
    values = _values(desk, (check.total, *check.parts))
    if values is None:
        return
    total = values.pop(check.total)
    added = sum(values.values())
    if added != total:
        metric = desk.vocabulary[check.total]
        message = f"{desk.named(check.total, total)},各分项合计 {metric.show(added)}"
        gap = f",相差 {metric.show(abs(added - total))}"
        _note(desk, check, (check.total, *check.parts), message + gap)


def _same(desk: Desk, check: SameCheck) -> None:
    values = _values(desk, check.metrics)
    if values is not None and len(set(values.values())) > 1:
        message = ";".join(desk.named(code, value) for code, value in values.items())
        gap = max(values.values()) - min(values.values())
        metric = desk.vocabulary[check.metrics[0]]
        _note(desk, check, check.metrics, f"{message};相差 {metric.show(gap)}")


def _trend(desk: Desk, check: TrendCheck) -> None:
    values = _values(desk, (check.total, *check.parts))
    if values is None:
        return
    total = values.pop(check.total)
    if total and set(values.values()) == {-total}:
        whole = desk.vocabulary[check.total].label
        parts = "、".join(desk.vocabulary[code].label for code in check.parts)
        message = f"{whole}{_MOVED[total]},而{parts}均{_MOVED[-total]}"
        _note(desk, check, (check.total, *check.parts), message)


def _ratio(desk: Desk, check: RatioCheck) -> None:
    values = _values(desk, (check.reported, check.numerator, check.denominator))
    if values is None or values[check.denominator] == 0:
        return
    numbers = {
        code: Decimal(value).scaleb(-desk.vocabulary[code].decimals)
        for code, value in values.items()
    }
    unit = Decimal(10) ** -check.places
    exact = numbers[check.numerator] * check.per / numbers[check.denominator]
    if exact.quantize(unit, ROUND_HALF_UP) != numbers[check.reported].quantize(unit, ROUND_HALF_UP):
        message = (
            f"{desk.named(check.reported, values[check.reported])},"
            f"按所列数字计算为 {plain(exact.quantize(unit, ROUND_HALF_UP))}"
        )
        _note(desk, check, (check.reported, check.numerator, check.denominator), message)
