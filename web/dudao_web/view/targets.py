"""Targets in words: the limit, for whom it is, since when and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dudao.api import (
    AREA_LABELS,
    OP_LABELS,
    OWNER_LABELS,
    STAGE_LABELS,
    TYPE_LABELS,
    Indicator,
    Phase,
    Range,
    Relaxation,
    Stage,
    Target,
    Vocabulary,
    When,
    limit_words,
    plain,
)


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target or relaxation as a line of a table; `phase` is past, present or future."""

    title: str
    stage: str
    who: str
    limit: str
    since: str
    until: str
    clause: str
    note: str
    phase: str


def target_lines(indicator: Indicator, day: date, vocabulary: Vocabulary) -> list[TargetLine]:
    """Return all targets of an indicator, whenever in force, in the order of the book."""
    return [
        TargetLine(
            "",
            _stage(target.stage),
            when_words(target.when, vocabulary),
            f"{OP_LABELS[target.op]} {limit_words(indicator, target.limit, vocabulary)}",
            _day(target.since, "办法施行起"),
            _day(target.until, "长期"),
            target.clause or indicator.clause,
            target.note,
            phase_of(target, day),
        )
        for target in indicator.targets
    ]


def relaxation_lines(indicator: Indicator, day: date, vocabulary: Vocabulary) -> list[TargetLine]:
    """Return all relaxations of an indicator, whenever they may be used."""
    return [
        TargetLine(
            each.title,
            _stage(each.stage),
            when_words(each.when, vocabulary),
            _relaxed(indicator, each.limit, each.also_counts, vocabulary),
            _day(each.since, "办法施行起"),
            _day(each.until, "长期"),
            each.clause,
            "",
            phase_of(each, day),
        )
        for each in indicator.relaxations
    ]


def _relaxed(
    indicator: Indicator, limit: Decimal | None, also: tuple[str, ...], vocabulary: Vocabulary
) -> str:
    parts = []
    if limit is not None:
        parts.append(f"目标改为 {limit_words(indicator, limit, vocabulary)}")
    if also:
        parts.append("另计入" + "、".join(vocabulary[code].label for code in also))
    return ";".join(parts)


def when_words(when: When | None, vocabulary: Vocabulary) -> str:
    """Return which subjects a rule is for; an empty text where it is for all."""
    if when is None:
        return ""
    parts = [
        "、".join(TYPE_LABELS[each] for each in when.types),
        "、".join(AREA_LABELS[each] for each in when.areas),
        "、".join(f"{OWNER_LABELS[each]}办" for each in when.owners),
        _range("建成年份", when.built, ""),
        _range("最大班额", when.largest_class, " 人"),
    ]
    for code, bounds in when.metrics.items():
        parts.append(_range(vocabulary[code].label, bounds, f" {vocabulary[code].unit}"))
    for share in when.shares:
        label = f"{vocabulary[share.numerator].label}占{vocabulary[share.denominator].label}"
        parts.append(_range(label, _percent(share.min, share.max), "%"))
    parts += [f"已确认“{vocabulary[code].label}”" for code in when.confirmed]
    return ";".join(part for part in parts if part)


def _percent(low: Decimal | None, high: Decimal | None) -> Range:
    return Range(
        min=None if low is None else low.scaleb(2), max=None if high is None else high.scaleb(2)
    )


def _range(label: str, bounds: Range | None, unit: str) -> str:
    if bounds is None or bounds == Range():
        return ""
    low = None if bounds.min is None else plain(bounds.min)
    high = None if bounds.max is None else plain(bounds.max)
    if low is not None and high is not None:
        return f"{label} {low} 至 {high}{unit}"
    return f"{label}不小于 {low}{unit}" if low is not None else f"{label}不大于 {high}{unit}"


def _stage(stage: Stage | None) -> str:
    return STAGE_LABELS[stage] if stage else "全部"


def _day(day: date | None, otherwise: str) -> str:
    return day.isoformat() if day else otherwise


def phase_of(span: Target | Relaxation | Phase, day: date) -> str:
    """Return whether a span of days is past, present or future on a day."""
    if span.holds(day):
        return "present"
    return "future" if span.since and span.since > day else "past"
