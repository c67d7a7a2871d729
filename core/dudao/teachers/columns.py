"""The columns of a teacher list: a closed set, each with the names that lists give it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..rulebook import SERVED_LABELS, Served, Threshold, Years, plain_name

TEACHER, SCHOOL, POST, STARTED, TITLE = "teacher", "school", "post", "started", "title"
# Before the code of a threshold: whether the list says that it is granted.
GRANTED = "granted."


@dataclass(frozen=True, slots=True)
class TeacherColumn:
    """A column: its code in JSON, its header, other headers it is known by, what goes there."""

    code: str
    head: str
    aliases: tuple[str, ...] = ()
    note: str = ""


_ABOUT = (
    TeacherColumn(
        TEACHER,
        "工号",
        ("教师工号", "教师编号", "职工号", "人员编号", "编号", "教师代码"),
        "每位教师一个,不重复;可用编号代替,不要用姓名和身份证号",
    ),
    TeacherColumn(
        SCHOOL,
        "任教学校",
        ("学校", "学校名称", "所在学校", "现任教学校", "工作单位", "单位"),
        "现在任教的学校",
    ),
    TeacherColumn(
        POST,
        "学校所在和类别",
        ("学校类别", "学校类型", "任教学校类别", "现任教学校类别", "学校所在", "城乡类别"),
        "城区、镇区、乡村三者之一;村小学、教学点、特殊教育学校、薄弱学校可以并写,用顿号隔开",
    ),
    TeacherColumn(
        STARTED,
        "参加工作年份",
        ("参加工作时间", "参加工作年月", "参加工作日期", "工作年份", "参工时间"),
        "如 1998 或 1998-08",
    ),
    TeacherColumn(
        TITLE,
        "申报职称",
        ("拟申报职称", "申报级别", "申报专业技术职务"),
        "正高级、高级、一级、二级、三级;不申报的留空",
    ),
)
# What lists have besides, and nobody needs here: passed over, never read.
_PERSONS = ("姓名", "教师姓名", "name")
_PASSED_OVER = (*_PERSONS, "序号", "备注")
_NAMES = {
    Served.RURAL: ("乡村学校", "乡村", "农村学校", "农村"),
    Served.TOWNSHIP: ("乡镇及以下学校", "乡镇及以下", "乡镇以下学校", "乡镇学校"),
    Served.VILLAGE: ("村小学和教学点", "村小和教学点", "村小学或教学点", "村小教学点", "村小学"),
    Served.SPECIAL: ("特殊教育学校", "特教学校", "特殊教育"),
    Served.WEAK: ("薄弱学校", "薄弱校"),
}
_ENDINGS = ("任教年数", "任教年限", "工作年数", "工作年限", "年数", "年限")


def years_code(served: Served, unbroken: bool) -> str:
    """Return the code of the column with these years."""
    return f"{'unbroken' if unbroken else 'years'}_{served}"


def _years(served: Served, unbroken: bool) -> TeacherColumn:
    word = "连续" if unbroken else ""
    heads = [f"{name}{word}{ending}" for ending in _ENDINGS for name in _NAMES[served]]
    heads = [f"{SERVED_LABELS[served]}{word}任教年数", *heads]
    note = "没有中断的年数" if unbroken else "历年合计"
    note = f"{note},单位为年,可有小数;确实没有的填 0,不清楚的留空"
    return TeacherColumn(years_code(served, unbroken), heads[0], tuple(heads[1:]), note)


YEARS = {
    (served, unbroken): _years(served, unbroken) for unbroken in (False, True) for served in Served
}
HEADS = {column.code: column.head for column in (*_ABOUT, *YEARS.values())}


def granted_column(threshold: Threshold) -> TeacherColumn:
    """Return the column that says whether a threshold is granted to a teacher."""
    return TeacherColumn(
        f"{GRANTED}{threshold.code}",
        f"已认定:{threshold.title}",
        (threshold.title, threshold.code, f"已认定{threshold.code}"),
        "已享受或已认定的填“是”,没有的填“否”",
    )


def known_columns(thresholds: Iterable[Threshold]) -> tuple[TeacherColumn, ...]:
    """Return all columns a list may have for these thresholds."""
    return (*_ABOUT, *YEARS.values(), *map(granted_column, thresholds))


def asked_columns(thresholds: Iterable[Threshold]) -> tuple[TeacherColumn, ...]:
    """Return the columns that these thresholds ask for: those of a template."""
    kept = tuple(thresholds)
    needed = {code for threshold in kept for years in threshold.years for code in codes_of(years)}
    years = (column for column in YEARS.values() if column.code in needed or not kept)
    return (*_ABOUT, *years, *map(granted_column, kept))


def codes_of(years: Years) -> tuple[str, ...]:
    """Return the codes of the columns that a condition reads."""
    return tuple(years_code(served, years.unbroken) for served in years.at)


class Headers:
    """Finds the column that a written header means."""

    def __init__(self, columns: Iterable[TeacherColumn]) -> None:
        self.columns = tuple(columns)
        self._codes: dict[str, str] = {}
        for column in self.columns:
            for name in (column.code, column.head, *column.aliases):
                self._codes.setdefault(plain_name(name), column.code)

    def find(self, written: str) -> str | None:
        """Return the code of a column, None for a header that is not known."""
        return self._codes.get(_plain(written))

    def passes_over(self, written: str) -> bool:
        """Return whether a column may stand in a list without being read."""
        return _plain(written) in _PASSED_OVER

    def is_name(self, written: str) -> bool:
        """Return whether a column holds names: a row with one is a teacher's, if nothing else."""
        return _plain(written) in _PERSONS

    @property
    def names(self) -> Mapping[str, str]:
        """The headers of the columns, each known name to the usual one."""
        heads = {column.code: column.head for column in self.columns}
        return {name: heads[code] for name, code in self._codes.items()}


def _plain(written: str) -> str:
    return plain_name(written).removesuffix("(年)")
