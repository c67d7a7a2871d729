"""What Click itself says to a user, in Chinese: refused usage and the frame of the help pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import click

from ..errors import Problem

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What was typed, as Click repeats it: Chinese in there does not make a sentence Chinese.
_TYPED = re.compile(r"'[^']*'")
_HEADINGS = {"Options": "选项", "Commands": "命令", "Positional arguments": "参数"}
_PHRASES = {
    "Show this message and exit.": "显示本说明。",
    "Show the version and exit.": "显示版本。",
    "[default: ": "[缺省:",
    "[required]": "[必填]",
}


class ChineseHelp(click.HelpFormatter):
    """Writes help pages whose headings and standing phrases are Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        super().write_usage(prog, args, prefix or "用法:")

    def write_heading(self, heading: str) -> None:
        """Write a section's heading."""
        super().write_heading(_HEADINGS.get(heading, heading))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write options or commands with what they do."""
        super().write_dl([(name, _translated(text)) for name, text in rows], col_max, col_spacing)


def _translated(text: str) -> str:
    for phrase, chinese in _PHRASES.items():
        text = text.replace(phrase, chinese)
    return text


def refusal(error: click.ClickException) -> Problem:
    """Return what is wrong with a command line: where, what, and what is expected."""
    match error:
        case click.MissingParameter():
            return Problem(_where(error), "没有填写", _help(error))
        case click.BadParameter():
            is_own = _CHINESE.search(_TYPED.sub("", error.message))
            own = error.message if is_own else "不是有效的值"
            return Problem(_where(error), own, _expected(error))
        case click.NoSuchOption():
            return Problem(error.option_name, "没有这个选项", _near(error.possibilities))
        case click.NoSuchCommand():
            return Problem(error.command_name, "没有这个命令", _near(error.possibilities))
        case click.BadOptionUsage():
            return Problem(error.option_name, "选项的用法不对", _help(error))
        case click.UsageError():
            own = error.message if _CHINESE.search(error.message) else "命令不完整或有多余的内容"
            return Problem(error.ctx.command_path if error.ctx else "dudao", own, _help(error))
        case _:
            return Problem("dudao", error.format_message())


def _where(error: click.BadParameter) -> str:
    if error.param is None:
        return error.ctx.command_path if error.ctx else "dudao"
    return " / ".join(error.param.opts) if error.param.opts[0].startswith("-") else _shown(error)


def _shown(error: click.BadParameter) -> str:
    return error.param.make_metavar(error.ctx).strip("[]") if error.param and error.ctx else ""


def _expected(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    match kind:
        case click.Choice():
            return f"可选:{'、'.join(map(str, kind.choices))}"
        case click.DateTime():
            return "应为日期,如 2023-12-31"
        case click.IntRange():
            return f"应为 {kind.min} 至 {kind.max} 的整数"
        case click.Path(dir_okay=False):
            return "应为文件,不是文件夹"
        case click.Path(file_okay=False):
            return "应为文件夹,不是文件"
        case _:
            return _help(error)


def _near(possibilities: Sequence[str] | None) -> str:
    return f"是否为 {'、'.join(possibilities)}?" if possibilities else "用 --help 查看用法"


def _help(error: click.UsageError) -> str:
    return f"用 {error.ctx.command_path} --help 查看用法" if error.ctx else ""
