"""The command on the years ahead: classes over the limit, classes and teachers needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from ..casework import forecast_document, forecast_of
from ..facts import STAGE_LABELS
from ..forecast import (
    Forecast,
    LeftOut,
    Region,
    StageYear,
    YearSum,
    back_test_words,
    forecast as forecast_series,
    is_gap,
    number_words,
    range_words,
    read_assumptions,
)
from .terminal import (
    Terminal,
    format_option,
    out,
    pass_terminal,
    print_json,
    print_table,
    read_facts,
)

_FILE = click.Path(dir_okay=False, path_type=Path)
_COLUMNS = ("学生", "现有班", "所需班", "超额班", "应增班", "应增教师")


@click.command()
@click.argument("tenant", required=False)
@click.option("--facts", type=_FILE, multiple=True, help="直接用数据文件,每年一个,可重复。")
@click.option(
    "--until",
    type=click.IntRange(1900, 2100),
    help="预测到哪一年,如 2020;缺省为最近一年数据之后三年。",
)
@click.option("--limit", "limits", multiple=True, help="班额上限,如 primary=45,可重复。")
@click.option(
    "--entry", "entries", multiple=True, help="起始年级每年人数,如 S001=80 或 S001:junior=80。"
)
@click.option("--capacity", "capacities", multiple=True, help="学校可容班数,如 S001=6,可重复。")
@click.option(
    "--rate",
    "rates",
    multiple=True,
    help="升入某年级的升级率,如 4=0.98(全县各校)或 S001:4=0.98,可重复。",
)
@format_option
@pass_terminal
def forecast(
    terminal: Terminal,
    tenant: str | None,
    facts: tuple[Path, ...],
    until: int | None,
    limits: tuple[str, ...],
    entries: tuple[str, ...],
    capacities: tuple[str, ...],
    rates: tuple[str, ...],
    form: str,
) -> None:
    """预测今后各年的班额:哪所学校、哪一年、多少班超过上限,需增多少班和教师。"""
    if (tenant is None) == (not facts):
        raise click.UsageError("请写行政区代码,或用 --facts 指定各年数据文件,二者取一")
    assumed = read_assumptions(
        _pairs("--limit", limits),
        _pairs("--entry", entries),
        _pairs("--capacity", capacities),
        _pairs("--rate", rates),
    )
    found: Forecast | Region
    if tenant:
        found = forecast_of(terminal.office, tenant, until, assumed)
    else:
        found = forecast_series([read_facts(terminal, each) for each in facts], until, assumed)
    if form == "json":
        print_json(forecast_document(found))
    else:
        _show(found)


def _pairs(option: str, given: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in given:
        name, mark, value = each.partition("=")
        if not mark or not name:
            raise click.UsageError(f"{option} {each}:应写作 名称=数字,如 S001=80")
        if name in found:
            raise click.UsageError(f"{option} {name}:给了两次,请只写一次")
        found[name] = value
    return found


def _show(found: Forecast | Region) -> None:
    title = f"{found.name}(据 {found.past[0]}–{found.past[-1]} 年班级数据,预测到 {found.until} 年)"
    out.print(title, style="bold", soft_wrap=True)
    for stage, most in found.limits.items():
        source = found.sources[stage]
        out.print(f"班额上限:{STAGE_LABELS[stage]} {most} 人({source})", soft_wrap=True)
    if isinstance(found, Region):
        _show_counties(found)
    else:
        _show_schools(found)
    out.print(f"回测:{back_test_words(found.back_test)}", soft_wrap=True)
    out.print("算法:")
    for line in (*found.method, *(f"注意:{note}" for note in found.notes)):
        out.print(f"  · {line}", soft_wrap=True)


def _show_counties(found: Region) -> None:
    print_table("合计", ("年度", "学段", *_COLUMNS), _sums(found.sums))
    rows = [
        (f"{county.tenant} {county.name}", *row)
        for county in found.counties
        for row in _sums(county.sums)
    ]
    print_table("各县", ("县", "年度", "学段", *_COLUMNS), rows)
    for each in found.counties:
        out.print(f"{each.name}回测:{back_test_words(each.back_test)}", soft_wrap=True)
    for left_out in found.left_out:
        _show_left_out(left_out)


def _show_left_out(left_out: LeftOut) -> None:
    for problem in left_out.problems:
        where = f"{left_out.tenant} {left_out.name}"
        out.print(f"没有计入合计:{where},{problem}", soft_wrap=True)


def _show_schools(found: Forecast) -> None:
    print_table("全县", ("年度", "学段", *_COLUMNS), _sums(found.sums))
    gaps = list(_gaps(found))
    if gaps:
        columns = ("学校", "年度", "学段", *_COLUMNS, "缺教室班数")
        print_table("超额、缺班或无法推算的学校", columns, gaps)
    else:
        out.print("各校各年都没有超过上限的班。")


def _sums(sums: Iterable[YearSum]) -> list[tuple[str, ...]]:
    return [
        (str(each.year), STAGE_LABELS[stage.stage], *_cells(stage))
        for each in sums
        for stage in each.stages
    ]


def _gaps(found: Forecast) -> Iterator[tuple[str, ...]]:
    for school in found.schools:
        for each in school.years:
            for stage in each.stages:
                if is_gap(each, stage):
                    missing = "—" if each.missing is None else str(each.missing)
                    name = f"{school.code} {school.name}"
                    label = STAGE_LABELS[stage.stage]
                    yield (name, str(each.year), label, *_cells(stage), missing)


def _cells(stage: StageYear) -> tuple[str, ...]:
    return (
        range_words(stage.pupils),
        str(stage.kept),
        range_words(stage.needed),
        range_words(stage.over),
        number_words(stage.added),
        "—" if stage.teachers is None else str(stage.teachers),
    )
