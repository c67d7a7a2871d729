"""What is lacking to a limit, exactly, and in the units that people count it in."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from ..evaluate import State, places_of, quotient
from ..metrics import Vocabulary, plain
from ..rulebook import Extreme, Indicator, Share, Tally, Value
from .model import Against, Point

_PERCENT = "个百分点"
_MISSING = {"<=": "超出", "<": "超出", ">=": "还差", ">": "还差", "==": "相差"}
SUBJECT_UNITS = {"county": "个县(市、区)", "school": "所学校", "stage": "所学校"}
CLASS_UNIT = "个班"


def short_of(against: Against) -> Fraction | None:
    """Return by how much a single subject's value misses its limit; None where it does not."""
    verdict = against.verdict
    if verdict is None or verdict.limit is None or verdict.state is not State.NOT_MET:
        return None
    return None if against.value is None else abs(against.value - Fraction(verdict.limit))


def lacking(point: Point, place: int) -> Fraction | None:
    """Return all that is lacking to a milestone, 0 once it is met; None where that is not known.

    Of many subjects the classes over the limit, else the subjects that miss it.
    """
    against = point.against[place]
    state = point.state(against)
    if against.verdict is not None:
        if state in (State.MET, State.MET_RELAXED) and against.value is not None:
            return Fraction(0)
        return short_of(against)
    if point.unknown or against.standing.by_state[State.NO_DATA] or not against.standing.judged:
        return None
    return Fraction(
        against.standing.by_state[State.NOT_MET] if against.over is None else against.over
    )


def unit_of(indicator: Indicator, vocabulary: Vocabulary) -> str:
    """Return the unit in which values of an indicator lie apart."""
    match indicator.measure:
        case Share():
            return _PERCENT
        case Extreme():
            return "人"
        case Tally():
            return CLASS_UNIT
        case Value(metric=code):
            unit = vocabulary[code].unit
            return _PERCENT if unit == "%" else unit
        case other:
            return str(getattr(other, "unit", ""))


def counted_in(against: Against, indicator: Indicator, vocabulary: Vocabulary) -> str:
    """Return the unit of what is lacking: classes or subjects of many, else that of the value."""
    if against.verdict is not None:
        return unit_of(indicator, vocabulary)
    return SUBJECT_UNITS[indicator.subject] if against.over is None else CLASS_UNIT


def short_words(against: Against, indicator: Indicator, vocabulary: Vocabulary) -> str:
    """Return by how much a single subject's value misses its limit; empty where it does not."""
    short = short_of(against)
    if short is None or against.verdict is None or against.verdict.op is None:
        return ""
    return f"{_MISSING[against.verdict.op]} {amount_words(indicator, vocabulary, short)}"


def amount_words(indicator: Indicator, vocabulary: Vocabulary, amount: Fraction) -> str:
    """Return a distance between values as printed, rounded up: what is short never reads 0."""
    places = places_of(indicator)
    raw = Fraction(ceil(amount * 10**places), 10**places)
    shown = raw * 100 if isinstance(indicator.measure, Share) else raw
    return f"{number_words(shown, places)} {unit_of(indicator, vocabulary)}".rstrip()


def number_words(number: Fraction, places: int) -> str:
    """Return a number to at most so many places, half up, thousands apart."""
    whole, dot, rest = plain(quotient(number.numerator, number.denominator, places)).partition(".")
    return f"{int(whole):,}{dot}{rest}"
