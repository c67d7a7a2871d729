"""The command on teacher lists: who has reached which career threshold, and the template."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from ..casework import check_list, teachers_document
from ..exchange import write_teacher_template
from ..metrics import plain
from ..moments import today
from ..rulebook import RuleBook
from ..teachers import (
    DISCREPANCY_LABELS,
    REACH_LABELS,
    Discrepancy,
    Reach,
    TeacherCheck,
    counts_of,
    threshold_words,
)
from .terminal import (
    Day,
    Terminal,
    book_option,
    day_option,
    format_option,
    out,
    pass_terminal,
    print_json,
    print_table,
    read_file,
    write_file,
)

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_FILE, required=False)
@click.option("--template", type=_FILE, help="不核对,只把空白名单(.xlsx)写到这个文件。")
@book_option
@day_option("--as-of", help="年数算到哪一天、按哪一天有效的条件(YYYY-MM-DD);缺省为今天。")
@format_option
@pass_terminal
def teachers(
    terminal: Terminal,
    file: Path | None,
    template: Path | None,
    book: str | None,
    as_of: Day | None,
    form: str,
) -> None:
    """按年限条件核对教师名单(.xlsx、.csv 或 .json);名单不存入系统。"""
    if (file is None) == (template is None):
        raise click.UsageError("请写名单文件,或用 --template 生成空白名单,二者取一")
    day = as_of or today()
    rules = terminal.plugins.shelf.named(book, day) if book else None
    if template:
        write_file(template, write_teacher_template(rules))
        out.print(f"已写入 {template}")
    elif file and rules:
        check = check_list(rules, read_file(file), file.name, day)
        if form == "json":
            print_json(teachers_document(check, rules))
        else:
            _show(check, rules)
    else:
        raise click.UsageError("核对名单须用 --book 指定评价办法")


def _show(check: TeacherCheck, book: RuleBook) -> None:
    title = f"{book.title} · {check.as_of} · {len(check.results)} 名教师"
    rows = [
        (
            f"{count.threshold.code} {count.threshold.title}",
            threshold_words(count.threshold),
            *(str(count.reach[reach]) for reach in Reach),
            str(count.discrepancies.total()),
            count.threshold.clause,
        )
        for count in counts_of(check)
    ]
    print_table(title, ("年限条件", "要求", *REACH_LABELS.values(), "有出入", "条款"), rows)
    for head in check.missing:
        out.print(f"名单没有“{head}”一列,要用到它的条件可能无法判断。", soft_wrap=True)
    columns = ("工号", "任教学校", "年限条件", "结论", "还差(年)", "说明")
    for kind, label in DISCREPANCY_LABELS.items():
        lines = list(_lines(check, kind))
        if lines:
            print_table(label, columns, lines)


def _lines(check: TeacherCheck, kind: Discrepancy) -> Iterator[tuple[str, ...]]:
    for result in check.results:
        for found in result.attained:
            if found.discrepancy is kind:
                yield (
                    result.teacher.code,
                    result.teacher.school,
                    found.threshold,
                    REACH_LABELS[found.reach],
                    "" if found.lacking is None else plain(found.lacking),
                    ";".join(found.reasons),
                )
