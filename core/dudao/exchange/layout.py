"""How the workbook is laid out: its sheets and columns, as the writer and the reader agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..facts import AREA_LABELS, OWNER_LABELS, STAGE_LABELS, TYPE_LABELS
from ..facts.intake import LARGEST_CLASS
from ..metrics import Kind, Level, Metric

GUIDE, COUNTY, SCHOOLS, STAGES, CLASSES = "填报说明", "县级数据", "学校", "学段", "班级"
FAULTS = "错误清单"
FORMAT = "1"
# Rows counted from 0: hidden codes, headers, then figures.
CODES_ROW, HEADS_ROW, FIRST_ROW = 0, 1, 2
YES_NO = ("是", "否")
GUIDE_HEADS = {
    "tenant": "行政区代码",
    "name": "行政区名称",
    "period": "年度",
    "book": "评价办法",
    "edition": "版本",
    "format": "格式版本",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its code in the hidden row, its header, and what may be entered.

    Codes of identifying columns are in capitals, so that no metric can be taken for one.
    """

    code: str
    head: str
    metric: Metric | None = None
    choices: tuple[str, ...] = ()
    bounds: tuple[int, int] | None = None
    source: str = ""
    required: bool = False
    note: str = ""
    width: int = 14


_SCHOOL_CODE = Column(
    "SCHOOL", "学校代码", source=f"='{SCHOOLS}'!$A$3:$A$3000", required=True, note="与“学校”表一致"
)
_IDENTITY: Mapping[str, tuple[Column, ...]] = {
    COUNTY: (
        Column("METRIC", "数据项代码", required=True, width=34),
        Column("LABEL", "名称", width=44),
        Column("UNIT", "单位", width=8),
        Column("VALUE", "数值", required=True, width=18),
        Column("NOTE", "说明", width=50),
    ),
    SCHOOLS: (
        Column("CODE", "学校代码", required=True, note="每校唯一,各表一致"),
        Column("NAME", "学校名称", width=28),
        Column("TYPE", "学校类型", choices=tuple(TYPE_LABELS.values()), required=True, width=18),
        Column("OWNER", "举办者", choices=tuple(OWNER_LABELS.values()), note="不填为县级教育部门"),
        Column("AREA", "城乡类型", choices=tuple(AREA_LABELS.values()), note="不填为镇区"),
        Column("BOARDING", "寄宿制", choices=YES_NO, width=9),
        Column("BUILT", "建校年份", bounds=(1800, 2100), width=10),
        Column("COUNTS_AS_SCHOOL", "计校数", choices=YES_NO, width=9, note="不填为是"),
        Column("PARENT", "所属学校代码", note="不计校数的教学点必填"),
    ),
    STAGES: (
        _SCHOOL_CODE,
        Column("STAGE", "学段", choices=tuple(STAGE_LABELS.values()), required=True, width=9),
    ),
    CLASSES: (
        _SCHOOL_CODE,
        Column("CLASS", "班级代码", required=True, note="校内唯一,如 3-2"),
        Column("GRADE", "年级", bounds=(1, 9), required=True, width=9, note="1 至 9"),
        Column("STUDENTS", "学生数(人)", bounds=(1, LARGEST_CLASS), required=True),
    ),
}
_LEVELS = {SCHOOLS: Level.SCHOOL, STAGES: Level.STAGE}
TABLES = tuple(_IDENTITY)
SHEETS = (GUIDE, *TABLES)


def columns_of(sheet: str, metrics: Iterable[Metric] = ()) -> list[Column]:
    """Return a table's columns: the identifying ones, then those of the metrics that it holds."""
    level = _LEVELS.get(sheet)
    held = (metric_column(metric) for metric in metrics if metric.level is level)
    return [*_IDENTITY[sheet], *held]


def metric_column(metric: Metric) -> Column:
    """Return the column of a metric."""
    return Column(
        metric.code,
        metric_head(metric),
        metric,
        tuple(metric.choices.values()),
        note=metric.note,
        width=12 if metric.kind is Kind.COUNT else 16,
    )


def metric_head(metric: Metric) -> str:
    """Return a metric's label with its unit."""
    return f"{metric.label}({metric.unit})" if metric.unit else metric.label
