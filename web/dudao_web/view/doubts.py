"""The figures that cannot all be right, and those that want a word of explanation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dudao.api import SEVERITY_LABELS, STAGE_LABELS, Doubt, Key, Source

from .results import Results


@dataclass(frozen=True, slots=True)
class DoubtedFigure:
    """A figure that a doubt is about."""

    label: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """A doubt with its figures; `is_school` tells whether its subject has a page of its own."""

    doubt: Doubt
    stage: str
    is_school: bool
    figures: tuple[DoubtedFigure, ...]


@dataclass(frozen=True, slots=True)
class DoubtGroup:
    """The doubts of one severity, gravest first; `mark` is the class they are drawn with."""

    title: str
    mark: str
    lines: tuple[DoubtLine, ...]


def doubt_groups(results: Results, sources: Mapping[Key, Source]) -> tuple[DoubtGroup, ...]:
    """Return the doubts about an assessment's figures with the sources of these, by severity."""
    lines = [_line(results, doubt, sources) for doubt in results.assessed.doubts]
    groups = (
        DoubtGroup(
            title,
            "not_met" if severity == "error" else "near",
            tuple(line for line in lines if line.doubt.severity == severity),
        )
        for severity, title in SEVERITY_LABELS.items()
    )
    return tuple(group for group in groups if group.lines)


def _line(results: Results, doubt: Doubt, sources: Mapping[Key, Source]) -> DoubtLine:
    subject = results.subjects.get(doubt.subject)
    return DoubtLine(
        doubt,
        STAGE_LABELS[doubt.stage] if doubt.stage else "",
        subject is not None and subject.school is not None,
        tuple(
            _figure(results, key, sources)
            for key in doubt.keys
            if key.metric in results.vocabulary  # a list of classes is no figure to print
        ),
    )


def _figure(results: Results, key: Key, sources: Mapping[Key, Source]) -> DoubtedFigure:
    subject = results.subjects.get(key.subject)
    held = (subject.stages.get(key.stage, {}) if key.stage else subject.facts) if subject else {}
    metric = results.vocabulary[key.metric]
    value = (
        f"{metric.show(held[key.metric])} {metric.unit}".rstrip() if key.metric in held else "缺"
    )
    source = sources.get(key)
    return DoubtedFigure(metric.label, value, str(source) if source else "")
