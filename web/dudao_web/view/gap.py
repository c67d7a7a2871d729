"""How far a verdict is from its target, and what would close the gap in things one can count."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from dudao.api import (
    Attested,
    Indicator,
    KOfN,
    Level,
    Metric,
    Ratio,
    Share,
    Stage,
    State,
    SubjectFacts,
    Value,
    Verdict,
    Vocabulary,
    plain,
)

# Verdicts carry ten places; a remainder below this is what their rounding left.
_DUST = Decimal("0.000001")


def gap_words(
    verdict: Verdict, indicator: Indicator, subject: SubjectFacts | None, vocabulary: Vocabulary
) -> str:
    """Return what is lacking to the target in words; an empty text where it has no size."""
    if verdict.value is None or verdict.limit is None or isinstance(indicator.measure, Attested):
        return ""
    try:
        lacking = Decimal(verdict.limit) - Decimal(verdict.value)
    except ArithmeticError:
        return ""  # words such as 否 or Ⅱ have no distance
    if verdict.op in ("<=", "<"):
        return _surplus(-lacking, indicator, vocabulary)
    if lacking <= 0:
        return _below_floor(verdict, indicator)
    needed = _needed(lacking, verdict, indicator, subject, vocabulary)
    return needed or f"还差 {_short(lacking, indicator, vocabulary)}"


def _below_floor(verdict: Verdict, indicator: Indicator) -> str:
    """Return why enough parts met may not be enough: each of the rest has a floor."""
    measure = indicator.measure
    if verdict.state is State.NOT_MET and isinstance(measure, KOfN) and measure.floor:
        return f"余下的项低于目标的 {plain(measure.floor * 100)}%"
    return ""


def _surplus(excess: Decimal, indicator: Indicator, vocabulary: Vocabulary) -> str:
    return f"超出 {_short(excess, indicator, vocabulary)}" if excess > 0 else ""


def _needed(
    lacking: Decimal,
    verdict: Verdict,
    indicator: Indicator,
    subject: SubjectFacts | None,
    vocabulary: Vocabulary,
) -> str:
    """Return how much more of the numerator meets the limit while the denominator stays."""
    measure = indicator.measure
    if not isinstance(measure, Ratio | Share) or subject is None:
        return ""
    if len(measure.numerator) != 1 or len(measure.denominator) != 1:
        return ""
    base = _reported(subject, verdict.stage, vocabulary[measure.denominator[0]])
    if not base:
        return ""
    metric = vocabulary[measure.numerator[0]]
    more = lacking * base / (measure.per if isinstance(measure, Ratio) else 1)
    whole = max((more - _DUST).to_integral_value(ROUND_CEILING), Decimal(1))
    return f"还差 {whole:,} {metric.unit}({metric.label})"


def _reported(subject: SubjectFacts, stage: Stage | None, metric: Metric) -> Decimal | None:
    """Return a figure of a school or one of its stages; a school's is the sum of its stages'."""
    if metric.level is Level.SCHOOL:
        found = [subject.facts.get(metric.code)]
    else:
        stages = [stage] if stage else list(subject.stages)
        found = [subject.stages.get(each, {}).get(metric.code) for each in stages]
    if None in found:
        return None
    return Decimal(sum(value or 0 for value in found)).scaleb(-metric.decimals)


def _short(number: Decimal, indicator: Indicator, vocabulary: Vocabulary) -> str:
    measure = indicator.measure
    if isinstance(measure, Share):
        return f"{plain(round(number * 100, 2))} 个百分点"
    if isinstance(measure, KOfN):
        unit = "项"
    elif isinstance(measure, Value):
        unit = vocabulary[measure.metric].unit
    else:
        unit = getattr(measure, "unit", "")
    return f"{plain(round(number, 3))} {unit}".rstrip()
