"""The list of metrics in force for a run: the shared ones plus what plugins add."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import ValidationError

from ..errors import DudaoError, Problem
from .model import Level, Metric


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet of a dozen or two metrics that are filled together."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class MetricsFile:
    """The text of a plugin's own vocabulary and where it stands, for messages."""

    where: str
    text: str


def metrics_in(package: str) -> tuple[MetricsFile, ...]:
    """Return the `metrics.toml` that a plugin's package ships."""
    path = files(package) / "metrics.toml"
    return (MetricsFile(f"{package}/metrics.toml", path.read_text(encoding="utf-8")),)


class Vocabulary:
    """All metrics and forms by code. Codes are unique; a plugin's carry the plugin's prefix."""

    def __init__(self, metrics: Iterable[Metric], forms: Iterable[Form]) -> None:
        self._metrics = {metric.code: metric for metric in metrics}
        self.forms = {form.code: form for form in forms}

    def __getitem__(self, code: str) -> Metric:
        return self._metrics[code]

    def __contains__(self, code: str) -> bool:
        return code in self._metrics

    def __iter__(self) -> Iterator[Metric]:
        return iter(self._metrics.values())

    def __len__(self) -> int:
        return len(self._metrics)

    def of(self, level: Level) -> list[Metric]:
        """Return the metrics reported for one kind of subject, in the order of their forms."""
        return [metric for metric in self if metric.level is level]

    def resembling(self, code: str) -> str:
        """Return a hint that names the nearest known code, or an empty string."""
        near = get_close_matches(code, self._metrics, n=1)
        return f"是否为 {near[0]}({self._metrics[near[0]].label})?" if near else ""

    def joined(self, other: Vocabulary) -> Vocabulary:
        """Return this vocabulary with another's metrics and forms added.

        Raises DudaoError when a code would get a second meaning.
        """
        twice = [metric.code for metric in other if metric.code in self]
        if twice:
            raise DudaoError(
                Problem(f"数据项 {code}", "代码已被使用", "请换用带插件前缀的代码")
                for code in twice
            )
        return Vocabulary([*self, *other], [*self.forms.values(), *other.forms.values()])


def read_vocabulary(file: MetricsFile, prefix: str = "") -> Vocabulary:
    """Read metrics and forms from a TOML file; `prefix` is what each code must start with.

    The text holds `[[forms]]` and, by level, `[levels.<level>]` tables with `form` and `metrics`
    (a level with several forms nests further tables). Raises DudaoError naming file and key.
    """
    try:
        data = tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        raise DudaoError(Problem(file.where, f"不是有效的 TOML:{error}")) from None
    problems: list[Problem] = []
    metrics: list[Metric] = []
    for level, table in data.get("levels", {}).items():
        metrics += _read_table(level, table, file.where, prefix, problems)
    if problems:
        raise DudaoError(problems)
    forms = [Form(form["code"], form["title"]) for form in data.get("forms", [])]
    return Vocabulary(metrics, forms)


def _read_table(
    level: str, table: Mapping[str, Any], where: str, prefix: str, problems: list[Problem]
) -> list[Metric]:
    found: list[Metric] = []
    for entry in table.get("metrics", []):
        place = f"{where} 数据项 {entry.get('code', '?')}"
        if not str(entry.get("code", "")).startswith(prefix):
            problems.append(Problem(place, f"插件的数据项代码须以 {prefix} 开头"))
            continue
        try:
            found.append(Metric(level=Level(level), form=table["form"], **entry))
        except (ValidationError, ValueError, KeyError) as error:
            problems.append(Problem(place, f"定义有误:{error}"))
    for key, nested in table.items():
        if isinstance(nested, dict) and key != "metrics":
            found += _read_table(level, nested, where, prefix, problems)
    return found


@cache
def shared_vocabulary() -> Vocabulary:
    """Return the vocabulary that ships with the core."""
    source = files(__package__) / "vocabulary.toml"
    text = source.read_text(encoding="utf-8")
    return read_vocabulary(MetricsFile("vocabulary.toml", text))
