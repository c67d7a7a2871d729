"""How far a verdict is from its target, and what would close the gap in things one can count."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from dudao.api import Attested, Indicator, Ratio, SubjectFacts, Value, Verdict, Vocabulary, plain

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
        return _surplus(-lacking, indicator)
    if lacking <= 0:
        return ""
    needed = _needed(lacking, verdict, indicator, subject, vocabulary)
    return needed or f"还差 {_short(lacking, indicator)}"


def _surplus(excess: Decimal, indicator: Indicator) -> str:
    return f"超出 {_short(excess, indicator)}" if excess > 0 else ""


def _needed(
    lacking: Decimal,
    verdict: Verdict,
    indicator: Indicator,
    subject: SubjectFacts | None,
    vocabulary: Vocabulary,
) -> str:
    """Return how much more of the numerator meets the limit while the denominator stays."""
    measure = indicator.measure
    if not isinstance(measure, Ratio) or subject is None or verdict.stage is None:
        return ""
    if measure.denominator != ("students",) or len(measure.numerator) != 1:
        return ""
    pupils = subject.stages.get(verdict.stage, {}).get("students")
    if not pupils:
        return ""
    metric = vocabulary[measure.numerator[0]]
    more = lacking * pupils / measure.per
    whole = (more - _DUST).to_integral_value(ROUND_CEILING)
    return f"还差 {max(whole, Decimal(1)):,} {metric.unit}({metric.label})"


def _short(number: Decimal, indicator: Indicator) -> str:
    if getattr(indicator.measure, "kind", "") == "share":
        return f"{plain(round(number * 100, 2))} 个百分点"
    unit = getattr(indicator.measure, "unit", "")
    if isinstance(indicator.measure, Value):
        unit = ""
    return f"{plain(round(number, 3))} {unit}".rstrip()
