"""Commands that bring figures in: template and import."""

from __future__ import annotations

import getpass
from io import BytesIO
from pathlib import Path

import click

from ..casework import TakenIn, day_of, read_figures, take_in, write_workbook
from ..errors import refuse
from ..exchange import write_template
from .terminal import (
    Terminal,
    err,
    out,
    pass_terminal,
    period_option,
    print_problems,
    read_file,
    write_file,
)

_OUT = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("book")
@click.option("-o", "--output", type=_OUT, required=True, help="写到哪个 .xlsx 文件。")
@click.option("--tenant", help="行政区代码;已有的数据会预先填入。")
@period_option
@pass_terminal
def template(
    terminal: Terminal, book: str, output: Path, tenant: str | None, period: str | None
) -> None:
    """按一个评价办法生成填报表(.xlsx)。"""
    shelf = terminal.plugins.shelf
    rules = shelf.named(book, day_of(period, None)) if period else shelf.latest(book)
    written = BytesIO()
    if tenant:
        write_workbook(terminal.office, tenant, written, rules.name, period or "")
    else:
        write_template(rules, terminal.plugins.vocabulary, written, period=period or "")
    write_file(output, written.getvalue())
    out.print(f"已写入 {output}")


@click.command("import")
@click.argument("file", type=_OUT)
@click.option("--tenant", help="行政区代码;缺省按文件中所填。")
@click.option("--accept-valid", is_flag=True, help="有错误时仍导入其余正确的数据。")
@click.option("--marked", type=_OUT, help="把标出错误的填报表写到这个文件。")
@click.option("--who", default=getpass.getuser, help="填报人,记入历史。")
@pass_terminal
@click.pass_context
def take(
    context: click.Context,
    terminal: Terminal,
    file: Path,
    tenant: str | None,
    accept_valid: bool,
    marked: Path | None,
    who: str,
) -> None:
    """导入填报表(.xlsx)或 JSON 数据文件。"""
    content = read_file(file)
    with err.status(f"读取 {file.name}"):
        code = tenant or _tenant_of(terminal, content, file.name)
        taken = take_in(terminal.office, code, file.name, content, who, accept_valid=accept_valid)
    print_problems(taken.problems)
    if marked and taken.marked:
        write_file(marked, taken.marked)
        err.print(f"已把标出错误的填报表写入 {marked}")
    _report(taken)
    context.exit(0 if taken.recorded else 2)


def _tenant_of(terminal: Terminal, content: bytes, name: str) -> str:
    reading = read_figures(content, name, terminal.plugins.vocabulary)
    if reading.facts is None:
        print_problems(reading.problems)
        raise refuse(name, "读不出行政区或年度", "请改正上述问题后重试")
    return reading.facts.tenant


def _report(taken: TakenIn) -> None:
    if taken.recorded is None:
        err.print(f"发现 {len(taken.problems)} 处错误,未导入任何数据。")
        err.print("可改正后重试,或加 --accept-valid 只导入正确的部分。")
        return
    done = taken.recorded
    out.print(f"已导入:新增 {done.new},更改 {done.changed},未变 {done.same}")
