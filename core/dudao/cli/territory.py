"""The commands on a territory: the account of its schools, the checklist of its counties."""

from __future__ import annotations

from pathlib import Path

import click
from rich.text import Text

from ..casework import (
    OVERALL,
    Account,
    Accounts,
    Checklist,
    Sieve,
    Territory,
    accounts_document,
    accounts_of,
    accounts_workbook,
    checklist_document,
    checklist_of,
    checklist_workbook,
    open_findings,
    territory_of,
    totals_of,
)
from ..errors import refuse
from ..evaluate import STATE_LABELS, State
from ..facts import STAGE_LABELS, TYPE_LABELS, Stage
from ..rulebook import RuleBook, short_name
from .terminal import (
    STATE_COLOURS,
    Day,
    Terminal,
    as_of_option,
    book_option,
    format_option,
    out,
    pass_terminal,
    period_option,
    print_json,
    print_table,
    workbook_option,
    write_file,
)


@click.command()
@click.argument("tenant")
@book_option
@period_option
@as_of_option
@click.option("--county", default="", help="只列一个行政区的学校,写其代码。")
@click.option(
    "--stage", type=click.Choice([stage.value for stage in Stage]), help="只列有该学段的学校。"
)
@click.option("--gaps", is_flag=True, help="只列有未达标项的学校。")
@workbook_option
@format_option
@pass_terminal
def accounts(
    terminal: Terminal,
    tenant: str,
    book: str | None,
    period: str | None,
    as_of: Day | None,
    county: str,
    stage: str | None,
    gaps: bool,
    output: Path | None,
    form: str,
) -> None:
    """逐校台账:一个县,或一个市、省所辖各县的学校,每校一行。"""
    territory = territory_of(terminal.office, tenant, period, book, as_of)
    found = accounts_of(terminal.office, territory, _rules(territory))
    sieve = Sieve(county, Stage(stage) if stage else None, only_gaps=gaps)
    lines = found.sifted(sieve)
    if output:
        codes = [each.tenant.code for each in territory.counties]
        findings = open_findings(terminal.office, tenant, codes)
        write_file(output, accounts_workbook(found, lines, findings))
    if form == "json":
        print_json(accounts_document(found, lines))
    else:
        _show_accounts(found, lines)
        _say_saved(output)


def _rules(territory: Territory) -> RuleBook:
    """Return the book of most counties. Raises DudaoError where no county was judged."""
    if not territory.books:
        reasons = dict.fromkeys(year.reason for year in territory.counties)
        raise refuse(f"租户 {territory.tenant.code}", "没有可以列出的结论", ";".join(reasons))
    return territory.books[0]


def _show_accounts(found: Accounts, lines: list[Account]) -> None:
    rows = [
        (
            line.name,
            line.code,
            found.counties[line.tenant].name,
            TYPE_LABELS[line.school.type],
            _number(line.pupils),
            _number(line.classes),
            _number(line.largest),
            Text(OVERALL[line.state], STATE_COLOURS[line.state]),
            _names(found, line, State.NOT_MET),
            str(line.count(State.NO_DATA) or ""),
        )
        for line in lines
    ]
    columns = ("学校", "代码", "行政区", "类型", "学生", "班", "最大班", "总评", "未达标", "缺数据")
    print_table(_title(found.tenant.name, found.period, "逐校台账", found.book), columns, rows)
    out.print(totals_of(lines).sentence, soft_wrap=True)


def _title(name: str, period: str, what: str, book: RuleBook) -> str:
    return f"{name} {period} 年{what} · {book.title}"


def _number(known: int | None) -> str:
    return "—" if known is None else str(known)


def _names(found: Accounts, line: Account, state: State) -> str:
    verdicts = zip(found.indicators, line.verdicts, strict=True)
    return "、".join(short_name(each) for each, one in verdicts if one and one.state is state)


def _say_saved(output: Path | None) -> None:
    if output:
        out.print(f"已存为 {output}", soft_wrap=True)


@click.command()
@click.argument("tenant")
@book_option
@period_option
@as_of_option
@click.option("--section", default="", help="只列一个部分,写其代码。")
@click.option("--of", default="", help="只列一个合并指标及其各项,写其代码。")
@workbook_option
@format_option
@pass_terminal
def checklist(
    terminal: Terminal,
    tenant: str,
    book: str | None,
    period: str | None,
    as_of: Day | None,
    section: str,
    of: str,
    output: Path | None,
    form: str,
) -> None:
    """县级清单:评价办法对县的各项要求,各县是否达标。"""
    territory = territory_of(terminal.office, tenant, period, book, as_of)
    rules, vocabulary = _rules(territory), terminal.plugins.vocabulary
    found = checklist_of(territory, vocabulary, rules, section, of)
    if output:
        write_file(output, checklist_workbook(found))
    if form == "json":
        print_json(checklist_document(found))
    else:
        _show_checklist(found)
        _say_saved(output)


def _show_checklist(found: Checklist) -> None:
    """Print an item a line: a terminal is too narrow for one column an item."""
    counties = [line for line in found.lines if line.verdicts]
    rows = []
    for place, (item, counts) in enumerate(zip(found.items, found.sums, strict=True)):
        stage = f"({STAGE_LABELS[item.stage]})" if item.stage else ""
        named = {
            state: "、".join(
                line.county.tenant.name for line in counties if line.verdicts[place].state is state
            )
            for state in (State.NOT_MET, State.NO_DATA)
        }
        met = counts.get(State.MET, 0) + counts.get(State.MET_RELAXED, 0)
        title = f"{'  ' if item.whole else ''}{item.indicator.title}{stage}"
        rows.append((title, f"{met} / {len(counties)}", *named.values()))
    heads = ("项目", "达标", *(STATE_LABELS[state] for state in (State.NOT_MET, State.NO_DATA)))
    print_table(_title(found.tenant.name, found.period, "县级清单", found.book), heads, rows)
    for line in found.lines:
        if not line.verdicts:
            out.print(f"  {line.county.tenant.name}:{line.county.reason}", soft_wrap=True)
