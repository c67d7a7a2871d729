"""Commands that show what is installed: plugins, rule books, metrics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import click
from rich.text import Text

from ..casework import book_document, books_document, metrics_document
from ..evaluate import OP_LABELS, limit_words
from ..facts import STAGE_LABELS
from ..metrics import Level, Vocabulary, plain
from ..rulebook import (
    DEADLINE_WORDS,
    SUBJECT_WORDS,
    Deadline,
    Grading,
    Indicator,
    RuleBook,
    Step,
    SubjectKind,
    Supervision,
)
from ..teachers import threshold_words
from .terminal import (
    Day,
    Terminal,
    as_of_option,
    format_option,
    out,
    pass_terminal,
    print_json,
    print_problems,
    print_table,
)

_LEVELS = {Level.COUNTY: "县", Level.SCHOOL: "学校", Level.STAGE: "学段", Level.CLASS: "班级"}
_ITEMS = {"points": "计分", "deductions": "扣分"}


@click.group()
def plugin() -> None:
    """已安装的插件。"""


@plugin.command("list")
@format_option
@pass_terminal
def plugin_list(terminal: Terminal, form: str) -> None:
    """列出插件和它们的问题。"""
    states = terminal.plugins.states.values()
    if form == "json":
        print_json(
            [
                {"name": s.name, "version": s.version, "problems": [str(p) for p in s.problems]}
                for s in states
            ]
        )
        return
    rows = [
        (s.name, s.version, f"有 {len(s.problems)} 个问题" if s.problems else "正常")
        for s in states
    ]
    print_table("插件", ("名称", "版本", "状态"), rows)


@plugin.command("check")
@click.argument("name", required=False)
@click.option("--mutate", is_flag=True, help="逐一改动目标值,看算例能否发现(较慢)。")
@pass_terminal
@click.pass_context
def plugin_check(
    context: click.Context, terminal: Terminal, name: str | None, mutate: bool
) -> None:
    """检查插件:办法和数据项能用、目标值不断档、算例重现;有问题时退出码为 1。"""
    # Loaded here only: no other command needs the checks of plugin authors.
    from ..testing import conform, unnoticed

    faulty = 0
    names = [name] if name else list(terminal.plugins.states)
    for each in names:
        problems = conform(each, terminal.plugins)
        if mutate and not problems:
            problems = unnoticed(each, terminal.plugins)
        print_problems(problems)
        out.print(f"{each}:{f'{len(problems)} 个问题' if problems else '没有问题'}")
        faulty += bool(problems)
    context.exit(1 if faulty else 0)


@click.group()
def book() -> None:
    """评价办法。"""


@book.command("list")
@format_option
@pass_terminal
def book_list(terminal: Terminal, form: str) -> None:
    """列出全部评价办法及版本。"""
    shelf = terminal.plugins.shelf
    if form == "json":
        print_json(books_document(shelf))
        return
    rows = [
        (b.code, b.edition, b.title, b.basis, str(b.since), str(b.until or ""), b.extends or "")
        for b in shelf
    ]
    columns = ("代码", "版本", "名称", "依据", "起", "止", "扩展自")
    print_table("评价办法", columns, rows)


@book.command("show")
@click.argument("code")
@as_of_option
@format_option
@pass_terminal
def book_show(terminal: Terminal, code: str, as_of: Day | None, form: str) -> None:
    """显示一个评价办法(缺省为今天有效的版本)。"""
    day = as_of or datetime.now(UTC).date()
    found = terminal.plugins.shelf.named(code, day)
    if form == "json":
        print_json(book_document(found))
    else:
        _show(found, terminal.plugins.vocabulary)


def _show(found: RuleBook, vocabulary: Vocabulary) -> None:
    out.print(Text(found.title, "bold"), found.name)
    out.print(f"依据 {found.basis};自 {found.since} 起")
    indicators = [
        (i.code, i.title, _LEVELS[Level(i.subject)], _targets(i, vocabulary), i.clause)
        for i in found.indicators
    ]
    print_table("指标", ("代码", "名称", "对象", "目标", "条款"), indicators)
    if found.duties:
        duties = [(d.code, d.title, d.lead, "、".join(d.support), d.clause) for d in found.duties]
        print_table("职责", ("代码", "任务", "牵头", "配合", "条款"), duties)
    if found.procedure:
        steps = [
            (s.code, s.title, _when(s), "、".join(s.departments), s.clause)
            for s in found.procedure.steps
        ]
        print_table("一年的安排", ("代码", "环节", "时间", "负责", "条款"), steps)
    if found.conditions:
        conditions = [(c.code, c.title, c.grade, c.clause) for c in found.conditions]
        print_table("否决与限等", ("代码", "情形", "等次", "条款"), conditions)
    if found.consequences:
        rows = [(c.code, c.title, "、".join(c.grades), c.clause) for c in found.consequences]
        print_table("后果", ("代码", "后果", "等次", "条款"), rows)
    if found.thresholds:
        thresholds = [(t.code, t.title, threshold_words(t), t.clause) for t in found.thresholds]
        print_table("教师年限条件", ("代码", "名称", "要求", "条款"), thresholds)
    if found.supervision:
        _show_supervision(found.supervision, {unit.code: unit.name for unit in found.organisation})
    _show_grading(found.grading)


def _show_supervision(rules: Supervision, names: Mapping[str, str]) -> None:
    bodies = [(names[b.unit], _kinds(b.inspects), b.mark, b.clause) for b in rules.bodies]
    print_table("督导机构", ("机构", "督导对象", "发文代字", "条款"), bodies)
    forms = [
        (form.code, form.title, _kinds(form.kinds), str(len(form.items))) for form in rules.forms
    ]
    print_table("检查表", ("代码", "名称", "督导对象", "项数"), forms)
    deadlines = [(DEADLINE_WORDS[d.kind], _days(d), d.clause) for d in rules.deadlines]
    print_table("期限", ("事项", "期限", "条款"), deadlines)
    grounds = [(g.code, g.title, "是" if g.direct else "否", g.clause) for g in rules.grounds]
    print_table("问责情形", ("代码", "情形", "可直接问责", "条款"), grounds)
    sanctions = [(s.code, s.title, _kinds(s.kinds), s.clause) for s in rules.sanctions]
    print_table("问责措施", ("代码", "措施", "适用对象", "条款"), sanctions)


def _kinds(kinds: Iterable[SubjectKind]) -> str:
    return "、".join(SUBJECT_WORDS[kind] for kind in kinds)


def _days(deadline: Deadline) -> str:
    return f"{deadline.days} 个工作日" if deadline.working else f"{deadline.days} 天"


def _show_grading(grading: Grading) -> None:
    if grading.grades:
        out.print(f"等次:{'、'.join(grading.grades)}")
    if grading.items:
        items = [(i.indicator, _ITEMS[i.kind], plain(i.points), i.clause) for i in grading.items]
        print_table("计分", ("指标", "方式", "分值", "条款"), items)
    if grading.bands:
        bands = [(band.grade, plain(band.at_least)) for band in grading.bands]
        print_table("分档", ("等次", "最低得分"), bands)


def _when(step: Step) -> str:
    days = f"{step.starts} 至 {step.due}" if step.starts else f"{step.due} 前"
    return days if step.every == 1 else f"每 {step.every} 年,{step.first} 年起,{days}"


def _targets(indicator: Indicator, vocabulary: Vocabulary) -> str:
    parts = []
    for target in indicator.targets:
        stage = STAGE_LABELS[target.stage] if target.stage else ""
        since = f"({target.since} 起)" if target.since else ""
        parts.append(
            f"{stage}{OP_LABELS[target.op]}{limit_words(indicator, target.limit, vocabulary)}{since}"
        )
    return " ".join(parts)


@click.command()
@format_option
@pass_terminal
def metrics(terminal: Terminal, form: str) -> None:
    """列出可填报的数据项。"""
    vocabulary = terminal.plugins.vocabulary
    if form == "json":
        print_json(metrics_document(vocabulary))
        return
    rows = [(m.code, m.label, m.unit, _LEVELS[m.level], m.note) for m in vocabulary]
    print_table("数据项", ("代码", "名称", "单位", "对象", "说明"), rows)
