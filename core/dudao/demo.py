"""What a plugin contributes to `dudao demo`: tenants with figures, and duty work in progress."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .errors import DudaoError, Problem, not_toml, problems_in
from .rulebook.measures import Text

SYNTHETIC = "示例数据"


@dataclass(frozen=True, slots=True)
class DemoTenant:
    """A tenant for the demo.

    `facts` holds the texts of facts files (JSON), one a period, oldest first: they are read with
    the vocabulary of the installation, like anybody's. `work` is the text of a file (TOML) with
    the duty work of one period, see `DemoWork`. `source` names where both come from and is
    recorded as their source file; `synthetic` puts 示例数据 on every page. A tenant's `parent` is
    a demo tenant too; a body above may have neither figures nor work. A synthetic one stands
    still on `day`, so that its year stays in progress.
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
    day: date | None = None


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


def read_work(text: str, where: str) -> DemoWork:
    """Return the duty work that a file holds. Raises DudaoError with every fault of it."""
    try:
        data = tomllib.loads(text)
        work = DemoWork.model_validate(data)
    except tomllib.TOMLDecodeError as error:
        raise not_toml(where, error) from None
    except ValidationError as error:
        raise DudaoError(problems_in(where, data, error)) from None
    lacking = [
        Problem(f"{where} steps 第 {number} 项", f"files 中没有 {step.name}")
        for number, step in enumerate(work.steps, 1)
        if isinstance(step, Proof) and step.name not in work.files
    ]
    if lacking:
        raise DudaoError(lacking)
    return work
