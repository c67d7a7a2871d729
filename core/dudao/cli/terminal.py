"""What every command shares: the installation it works on, how it prints, how it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..casework import Office, local_url, open_office, read_figures
from ..checks import SEVERITY_LABELS, Doubt
from ..errors import DudaoError, Problem, reason, refuse
from ..evaluate import State
from ..evidence import local_evidence
from ..facts import FactSet
from ..grading import ConditionState, Grade
from ..plugins import Plugins

STATE_COLOURS = {
    State.MET: "green",
    State.MET_RELAXED: "green",
    State.NOT_MET: "red",
    State.NO_DATA: "yellow",
    State.NOT_APPLICABLE: "dim",
}
# Without markup: brackets in names and messages are text, whatever they look like.
out = Console(highlight=False, markup=False)
err = Console(stderr=True, highlight=False, markup=False)
_PIPED_WIDTH = 160
if not out.is_terminal:
    # A pipe has no width of its own, and cutting cells at 80 columns would lose text.
    out.width = _PIPED_WIDTH


@dataclass
class Terminal:
    """One run of the `dudao` command: the plugins, and the installation opened when first asked."""

    plugins: Plugins
    database: str | None
    evidence: str | None
    folder: Path

    @cached_property
    def office(self) -> Office:
        """The open installation; it is closed when the command ends."""
        url, evidence = self._url, self.evidence or local_evidence(self.folder)
        opened = open_office(url, self.plugins, evidence)
        return click.get_current_context().with_resource(opened)

    @property
    def _url(self) -> str:
        try:
            return self.database or local_url(self.folder)
        except OSError as error:
            raise refuse(
                str(self.folder), f"不能用来存放数据:{reason(error)}", "请另选 --data"
            ) from None

    def warn_of_plugins(self) -> None:
        """Say on the error stream which plugins were set aside and why."""
        for name, problems in self.plugins.problems.items():
            for problem in problems:
                err.print(Text(f"插件 {name} 有问题:", "yellow").append(str(problem), "default"))


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
Command = TypeVar("Command", bound=Callable[..., Any])


def day_option(name: str, *, help: str, required: bool = False) -> Callable[[Command], Command]:
    """Return an option whose value is a day."""
    return click.option(
        name,
        type=click.DateTime(["%Y-%m-%d"]),
        callback=lambda _ctx, _param, value: value.date() if value else None,
        help=help,
        required=required,
    )


as_of_option = day_option("--as-of", help="按这一天有效的规则评价(YYYY-MM-DD);缺省为年度最后一天。")
by_option = click.option("--by", required=True, help="办理人姓名,记入办理日志。")
Day = date


workbook_option = click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="另存为工作簿(.xlsx)。"
)


SHOW = "show"


class ShowsByDefault(click.Group):
    """A group that takes a tenant where a command's name could stand: it means `show`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `show` in front of a code or an option that is not the group's."""
        first = args[0] if args else ""
        if first[:1].isdigit() or (first[:1] == "-" and first not in ctx.help_option_names):
            args = [SHOW, *args]
        return super().parse_args(ctx, args)


def print_json(document: Any) -> None:
    """Print a JSON document, Chinese left readable."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=1))


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str | Text]]) -> None:
    """Print a table; numbers are already text, `Text` where a cell has a colour."""
    table = Table(title=Text(title), title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))
    out.print(table)


def print_doubts(doubts: Iterable[Doubt]) -> None:
    """Print what is doubtful about the figures, the gravest first."""
    for doubt in doubts:
        kind = SEVERITY_LABELS[doubt.severity]
        line = f"  {kind}:{doubt.subject_name} {doubt.title}——{doubt.message}"
        out.print(line, soft_wrap=True, markup=False)


def print_grade(grade: Grade) -> None:
    """Print the grades still possible, what closes the others, and what is still open."""
    if grade.fault:
        out.print(Text(f"  等次未能给出:{grade.fault}", "red"), soft_wrap=True)
    if grade.score:
        out.print(f"  得分:{grade.score}", markup=False)
    if grade.possible:
        out.print(f"  等次可能为:{'、'.join(grade.possible)}", style="bold", markup=False)
    closed: dict[tuple[str, str], list[str]] = {}
    for each in grade.closed:
        closed.setdefault((each.by, each.title), []).append(each.grade)
    for (by, title), grades in closed.items():
        line = f"  因 {by} {title},不能评为{'、'.join(grades)}"
        out.print(line, soft_wrap=True, markup=False)
    for held in grade.conditions:
        if held.state is ConditionState.UNDETERMINED:
            line = f"  尚不能判定:{held.code} {held.title}(如属实,影响等次{held.grade})"
            out.print(line, soft_wrap=True, markup=False)


def print_problems(problems: Sequence[Problem]) -> None:
    """Print what is wrong, where and what to do, on the error stream."""
    for problem in problems:
        said = Text("× ", "red").append(f"{problem.where}:{problem.what}", "default")
        err.print(said, soft_wrap=True)
        if problem.expected:
            err.print(f"   → {problem.expected}", soft_wrap=True)


def read_file(path: Path) -> bytes:
    """Return a file's bytes. Raises DudaoError when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise refuse(str(path), f"无法读取:{reason(error)}") from None


def read_facts(terminal: Terminal, path: Path) -> FactSet:
    """Return the figures of a file. Raises DudaoError with every fault in it."""
    found = read_figures(read_file(path), path.name, terminal.plugins.vocabulary)
    if found.problems or found.facts is None:
        raise DudaoError(found.problems)
    return found.facts


def write_file(path: Path, content: bytes) -> None:
    """Write a file. Raises DudaoError when that is not possible."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise refuse(str(path), f"无法写入:{reason(error)}") from None
