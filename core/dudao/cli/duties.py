"""Commands of duty work: the year's duties, who owes what, opening a year, letters, the report."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import click
from rich.text import Text

from ..casework import (
    Duties,
    Reminder,
    Sent,
    due_reminders,
    duties_document,
    duty_letter,
    find_duties,
    history_of,
    load_duties,
    log_document,
    open_plan,
    owed_words,
    report_of,
    send_reminders,
    tenant_card,
)
from ..errors import refuse
from ..mail import mail_settings
from ..papers import letter_docx, selfevaluation_docx
from ..rulebook import day_in, is_day
from ..store import DutyWork
from ..workflow import (
    STATE_WORDS,
    TASK_WORDS,
    Actor,
    DutyState,
    Owed,
    PartState,
    Role,
    by_department,
    left_words,
    owed,
    procedure_of,
)
from .audit import print_log
from .terminal import (
    SHOW,
    Day,
    ShowsByDefault,
    Terminal,
    book_option,
    by_option,
    day_option,
    err,
    format_option,
    out,
    pass_terminal,
    period_option,
    print_json,
    print_table,
    write_file,
)

_OUT = click.Path(dir_okay=False, path_type=Path)
_COLOURS = {
    DutyState.COLLECTING: "yellow",
    DutyState.SUBMITTED: "cyan",
    DutyState.RETURNED: "red",
    DutyState.ACCEPTED: "green",
}


@click.group(cls=ShowsByDefault)
def duties() -> None:
    """履职任务;“dudao duties 行政区代码”即列出本年任务。"""


output_option = click.option(
    "-o", "--output", type=_OUT, required=True, help="写到哪个 .docx 文件。"
)
today_option = day_option("--as-of", help="按这一天计算还有几天(YYYY-MM-DD);缺省为今天。")


def _load(terminal: Terminal, tenant: str, period: str | None, book: str | None) -> Duties:
    """Return the plan asked for, by default the latest that was opened."""
    office = terminal.office
    if period:
        return load_duties(office, tenant, period, book)
    card = tenant_card(office, tenant)
    years = reversed(card.planned)
    found = next(filter(None, (find_duties(office, tenant, year, book) for year in years)), None)
    if found is None:
        if book or card.book:
            procedure_of(office.plugins.shelf.latest(book or card.book))
        raise refuse(f"租户 {tenant}", "还没有部署过履职任务", "请先用 dudao duties open 部署")
    return found


@duties.command(SHOW)
@click.argument("tenant")
@period_option
@book_option
@click.option("--department", help="只看一个部门,写名称或别名。")
@click.option("--owed", "only_owed", is_flag=True, help="只看谁还欠什么、到哪一天。")
@today_option
@format_option
@pass_terminal
def show(
    terminal: Terminal,
    tenant: str,
    period: str | None,
    book: str | None,
    department: str | None,
    only_owed: bool,
    as_of: Day | None,
    form: str,
) -> None:
    """列出一年的任务:牵头、时限、状态、谁还没有提交。"""
    found = _load(terminal, tenant, period, book)
    unit = found.directory.find(department).code if department else ""
    day = as_of or found.tenant.today
    if form == "json":
        print_json(duties_document(found, day, unit))
        return
    out.print(Text(_title(found), "bold"))
    if only_owed:
        _show_owed(found, day, unit)
    else:
        _show_works(found, unit)


def _title(found: Duties) -> str:
    mark = "(示例数据)" if found.tenant.synthetic else ""
    name = f"{found.tenant.name}{mark} {found.plan.period} 年"
    return f"{name} · {found.rules.title} · {STATE_WORDS[found.state]}"


def _show_works(found: Duties, unit: str) -> None:
    works = [work for work in found.works.values() if not unit or work.part(unit)]
    if not works:
        out.print("没有承担任务。")
        return
    columns = ("代码", "任务", "牵头", "完成时限", "状态", "已交", "尚未提交", "退回意见")
    print_table("履职任务", columns, [_row(found, work) for work in works])
    if not unit:
        print_states(found)


def print_states(found: Duties) -> None:
    """Print how many duties of a plan stand in each state."""
    states = [work.state for work in found.works.values()]
    words = ",".join(f"{STATE_WORDS[each]} {states.count(each)} 项" for each in DutyState)
    out.print(f"  履职任务 {len(states)} 项:{words}")


def _row(found: Duties, work: DutyWork) -> tuple[str | Text, ...]:
    lead, *support = work.parts
    waiting = [part for part in support if part.state != PartState.FILED]
    state = DutyState(work.state)
    return (
        work.code,
        found.duties[work.code].title,
        found.directory[lead.department].name,
        str(work.due),
        Text(STATE_WORDS[state], _COLOURS[state]),
        f"{len(support) - len(waiting)}/{len(support)}",
        "、".join(found.directory[part.department].name for part in waiting),
        work.comment if state is DutyState.RETURNED else "",
    )


def _show_owed(found: Duties, day: date, unit: str) -> None:
    waiting = [each for each in owed(found.standing()) if unit in ("", each.department)]
    if not waiting:
        out.print("没有待办事项。")
        return
    rows = [
        row
        for code, items in by_department(waiting).items()
        for row in _owing(found, code, items, day)
    ]
    print_table(f"待办({day})", ("部门", "任务", "事项", "时限", "剩余"), rows)


def _owing(
    found: Duties, code: str, items: Sequence[Owed], day: date
) -> Iterator[tuple[str | Text, ...]]:
    name = found.directory[code].name if code else procedure_of(found.rules).reviewer
    for each in items:
        left = each.days_left(day)
        title = f"{each.duty} {found.duties[each.duty].title}" if each.duty else "全县自评"
        words = "" if left is None else left_words(left)
        colour = "red" if left is not None and left < 0 else "default"
        yield name, title, TASK_WORDS[each.task], str(each.due or ""), Text(words, colour)
        name = ""


def _changed_days(
    context: click.Context, parameter: click.Parameter, written: Sequence[str]
) -> Mapping[str, date]:
    """Return the duties that are due on another day this year."""
    days = {}
    for each in written:
        code, _, day = each.partition("=")
        if len(day) != len("YYYY-MM-DD") or not is_day(day):
            raise click.BadParameter(f"“{each}”应如 一.1=2018-11-01", context, parameter)
        days[code] = day_in(0, day)
    return days


@duties.command("open")
@click.argument("tenant")
@click.option("--period", required=True, help="年度,如 2018。")
@day_option("--opened", help="部署日期(YYYY-MM-DD)。", required=True)
@click.option(
    "--due",
    multiple=True,
    callback=_changed_days,
    metavar="任务=日期",
    help="本年另定时限的任务,如 一.1=2018-11-01;可重复。",
)
@by_option
@book_option
@pass_terminal
def open_(
    terminal: Terminal,
    tenant: str,
    period: str,
    opened: Day,
    due: Mapping[str, date],
    by: str,
    book: str | None,
) -> None:
    """部署一年的任务:每项任务按评价办法分到各部门。"""
    actor = Actor(by, Role.EDITOR, tenant)
    found = open_plan(terminal.office, actor, tenant, period, opened, book, due)
    units = {part.department for work in found.works.values() for part in work.parts}
    out.print(f"已部署 {_title(found)}:{len(found.works)} 项任务,{len(units)} 个部门")


@duties.command()
@click.argument("tenant")
@click.argument("department")
@output_option
@period_option
@book_option
@pass_terminal
def letter(
    terminal: Terminal,
    tenant: str,
    department: str,
    output: Path,
    period: str | None,
    book: str | None,
) -> None:
    """写一个部门的责任清单(.docx)。"""
    found = _load(terminal, tenant, period, book)
    write_file(output, letter_docx(duty_letter(terminal.office, found, department)))
    out.print(f"已写入 {output}")


@duties.command()
@click.argument("tenant")
@click.option("--duty", help="只看一项任务,写代码,如 一.1。")
@period_option
@book_option
@format_option
@pass_terminal
def history(
    terminal: Terminal,
    tenant: str,
    duty: str | None,
    period: str | None,
    book: str | None,
    form: str,
) -> None:
    """列出办理经过:谁、何时、做了什么,最近的在前。"""
    found = _load(terminal, tenant, period, book)
    if duty is not None and duty not in found.works:
        raise refuse(f"任务 {duty}", "本年任务中没有", f"任务有:{'、'.join(found.works)}")
    entries = history_of(terminal.office, found, duty)
    if form == "json":
        print_json(log_document(entries))
    else:
        print_log(terminal.plugins.shelf, f"{_title(found)} · 办理经过", entries)


@duties.command()
@click.argument("tenant")
@click.option("--dry-run", is_flag=True, help="只列出要提醒的事项,不发邮件。")
@period_option
@book_option
@pass_terminal
@click.pass_context
def remind(
    context: click.Context,
    terminal: Terminal,
    tenant: str,
    dry_run: bool,
    period: str | None,
    book: str | None,
) -> None:
    """按办法规定的天数提醒各部门(发件服务器由环境变量 DUDAO_SMTP 指定);有没发出的,退出码为 1。"""
    found = _load(terminal, tenant, period, book)
    url, day = os.environ.get("DUDAO_SMTP", ""), found.tenant.today
    settings = mail_settings(url) if url and not dry_run else None
    if settings:
        sent = send_reminders(terminal.office, found, settings, day)
        waiting = tuple(each.reminder for each in sent)
    else:
        sent, waiting = (), due_reminders(terminal.office, found, day)
    if not waiting:
        out.print("今天没有要提醒的事项。")
        return
    for reminder in waiting:
        _print_reminder(found, reminder, day)
    for each in sent:
        _print_sent(found, each)
    if settings is None and not dry_run:
        raise refuse("DUDAO_SMTP", "没有设定,以上提醒都没有发出", "请设定发件服务器,或加 --dry-run")
    context.exit(1 if any(each.fault for each in sent) else 0)


def _print_reminder(found: Duties, reminder: Reminder, day: date) -> None:
    address = reminder.address or "没有登记邮箱"
    out.print(Text(f"{found.directory[reminder.department].name}({address})", "bold"))
    for each in reminder.owed:
        out.print(f"  {owed_words(found, each, day)}", soft_wrap=True)


def _print_sent(found: Duties, sent: Sent) -> None:
    if sent.fault:
        err.print(Text("× ", "red").append(f"没有发出:{sent.fault}", "default"), soft_wrap=True)
    else:
        name = found.directory[sent.reminder.department].name
        out.print(f"已发送:{name} {sent.reminder.address}", soft_wrap=True)


@duties.command()
@click.argument("tenant")
@output_option
@period_option
@book_option
@pass_terminal
def report(
    terminal: Terminal, tenant: str, output: Path, period: str | None, book: str | None
) -> None:
    """写全县自评报告(.docx);锁定之前为草稿。"""
    found = _load(terminal, tenant, period, book)
    write_file(output, selfevaluation_docx(report_of(terminal.office, found)))
    out.print(f"已写入 {output}")
