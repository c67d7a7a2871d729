"""The list of metrics in force for a run: the shared ones plus what plugins add."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import ValidationError

from ..errors import DudaoError, Problem, not_toml, problems_in
from .model import PUPILS_IN_SCHOOL, Level, Metric


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

    def joined(self, other: Vocabulary, where: str) -> Vocabulary:
        """Return this vocabulary with another's metrics and forms added; `where` is their file.

        Raises DudaoError when a code would get a second meaning, or a reference leads nowhere.
        """
        taken = "代码已被使用", "请换用带插件前缀的代码"
        problems = [
            Problem(f"{where} 数据项 {code}", *taken) for code in other._metrics if code in self
        ]
        problems += [
            Problem(f"{where} 表 {code}", *taken) for code in other.forms.keys() & self.forms
        ]
        both = Vocabulary([*other, *self], [*other.forms.values(), *self.forms.values()])
        problems += [problem for metric in other for problem in both.faults(metric, where)]
        if problems:
            raise DudaoError(problems)
        return both

    def faults(self, metric: Metric, where: str) -> Iterator[Problem]:
        """Yield a problem for each form or metric that a metric of the file `where` names amiss."""
        place = f"{where} 数据项 {metric.code}"
        if metric.form not in self.forms:
            yield Problem(place, f"没有表 {metric.form}", f"可用:{'、'.join(self.forms)}")
        per = metric.usual.per if metric.usual else None
        for code in (metric.part_of, metric.smallest_of, per, *metric.plus, *metric.minus):
            if code is None or (code == PUPILS_IN_SCHOOL and metric.level is Level.SCHOOL):
                continue
            if code not in self:
                yield Problem(place, f"引用了不存在的数据项 {code}", self.resembling(code))
            elif self[code].level is not metric.level:
                yield Problem(place, f"引用的数据项 {code} 不是按 {metric.level} 填报的")


def read_vocabulary(file: MetricsFile, prefix: str = "") -> Vocabulary:
    """Read metrics and forms from a TOML file; `prefix` is what each code must start with.

    The text holds `[[forms]]` and, by level, `[levels.<level>]` tables with `form` and `metrics`
    (a level with several forms nests further tables). Raises DudaoError naming file and key.
    """
    try:
        data = tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        raise not_toml(file.where, error) from None
    reader = _Reader(file.where, prefix)
    reader.levels(data.get("levels", {}))
    forms = reader.forms(data.get("forms", []))
    if reader.problems:
        raise DudaoError(reader.problems)
    return Vocabulary(reader.metrics, forms)


class _Reader:
    """Walks a file of metrics, noting every fault."""

    def __init__(self, where: str, prefix: str) -> None:
        self._where = where
        self._prefix = prefix
        self.metrics: list[Metric] = []
        self.problems: list[Problem] = []

    def _fault(self, key: str, what: str, expected: str = "") -> None:
        self.problems.append(Problem(f"{self._where} {key}", what, expected))

    def forms(self, entries: Any) -> list[Form]:
        try:
            return [Form(str(entry["code"]), str(entry["title"])) for entry in entries]
        except (KeyError, TypeError):
            self._fault("forms", "每张表须有 code 和 title")
            return []

    def levels(self, tables: Any) -> None:
        known = "、".join(Level)
        if not isinstance(tables, dict):
            return self._fault("levels", "应为各层级的表", f"如 [levels.county];可用:{known}")
        for level, table in tables.items():
            if level in list(Level):
                self._table(Level(level), table, f"levels.{level}")
            else:
                self._fault(f"levels.{level}", "不认识的层级", f"可用:{known}")
        return None

    def _table(self, level: Level, table: Any, key: str) -> None:
        if not isinstance(table, dict):
            return self._fault(key, "应为一个表", "其中有 form 和 metrics")
        entries = table.get("metrics", [])
        for number, entry in enumerate(entries if isinstance(entries, list) else [entries], 1):
            if isinstance(entry, dict):
                self._metric({"level": level, "form": table.get("form"), **entry})
            else:
                self._fault(key, f"metrics 第 {number} 项不是数据项", "应为 { code = …, … }")
        for name, nested in table.items():
            if isinstance(nested, dict):
                self._table(level, nested, f"{key}.{name}")
        return None

    def _metric(self, entry: dict[str, Any]) -> None:
        code = str(entry.get("code", ""))
        key = f"数据项 {code or '?'}"
        if not code.startswith(self._prefix):
            self._fault(key, "代码的前缀不对", f"插件的数据项代码须以 {self._prefix} 开头")
        elif any(code == metric.code for metric in self.metrics):
            self._fault(key, "代码重复")
        else:
            try:
                self.metrics.append(Metric.model_validate(entry))
            except ValidationError as error:
                self.problems += problems_in(f"{self._where} {key}", entry, error)


@cache
def shared_vocabulary() -> Vocabulary:
    """Return the vocabulary that ships with the core."""
    source = files(__package__) / "vocabulary.toml"
    text = source.read_text(encoding="utf-8")
    return read_vocabulary(MetricsFile("vocabulary.toml", text))
