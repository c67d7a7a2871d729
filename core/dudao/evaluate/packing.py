"""One county's verdicts as a few kilobytes, to be stored with the run and read back as they were."""

from __future__ import annotations

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

_LAYOUT = 1


def pack(evaluation: Evaluation) -> bytes:
    """Return the evaluation of a single county as bytes; see `unpack`."""
    rows = {
        level.value: [
            table.codes,
            [stage.value if stage else "" for stage in table.stages],
            table.counted.tobytes(),
            table.reasons,
        ]
        for level, table in evaluation.rows.items()
    }
    outcomes = [
        [
            outcome.indicator,
            outcome.level.value,
            outcome.stage.value if outcome.stage else "",
            outcome.state.tobytes(),
            _wide(outcome.num),
            _wide(outcome.den),
            outcome.target.tobytes(),
            outcome.relaxation.tobytes(),
            outcome.flags.tobytes(),
        ]
        for outcome in evaluation.outcomes
    ]
    return msgspec.msgpack.encode([_LAYOUT, evaluation.as_of.isoformat(), rows, outcomes])


def _wide(values: Ints) -> Any:
    """Return int64 as bytes; integers beyond 64 bits as text, which no format cuts short."""
    if values.dtype == object:
        return [str(value) for value in values]
    return values.tobytes()


def unpack(data: bytes, book: RuleBook) -> Evaluation:
    """Return a stored evaluation; `book` is the edition it was made with."""
    layout, as_of, tables, outcomes = msgspec.msgpack.decode(data, strict=False)
    if layout != _LAYOUT:
        raise refuse("评价结果", f"存储格式 {layout} 无法识别", "请升级程序,或重新评价")
    rows = {Level(level): _rows(*table) for level, table in tables.items()}
    return Evaluation(
        book, date.fromisoformat(as_of), rows, tuple(_outcome(*entry) for entry in outcomes)
    )


def _rows(codes: list[str], stages: list[str], counted: bytes, reasons: dict[Any, str]) -> Rows:
    return Rows(
        codes,
        [Stage(stage) if stage else None for stage in stages],
        np.zeros(len(codes), dtype=np.intp),
        np.frombuffer(counted, dtype=np.bool_),
        {int(row): reason for row, reason in reasons.items()},
    )


def _outcome(
    indicator: str,
    level: str,
    stage: str,
    state: bytes,
    num: Any,
    den: Any,
    target: bytes,
    relaxation: bytes,
    flags: bytes,
) -> Outcome:
    return Outcome(
        indicator,
        Level(level),
        Stage(stage) if stage else None,
        np.frombuffer(state, dtype=np.int8),
        _integers(num),
        _integers(den),
        np.frombuffer(target, dtype=np.int16),
        np.frombuffer(relaxation, dtype=np.int16),
        np.frombuffer(flags, dtype=np.uint8).copy(),  # marked again when figures are doubted
    )


def _integers(stored: Any) -> Ints:
    if isinstance(stored, bytes):
        return np.frombuffer(stored, dtype=np.int64)
    return np.array([int(value) for value in stored], dtype=object)
