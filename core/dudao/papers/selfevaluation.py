"""The self-evaluation (自评报告): what departments wrote, beside verdicts nobody can edit there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ..evaluate import STATE_LABELS, State
from .page import DRAFT, SYNTHETIC, Column, Paper, chinese_date, numeral, place_in

_VERDICTS = (
    Column("指标", 58),
    Column("值", 24, centred=True),
    Column("目标", 26, centred=True),
    Column("结论", 20, centred=True),
    Column("条款", 28),
)
_EVIDENCE = (
    Column("序号", 10, centred=True),
    Column("佐证材料", 68),
    Column("提供单位", 28),
    Column("大小", 20, centred=True),
    Column("SHA-256前12位", 30, centred=True),
)
_PROBLEMS = (
    Column("指标", 52),
    Column("值", 22, centred=True),
    Column("目标", 24, centred=True),
    Column("牵头单位", 30),
    Column("条款", 28),
)
_CLOSED = (Column("等次", 26, centred=True), Column("原因", 130))
_HASHES = (Column("项目", 32), Column("摘要", 124))
_DIGEST = 12


@dataclass(frozen=True, slots=True)
class Narrative:
    """What one department wrote about a duty."""

    department: str
    text: str


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """How the county stands against one indicator, as printed."""

    title: str
    value: str
    limit: str
    state: State
    clause: str


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One evidence file: its name, its size in bytes, its SHA-256, who handed it in."""

    name: str
    size: int
    digest: str
    department: str

    @property
    def size_words(self) -> str:
        """Its size as people read it."""
        return size_words(self.size)


@dataclass(frozen=True, slots=True)
class DutyPart:
    """One duty: the departments' words, its verdicts, its evidence."""

    code: str
    title: str
    lead: str
    support: tuple[str, ...]
    texts: tuple[Narrative, ...]
    verdicts: tuple[VerdictLine, ...]
    evidence: tuple[EvidenceLine, ...]

    def words(self) -> Iterator[Narrative]:
        """Yield the lead's text first, present or not, then the others'."""
        leading = [text for text in self.texts if text.department == self.lead]
        yield from leading or [Narrative(self.lead, "")]
        yield from (text for text in self.texts if text.department != self.lead)


@dataclass(frozen=True, slots=True)
class SectionPart:
    """One area of the rule book with its duties."""

    title: str
    duties: tuple[DutyPart, ...]


@dataclass(frozen=True, slots=True)
class ClosedLine:
    """A grade that is no longer possible, and why."""

    grade: str
    reason: str


@dataclass(frozen=True, slots=True)
class GradePart:
    """The grades still possible, what closes the others, which conditions cannot yet be told.

    `decided` is the grade that people decided on, empty before they did.
    """

    possible: tuple[str, ...]
    closed: tuple[ClosedLine, ...]
    undetermined: tuple[str, ...]
    decided: str = ""


@dataclass(frozen=True, slots=True)
class Hash:
    """A digest that ties the paper to rules, figures or content, with what it is of."""

    title: str
    value: str


@dataclass(frozen=True, slots=True)
class SelfEvaluation:
    """A county's self-evaluation for one year, with all that its paper says.

    `assembled` is None before it is locked: the paper is then marked 草稿.
    """

    tenant: str
    period: str
    book: str
    edition: str
    basis: str
    collector: str
    as_of: date
    opened: date
    assembled: date | None
    sections: tuple[SectionPart, ...]
    grade: GradePart
    hashes: tuple[Hash, ...]
    synthetic: bool

    def course(self) -> Iterator[str]:
        """Yield in paragraphs how the self-evaluation was done, its result in the last one."""
        yield (
            f"本次自评依据《{self.book}》（{self.edition}版；{self.basis}）进行，"
            f"评价年度为{self.period}年，适用{chinese_date(self.as_of)}有效的目标值。"
        )
        assembled = (
            f"{chinese_date(self.assembled)}由{self.collector}汇总定稿。"
            if self.assembled
            else f"由{self.collector}汇总，目前尚未定稿。"
        )
        yield (
            f"自评于{chinese_date(self.opened)}启动，各牵头单位会同配合单位填报，{assembled}"
            "文字由各单位撰写；指标的值和结论由填报数据按评价办法计算，不能改写。"
            "表中只写条款的，均出自上述文件。"
        )
        duties = sum(len(section.duties) for section in self.sections)
        found = Counter(verdict.state for verdict, _ in self.leads)
        counts = "、".join(f"{STATE_LABELS[state]}{found[state]}项" for state in State)
        yield f"共评价职责任务{duties}项、指标{found.total()}项，其中{counts}。"

    def areas(self) -> Iterator[tuple[str, SectionPart]]:
        """Yield the areas, each with its heading."""
        for number, section in enumerate(self.sections, 1):
            yield f"（{numeral(number)}）{section.title}", section

    @property
    def leads(self) -> list[tuple[VerdictLine, tuple[str, ...]]]:
        """Each verdict once, with all who lead a duty it belongs to."""
        found: dict[VerdictLine, dict[str, None]] = {}
        for section in self.sections:
            for duty in section.duties:
                for verdict in duty.verdicts:
                    found.setdefault(verdict, {})[duty.lead] = None
        return [(verdict, tuple(leads)) for verdict, leads in found.items()]


