"""Finding one verdict and telling how it came about."""

from __future__ import annotations

from ..errors import DudaoError, refuse
from ..evaluate import Evaluation, Outcome, Trace, Tracer
from ..facts import STAGE_LABELS, FactSet, Stage
from ..metrics import Vocabulary
from ..rulebook import Indicator


def trace_of(
    evaluation: Evaluation,
    facts: FactSet,
    vocabulary: Vocabulary,
    indicator: str,
    subject: str,
    stage: Stage | None = None,
    previous: FactSet | None = None,
) -> Trace:
    """Return the trace of one verdict of a single county's evaluation, without sources.

    Raises DudaoError when the indicator or subject is unknown, or a stage has to be named.
    """
    rule = evaluation.book.by_code.get(indicator)
    if rule is None:
        raise refuse(f"指标 {indicator}", f"{evaluation.book.title}中没有", _known(evaluation))
    outcome, row = _find(evaluation, rule, subject, stage)
    tracer = Tracer(evaluation, facts, vocabulary, previous)
    return tracer.trace(rule, outcome, row)


def _known(evaluation: Evaluation) -> str:
    return f"指标有:{'、'.join(evaluation.book.by_code)}"


def _find(
    evaluation: Evaluation, rule: Indicator, subject: str, stage: Stage | None
) -> tuple[Outcome, int]:
    found = [
        (outcome, row, evaluation.rows[outcome.level].stages[row] or outcome.stage)
        for outcome in evaluation.of(rule.code)
        for row, code in enumerate(evaluation.rows[outcome.level].codes)
        if code == subject
    ]
    matching = [entry for entry in found if stage is None or entry[2] in (None, stage)]
    if len(matching) == 1:
        return matching[0][0], matching[0][1]
    raise _not_one(evaluation, rule, subject, [entry[2] for entry in found])


def _not_one(
    evaluation: Evaluation, rule: Indicator, subject: str, stages: list[Stage | None]
) -> DudaoError:
    where = f"指标 {rule.code} 对象 {subject}"
    if not stages:
        level = evaluation.of(rule.code)[0].level
        codes = list(dict.fromkeys(evaluation.rows[level].codes))
        listed = "、".join(codes[:10]) + (" 等" if len(codes) > 10 else "")
        return refuse(where, "没有这个对象的结论", f"本指标评价的对象有:{listed}")
    named = "、".join(f"{stage}({STAGE_LABELS[stage]})" for stage in stages if stage)
    return refuse(where, "需要指明学段" if len(stages) > 1 else "没有这个学段", f"可选:{named}")
