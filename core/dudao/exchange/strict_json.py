"""JSON as people hand it in: exact numbers, keys given twice remembered, faults with their place."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from typing import Any

from ..errors import DudaoError, refuse

_LONGEST_NUMBER = 40
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII)


class JsonObject(dict[str, Any]):
    """A JSON object without the keys it was given twice; those it remembers apart."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        seen = Counter(key for key, _ in pairs)
        self.repeated = [key for key, times in seen.items() if times > 1]
        for key in self.repeated:
            del self[key]


def parse_json(text: str | bytes, where: str) -> Any:
    """Return what a text says; whole numbers as int, others as Decimal.

    Raises DudaoError when it is not JSON; `where` names it in messages.
    """
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
    except UnicodeDecodeError as error:
        raise refuse(where, f"第 {error.start + 1} 个字节不是 UTF-8 文字", "请存为 UTF-8") from None
    if not decoded.strip():
        raise refuse(where, "文件是空的", "应为 JSON 文件")
    try:
        return json.loads(
            decoded,
            object_pairs_hook=JsonObject,
            parse_int=_number,
            parse_float=_number,
            parse_constant=lambda word: _refuse_constant(word, where),
        )
    except json.JSONDecodeError as error:
        at = f"第 {error.lineno} 行第 {error.colno} 列"
        raise refuse(f"{where} {at}", "不是有效的 JSON", "请检查此处的括号、逗号和引号") from None
    except RecursionError:
        raise refuse(where, "嵌套过深,无法读取") from None


def _number(text: str) -> object:
    """Return a number exactly; one that no figure can be stays text and is refused as such."""
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        return text
    return int(text) if text.lstrip("-").isdigit() else Decimal(text)


def _refuse_constant(word: str, where: str) -> DudaoError:
    raise refuse(where, f"{word} 不是数字", "没有的数据请不要填")
