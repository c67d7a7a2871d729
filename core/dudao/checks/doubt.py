"""A doubt about reported figures, before and beside any verdict on them."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..facts import FactSet, Key, Stage, SubjectFacts
from ..metrics import Metric, Vocabulary
from ..rulebook import Severity

SEVERITY_LABELS: dict[Severity, str] = {
    "error": "数字矛盾",
    "omission": "未予指出",
    "question": "请作者说明",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is doubtful about some figures of one subject; `keys` names the figures."""

    code: str
    title: str
    severity: Severity
    subject: str
    subject_name: str
    stage: Stage | None
    message: str
    advice: str
    keys: tuple[Key, ...]


@dataclass(slots=True)
class Desk:
    """What a check looks at, and where it puts its doubts."""

    facts: FactSet
    vocabulary: Vocabulary
    previous: FactSet | None = None
    doubts: list[Doubt] = field(default_factory=list)

    def doubt(
        self,
        code: str,
        title: str,
        subject: SubjectFacts,
        metrics: tuple[str, ...],
        message: str,
        advice: str,
        stage: Stage | None = None,
        severity: Severity = "error",
    ) -> None:
        """Note one doubt about some figures of one subject."""
        keys = tuple(Key(subject.code, stage, metric) for metric in metrics)
        self.doubts.append(
            Doubt(code, title, severity, subject.code, subject.name, stage, message, advice, keys)
        )

    def named(self, code: str, value: int) -> str:
        """Return a figure with its name and unit, as it stands in a message."""
        return named(self.vocabulary[code], value)


def named(metric: Metric, value: int) -> str:
    """Return a figure with its name and unit."""
    return f"{metric.label} {metric.show(value)}{f' {metric.unit}' if metric.unit else ''}"
