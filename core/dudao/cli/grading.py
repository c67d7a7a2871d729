"""The command on grades: the range still possible, why, and the decision below the ceiling."""

from __future__ import annotations

import click
from rich.text import Text

from ..casework import (
    GradeOutlook,
    decide,
    grade_document,
    grade_outlook,
    load_duties,
    place_of,
)
from ..grading import ConditionState, Held
from ..moments import in_words
from ..rulebook import RuleBook
from ..workflow import Actor, Role
from .terminal import (
    Day,
    Terminal,
    as_of_option,
    book_option,
    format_option,
    out,
    pass_terminal,
    period_option,
    print_grade,
    print_json,
    print_table,
)

_WORDS = {
    ConditionState.CLEAR: Text("没有出现", "green"),
    ConditionState.TRIGGERED: Text("出现", "red"),
    ConditionState.UNDETERMINED: Text("尚不能判定", "yellow"),
}


@click.command()
@click.argument("tenant")
@period_option
@book_option
@as_of_option
@click.option("--decide", "decided", metavar="等次", help="评定等次,由上级审核单位在审核之后办理。")
@click.option("--reason", default="", help="评定的理由。")
@click.option("--by", default="", help="评定人姓名,记入办理日志。")
@format_option
@pass_terminal
def grade(
    terminal: Terminal,
    tenant: str,
    period: str | None,
    book: str | None,
    as_of: Day | None,
    decided: str | None,
    reason: str,
    by: str,
    form: str,
) -> None:
    """还可能是什么等次、哪个情形关闭了哪一等,以及评定的结果。"""
    if decided and as_of:
        raise click.UsageError("评定等次按年度最后一天的规则,--decide 不能与 --as-of 同用")
    found = grade_outlook(terminal.office, tenant, period, book, as_of)
    if decided:
        year = found.judged.facts.period
        plan = load_duties(terminal.office, tenant, year, book)
        reviewer = Actor(by, Role.REVIEWER, plan.seats().reviewer)
        decide(terminal.office, reviewer, plan, decided, reason)
        found = grade_outlook(terminal.office, tenant, year, book)
    if form == "json":
        print_json(grade_document(found))
    else:
        _show(found)


def _show(found: GradeOutlook) -> None:
    judged = found.judged
    mark = "(示例数据)" if found.tenant.synthetic else ""
    name = f"{found.tenant.name}{mark} {judged.facts.period} 年"
    out.print(Text(f"{name} · {judged.book.title} · {judged.as_of}", "bold"))
    if not judged.book.grading.grades:
        out.print("  本办法不评等次。")
    print_grade(judged.grade)
    if found.conditions:
        columns = ("代码", "情形", "后果", "判定", "条款")
        print_table("等次情形", columns, [_row(held, judged.book) for held in found.conditions])
        out.print(f"  条款出自{judged.book.basis}", soft_wrap=True)
    if found.events:
        rows = [
            (metric.label, "未登记" if count is None else f"{count} {metric.unit}")
            for metric, count in found.events
        ]
        print_table("事件", ("事件", "次数"), rows)
    decision = found.decision
    if decision:
        words = f"{decision.grade},{decision.by},{in_words(decision.at)};理由:{decision.comment}"
        out.print(Text(f"  已评定:{words}", "bold"), soft_wrap=True)
    elif judged.book.grading.grades:
        out.print("  尚未评定。")


def _row(held: Held, book: RuleBook) -> tuple[str | Text, ...]:
    effect = f"不能评为{held.grade}" if held.effect == "ceiling" else f"评为{held.grade}"
    return held.code, held.title, effect, _WORDS[held.state], place_of(held.clause, book)
