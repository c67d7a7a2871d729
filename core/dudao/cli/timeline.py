"""The command on milestones: what is asked for from which day, and how far it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click
from rich.text import Text

from ..casework import (
    Timelines,
    timeline_document,
    timeline_of,
    timelines_document,
    timelines_of,
)
from ..evaluate import State
from ..facts import STAGE_LABELS, Stage
from ..timeline import (
    Distance,
    Nearness,
    Point,
    Strand,
    Timeline,
    Track,
    day_words,
    distance_words,
    pace_words,
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
)

_NEARNESS = {
    Nearness.ENDED: "已过",
    Nearness.IN_FORCE: "现行",
    Nearness.NEXT: "下一期",
    Nearness.LATER: "以后",
}
_SYMBOLS = {
    State.MET: "●",
    State.MET_RELAXED: "◐",
    State.NOT_MET: "✕",
    State.NO_DATA: "?",
    State.NOT_APPLICABLE: "–",
}


@click.command()
@click.argument("tenant")
@click.argument("indicator", required=False)
@book_option
@click.option("--stage", type=click.Choice([stage.value for stage in Stage]), help="只看一个学段。")
@click.option("--school", help="只看一所学校(代码)。")
@day_option("--as-of", help="从这一天看现行和下一期目标(YYYY-MM-DD);缺省为今天。")
@format_option
@pass_terminal
def timeline(
    terminal: Terminal,
    tenant: str,
    indicator: str | None,
    book: str | None,
    stage: str | None,
    school: str | None,
    as_of: Day | None,
    form: str,
) -> None:
    """分期目标的进程:历年数据、各期目标、差距。不写 INDICATOR 时列出全部有分期目标的指标。"""
    if indicator is None:
        if stage or school:
            raise click.UsageError("--stage、--school 只用于一项指标,请写明 INDICATOR")
        listed = timelines_of(terminal.office, tenant, book, as_of)
        if form == "json":
            print_json(timelines_document(listed))
        else:
            _show_all(listed)
        return
    chosen = Stage(stage) if stage else None
    found = timeline_of(terminal.office, tenant, indicator, book, as_of, chosen, school)
    if form == "json":
        print_json(timeline_document(found))
    else:
        _show(found)


def _show_all(found: Timelines) -> None:
    title = f"{found.tenant.name} · {found.book.title} · 按 {found.as_of}"
    if not found.timelines:
        out.print(f"{title}:这份办法没有分期目标。", soft_wrap=True)
        return
    rows = [
        (
            each.indicator.code,
            each.indicator.title,
            STAGE_LABELS[strand.stage] if strand.stage else "",
            *_cells(each, distance),
        )
        for each in found.timelines
        for strand in each.strands
        for distance in strand.distances
    ]
    print_table(title, ("代码", "指标", "学段", "期限", "目标", "", "时间", "差距"), rows)


def _cells(found: Timeline, distance: Distance) -> tuple[str, ...]:
    return (
        distance.day.isoformat(),
        "、".join(dict.fromkeys(each.printed for each in distance.milestones)),
        _NEARNESS[distance.nearness],
        day_words(distance),
        distance_words(distance, found.indicator),
    )


def _show(found: Timeline) -> None:
    out.print(Text(f"{found.indicator.code} {found.indicator.title}", "bold"), found.name)
    out.print(f"{found.book.title}({found.book.basis}),按 {found.as_of}", soft_wrap=True)
    for strand in found.strands:
        _show_strand(found, strand)


def _show_strand(found: Timeline, strand: Strand) -> None:
    stage = f"{STAGE_LABELS[strand.stage]}:" if strand.stage else ""
    rows = [_cells(found, each) for each in strand.distances]
    print_table(f"{stage}各期目标", ("期限", "目标", "", "时间", "差距"), rows)
    if strand.pace:
        out.print(pace_words(strand.pace), soft_wrap=True)
    if not strand.whole.points:
        out.print("还没有填报数据。")
        return
    columns = ("", *(str(each.year) for each in strand.whole.points))
    tracks = (strand.whole, *strand.members)
    for place, distance in enumerate(strand.distances):
        goal = "、".join(dict.fromkeys(each.printed for each in distance.milestones))
        lines = [(track.name, *_years(track, place)) for track in tracks]
        print_table(f"{stage}{distance.day} 目标 {goal}", columns, lines)
    for point in strand.whole.points:
        if point.unknown:
            out.print(f"{point.year} 年情况不明:{'、'.join(point.unknown)}", soft_wrap=True)


def _years(track: Track, place: int) -> Iterator[str]:
    for point in track.points:
        yield _year(point, place) if point.is_reported else "—"


def _year(point: Point, place: int) -> str:
    against = point.against[place]
    state = point.state(against)
    if against.verdict:
        parts: Sequence[str] = (_SYMBOLS[state], point.printed)
    elif against.over is not None:
        parts = (_SYMBOLS[state], f"{against.over} 班")
    else:
        parts = (_SYMBOLS[state], f"{against.standing.by_state[State.NOT_MET]} 个未达到")
    return " ".join(parts)
