"""Commands of the ledger: its findings, one's history, the months, rechecking."""

from __future__ import annotations

from pathlib import Path

import click
from rich.text import Text

from ..casework import (
    Ledger,
    finding_history,
    ledger_document,
    ledger_workbook,
    load_ledger,
    log_document,
    months_document,
    months_of,
    recheck_ledger,
    rechecked_document,
)
from ..ledger import Finding, Wanted, chosen
from ..workflow import RECHECK_WORDS, STATE_WORDS, FindingState, left_words
from .audit import print_log
from .terminal import (
    SHOW,
    Day,
    ShowsByDefault,
    Terminal,
    book_option,
    day_option,
    format_option,
    out,
    pass_terminal,
    print_json,
    print_table,
    workbook_option,
    write_file,
)

_COLUMNS = ("编号", "问题", "对象", "现状", "要求", "责任单位", "期限", "状态", "复核")
today_option = day_option("--as-of", help="按这一天计算是否超期(YYYY-MM-DD);缺省为今天。")


@click.group(cls=ShowsByDefault)
def ledger() -> None:
    """问题台账;“dudao ledger 行政区代码”即列出未销号的问题。"""


@ledger.command(SHOW)
@click.argument("tenant")
@book_option
@click.option("--all", "everything", is_flag=True, help="连同已销号、已撤销的。")
@click.option(
    "--state", type=click.Choice([state.value for state in FindingState]), help="只看一种状态。"
)
@click.option("--rule", default="", help="只看一个指标或任务,写代码。")
@click.option("--subject", default="", help="只看一所学校,写代码。")
@click.option("--overdue", is_flag=True, help="只看超期的。")
@click.option("--new", is_flag=True, help="只看新产生的。")
@click.option("--ready", is_flag=True, help="只看可以销号的。")
@today_option
@workbook_option
@format_option
@pass_terminal
def show(
    terminal: Terminal,
    tenant: str,
    book: str | None,
    everything: bool,
    state: str | None,
    rule: str,
    subject: str,
    overdue: bool,
    new: bool,
    ready: bool,
    as_of: Day | None,
    output: Path | None,
    form: str,
) -> None:
    """列出问题:现状、要求、责任单位、期限、状态、按最新数据复核的结果。"""
    found = load_ledger(terminal.office, tenant, book)
    today = as_of or found.tenant.today
    wanted = Wanted(
        FindingState(state) if state else None,
        rule=rule,
        subject=subject,
        standing=not (everything or state),
        overdue=overdue,
        new=new,
        ready=ready,
    )
    rows = chosen(found.findings, wanted, today)
    if output:
        write_file(output, ledger_workbook(terminal.office, found, rows))
    if form == "json":
        print_json(ledger_document(found, rows, today))
        return
    title = f"{found.tenant.name}{'(示例数据)' if found.tenant.synthetic else ''} 问题台账"
    print_table(title, _COLUMNS, [_row(found, each, today) for each in rows])
    out.print(f"列出 {len(rows)} 项,台账共 {len(found.findings)} 项")


def _row(found: Ledger, finding: Finding, today: Day) -> tuple[str | Text, ...]:
    gap, due = finding.gap, finding.deadline
    marks = ("新产生",) * gap.is_new + (f"再次出现 {finding.returns} 次",) * bool(finding.returns)
    left = f"{due} {left_words((due - today).days)}" if due and finding.is_open else str(due or "")
    return (
        str(finding.number),
        " ".join((gap.title, *marks)),
        gap.name,
        finding.checked.value if finding.checked else gap.value,
        gap.limit,
        found.named(finding.owner),
        Text(left, "red" if finding.is_overdue(today) else "default"),
        STATE_WORDS[finding.state],
        RECHECK_WORDS[finding.rule],
    )


@ledger.command()
@click.argument("tenant")
@click.argument("number", type=int)
@format_option
@pass_terminal
def history(terminal: Terminal, tenant: str, number: int, form: str) -> None:
    """列出一个问题(NUMBER 为编号)的办理过程,最近的在前。"""
    entries = finding_history(terminal.office, tenant, number)
    if form == "json":
        print_json(log_document(entries))
    else:
        print_log(terminal.plugins.shelf, f"{tenant} 台账第 {number} 号", entries)


@ledger.command()
@click.argument("tenant")
@book_option
@format_option
@pass_terminal
def months(terminal: Terminal, tenant: str, book: str | None, form: str) -> None:
    """逐月列出立项、销号和未销号的问题数。"""
    found = load_ledger(terminal.office, tenant, book)
    counted = months_of(terminal.office, tenant, found.rules.code, found.tenant.today)
    if form == "json":
        print_json(months_document(counted))
        return
    rows = [
        (f"{each.year}-{each.month:02}", str(each.opened), str(each.closed), str(each.standing))
        for each in counted
    ]
    print_table(f"{found.tenant.name} 台账逐月情况", ("月份", "立项", "销号", "月末未销号"), rows)


@ledger.command()
@click.argument("tenant")
@book_option
@format_option
@pass_terminal
def recheck(terminal: Terminal, tenant: str, book: str | None, form: str) -> None:
    """按最新数据和任务办理情况复核台账:新问题立项,再次出现的重新立项。"""
    found = recheck_ledger(terminal.office, tenant, book)
    if form == "json":
        print_json(rechecked_document(found))
        return
    out.print(
        f"新立项 {found.opened} 项,再次出现 {found.returned} 项,复核结果有变化 {found.checked} 项"
    )
