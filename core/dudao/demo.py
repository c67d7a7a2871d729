"""What a plugin contributes to `dudao demo`: tenants with figures, duty work, a ledger in use."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .errors import DudaoError, Problem, not_toml, problems_in
from .rulebook.measures import Text
from .supervision import Record

SYNTHETIC = "示例数据"


@dataclass(frozen=True, slots=True)
class DemoTenant:
    """A tenant for the demo.

    `facts` holds the texts of facts files (JSON), one a period, oldest first: they are read with
    the vocabulary of the installation, like anybody's. `work` is the text of a file (TOML) with
    the duty work of one period, see `DemoWork`, and `ledger` that of one with the work on its
    findings, see `DemoLedger`. `source` names where both come from and is
    recorded as their source file; `synthetic` puts 示例数据 on every page. A tenant's `parent` is
    a demo tenant too; a body above may have neither figures nor work. A synthetic one stands
    still on `day`, so that its year stays in progress. `roster` holds the records of its supervision
    system.
    """

    code: str
    name: str
    level: str
    book: str
    facts: tuple[str, ...]
    source: str
    parent: str | None = None
    synthetic: bool = True
    work: str = ""
    ledger: str = ""
    day: date | None = None
    roster: tuple[Record, ...] = ()


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Filing(_Value):
    """A department writes its part of a duty down, or files it with its leader.

    `figures` are by metric, typed as on the page.
    """

    kind: Literal["save", "file"]
    duty: Text
    department: Text
    narrative: Text
    figures: dict[str, str] = {}


class Proof(_Value):
    """A department attaches one of the work's own text files to its part."""

    kind: Literal["attach"]
    duty: Text
    department: Text
    name: Text


class HandBack(_Value):
    """The leader asks a supporting department to complete its part."""

    kind: Literal["hand_back"]
    duty: Text
    department: Text
    comment: Text


class DutyMove(_Value):
    """The leader reports a duty, or the collecting department judges it."""

    kind: Literal["submit", "accept", "return"]
    duty: Text
    comment: str = ""


class Happening(_Value):
    """Something that happened is entered in the register of events."""

    kind: Literal["event"]
    metric: Text
    on: date
    note: Text


class Nothing(_Value):
    """It is stated that nothing of a kind happened."""

    kind: Literal["none"]
    metric: Text


DemoStep = Filing | Proof | HandBack | DutyMove | Happening | Nothing


class DemoWork(_Value):
    """A period of duty work as far as it has come: opened on a day, then step by step.

    `files` are texts by name, for evidence. `editor` and `filler` are who did it, for the record.
    """

    period: Text
    opened: date
    editor: Text
    filler: Text
    files: dict[str, Text] = {}
    steps: tuple[Annotated[DemoStep, Field(discriminator="kind")], ...] = ()


class LedgerStep(_Value):
    """On a day, one move with the findings that it is the turn of.

    The owners treat (`measure`, with what is to be done) and prove, the keeper approves, declines
    and strikes off whatever can be. `most` is how many at the most, `passing` only those whose
    rule passes. `deadline` is for those that have none.
    """

    kind: Literal["measure", "prove", "approve", "decline", "strike"]
    on: date
    comment: str = ""
    rule: str = ""
    most: int | None = Field(None, ge=1)
    passing: bool = False
    measure: str = ""
    deadline: date | None = None
    file: str = ""


class DemoLedger(_Value):
    """The work on a ledger while the figures of the years come in, by day.

    `keeper` and `owner` are who did it, for the record; `files` are texts by name, for proof.
    """

    keeper: Text
    owner: Text
    files: dict[str, Text] = {}
    steps: tuple[LedgerStep, ...] = ()


def read_ledger(text: str, where: str) -> DemoLedger:
    """Return the work on a ledger that a file holds. Raises DudaoError with every fault of it."""
    found = _read(DemoLedger, text, where)
    names = [step.file if step.kind == "prove" else None for step in found.steps]
    _require_files(names, found.files, where)
    return found


def read_work(text: str, where: str) -> DemoWork:
    """Return the duty work that a file holds. Raises DudaoError with every fault of it."""
    work = _read(DemoWork, text, where)
    names = [step.name if isinstance(step, Proof) else None for step in work.steps]
    _require_files(names, work.files, where)
    return work


T = TypeVar("T", bound=BaseModel)


def _read(kind: type[T], text: str, where: str) -> T:
    try:
        data = tomllib.loads(text)
        return kind.model_validate(data)
    except tomllib.TOMLDecodeError as error:
        raise not_toml(where, error) from None
    except ValidationError as error:
        raise DudaoError(problems_in(where, data, error)) from None


def _require_files(names: Iterable[str | None], files: Collection[str], where: str) -> None:
    """Raise DudaoError for each step, in their order, that names a file which is not there."""
    lacking = [
        Problem(f"{where} steps 第 {number} 项", f"files 中没有 {name}")
        for number, name in enumerate(names, 1)
        if name is not None and name not in files
    ]
    if lacking:
        raise DudaoError(lacking)
