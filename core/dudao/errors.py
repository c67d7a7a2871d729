"""What can go wrong with people's input, said so that a domain expert can act on it."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from tomllib import TOMLDecodeError
from typing import Any

from pydantic import ValidationError


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in what was handed over: where it stands, what is wrong, what to do.

    `where` names the place as the person sees it (sheet and cell, JSON path, plugin file and
    key); `what` says what is wrong with the value found; `expected` says what belongs there.
    """

    where: str
    what: str
    expected: str = ""

    def __str__(self) -> str:
        tail = f";{self.expected}" if self.expected else ""
        return f"{self.where}:{self.what}{tail}"


class DudaoError(Exception):
    """A refusal with its reasons; every entrance (terminal, page, job) prints `problems`."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))


class NotAllowed(DudaoError):
    """A refusal because of who asks, not of what was handed over."""


class ConflictError(DudaoError):
    """A refusal because somebody else was faster; `theirs` is what stands there now."""

    def __init__(self, problem: Problem, theirs: object) -> None:
        super().__init__(problem)
        self.theirs = theirs


def refuse(where: str, what: str, expected: str = "") -> DudaoError:
    """Return the error for a single fault, ready to be raised."""
    return DudaoError(Problem(where, what, expected))


def not_toml(where: str, error: TOMLDecodeError) -> DudaoError:
    """Return the refusal of a file that is no TOML, with the line and column of the fault."""
    found = re.search(r"line (\d+), column (\d+)", str(error))
    place = f"第 {found[1]} 行第 {found[2]} 列" if found else "末尾"
    return refuse(f"{where} {place}", "不是有效的 TOML", "请检查此处的括号、引号、逗号和重复的键")


# What the system says of a file, for the usual cases.
_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在磁盘只读",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "超过系统允许的文件大小",
    errno.ENOTDIR: "上级不是文件夹",
    errno.EEXIST: "已有同名文件",
}


def reason(error: OSError) -> str:
    """Return why the system refused a file, in Chinese where the reason is a usual one."""
    return _REASONS.get(error.errno or 0, str(error.strerror))


# What pydantic says, in the words of the people who write rule books and metrics.
_MESSAGES = {
    "missing": "缺少此项",
    "extra_forbidden": "不认识的键,请检查拼写",
    "union_tag_invalid": "不认识的种类 {tag};可用:{expected_tags}",
    "union_tag_not_found": "缺少 kind",
    "string_pattern_mismatch": "格式不对,应符合 {pattern}",
    "string_type": "应为文本",
    "string_too_short": "不能为空",
    "literal_error": "不是可选值,应为 {expected}",
    "enum": "不是可选值,应为 {expected}",
    "date_type": "不是日期,应为 YYYY-MM-DD",
    "date_parsing": "不是日期,应为 YYYY-MM-DD",
    "date_from_datetime_parsing": "不是日期,应为 YYYY-MM-DD",
    "date_from_datetime_inexact": "应只有日期,没有时刻",
    "decimal_type": "应为数字",
    "decimal_parsing": "应为数字",
    "finite_number": "应为有限的数",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "tuple_type": "应为列表",
    "dict_type": "应为一组键值",
    "model_type": "应为一组键值",
    "model_attributes_type": "应为一组键值",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不应小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "不应大于 {le}",
    "too_short": "至少要有 {min_length} 项",
    "value_error": "{error}",
}


def problems_in(where: str, data: Mapping[str, Any], error: ValidationError) -> Iterator[Problem]:
    """Yield what is wrong with a file's data: the place by its keys and codes, what is expected.

    A value that may be of several types is one problem, whichever types it fails to be.
    """
    found: dict[str, list[str]] = {}
    faults = error.errors(include_url=False)
    # A list is counted without its faulty items, which are told already.
    told = {fault["loc"][:size] for fault in faults for size in range(len(fault["loc"]))}
    for fault in faults:
        if fault["type"] == "too_short" and fault["loc"] in told:
            continue
        template = _MESSAGES.get(fault["type"], f"写法不对({fault['type']})")
        messages = found.setdefault(_place(data, fault["loc"]), [])
        context = {key: _listed(value) for key, value in fault.get("ctx", {}).items()}
        messages.append(template.format(**context))
    for place, messages in found.items():
        yield Problem(f"{where} {place}".rstrip(), ",或".join(dict.fromkeys(messages)))


def _listed(value: object) -> str:
    return str(value).replace(" or ", "、").replace(", ", "、")


def _place(data: Any, location: Iterable[int | str]) -> str:
    steps = list(location)
    names: list[str] = []
    for number, step in enumerate(steps, 1):
        if isinstance(data, Mapping):
            # A step that is no key here names the kind chosen, or the key that is missing. A kind
            # may be called like one of its keys.
            is_kind = step == data.get("kind") and number < len(steps)
            if (step in data and not is_kind) or number == len(steps):
                names.append(str(step))
                data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int):
            data = data[step]
            coded = isinstance(data, Mapping) and "code" in data
            names.append(f"{names.pop()} {data['code']}" if coded else f"第 {step + 1} 项")
    return " → ".join(names)
