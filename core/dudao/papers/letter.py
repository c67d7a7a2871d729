"""The duty letter (责任清单): what one department leads and supports in a year, and by when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from .page import SYNTHETIC, Cell, Column, Paper, chinese_date, place_in

_COLUMNS = (
    Column("序号", 10, centred=True),
    Column("任务", 39, headed=True),
    Column("指标和目标", 30),
    Column("牵头/配合单位", 28),
    # A date stays on one line, also where a program widens the gaps around figures.
    Column("完成时限", 32, centred=True),
    Column("依据", 17),
)
_CALENDAR = (Column("工作环节", 64), Column("时间", 46), Column("负责单位", 46))
# To be filled in by hand.
_BLANK = "_" * 20


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One duty of the department: who leads and supports it, its targets, when it is due."""

    code: str
    title: str
    statement: str
    leads: bool
    lead: str
    support: tuple[str, ...]
    targets: tuple[str, ...]
    due: date
    clause: str


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """One step of the year, in words: what, when, who."""

    title: str
    when: str
    who: str


@dataclass(frozen=True, slots=True)
class DutyLetter:
    """The duties of one department for one year.

    `basis` names the documents by number; `collector` is the department that sends the letter and
    collects what comes back; `contact` says whom to call there.
    """

    tenant: str
    period: str
    book: str
    basis: str
    department: str
    collector: str
    opened: date
    lines: tuple[LetterLine, ...]
    calendar: tuple[CalendarLine, ...]
    synthetic: bool
    contact: str = ""


def letter_docx(letter: DutyLetter) -> bytes:
    """Return the letter as a DOCX file; equal letters give equal bytes."""
    head = f"{letter.period}年{letter.book}"
    name = f"{head}责任清单（{letter.department}）"
    paper = Paper(name, letter.opened, (SYNTHETIC,) if letter.synthetic else ())
    paper.title(head, "责任清单")
    paper.write(f"{letter.department}：", "Normal")
    leading = [line for line in letter.lines if line.leads]
    supporting = [line for line in letter.lines if not line.leads]
    paper.write(_opening(letter, len(leading), len(supporting)))
    _write_duties(paper, letter, "一、牵头任务", leading)
    _write_duties(paper, letter, "二、配合任务", supporting)
    paper.heading("三、年度日程", 1)
    if letter.calendar:
        paper.table(_CALENDAR, [(each.title, each.when, each.who) for each in letter.calendar])
    else:
        paper.write("评价办法没有规定年度日程。")
    paper.write(f"联系单位：{letter.collector}")
    paper.write(f"联系人及电话：{letter.contact or _BLANK}")
    paper.signature(letter.collector, letter.opened)
    return paper.content()


def _opening(letter: DutyLetter, leading: int, supporting: int) -> str:
    return (
        f"依据{letter.basis}，{letter.tenant}{letter.period}年度评价工作于"
        f"{chinese_date(letter.opened)}启动。你单位本年度牵头任务{leading}项、"
        f"配合任务{supporting}项，现予列出。请按完成时限办理，牵头单位汇总配合单位情况后报"
        f"{letter.collector}。表中“依据”只写条款的，均出自上述文件。"
    )


def _write_duties(
    paper: Paper, letter: DutyLetter, heading: str, lines: Sequence[LetterLine]
) -> None:
    paper.heading(f"{heading}（{len(lines)}项）", 1)
    if not lines:
        paper.write(f"本年度没有{heading[2:]}。")
        return
    rows = [_row(letter, number, line) for number, line in enumerate(lines, 1)]
    paper.table(_COLUMNS, rows)


def _row(letter: DutyLetter, number: int, line: LetterLine) -> tuple[Cell, ...]:
    task = (f"{line.code} {line.title}", *([line.statement] if line.statement else []))
    clause = place_in(line.clause, letter.basis)
    due = chinese_date(line.due)
    return (str(number), task, line.targets or "—", tuple(_units(line)), due, clause)


def _units(line: LetterLine) -> Iterator[str]:
    yield f"牵头：{line.lead}"
    if line.support:
        yield f"配合：{'、'.join(line.support)}"
