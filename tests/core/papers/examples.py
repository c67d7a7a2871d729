"""A letter and a self-evaluation as an office would send them, and how their files are read back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from zipfile import ZipFile

from docx import Document
from docx.document import Document as DocumentObject

from dudao.evaluate import State
from dudao.papers import (
    CalendarLine,
    ClosedLine,
    DutyLetter,
    DutyPart,
    EvidenceLine,
    GradePart,
    Hash,
    LetterLine,
    Narrative,
    SectionPart,
    SelfEvaluation,
    VerdictLine,
)

BOOK = "示例县人民政府履行教育职责评价"
BASIS = "示例县人民政府办公室2018年6月6日《示例县人民政府履行教育职责评价工作方案》"
FINANCE, EDUCATION, STAFFING = "县财政局", "县教育局", "县机构编制管理办公室"
SPENDING = LetterLine(
    "二.1",
    "教育经费投入",
    "落实教育投入责任，保证一般公共预算教育支出逐年只增不减，按在校学生人数平均的一般公共预算教育支出逐年只增不减。",
    True,
    FINANCE,
    (EDUCATION,),
    (
        "一般公共预算教育支出：比上年增加",
        "生均一般公共预算教育支出：比上年增加",
        "财政性教育经费占国内生产总值的比例：≥ 4%",
    ),
    date(2018, 10, 15),
    f"{BASIS} 二(二)1",
)
SURCHARGES = LetterLine(
    "二.3",
    "教育费附加和土地收益",
    "足额征收教育费附加和地方教育附加，全部用于教育；按规定从土地出让收益中计提教育资金。",
    True,
    FINANCE,
    ("县税务局",),
    ("土地出让净收益计提教育资金的比例：≥ 10%",),
    date(2018, 10, 15),
    f"{BASIS} 二(二)3",
)
TRAINING = LetterLine(
    "三.3",
    "教师培训和交流",
    "",
    False,
    EDUCATION,
    (FINANCE, "县人力资源和社会保障局"),
    (),
    date(2018, 9, 30),
    "青政办〔2018〕3号 四",
)
LETTER = DutyLetter(
    "示例县",
    "2018",
    BOOK,
    BASIS,
    FINANCE,
    EDUCATION,
    date(2018, 7, 2),
    (SPENDING, SURCHARGES, TRAINING),
    (
        CalendarLine("部署年度任务", "年初", "县政府办公室"),
        CalendarLine("牵头单位报送自评材料", "10月15日以前", "各牵头单位"),
        CalendarLine("汇总并报送县自评报告", "10月31日以前", EDUCATION),
    ),
    True,
)

RISING = VerdictLine("一般公共预算教育支出", "增加", "≥ 增加", State.MET, f"{BASIS} 二(二)1")
FISCAL = VerdictLine(
    "财政性教育经费占国内生产总值的比例", "3.87%", "≥ 4%", State.NOT_MET, f"{BASIS} 二(二)1"
)
FUNDS = VerdictLine("学前教育生均公用经费标准", "—", "= 是", State.NO_DATA, f"{BASIS} 二(二)1")
DROPOUT = VerdictLine("小学辍学率", "0.12%", "≤ 0.6%", State.MET, f"{BASIS} 二(五)2")
LARGE = VerdictLine("初中辍学率", "1.75%", "≤ 1.8%", State.MET_RELAXED, f"{BASIS} 二(五)2")
PHOTO = EvidenceLine("2018年教育经费执行情况.pdf", 1_482_331, "0123456789abcdef" * 4, FINANCE)
MINUTES = EvidenceLine("县政府第12次常务会议纪要.docx", 18_204, "fedcba9876543210" * 4, EDUCATION)
SPENT = DutyPart(
    "二.1",
    "教育经费投入",
    FINANCE,
    (EDUCATION,),
    (
        Narrative(EDUCATION, "县教育局按月通报预算执行进度，并对专项资金逐笔核对。"),
        Narrative(
            FINANCE,
            "2018年一般公共预算教育支出比上年增加，生均支出同步增加。\n"
            "财政性教育经费占国内生产总值的比例尚未达到规定，县政府已安排在下一年度预算中补足。",
        ),
    ),
    (RISING, FISCAL, FUNDS),
    (PHOTO, MINUTES),
)
POSTS = DutyPart("三.1", "教师编制", STAFFING, (), (), (), ())
BALANCE = DutyPart(
    "五.2",
    "义务教育均衡发展",
    EDUCATION,
    (FINANCE, "各乡镇人民政府"),
    (Narrative(EDUCATION, "控辍保学责任落实到乡镇和学校。"), Narrative("各乡镇人民政府", "")),
    (DROPOUT, LARGE, FUNDS),
    (),
)
REPORT = SelfEvaluation(
    "示例县",
    "2018",
    BOOK,
    "2018",
    BASIS,
    EDUCATION,
    date(2018, 10, 31),
    date(2018, 7, 2),
    date(2018, 10, 26),
    (
        SectionPart("教育经费投入", (SPENT,)),
        SectionPart("教师队伍建设", (POSTS,)),
        SectionPart("各级各类教育发展", (BALANCE,)),
    ),
    GradePart(
        ("合格", "不合格"),
        (ClosedLine("优秀", "教育年度目标责任书有不达标的项（三(四)）"),),
        ("三年内教育质量监测达不到Ⅱ级或及格", "有师生在D级危房内学习、工作或生活"),
    ),
    (
        Hash("规则", "a1" * 32),
        Hash("数据", "b2" * 32),
        Hash("报告内容", "c3" * 32),
    ),
    True,
)


def opened(content: bytes) -> DocumentObject:
    """Return the document in a file."""
    return Document(BytesIO(content))


def texts(content: bytes) -> list[str]:
    """Return the paragraphs of a file outside its tables, without empty ones."""
    return [each.text for each in opened(content).paragraphs if each.text]


def rows(content: bytes) -> Iterator[tuple[str, ...]]:
    """Yield the rows of all tables of a file."""
    for table in opened(content).tables:
        for row in table.rows:
            yield tuple(cell.text for cell in row.cells)


def whole(content: bytes) -> str:
    """Return all text of a file, in its tables too."""
    return "\n".join([*texts(content), *(cell for row in rows(content) for cell in row)])


def part(content: bytes, name: str) -> str:
    """Return a part of the file as XML."""
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()
