"""What an indicator has to satisfy: figures, members, targets and relaxations that fit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..errors import Problem
from ..metrics import Kind, Level, Vocabulary
from .measures import (
    Attested,
    Change,
    KOfN,
    MeanVariation,
    Measure,
    Ratio,
    Share,
    Value,
    Variation,
    indicators_of,
    terms_of,
)
from .model import Indicator, RuleBook, When

Fault = tuple[str, str]  # what is wrong, what is expected

_LIMITS = {Kind.YESNO: bool, Kind.GRADE: str}


def verify_indicator(
    indicator: Indicator, book: RuleBook, vocabulary: Vocabulary, where: str
) -> Iterator[Problem]:
    """Yield every fault of one indicator of a merged book."""
    place = f"{where} indicators {indicator.code}"
    unknown = [code for code in indicator.reads if code not in vocabulary]
    for code in unknown:
        yield Problem(place, f"不认识的数据项 {code}", vocabulary.resembling(code))
    if not unknown:
        for what, expected in (
            *_figures(indicator, vocabulary),
            *_kinds(indicator.measure, vocabulary),
            *_whom(indicator, vocabulary),
            *_targets(indicator, vocabulary),
            *_relaxations(indicator),
        ):
            yield Problem(place, what, expected)
    for what, expected in _members(indicator, book):
        yield Problem(place, what, expected)


def _figures(indicator: Indicator, vocabulary: Vocabulary) -> Iterator[Fault]:
    measure = indicator.measure
    also = [code for relaxation in indicator.relaxations for code in relaxation.also_counts]
    shared = isinstance(measure, Ratio) and measure.shared
    for code in dict.fromkeys((*terms_of(measure), *also)):
        level = vocabulary[code].level
        if level is Level.CLASS:
            yield f"数据项 {code} 按班级填报", "班级的数据请用 extreme 或 tally"
        elif level.depth < Level(indicator.subject).depth and not shared:
            yield f"数据项 {code} 按 {level} 填报,不能按 {indicator.subject} 评价", ""
    if isinstance(measure, Ratio) and measure.shared:
        schools = all(
            vocabulary[term.lstrip("-")].level is Level.SCHOOL
            for term in (*measure.numerator, *also)
        )
        if indicator.subject != "stage" or measure.denominator != ("students",) or not schools:
            yield "shared 的写法不对", "应按 stage 评价,分子为学校的数据项,分母为 students"
    if isinstance(measure, Variation | MeanVariation) and indicator.subject != "county":
        yield "校际差异系数只按 county 评价", ""


def _kinds(measure: Measure, vocabulary: Vocabulary) -> Iterator[Fault]:
    kinds = {code: vocabulary[code].kind for code in terms_of(measure)}
    worded = [code for code in kinds if vocabulary[code].choices]
    match measure:
        case Ratio() | Share():
            for code in worded:
                yield f"数据项 {code} 不是数字,不能求比值", ""
        case Value(metric=code) if kinds[code] in (Kind.YESNO, Kind.GRADE, Kind.TREND):
            yield f"数据项 {code} 不是数字或等级", "确认事项请用 attested"
        case Attested(metric=code) if kinds[code] not in _LIMITS:
            yield f"数据项 {code} 不是确认事项", "请用 value"
        case Change(metric=code, reported=direction):
            if code in worded:
                yield f"数据项 {code} 不是数字,不能求增减", ""
            if direction and kinds[direction] is not Kind.TREND:
                yield f"数据项 {direction} 不是增减方向", "reported 应为 trend 类的数据项"


def _whom(indicator: Indicator, vocabulary: Vocabulary) -> Iterator[Fault]:
    for when in indicator.conditions:
        if indicator.subject == "county" and _about_schools(when):
            yield (
                "county 评价的条件不能用学校的属性",
                "types、areas、owners、built 只用于学校和学段",
            )
        for code in when.confirmed:
            if vocabulary[code].kind is not Kind.YESNO:
                yield f"数据项 {code} 不是是/否事项,不能用于 confirmed", ""


def _about_schools(when: When) -> bool:
    return bool(when.types or when.areas or when.owners or when.built)


def _targets(indicator: Indicator, vocabulary: Vocabulary) -> Iterator[Fault]:
    measure = indicator.measure
    if isinstance(measure, KOfN):
        if indicator.targets:
            yield "k_of_n 没有自己的目标值", "请写在所引用的指标中"
        return
    if not indicator.targets and indicator.counts:
        yield "没有目标值", ""
    expected: type | None = None
    if isinstance(measure, Attested):
        expected = _LIMITS.get(vocabulary[measure.metric].kind)
    for target in indicator.targets:
        found = type(target.limit) if isinstance(target.limit, bool | str) else None
        if found is not expected:
            yield f"目标值 {target.limit} 与测量方式 {measure.kind} 不符", ""
        if isinstance(measure, Variation | MeanVariation) and target.op != "<=":
            yield f"校际差异系数的目标不能是 {target.op}", "应为 <="
    by_stage = indicator.subject == "stage" or isinstance(measure, Variation | MeanVariation)
    stages = [target.stage for target in indicator.targets]
    stages += [relaxation.stage for relaxation in indicator.relaxations]
    if not by_stage and any(stages):
        yield f"按 {indicator.subject} 评价的指标不能分学段定目标", "请按 stage 评价"


def _relaxations(indicator: Indicator) -> Iterator[Fault]:
    for relaxation in indicator.relaxations:
        if isinstance(indicator.measure, KOfN | Variation | MeanVariation):
            yield f"放宽条件 {relaxation.code} 不能用于 {indicator.measure.kind}", ""
        elif relaxation.also_counts and not isinstance(indicator.measure, Ratio | Share):
            yield f"放宽条件 {relaxation.code} 的 also_counts 只用于 ratio 和 share", ""
        if relaxation.limit is None and not relaxation.also_counts:
            yield f"放宽条件 {relaxation.code} 没有放宽什么", "请填 limit 或 also_counts"


def _members(indicator: Indicator, book: RuleBook) -> Iterator[Fault]:
    measure = indicator.measure
    codes = indicators_of(measure)
    for code, times in Counter(codes).items():
        member = book.by_code.get(code)
        if times > 1:
            yield f"重复引用了指标 {code}", ""
        if member is None:
            yield f"引用了不存在的指标 {code}", ""
        else:
            yield from _member(indicator, member)
    if isinstance(measure, KOfN) and measure.needed > len(codes):
        yield f"k 为 {measure.k},而只引用了 {len(codes)} 个指标", ""
    if indicator.code in _reached(indicator.code, book):
        yield "经所引用的指标又引用到自己", "请去掉循环引用"


def _member(indicator: Indicator, member: Indicator) -> Iterator[Fault]:
    match indicator.measure:
        case Variation():
            if not isinstance(member.measure, Ratio) or member.subject != "stage":
                yield f"{member.code} 不是按学段计算的比值,不能求差异系数", ""
        case MeanVariation():
            if not isinstance(member.measure, Variation):
                yield f"{member.code} 不是差异系数,不能求综合差异系数", ""
        case KOfN(floor=floor):
            by_stage = any(target.stage for target in member.targets)
            if member.subject != indicator.subject:
                yield f"{member.code} 按 {member.subject} 评价,与本指标不同", ""
            elif member.subject == "county" and (
                by_stage or isinstance(member.measure, Variation | MeanVariation)
            ):
                yield f"{member.code} 分学段评价,不能并入综合指标", ""
            if floor and (isinstance(member.measure, KOfN) or not _upwards(member)):
                yield f"{member.code} 不是“不低于”的目标,不能用 floor", ""


def _upwards(member: Indicator) -> bool:
    return all(
        target.op in (">=", ">") and not isinstance(target.limit, bool | str)
        for target in member.targets
    )


def _reached(code: str, book: RuleBook) -> set[str]:
    """Return the codes of all indicators that one is made of, however deep."""
    found: set[str] = set()
    waiting = [code]
    while waiting:
        member = book.by_code.get(waiting.pop())
        fresh = set(indicators_of(member.measure)) - found if member else set()
        found |= fresh
        waiting += fresh
    return found
