"""Commands that judge: evaluate and explain."""

from __future__ import annotations

from pathlib import Path

import click
from rich.text import Text

from ..casework import (
    Judged,
    assess,
    day_of,
    evaluation_document,
    explain,
    judge_facts,
)
from ..evaluate import FLAG_LABELS, STATE_LABELS, State, Trace, Verdict, verdicts
from ..facts import STAGE_LABELS, Stage
from .terminal import (
    STATE_COLOURS,
    Day,
    Terminal,
    as_of_option,
    book_option,
    format_option,
    out,
    pass_terminal,
    period_option,
    print_doubts,
    print_grade,
    print_json,
    print_table,
    read_facts,
)

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("tenant", required=False)
@click.option("--facts", type=_FILE, help="直接评价一个数据文件(.json 或 .xlsx),不经数据库。")
@click.option("--previous", type=_FILE, help="上一年度的数据文件,用于与上年比较。")
@book_option
@period_option
@as_of_option
@click.option("--strict", is_flag=True, help="有未达标项时退出码为 1。")
@format_option
@pass_terminal
@click.pass_context
def evaluate(
    context: click.Context,
    terminal: Terminal,
    tenant: str | None,
    facts: Path | None,
    previous: Path | None,
    book: str | None,
    period: str | None,
    as_of: Day | None,
    strict: bool,
    form: str,
) -> None:
    """评价一个行政区(TENANT)或一个数据文件(--facts)。"""
    if (tenant is None) == (facts is None):
        raise click.UsageError("请写行政区代码,或用 --facts 指定数据文件,二者取一")
    if facts:
        judged = _judge_file(terminal, facts, previous, book, as_of)
    else:
        judged = _judge_tenant(terminal, tenant or "", period, book, as_of)
    if form == "json":
        print_json(evaluation_document(judged, terminal.plugins.vocabulary))
    else:
        _show(judged, list(verdicts(judged.evaluation, terminal.plugins.vocabulary)))
    unmet = any((outcome.state == State.NOT_MET).any() for outcome in judged.evaluation.outcomes)
    context.exit(1 if strict and unmet else 0)


def _judge_tenant(
    terminal: Terminal, tenant: str, period: str | None, book: str | None, as_of: Day | None
) -> Judged:
    return assess(terminal.office, tenant, period, book, as_of, keep=True).judged


def _judge_file(
    terminal: Terminal, path: Path, previous: Path | None, book: str | None, as_of: Day | None
) -> Judged:
    if not book:
        raise click.UsageError("用 --facts 时须用 --book 指定评价办法")
    facts = read_facts(terminal, path)
    before = read_facts(terminal, previous) if previous else None
    day = day_of(facts.period, as_of)
    plugins = terminal.plugins
    rules = plugins.shelf.named(book, day)
    return judge_facts(rules, facts, day, plugins.vocabulary, before, plugins.grade)


def _state(verdict: Verdict) -> Text:
    return Text(STATE_LABELS[verdict.state], STATE_COLOURS[verdict.state])


def _show(judged: Judged, found: list[Verdict]) -> None:
    book = judged.book
    shown = [verdict for verdict in found if verdict.state is not State.NOT_APPLICABLE]
    rows = [
        (
            verdict.indicator,
            verdict.title,
            verdict.subject,
            STAGE_LABELS[verdict.stage] if verdict.stage else "",
            _state(verdict),
            verdict.printed,
            verdict.printed_limit,
            "、".join(FLAG_LABELS[flag] for flag in verdict.flags),
        )
        for verdict in shown
    ]
    title = f"{judged.facts.tenant} {judged.facts.period} 年 · {book.title} · {judged.as_of}"
    columns = ("代码", "指标", "对象", "学段", "结论", "值", "目标", "提示")
    print_table(title, columns, rows)
    print_doubts(judged.doubts)
    print_grade(judged.grade)


@click.command("explain")
@click.argument("tenant")
@click.argument("indicator")
@click.argument("subject")
@click.option("--stage", type=click.Choice([stage.value for stage in Stage]), help="学段。")
@book_option
@period_option
@as_of_option
@pass_terminal
def explain_(
    terminal: Terminal,
    tenant: str,
    indicator: str,
    subject: str,
    stage: str | None,
    book: str | None,
    period: str | None,
    as_of: Day | None,
) -> None:
    """说明一个结论的依据、数据来源和计算过程。"""
    assessed = assess(terminal.office, tenant, period, book, as_of)
    chosen = Stage(stage) if stage else None
    _print_trace(explain(terminal.office, assessed, indicator, subject, chosen))


def _print_trace(trace: Trace) -> None:
    verdict = trace.verdict
    stage = STAGE_LABELS[verdict.stage] if verdict.stage else ""
    title = Text(f"{verdict.indicator} {verdict.title}", "bold")
    out.print(title, verdict.subject, stage)
    flags = "、".join(FLAG_LABELS[flag] for flag in verdict.flags)
    out.print("结论:", _state(verdict), sep="", end="  ")
    out.print(f"值 {verdict.printed}  目标 {verdict.printed_limit}  {flags}")
    if trace.statement:
        out.print(f"要求:{trace.statement}", soft_wrap=True)
    out.print(f"条款:{trace.clause}")
    out.print(f"算法:{trace.formula}", soft_wrap=True)
    if trace.inputs:
        rows = [
            (entry.label, entry.subject_name, entry.value, str(entry.source or "来源未知"))
            for entry in trace.inputs
        ]
        print_table("所用数据", ("数据项", "对象", "数值", "来源"), rows)
    for step in trace.steps:
        out.print(f"  · {step}", soft_wrap=True)
    out.print(f"办法:{trace.book} 版本 {trace.edition},按 {trace.as_of} 有效的规则")
    out.print(f"规则摘要 {trace.book_hash[:12]} 数据摘要 {trace.facts_hash[:12]}")
