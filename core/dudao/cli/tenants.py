"""Commands around tenants and the database: demo, tenant, db."""

from __future__ import annotations

import re

import click
from rich.progress import track

from ..casework import Assessed, find_duties, load_demo, tenant_cards
from ..errors import refuse
from ..evaluate import STATE_LABELS
from ..store import Tenant, add_tenant
from .duties import print_states
from .terminal import (
    Terminal,
    err,
    format_option,
    out,
    pass_terminal,
    print_doubts,
    print_grade,
    print_json,
    print_table,
)


@click.command()
@click.option("--serve/--no-serve", default=True, help="汇总之后是否打开网页服务。")
@pass_terminal
@click.pass_context
def demo(context: click.Context, terminal: Terminal, serve: bool) -> None:
    """装入示例与公开数据,汇总结论,并在本机打开网页(Ctrl-C 结束)。"""
    entries = terminal.plugins.demo
    loading = track(
        load_demo(terminal.office), "装入数据并评价", len(entries), console=err, transient=True
    )
    for assessed in loading:
        _summarise(assessed)
        plan = find_duties(terminal.office, assessed.tenant.code, assessed.period)
        if plan:
            print_states(plan)
        out.print()
    command = context.find_root().command
    server = command.get_command(context, "serve") if isinstance(command, click.Group) else None
    if serve and server is None:
        raise refuse("dudao serve", "没有安装网页部分", "请安装 dudao-web,或用 --no-serve")
    if serve and server:
        context.invoke(server)


def _summarise(assessed: Assessed) -> None:
    mark = "(示例数据)" if assessed.tenant.synthetic else ""
    title = f"{assessed.tenant.name}{mark} {assessed.period} 年 · {assessed.book.title}"
    rows = []
    for standing in assessed.standings:
        indicator = assessed.book.by_code[standing.indicator]
        if indicator.counts and standing.judged:
            counts = [str(count or "") for count in standing.by_state[:4]]
            rows.append((indicator.code, indicator.title, STATE_LABELS[standing.state], *counts))
    print_table(title, ("代码", "指标", "结论", "达标", "放宽", "未达标", "缺数据"), rows)
    print_doubts(assessed.doubts)
    print_grade(assessed.grade)


_CODE = re.compile(r"\d{2,12}", re.ASCII)  # GB/T 2260 and its extensions


@click.group()
def tenant() -> None:
    """在本系统中工作的行政区。"""


@tenant.command("list")
@format_option
@pass_terminal
def tenant_list(terminal: Terminal, form: str) -> None:
    """列出全部行政区。"""
    cards = tenant_cards(terminal.office)
    if form == "json":
        names = ("code", "name", "level", "parent", "book", "synthetic", "periods")
        print_json([{name: getattr(card, name) for name in names} for card in cards])
        return
    rows = [
        (card.code, card.name, card.level, card.book, "、".join(card.periods), card.parent or "")
        for card in cards
    ]
    print_table("行政区", ("代码", "名称", "级别", "评价办法", "年度", "上级"), rows)


@tenant.command("add")
@click.argument("code")
@click.argument("name")
@click.option("--level", type=click.Choice(["province", "prefecture", "county"]), default="county")
@click.option("--parent", help="上级行政区代码。")
@click.option("--book", required=True, help="通常使用的评价办法代码。")
@pass_terminal
def tenant_add(
    terminal: Terminal, code: str, name: str, level: str, parent: str | None, book: str
) -> None:
    """登记一个行政区。"""
    if not _CODE.fullmatch(code):
        raise refuse(f"行政区代码 {code}", "不是行政区划代码", "应为 2 至 12 位数字,如 640221")
    terminal.plugins.shelf.latest(book)
    with terminal.office.database.session() as session:
        add_tenant(session, Tenant(code, name, level, parent, book=book))
    out.print(f"已登记 {name}({code})")


@click.group()
def db() -> None:
    """数据库。"""


@db.command("upgrade")
@pass_terminal
def db_upgrade(terminal: Terminal) -> None:
    """把数据库表结构升级到本程序的版本。"""
    terminal.office.database.upgrade()
    out.print("数据库已是当前版本")
