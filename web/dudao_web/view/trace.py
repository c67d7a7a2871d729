"""The trace of a verdict as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from dudao.api import CLASS_LIST, FLAG_LABELS, STAGE_LABELS, Input, Source, Trace

from .gap import gap_words
from .marks import MARKS, Mark
from .origins import origin_of, place_of
from .results import Results


@dataclass(frozen=True, slots=True)
class InputLine:
    """A figure that the verdict rests on, or a list of many."""

    label: str
    of: str
    value: str
    is_list: bool
    source: str


@dataclass(frozen=True, slots=True)
class TracePage:
    """Everything needed to recompute a verdict by hand."""

    trace: Trace
    short: str
    name: str
    stage: str
    mark: Mark
    flags: tuple[str, ...]
    gap: str
    inputs: tuple[InputLine, ...]
    origin: str
    is_school: bool


def trace_page(results: Results, trace: Trace) -> TracePage:
    """Return the page of a trace."""
    verdict = trace.verdict
    subject = results.subjects.get(verdict.subject)
    origin = origin_of(each.source for each in trace.inputs)
    indicator = results.book.by_code[verdict.indicator]
    return TracePage(
        trace,
        results.short(indicator.code),
        results.name(verdict.subject),
        STAGE_LABELS[verdict.stage] if verdict.stage else "",
        MARKS[verdict.state],
        tuple(FLAG_LABELS[flag] for flag in verdict.flags),
        gap_words(verdict, indicator, subject, results.vocabulary),
        tuple(_input(each, origin) for each in trace.inputs),
        str(origin or ""),
        subject is not None and subject.school is not None,
    )


def _input(each: Input, origin: Source | None) -> InputLine:
    of = each.subject_name + (f" · {STAGE_LABELS[each.stage]}" if each.stage else "")
    return InputLine(
        each.label, of, each.value, each.metric == CLASS_LIST, place_of(each.source, origin)
    )