def selfevaluation_docx(report: SelfEvaluation) -> bytes:
    """Return the self-evaluation as a DOCX file; equal values give equal bytes."""
    title = f"{report.tenant}{report.period}年自评报告"
    paper = Paper(title, report.assembled or report.as_of, _marks(report))
    paper.title(title, under=f"（{report.book}）")
    _write_course(paper, report)
    paper.heading("二、自评结果", 1)
    for heading, section in report.areas():
        paper.heading(heading, 2)
        for duty in section.duties:
            _write_duty(paper, duty, report.basis)
    _write_grade(paper, report.grade)
    _write_problems(paper, report)
    _write_closing(paper, report)
    return paper.content()


def _marks(report: SelfEvaluation) -> Iterator[str]:
    if report.synthetic:
        yield SYNTHETIC
    if report.assembled is None:
        yield DRAFT


def _write_course(paper: Paper, report: SelfEvaluation) -> None:
    paper.heading("一、自评工作开展情况", 1)
    for text in report.course():
        paper.write(text)


def _write_duty(paper: Paper, duty: DutyPart, basis: str) -> None:
    paper.heading(f"{duty.code} {duty.title}", 3)
    support = f"；配合单位：{'、'.join(duty.support)}" if duty.support else ""
    paper.write(f"牵头单位：{duty.lead}{support}。")
    for text in duty.words():
        role = "牵头单位" if text.department == duty.lead else "配合单位"
        paper.write(f"{text.department}（{role}）：", "Label")
        paper.write(text.text if text.text.strip() else "没有填写文字说明。")
    if duty.verdicts:
        paper.table(_VERDICTS, [_verdict_row(verdict, basis) for verdict in duty.verdicts])
    else:
        paper.write("本项任务没有可计算的指标。")
    if duty.evidence:
        rows = [_evidence_row(number, each) for number, each in enumerate(duty.evidence, 1)]
        paper.table(_EVIDENCE, rows)
    else:
        paper.write("本项任务没有提交佐证材料。")


def _verdict_row(verdict: VerdictLine, basis: str) -> tuple[str, ...]:
    state, place = STATE_LABELS[verdict.state], place_in(verdict.clause, basis)
    return (verdict.title, verdict.value, verdict.limit, state, place)


def _evidence_row(number: int, evidence: EvidenceLine) -> tuple[str, ...]:
    size, digest = evidence.size_words, evidence.digest[:_DIGEST]
    return (str(number), evidence.name, evidence.department, size, digest)


def size_words(size: int) -> str:
    """Return the size of a file as people read it."""
    if size < 1024:
        return f"{size} B"
    return f"{size / 1024:.1f} KB" if size < 1024**2 else f"{size / 1024**2:.1f} MB"


def _write_grade(paper: Paper, grade: GradePart) -> None:
    paper.heading("三、等次范围", 1)
    if not grade.possible and not grade.closed:
        paper.write("本评价办法不设等次。")
    if grade.possible:
        paper.write(f"按现有数据，仍有可能的等次为：{'、'.join(grade.possible)}。")
    if grade.closed:
        paper.write("下列等次已不可能：")
        paper.table(_CLOSED, [(each.grade, each.reason) for each in grade.closed])
    if grade.undetermined:
        paper.write("下列情形因缺少数据尚不能判定，既不视为存在，也不视为不存在：")
        for number, condition in enumerate(grade.undetermined, 1):
            paper.write(f"{number}. {condition}")
    if grade.decided:
        paper.write(f"经认定，等次为：{grade.decided}。")
    elif grade.possible:
        paper.write("在上述范围内的等次由人认定，目前尚未认定。")


def _write_problems(paper: Paper, report: SelfEvaluation) -> None:
    paper.heading("四、存在的问题", 1)
    for heading, state, none in (
        ("（一）未达标的指标", State.NOT_MET, "没有未达标的指标。"),
        ("（二）缺数据的指标", State.NO_DATA, "没有缺数据的指标。"),
    ):
        paper.heading(heading, 2)
        rows = [
            _problem_row(verdict, leads, report.basis)
            for verdict, leads in report.leads
            if verdict.state is state
        ]
        if rows and state is State.NO_DATA:
            paper.write("下列指标缺少计算所需的数据，不能视为达标：")
        if rows:
            paper.table(_PROBLEMS, rows)
        else:
            paper.write(none)


def _problem_row(verdict: VerdictLine, leads: Sequence[str], basis: str) -> tuple[str, ...]:
    place = place_in(verdict.clause, basis)
    return (verdict.title, verdict.value, verdict.limit, "、".join(leads), place)


def _write_closing(paper: Paper, report: SelfEvaluation) -> None:
    paper.heading("五、数据与规则的校验", 1)
    paper.table(_HASHES, [(each.title, each.value) for each in report.hashes])
    paper.write(
        "以上摘要由评价时的规则、数据和报告内容算出，任何一处改动都会使摘要不同，可据以核对。"
    )
    paper.signature(report.collector, report.assembled or report.as_of)
