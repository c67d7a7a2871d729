"""A verdict as people and machines read it: one indicator, one subject, one stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..facts import Stage
from ..metrics import LABELS, WORDS, Kind, Level, Metric, Vocabulary, plain
from ..rulebook import Attested, Indicator, KOfN, Ratio, Share, Target, Value
from .evaluation import Evaluation
from .exact import quotient
from .judge import limit_of, places_of
from .outcome import Flag, Outcome, State
from .words import limit_words

RAW_PLACES = 10
OP_LABELS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "==": "="}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one subject stands against one indicator.

    `value` and `limit` are decimals as text before any rounding (`value` to ten places), words
    for attestations, None where there is none; shares are fractions. `printed` and
    `printed_limit` are what forms show, with unit or %. `until` is the last day of the relaxation
    that a 放宽达标 rests on; `reason` says why there is no value or no judgement.
    """

    indicator: str
    title: str
    subject: str
    stage: Stage | None
    level: Level
    state: State
    value: str | None
    printed: str
    limit: str | None
    printed_limit: str
    op: str | None
    flags: tuple[Flag, ...]
    clause: str
    relaxation: str = ""
    until: date | None = None
    reason: str = ""


def verdicts(evaluation: Evaluation, vocabulary: Vocabulary) -> Iterator[Verdict]:
    """Yield every verdict in the order of the book, then of the subjects."""
    for outcome in evaluation.outcomes:
        indicator = evaluation.book.by_code[outcome.indicator]
        for row in range(len(outcome.state)):
            yield verdict_at(evaluation, vocabulary, indicator, outcome, row)


def verdict_at(
    evaluation: Evaluation,
    vocabulary: Vocabulary,
    indicator: Indicator,
    outcome: Outcome,
    row: int,
) -> Verdict:
    """Return the verdict of one row of an outcome."""
    rows = evaluation.rows[outcome.level]
    state = State(int(outcome.state[row]))
    target = indicator.targets[outcome.target[row]] if outcome.target[row] >= 0 else None
    relaxed = outcome.relaxation[row]
    relaxation = indicator.relaxations[relaxed] if relaxed >= 0 else None
    flags = Flag(int(outcome.flags[row]))
    value, printed = _value(indicator, vocabulary, outcome, row, flags)
    until, titles = _expiry(evaluation, indicator, outcome, row)
    clause = (target.clause if target else None) or indicator.clause
    bar = relaxation.limit if relaxation and relaxation.limit is not None else None
    if isinstance(indicator.measure, KOfN):
        limit, printed_limit, op = _needed(evaluation, indicator.measure, state, row)
    else:
        limit, printed_limit, op = shown_limit(indicator, vocabulary, target, bar)
    return Verdict(
        indicator.code,
        indicator.title,
        rows.codes[row],
        rows.stages[row] or outcome.stage,
        outcome.level,
        state,
        value,
        printed,
        limit,
        printed_limit,
        op,
        tuple(flag for flag in Flag if flag in flags),
        relaxation.clause if relaxation else clause,
        titles,
        until,
        _reason(state, rows.reasons.get(row, ""), indicator),
    )


def _expiry(
    evaluation: Evaluation, indicator: Indicator, outcome: Outcome, row: int
) -> tuple[date | None, str]:
    """Return the last day and the titles of the relaxations that a 放宽达标 rests on."""
    if outcome.state[row] != State.MET_RELAXED:
        return None, ""
    if isinstance(indicator.measure, KOfN):
        found = [
            _expiry(evaluation, evaluation.book.by_code[code], evaluation.of(code)[0], row)
            for code in indicator.measure.of
        ]
    else:
        relaxation = indicator.relaxations[outcome.relaxation[row]]
        found = [(relaxation.until, relaxation.title)]
    days = [day for day, _ in found if day]
    titles = dict.fromkeys(title for _, title in found if title)
    return min(days, default=None), "、".join(titles)


def _reason(state: State, left_out: str, indicator: Indicator) -> str:
    if state is State.NOT_APPLICABLE:
        return left_out or ("没有达到适用条件" if indicator.applies else "当日没有生效的目标值")
    return "缺少计算所需的数据,或分母为 0" if state is State.NO_DATA else ""


def _value(
    indicator: Indicator,
    vocabulary: Vocabulary,
    outcome: Outcome,
    row: int,
    flags: Flag,
) -> tuple[str | None, str]:
    num, den = int(outcome.num[row]), int(outcome.den[row])
    if den == 0:
        return None, "—"
    metric = _metric(indicator, vocabulary)
    if Flag.REPORTED in flags:
        word = next(word for word, rank in WORDS[Kind.TREND].items() if rank == num)
        return word, LABELS[Kind.TREND][num]
    if metric and metric.kind in LABELS:
        return metric.exact(num), metric.show(num)
    raw = plain(quotient(num, den, RAW_PLACES))
    if isinstance(indicator.measure, Ratio) and "." not in raw:
        raw += ".0"
    return raw, _print(indicator, metric, quotient(num, den, places_of(indicator)))


def _metric(indicator: Indicator, vocabulary: Vocabulary) -> Metric | None:
    if isinstance(indicator.measure, Value | Attested):
        return vocabulary[indicator.measure.metric]
    return None


def _print(indicator: Indicator, metric: Metric | None, number: Decimal) -> str:
    match indicator.measure:
        case Share(places=places):
            return f"{number.scaleb(2):.{places}f}%"
        case KOfN(of=of):
            return f"{number} / {len(of)} 项"
        case _ if metric and metric.unit == "%":
            return f"{plain(number)}%"
        case _ if metric and metric.decimals == 0:
            return plain(number)
        case _:
            return f"{number:f}"


def _needed(
    evaluation: Evaluation, rule: KOfN, state: State, row: int
) -> tuple[str | None, str, str | None]:
    """Return how many members have to be met; those that do not apply leave the rule."""
    if state is State.NOT_APPLICABLE:
        return None, "—", None
    members = [evaluation.of(code)[0].state[row] for code in rule.of]
    needed = rule.needed - members.count(State.NOT_APPLICABLE)
    return str(needed), f"≥ {needed} 项", ">="


def shown_limit(
    indicator: Indicator,
    vocabulary: Vocabulary,
    target: Target | None,
    relaxed: Decimal | None = None,
) -> tuple[str | None, str, str | None]:
    """Return a target's exact limit, the same as printed, and the comparison; see `Verdict`."""
    if target is None:
        return None, "—", None
    number = limit_of(target) if relaxed is None else relaxed
    words = f"{OP_LABELS[target.op]} {limit_words(indicator, number, vocabulary)}"
    metric = _metric(indicator, vocabulary)
    exact = metric.exact(int(number)) if metric and metric.choices else plain(number)
    return exact, words, target.op
