"""The formula of each measure in words."""

from __future__ import annotations

from decimal import Decimal

from ..facts import STAGE_LABELS, Stage
from ..metrics import Vocabulary, plain
from ..rulebook import (
    Attested,
    Change,
    Extreme,
    Indicator,
    KOfN,
    MeanVariation,
    Ratio,
    RuleBook,
    Share,
    Tally,
    Value,
    Variation,
)


def limit_words(indicator: Indicator, limit: Decimal | bool | str, vocabulary: Vocabulary) -> str:
    """Return a limit as forms print it: a word, a percentage or a number."""
    measure = indicator.measure
    metric = vocabulary[measure.metric] if isinstance(measure, Value | Attested) else None
    if metric and metric.choices:
        return metric.show(metric.read(limit) if isinstance(limit, bool | str) else int(limit))
    number = Decimal(limit)
    if isinstance(measure, Share):
        return f"{plain(number.scaleb(2))}%"
    return plain(number) + ("%" if metric and metric.unit == "%" else "")


def formula(indicator: Indicator, book: RuleBook, vocabulary: Vocabulary) -> str:
    """Return how an indicator is computed, in words that a clerk can follow."""
    match indicator.measure:
        case Ratio() as ratio if ratio.shared:
            weights = " : ".join(
                plain(book.population.weights[name]) for name in (*Stage, "senior")
            )
            top = _sum(ratio.numerator, vocabulary)
            return (
                f"{top} × 本学段权重 ÷ 全校加权学生数{_per(ratio.per)}"
                f"(小学 : 初中 : 高中 = {weights})"
            )
        case Ratio() as ratio:
            top, bottom = _sum(ratio.numerator, vocabulary), _sum(ratio.denominator, vocabulary)
            return f"{top} ÷ {bottom}{_per(ratio.per)}"
        case Share() as share:
            top, bottom = _sum(share.numerator, vocabulary), _sum(share.denominator, vocabulary)
            return f"{top} ÷ {bottom} × 100%"
        case Value(metric=code):
            return f"{vocabulary[code].label}(填报值)"
        case Attested(metric=code):
            return f"{vocabulary[code].label}(据实确认)"
        case Extreme(pick=pick):
            return f"{'最大' if pick == 'largest' else '最小'}班额"
        case Tally() as tally:
            return _tally(tally)
        case Variation(of=code):
            return (
                f"{book.by_code[code].title}的校际差异系数 = 标准差 ÷ 平均数,"
                "平均数与标准差均按学生数加权(除数为学生总数)"
            )
        case MeanVariation(of=codes):
            return f"{len(codes)} 项校际差异系数的算术平均数"
        case Change(metric=code):
            return f"{vocabulary[code].label}:本年 - 上年"
        case KOfN() as rule:
            return _k_of_n(rule)


def _per(per: int) -> str:
    return "" if per == 1 else f" × {per}"


def _sum(terms: tuple[str, ...], vocabulary: Vocabulary) -> str:
    parts = []
    for position, term in enumerate(terms):
        sign = " - " if term.startswith("-") else " + " if position else ""
        parts.append(sign + vocabulary[term.lstrip("-")].label)
    text = "".join(parts)
    return f"({text})" if len(terms) > 1 else text


def _tally(tally: Tally) -> str:
    if isinstance(tally.at_least, int):
        return f"{tally.at_least} 人及以上的班级个数"
    bounds = "、".join(f"{STAGE_LABELS[stage]} {tally.bound(stage)} 人" for stage in Stage)
    return f"{bounds}及以上的班级个数"


def _k_of_n(rule: KOfN) -> str:
    names = "、".join(rule.of)
    if rule.needed == len(rule.of):
        return f"{names} 全部达标"
    floor = f",其余不低于目标的 {plain(rule.floor * 100)}%" if rule.floor else ""
    return f"{names} 中至少 {rule.needed} 项达标{floor}"
