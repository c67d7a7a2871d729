"""What every command shares: the installation it works on, how it prints, how it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from ..casework import Office, local_url, open_office
from ..errors import Problem, refuse
from ..plugins import Plugins

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)
_PIPED_WIDTH = 160
if not out.is_terminal:
    # A pipe has no width of its own, and cutting cells at 80 columns would lose text.
    out.width = _PIPED_WIDTH


@dataclass
class Terminal:
    """One run of the `dudao` command: the plugins, and the database opened when first asked."""

    plugins: Plugins
    database: str | None
    folder: Path

    @cached_property
    def office(self) -> Office:
        """The open installation; it is closed when the command ends."""
        url = self.database or local_url(self.folder)
        return click.get_current_context().with_resource(open_office(url, self.plugins))

    def warn_of_plugins(self) -> None:
        """Say on the error stream which plugins were set aside and why."""
        for name, problems in self.plugins.problems.items():
            for problem in problems:
                err.print(f"[yellow]插件 {name} 有问题:[/yellow]{problem}")


pass_terminal = click.make_pass_decorator(Terminal)


def current_office() -> Office:
    """Return the installation that the running command works on, for commands of plugins."""
    terminal = click.get_current_context().find_object(Terminal)
    if terminal is None:
        raise refuse("命令", "没有在 dudao 之下运行")
    return terminal.office


format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    help="输出为表格,或供程序读取的 JSON。",
)
book_option = click.option("--book", help="评价办法代码,可带版本,如 cn.balanced@2017。")
period_option = click.option("--period", help="年度,如 2023;缺省为最近一年。")
as_of_option = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=lambda _ctx, _param, value: value.date() if value else None,
    help="按这一天有效的规则评价(YYYY-MM-DD);缺省为年度最后一天。",
)
Day = date


def print_json(document: Any) -> None:
    """Print a JSON document, Chinese left readable."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=1))


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; numbers are already text."""
    table = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    out.print(table)


def print_problems(problems: Sequence[Problem]) -> None:
    """Print what is wrong, where and what to do, on the error stream."""
    for problem in problems:
        err.print(f"[red]✗[/red] {problem.where}:{problem.what}", soft_wrap=True, markup=True)
        if problem.expected:
            err.print(f"   → {problem.expected}", soft_wrap=True, markup=False)


def read_file(path: Path) -> bytes:
    """Return a file's bytes. Raises DudaoError when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise refuse(str(path), f"无法读取:{error.strerror}") from None
