"""Checks that hold for every county, drawn from the vocabulary itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ..facts import (
    CLASS_LIST,
    WITH_SENIOR,
    SchoolType,
    Stage,
    SubjectFacts,
    school_stages,
    stage_of_grade,
)
from ..metrics import PUPILS_IN_SCHOOL, Kind, Metric
from .doubt import Desk

_SLIPS = (Decimal(10), Decimal(10000))
_AS_FRACTION = Decimal(100)
_LARGE_JUMP = Decimal(2)
# Small counts double or halve from one year to the next without anything being wrong.
_SMALL = 20


def sheets(subject: SubjectFacts) -> Iterator[tuple[Stage | None, Mapping[str, int]]]:
    """Yield a subject's own figures and those of each of its stages."""
    yield None, subject.facts
    yield from subject.stages.items()


def parts_above_totals(desk: Desk) -> None:
    """A part cannot exceed its total; a percentage cannot exceed 100."""
    for subject in desk.facts.subjects:
        for stage, figures in sheets(subject):
            for code, value in figures.items():
                metric = desk.vocabulary[code]
                total = figures.get(metric.part_of or "")
                if metric.part_of and total is not None and value > total:
                    desk.doubt(
                        "part",
                        "部分大于总数",
                        subject,
                        (code, metric.part_of),
                        f"{desk.named(code, value)},大于{desk.named(metric.part_of, total)}",
                        "请核对两项数字和统计口径",
                        stage,
                    )
                if metric.kind is Kind.PERCENT and not metric.unbounded:
                    _above_hundred(desk, subject, metric, value, stage)


def _above_hundred(
    desk: Desk, subject: SubjectFacts, metric: Metric, value: int, stage: Stage | None
) -> None:
    if value > 100 * 10**metric.decimals:
        desk.doubt(
            "above_100",
            "比例超过 100%",
            subject,
            (metric.code,),
            desk.named(metric.code, value),
            "比例按百分数填写,最大为 100",
            stage,
        )


def classes_disagree(desk: Desk) -> None:
    """The class list and the stage's own totals report the same classes and pupils."""
    for subject in desk.facts.schools:
        for stage, figures in subject.stages.items():
            listed = [c.students for c in subject.classes if stage_of_grade(c.grade) is stage]
            if not listed:
                continue
            for code, value in (("classes", len(listed)), ("students", sum(listed))):
                stated = figures.get(code)
                if stated is not None and stated != value:
                    desk.doubt(
                        f"list_{code}",
                        "合计与明细不一致",
                        subject,
                        (code, CLASS_LIST),
                        f"{desk.named(code, stated)},班级明细合计为 {value}",
                        "请核对学段表与班级表",
                        stage,
                    )


def slips_of_units(desk: Desk) -> None:
    """A value outside its usual band that fits after ×10 or ×10,000 is likely a slip of units.

    So is a percentage given as a fraction: a cell formatted as 95% holds 0.95.
    """
    for subject in desk.facts.subjects:
        for stage, figures in sheets(subject):
            for code, value in figures.items():
                _slip(desk, subject, stage, desk.vocabulary[code], value)


def _slip(
    desk: Desk, subject: SubjectFacts, stage: Stage | None, metric: Metric, value: int
) -> None:
    band = metric.usual
    if band is None:
        return
    base = _base(subject, stage, band.per) if band.per else 1
    if not base:
        return
    each = Decimal(value).scaleb(-metric.decimals) / base
    if band.low <= each <= band.high:
        return
    for factor in (_AS_FRACTION,) if metric.kind is Kind.PERCENT else _SLIPS:
        for fixed, way in ((each * factor, "偏小"), (each / factor, "偏大")):
            if band.low <= fixed <= band.high:
                desk.doubt(
                    "unit_slip",
                    "疑似单位错误",
                    subject,
                    (metric.code,),
                    f"{desk.named(metric.code, value)}{f',人均 {each:.4g}' if band.per else ''},"
                    f"比常见范围{way},相差约 {factor:,} 倍",
                    f"请核对单位是否为{metric.unit}",
                    stage,
                )
                return


def _base(subject: SubjectFacts, stage: Stage | None, per: str) -> int | None:
    """Return what a band is counted per; a school's pupils are those of all its stages.

    None where it is unknown, or known in part only.
    """
    if per != PUPILS_IN_SCHOOL:
        return (subject.stages[stage] if stage else subject.facts).get(per)
    counts = [subject.stages.get(stage, {}).get("students") for stage in school_stages(subject)]
    kind = subject.school.type if subject.school else None
    if kind in WITH_SENIOR or kind is SchoolType.SENIOR:
        counts.append(subject.facts.get("senior_students"))
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def jumps(desk: Desk) -> None:
    """A figure that doubled or halved since the previous period wants a word of explanation."""
    if desk.previous is None:
        return
    before = {subject.code: subject for subject in desk.previous.subjects}
    for subject in desk.facts.subjects:
        old = before.get(subject.code)
        if old is None:
            continue
        for stage, figures in sheets(subject):
            then = old.stages.get(stage, {}) if stage else old.facts
            for code, value in figures.items():
                if code in then and desk.vocabulary[code].kind in _JUMPING:
                    _jump(desk, subject, stage, code, value, then[code])


_JUMPING = frozenset({Kind.COUNT, Kind.AMOUNT, Kind.PERCENT})


def _jump(
    desk: Desk, subject: SubjectFacts, stage: Stage | None, code: str, now: int, then: int
) -> None:
    scale = 10 ** desk.vocabulary[code].decimals
    high, low = max(now, then), min(now, then)
    if high < _SMALL * scale or (low and Decimal(high) / low < _LARGE_JUMP):
        return
    times = f"{Decimal(high) / low:,.1f} 倍" if low else "一年有、一年为 0"
    slip = low and any(abs(Decimal(high) / low / factor - 1) < Decimal("0.2") for factor in _SLIPS)
    desk.doubt(
        "jump",
        "与上年相差过大",
        subject,
        (code,),
        f"{desk.named(code, now)},上年为 {desk.vocabulary[code].show(then)}({times})",
        "相差接近 10 倍或 1 万倍,请核对单位" if slip else "如属实,请说明原因",
        stage,
        "error" if slip else "question",
    )


CHECKS = (parts_above_totals, classes_disagree, slips_of_units, jumps)
