"""Each county's verdicts as a few kilobytes, to be stored with the run and read back as they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec
import numpy as np

from ..errors import refuse
from ..facts import Stage
from ..metrics import Level
from ..rulebook import RuleBook
from .evaluation import Evaluation
from .exact import Ints
from .frame import Rows
from .outcome import Outcome

_LAYOUT = 2
# What an outcome holds for every row, and how it is written.
_COLUMNS = {
    "state": "<i1",
    "flags": "<u1",
    "target": "<i2",
    "relaxation": "<i2",
    "num": "<i8",
    "den": "<i8",
}


def pack(evaluation: Evaluation) -> bytes:
    """Return the evaluation of a single county as bytes; see `unpack`."""
    [packed] = pack_each(evaluation)
    return packed


def pack_each(evaluation: Evaluation) -> Iterator[bytes]:
    """Yield the evaluation of each of its counties as bytes, in their order; see `unpack`."""
    named = [
        [outcome.indicator, outcome.level, outcome.stage or ""] for outcome in evaluation.outcomes
    ]
    head = msgspec.Raw(msgspec.msgpack.encode(named))
    tables = {level: _Table(evaluation, level) for level in evaluation.rows}
    as_of = evaluation.as_of.isoformat()
    for county in range(len(evaluation.rows[Level.COUNTY])):
        parts = {level.value: table.of(county) for level, table in tables.items()}
        yield msgspec.msgpack.encode([_LAYOUT, as_of, head, parts])


class _Table:
    """All outcomes of one level side by side, a line for each row, to be cut by county."""

    def __init__(self, evaluation: Evaluation, level: Level) -> None:
        self._rows = evaluation.rows[level]
        counties = len(evaluation.rows[Level.COUNTY])
        self._edges = np.searchsorted(self._rows.county, np.arange(counties + 1)).tolist()
        self._counted = memoryview(self._rows.counted.tobytes())
        outcomes = [each for each in evaluation.outcomes if each.level is level]
        self._blocks = [_block(outcomes, name, kind) for name, kind in _COLUMNS.items()]
        self._large = {
            place: outcome
            for place, outcome in enumerate(outcomes)
            if object in (outcome.num.dtype, outcome.den.dtype)
        }

    def of(self, county: int) -> list[Any]:
        """Return one county's part."""
        first, last = self._edges[county : county + 2]
        return [
            self._rows.codes[first:last],
            [stage or "" for stage in self._rows.stages[first:last]],
            self._counted[first:last],
            self._rows.reasons_within(first, last),
            [block[first * width : last * width] for block, width in self._blocks],
            {
                place: [_texts(outcome.num[first:last]), _texts(outcome.den[first:last])]
                for place, outcome in self._large.items()
            },
        ]


def _block(outcomes: list[Outcome], name: str, kind: str) -> tuple[memoryview, int]:
    """Return one column of all outcomes, row by row, and the bytes of a row.

    Integers beyond 64 bits do not fit in; they are kept apart as text, which no format cuts short.
    """
    columns = [getattr(outcome, name) for outcome in outcomes]
    size = len(columns[0]) if columns else 0
    block = np.zeros((size, len(columns)), dtype=kind)
    for place, column in enumerate(columns):
        if column.dtype != object:
            block[:, place] = column
    return memoryview(block.tobytes()), block.itemsize * len(columns)


def _texts(values: Ints) -> list[str]:
    return [str(value) for value in values]


def unpack(data: bytes, book: RuleBook) -> Evaluation:
    """Return a stored evaluation; `book` is the edition it was made with."""
    layout, *rest = msgspec.msgpack.decode(data, strict=False)
    if layout != _LAYOUT:
        raise refuse("评价结果", f"存储格式 {layout} 无法识别", "请升级程序,或重新评价")
    as_of, named, parts = rest
    outcomes = {
        Level(level): _outcomes([each for each in named if each[1] == level], *part[4:])
        for level, part in parts.items()
    }
    return Evaluation(
        book,
        date.fromisoformat(as_of),
        {Level(level): _rows(*part[:4]) for level, part in parts.items()},
        tuple(next(outcomes[level]) for _, level, _ in named),
    )


def _rows(codes: list[str], stages: list[str], counted: bytes, reasons: dict[Any, str]) -> Rows:
    return Rows(
        codes,
        [Stage(stage) if stage else None for stage in stages],
        np.zeros(len(codes), dtype=np.intp),
        np.frombuffer(counted, dtype=np.bool_),
        {int(row): reason for row, reason in reasons.items()},
    )


def _outcomes(
    named: list[list[str]], blocks: list[bytes], large: Mapping[Any, list[list[str]]]
) -> Iterator[Outcome]:
    columns = {
        name: _columns(block, kind, len(named))
        for (name, kind), block in zip(_COLUMNS.items(), blocks, strict=True)
    }
    apart = {int(place): values for place, values in large.items()}
    for place, (indicator, level, stage) in enumerate(named):
        one: dict[str, Any] = {name: block[place] for name, block in columns.items()}
        if place in apart:
            one["num"], one["den"] = (_integers(texts) for texts in apart[place])
        yield Outcome(indicator, Level(level), Stage(stage) if stage else None, **one)


def _columns(block: bytes, kind: str, many: int) -> Ints:
    rows = np.frombuffer(block, dtype=kind)
    return np.ascontiguousarray(rows.reshape(len(rows) // max(many, 1), many).T)


def _integers(texts: list[str]) -> Ints:
    return np.array([int(text) for text in texts], dtype=object)
