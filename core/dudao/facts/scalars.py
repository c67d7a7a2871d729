"""How a single value handed in becomes text, a whole number or a choice, or is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from ..metrics import Kind, Metric

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII)
_CODE = re.compile(r"\w[\w.\-]{0,63}")
_LONGEST = 200
_SHOWN = 40
_NAMES: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "是/否"),
    ((datetime, date, time, timedelta), "日期或时间"),
    (Mapping, "一组键值"),
    (list, "列表"),
    ((int, float, Decimal), "数字"),
)


class Unfit(ValueError):
    """A value that does not belong where it stands: what is wrong, and what is expected.

    A file's reader also hands one in as the value itself where there is none to be had, such as
    a formula without a result; `found` is then what stands there.
    """

    def __init__(self, what: str, expected: str = "", found: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.expected = expected
        self.found = found


def shown(value: object) -> str:
    """Return a value as it may stand in a message: short, on one line, printable."""
    if isinstance(value, bool):
        return "是" if value else "否"
    text = named(value) if isinstance(value, Mapping | list) else str(value)
    text = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return "".join(mark if mark.isprintable() or mark == "\u3000" else "\ufffd" for mark in text)


def named(value: object) -> str:
    """Return what kind of value it is, in words."""
    return next((name for kind, name in _NAMES if isinstance(value, kind)), "文本")


def read_text(value: object) -> str:
    """Return a text on one line; whole numbers are taken for text. Raises Unfit."""
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        value = f"{value:f}"
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Unfit(f"{named(value)}({shown(value)})不是文本", "应为文本")
    text = " ".join(str(value).split())
    if any(unicodedata.category(mark) in ("Cc", "Cf", "Cs") for mark in text):
        raise Unfit(f"“{shown(text)}”含有不可见字符", "请删去后重填")
    if not 0 < len(text) <= _LONGEST:
        raise Unfit("是空的" if not text else "太长", f"应为 1 至 {_LONGEST} 个字符")
    return text


def read_code(value: object) -> str:
    """Return an identifying code: letters, digits, dots, hyphens, at most 64. Raises Unfit."""
    text = read_text(value)
    if not _CODE.fullmatch(text):
        raise Unfit(
            f"“{shown(text)}”不能作代码", "代码由字母、汉字或数字组成,可含 . - _,不超过 64 位"
        )
    return text


def read_period(value: object) -> str:
    """Return a year as four digits. Raises Unfit."""
    text = read_text(value)
    if not re.fullmatch(r"(19|20)\d\d", text, re.ASCII):
        raise Unfit(f"“{shown(text)}”不是年份", "应为四位年份,如 2023")
    return text


def read_whole(value: object, low: int, high: int) -> int:
    """Return a whole number within bounds, both included. Raises Unfit."""
    expected = f"应为 {low} 至 {high} 的整数"
    number = Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        number = Decimal(value.strip())
    if not isinstance(number, Decimal) or not number.is_finite():
        raise Unfit(f"“{shown(value)}”不是数字", expected)
    if not low <= number <= high or number != number.to_integral_value():
        raise Unfit(f"{shown(value)} 不可能", expected)
    return int(number)


_Choice = TypeVar("_Choice", bound=StrEnum)


def read_choice(value: object, kind: type[_Choice], labels: Mapping[_Choice, str]) -> _Choice:
    """Return a member by its code or its Chinese label. Raises Unfit that lists both."""
    text = str(value).strip() if isinstance(value, str) else None
    for member, label in labels.items():
        if text in (member.value, label):
            return kind(member)
    known = "、".join(f"{label}({member.value})" for member, label in labels.items())
    raise Unfit(f"“{shown(value)}”不是可选值", f"可选:{known}")


def read_yes(value: object) -> bool:
    """Return a yes or no, given as JSON boolean or as 是/否. Raises Unfit."""
    words: dict[object, bool] = {"是": True, "否": False, "true": True, "false": False}
    if isinstance(value, bool):
        return value
    text = value.strip().lower() if isinstance(value, str) else None
    if text not in words:
        raise Unfit(f"“{shown(value)}”不是可选值", "应为是或否(true、false)")
    return words[text]


def read_figure(metric: Metric, value: object) -> int:
    """Return the stored integer of a metric's value. Raises Unfit.

    Text that only looks like a number (full-width digits, thousands separators, percent signs)
    is refused with the spelling that would be accepted: guessing could change the figure.
    """
    misplaced = isinstance(value, bool) and metric.kind is not Kind.YESNO
    if misplaced or not isinstance(value, bool | int | Decimal | str):
        raise Unfit(f"{named(value)}({shown(value)})不能填在“{metric.label}”", _wanted(metric))
    if isinstance(value, str) and not metric.choices:
        value = _plain_number(metric, value)
    if len(str(value)) > _SHOWN:
        raise Unfit(f"“{shown(value)}”太长", _wanted(metric))
    try:
        return metric.read(value)
    except ValueError as error:
        raise Unfit(shown_whole(str(error))) from None


def shown_whole(text: str) -> str:
    """Return a sentence with what cannot be printed replaced."""
    return "".join(mark if mark.isprintable() else "\ufffd" for mark in text)


def _plain_number(metric: Metric, text: str) -> str:
    text = text.strip()
    if _NUMBER.fullmatch(text):
        return text
    folded = "".join(unicodedata.normalize("NFKC", text).replace(",", "").split())
    if folded.endswith("%") and _NUMBER.fullmatch(folded[:-1]):
        raise Unfit(f"“{shown(text)}”带百分号", f"请只填数字,{_wanted(metric)}")
    if _NUMBER.fullmatch(folded):
        hint = f"请填 {folded}(半角数字,不带逗号和空格)"
        raise Unfit(f"“{shown(text)}”是文本,不是数字", hint)
    raise Unfit(f"“{shown(text)}”不是数字" if text else "是空白文本,不是数字", _wanted(metric))


def _wanted(metric: Metric) -> str:
    if metric.choices:
        return f"应为{'、'.join(metric.choices.values())}"
    unit = f"(单位:{metric.unit})" if metric.unit else ""
    return ("应为不小于 0 的整数" if metric.decimals == 0 else "应为不小于 0 的数字") + unit
