"""The command group, its start and its end: plugins found, faults said, exit codes given."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ..errors import DudaoError
from ..plugins import Plugins
from . import (
    audit,
    books,
    duties,
    evaluating,
    events,
    figures,
    forecast,
    grading,
    ledger,
    supervision,
    teachers,
    tenants,
    territory,
    timeline,
)
from .terminal import Terminal, print_problems
from .wording import ChineseHelp, refusal

BAD_INPUT = 2
_PLUGIN_COMMAND = books.plugin.name  # it lists the problems itself


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("dudao-data"),
    envvar="DUDAO_DATA",
    show_default=True,
    help="数据所在文件夹(内置数据库、佐证材料)。",
)
@click.option("--database", envvar="DUDAO_DATABASE", help="数据库地址;缺省为文件夹中的 SQLite。")
@click.option(
    "--evidence", envvar="DUDAO_EVIDENCE", help="佐证材料存放地址;缺省为文件夹中的 evidence。"
)
@click.version_option(package_name="dudao")
@click.pass_context
def cli(context: click.Context, data: Path, database: str | None, evidence: str | None) -> None:
    """Dudao 督导:数据填一次,逐条评价,每个结论都说明依据。"""
    plugins = context.find_object(Plugins) or Plugins()
    context.obj = Terminal(plugins, database, evidence, data)
    if context.invoked_subcommand != _PLUGIN_COMMAND:
        context.obj.warn_of_plugins()


for command in (
    tenants.demo,
    tenants.tenant,
    tenants.db,
    books.plugin,
    books.book,
    books.metrics,
    figures.template,
    figures.take,
    evaluating.evaluate,
    evaluating.explain_,
    forecast.forecast,
    teachers.teachers,
    timeline.timeline,
    territory.accounts,
    territory.checklist,
    duties.duties,
    grading.grade,
    events.event,
    ledger.ledger,
    supervision.supervision,
    audit.audit,
):
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command: exit 0 when fine, 1 for unmet items under --strict, 2 for bad input.

    `arguments` are those of the command line, by default this process's own.
    """
    click.Context.formatter_class = ChineseHelp
    plugins = Plugins()
    plugins.add_commands(cli)
    try:
        code = cli.main(arguments, prog_name="dudao", standalone_mode=False, obj=plugins)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        code = BAD_INPUT
    except click.ClickException as error:
        print_problems([refusal(error)])
        code = BAD_INPUT
    except click.exceptions.Abort:
        code = 130
    except DudaoError as error:
        print_problems(error.problems)
        code = BAD_INPUT
    sys.exit(code if isinstance(code, int) else 0)
