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

    @property
    def head(self) -> str:
        """What the letter is about: the year's work under the book."""
        return f"{self.period}年{self.book}"

    @property
    def leading(self) -> tuple[LetterLine, ...]:
        """The duties that the department leads."""
        return tuple(line for line in self.lines if line.leads)

    @property
    def supporting(self) -> tuple[LetterLine, ...]:
        """The duties that it supports."""
        return tuple(line for line in self.lines if not line.leads)

    @property
    def opening(self) -> str:
        """The paragraph that says what the letter rests on and what is asked."""
        return (
            f"依据{self.basis}，{self.tenant}{self.period}年度评价工作于"
            f"{chinese_date(self.opened)}启动。你单位本年度牵头任务{len(self.leading)}项、"
            f"配合任务{len(self.supporting)}项，现予列出。请按完成时限办理，牵头单位汇总配合单位"
            f"情况后报{self.collector}。表中“依据”只写条款的，均出自上述文件。"
        )

    def place_of(self, line: LetterLine) -> str:
        """Return the clause of a duty, short where it is in the document the letter rests on."""
        return place_in(line.clause, self.basis)


def letter_docx(letter: DutyLetter) -> bytes:
    """Return the letter as a DOCX file; equal letters give equal bytes."""
    name = f"{letter.head}责任清单（{letter.department}）"
    paper = Paper(name, letter.opened, (SYNTHETIC,) if letter.synthetic else ())
    paper.title(letter.head, "责任清单")
    paper.write(f"{letter.department}：", "Normal")
    paper.write(letter.opening)
    _write_duties(paper, letter, "一、牵头任务", letter.leading)
    _write_duties(paper, letter, "二、配合任务", letter.supporting)
    paper.heading("三、年度日程", 1)
    if letter.calendar:
        paper.table(_CALENDAR, [(each.title, each.when, each.who) for each in letter.calendar])
    else:
        paper.write("评价办法没有规定年度日程。")
    paper.write(f"联系单位：{letter.collector}")
    paper.write(f"联系人及电话：{letter.contact or _BLANK}")
    paper.signature(letter.collector, letter.opened)
    return paper.content()


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
    due = chinese_date(line.due)
    return (str(number), task, line.targets or "—", tuple(_units(line)), due, letter.place_of(line))


def _units(line: LetterLine) -> Iterator[str]:
    yield f"牵头：{line.lead}"
    if line.support:
        yield f"配合：{'、'.join(line.support)}"
