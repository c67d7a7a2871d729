"""Commands of the register of events, from which some figures are counted."""

from __future__ import annotations

import click

from ..casework import (
    Counted,
    cancel_registered,
    declare_none,
    event_metrics,
    events_document,
    register_event,
    registered,
    tenant_card,
)
from ..errors import refuse
from ..workflow import Actor, Role
from .terminal import (
    Day,
    Terminal,
    by_option,
    day_option,
    err,
    format_option,
    out,
    pass_terminal,
    period_option,
    print_json,
    print_table,
)


@click.group()
def event() -> None:
    """事件登记:常务会议、安全事故等逐次登记,次数由系统计。"""


def _period(terminal: Terminal, tenant: str, period: str | None) -> str:
    have = tenant_card(terminal.office, tenant).periods
    if period is None and not have:
        raise refuse(f"租户 {tenant}", "还没有填报数据", "请用 --period 写明年度")
    return period or have[-1]


@event.command("list")
@click.argument("tenant")
@period_option
@format_option
@pass_terminal
def event_list(terminal: Terminal, tenant: str, period: str | None, form: str) -> None:
    """列出一年登记的事件和可登记的种类。"""
    year = _period(terminal, tenant, period)
    found = registered(terminal.office, tenant, year)
    if form == "json":
        print_json(events_document(found))
        return
    labels = {metric.code: metric.label for metric in event_metrics(terminal.office)}
    rows = [
        (
            str(each.id),
            labels.get(each.metric, each.metric),
            str(each.on),
            each.note,
            each.by,
            "已撤销" if each.is_cancelled else "",
        )
        for each in found
    ]
    print_table(f"{tenant} {year} 年事件登记", ("编号", "种类", "日期", "事由", "登记人", ""), rows)
    kinds = "、".join(f"{label}({code})" for code, label in labels.items())
    out.print(f"可登记:{kinds}", soft_wrap=True)


@event.command()
@click.argument("tenant")
@click.argument("metric")
@day_option("--on", help="发生的日期(YYYY-MM-DD)。", required=True)
@click.option("--note", required=True, help="时间、地点和经过要点。")
@by_option
@pass_terminal
def add(terminal: Terminal, tenant: str, metric: str, on: Day, note: str, by: str) -> None:
    """登记一件事(METRIC 为数据项代码),记在发生的年度。"""
    actor = Actor(by, Role.EDITOR, tenant)
    _print(register_event(terminal.office, actor, tenant, str(on.year), metric, on, note))


@event.command()
@click.argument("tenant")
@click.argument("number", type=int)
@click.option("--note", required=True, help="撤销的理由。")
@by_option
@period_option
@pass_terminal
def cancel(
    terminal: Terminal, tenant: str, number: int, note: str, by: str, period: str | None
) -> None:
    """撤销误登的一条(NUMBER 为编号);记录仍在,注明撤销。"""
    year, actor = _period(terminal, tenant, period), Actor(by, Role.EDITOR, tenant)
    _print(cancel_registered(terminal.office, actor, tenant, year, number, note))


@event.command("none")
@click.argument("tenant")
@click.argument("metric")
@by_option
@period_option
@pass_terminal
def none(terminal: Terminal, tenant: str, metric: str, by: str, period: str | None) -> None:
    """确认一年中没有发生;不确认的,次数为未知,不当作 0。"""
    year, actor = _period(terminal, tenant, period), Actor(by, Role.EDITOR, tenant)
    _print(declare_none(terminal.office, actor, tenant, year, metric))


def _print(counted: Counted) -> None:
    out.print(f"{counted.metric.label}:登记 {counted.count} {counted.metric.unit}")
    if not counted.agrees:
        told = f"另有来源填报 {counted.reported} {counted.metric.unit},没有改动,请核对"
        err.print(told, soft_wrap=True)
