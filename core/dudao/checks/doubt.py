"""A doubt about reported figures, before and beside any verdict on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ..facts import FactSet, Key, Stage, SubjectFacts
from ..metrics import Metric, Vocabulary

Severity = Literal["error", "question"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Figures that cannot all be right (error), or that their author should explain (question)."""

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
