"""Commands over the log of what was done: reading it, and proving that nobody altered it."""

from __future__ import annotations

from collections.abc import Sequence

import click

from ..casework import audit as check_log, log_document, log_of, tenant_cards
from ..moments import in_words
from ..rulebook import Shelf
from ..store import LogEntry
from ..workflow import ACTION_WORDS, RECHECK_WORDS, Recheck
from .terminal import (
    Terminal,
    format_option,
    out,
    pass_terminal,
    print_json,
    print_problems,
    print_table,
)


@click.group()
def audit() -> None:
    """办理日志。"""


@audit.command("list")
@click.argument("tenant")
@click.option("--period", help="年度,如 2018;缺省为全部。")
@format_option
@pass_terminal
def audit_list(terminal: Terminal, tenant: str, period: str | None, form: str) -> None:
    """列出一个行政区的日志,最近的在前。"""
    entries = log_of(terminal.office, tenant, period)
    if form == "json":
        print_json(log_document(entries))
    else:
        print_log(terminal.plugins.shelf, f"{tenant} 办理日志", entries)


def print_log(shelf: Shelf, title: str, entries: Sequence[LogEntry]) -> None:
    """Print entries of the log, units by their names where the book is installed."""
    names = {(book.code, unit.code): unit.name for book in shelf for unit in book.departments}
    rows = [
        (
            str(each.number),
            in_words(each.at) if each.at else "",
            each.who,
            ACTION_WORDS.get(each.action, each.action),
            each.duty,
            names.get((each.book, each.department), each.department),
            _said(each),
        )
        for each in entries
    ]
    columns = ("序号", "时间", "办理人", "事项", "任务", "部门", "说明")
    print_table(title, columns, rows)


def _said(entry: LogEntry) -> str:
    said = entry.detail
    if "result" in said:
        result = RECHECK_WORDS[Recheck(said["result"])]
        return f"{said['figures']} 年 {said['value']}(要求 {said['limit']}),{result}"
    return str(said.get("measure") or said.get("comment") or said.get("note") or "")


@audit.command()
@click.argument("tenant", required=False)
@pass_terminal
@click.pass_context
def verify(context: click.Context, terminal: Terminal, tenant: str | None) -> None:
    """逐条核对日志的封印(缺省为全部行政区);有缺失或被改动的,退出码为 1。"""
    codes = [tenant] if tenant else [card.code for card in tenant_cards(terminal.office)]
    broken = 0
    for code in codes:
        found = check_log(terminal.office, code)
        if found.fault:
            print_problems([found.fault])
            broken += 1
        else:
            out.print(f"{code}:{found.entries} 条,完好;末条封印 {found.seal}", soft_wrap=True)
    context.exit(1 if broken else 0)
