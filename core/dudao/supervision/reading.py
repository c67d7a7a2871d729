"""A roster as a file holds it (TOML): a list for each kind of record, with the fields of its value."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import msgspec

from ..errors import DudaoError, Problem, not_toml, refuse
from .records import RECORD_TYPES, RECORD_WORDS, ROSTER_KEYS, RecordKind
from .roster import Record

_KINDS = {key: kind for kind, key in ROSTER_KEYS.items()}


def read_roster(content: bytes, where: str) -> tuple[Record, ...]:
    """Return the records of a file. Raises DudaoError with every fault of it and its place."""
    try:
        data = tomllib.loads(content.decode())
    except UnicodeDecodeError:
        raise refuse(where, "不是 UTF-8 文本", "请另存为 UTF-8 编码") from None
    except tomllib.TOMLDecodeError as error:
        raise not_toml(where, error) from None
    found: list[Record] = []
    problems = []
    for key, entries in data.items():
        for record in _records(key, entries, where):
            if isinstance(record, Problem):
                problems.append(record)
            else:
                found.append(record)
    problems += _twice(found, where)
    if problems:
        raise DudaoError(problems)
    return tuple(found)


def _records(key: str, entries: Any, where: str) -> Iterator[Record | Problem]:
    if key not in _KINDS or not isinstance(entries, list):
        yield Problem(f"{where} {key}", "不是名册中的一类记录", f"可用:{'、'.join(_KINDS)}")
        return
    for number, entry in enumerate(entries, 1):
        yield _record(_KINDS[key], entry, f"{where} {key} 第 {number} 项")


def _record(kind: RecordKind, entry: Any, place: str) -> Record | Problem:
    known = [field.name for field in msgspec.inspect.type_info(RECORD_TYPES[kind]).fields]  # type: ignore[attr-defined]
    if not isinstance(entry, dict):
        return Problem(place, "不是一组键和值", f"可填:{'、'.join(known)}")
    if strange := sorted(entry.keys() - set(known)):
        return Problem(place, f"没有 {'、'.join(strange)} 这一项", f"可填:{'、'.join(known)}")
    try:
        return msgspec.convert(entry, RECORD_TYPES[kind])
    except msgspec.ValidationError as error:
        return Problem(place, f"填写不对:{error}", f"请核对{RECORD_WORDS[kind]}的各项")


def _twice(found: list[Record], where: str) -> Iterator[Problem]:
    seen: set[tuple[type[Record], str]] = set()
    for record in found:
        name = (type(record), record.code)
        if name in seen:
            yield Problem(f"{where} {record.code}", "代码重复", "同一类记录的代码不能相同")
        seen.add(name)
