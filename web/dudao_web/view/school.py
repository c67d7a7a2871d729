"""One school: what was reported and where it stood, its verdicts, its classes, what it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from dudao.api import (
    AREA_LABELS,
    CLASS_LIST,
    OWNER_LABELS,
    STAGE_LABELS,
    TYPE_LABELS,
    ClassFact,
    Extreme,
    Indicator,
    Key,
    KOfN,
    Source,
    Stage,
    State,
    SubjectFacts,
    Vocabulary,
    stage_of_grade,
    terms_of,
)

from .chart import Columns, columns
from .gap import gap_words
from .marks import Slice, slices
from .notes import note
from .origins import origin_of, place_of
from .results import Results, Row


@dataclass(frozen=True, slots=True)
class SchoolVerdict:
    """A verdict on the school, what is lacking to its target, and what else there is to say."""

    row: Row
    short: str
    gap: str
    note: str
    minor: bool


@dataclass(frozen=True, slots=True)
class StageVerdicts:
    """The verdicts of one stage, or those of the whole school."""

    title: str
    bar: tuple[Slice, ...]
    verdicts: tuple[SchoolVerdict, ...]


@dataclass(frozen=True, slots=True)
class ToDo:
    """An indicator not met, and what would meet it."""

    code: str
    short: str
    title: str
    stage: str
    printed: str
    limit: str
    gap: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A reported figure; `source` is its place alone where the table names the rest."""

    label: str
    value: str
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class FigureTable:
    """The figures of the school itself or of one stage, and the file most of them are from."""

    title: str
    origin: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class ClassChart:
    """The classes of one stage as columns by grade, and the source of their list."""

    title: str
    columns: Columns
    limit: str
    count: int
    over: int
    source: str


@dataclass(frozen=True, slots=True)
class SchoolPage:
    """Everything on the page of a school."""

    code: str
    name: str
    facets: tuple[tuple[str, str], ...]
    left_out: str
    stages: tuple[StageVerdicts, ...]
    todo: tuple[ToDo, ...]
    missing: tuple[str, ...]
    classes: tuple[ClassChart, ...]
    figures: tuple[FigureTable, ...]


def school_page(
    results: Results, subject: SubjectFacts, sources: Mapping[Key, Source]
) -> SchoolPage:
    """Return the page of one school."""
    verdicts = [
        SchoolVerdict(
            row,
            results.short(indicator.code),
            gap_words(row.verdict, indicator, subject, results.vocabulary),
            note(results, indicator, row),
            indicator.code in results.whole_of,
        )
        for group in results.groups()
        for indicator in group.indicators
        if indicator.subject != "county"
        for row in results.rows(indicator)
        if row.verdict.subject == subject.code
    ]
    return SchoolPage(
        subject.code,
        subject.name,
        tuple(_facets(subject)),
        _left_out(results, subject),
        tuple(_by_stage(verdicts)),
        tuple(_todo(results, verdicts)),
        tuple(_missing(results, subject, verdicts)),
        tuple(_class_charts(results, subject, sources)),
        tuple(_figures(results.vocabulary, subject, sources)),
    )


def _facets(subject: SubjectFacts) -> list[tuple[str, str]]:
    school = subject.school
    if school is None:
        return []
    facets = [
        ("类型", TYPE_LABELS[school.type]),
        ("城乡", AREA_LABELS[school.area]),
        ("举办者", OWNER_LABELS[school.owner]),
    ]
    if school.built:
        facets.append(("建成年份", str(school.built)))
    if school.boarding:
        facets.append(("寄宿", "是"))
    if not school.counts_as_school:
        facets.append(("不计校数", f"并入 {school.parent}"))
    return facets


def _left_out(results: Results, subject: SubjectFacts) -> str:
    for rows in results.evaluation.rows.values():
        for index, reason in rows.reasons.items():
            if rows.codes[index] == subject.code:
                return reason
    return ""


def _by_stage(verdicts: list[SchoolVerdict]) -> list[StageVerdicts]:
    tables = []
    for stage in (*Stage, None):
        own = tuple(each for each in verdicts if each.row.verdict.stage is stage)
        if own:
            counts = Counter(each.row.verdict.state for each in own)
            split = slices(tuple(counts[state] for state in State))
            tables.append(StageVerdicts(STAGE_LABELS[stage] if stage else "全校", split, own))
    return tables


def _todo(results: Results, verdicts: list[SchoolVerdict]) -> list[ToDo]:
    found = []
    for each in verdicts:
        verdict = each.row.verdict
        is_whole = isinstance(results.book.by_code[verdict.indicator].measure, KOfN)
        if verdict.state is State.NOT_MET and not is_whole:
            stage = STAGE_LABELS[verdict.stage] if verdict.stage else "全校"
            found.append(
                ToDo(
                    verdict.indicator,
                    results.short(verdict.indicator),
                    verdict.title,
                    stage,
                    verdict.printed,
                    verdict.printed_limit,
                    each.gap or f"应{verdict.printed_limit.removeprefix('= ')}",
                )
            )
    return found


def _missing(results: Results, subject: SubjectFacts, verdicts: list[SchoolVerdict]) -> list[str]:
    """Return the figures whose absence keeps this school's verdicts open."""
    found: dict[str, None] = {}
    for each in verdicts:
        verdict = each.row.verdict
        if verdict.state is State.NO_DATA:
            indicator = results.book.by_code[verdict.indicator]
            for label in _lacking(results.vocabulary, indicator, subject, verdict.stage):
                found[label] = None
    return list(found)


def _lacking(
    vocabulary: Vocabulary, indicator: Indicator, subject: SubjectFacts, stage: Stage | None
) -> list[str]:
    have = {*subject.facts, *(subject.stages.get(stage, {}) if stage else ())}
    if stage is None:
        have |= {code for figures in subject.stages.values() for code in figures}
    name = STAGE_LABELS[stage] if stage else ""
    if isinstance(indicator.measure, Extreme):
        return [f"{name}各班学生数"]
    labels = []
    for code in terms_of(indicator.measure):
        metric = vocabulary[code]
        derivable = metric.plus and {*metric.plus, *metric.minus} <= have
        if code not in have and not derivable:
            labels.append(f"{name if metric.level == 'stage' else ''}{metric.label}")
    return labels


def _class_charts(
    results: Results, subject: SubjectFacts, sources: Mapping[Key, Source]
) -> list[ClassChart]:
    charts = []
    for stage in Stage:
        own = [one for one in subject.classes if stage_of_grade(one.grade) is stage]
        if own:
            limit = _class_limit(results, subject.code, stage)
            charts.append(_class_chart(own, stage, limit, _list_source(subject.code, sources)))
    return charts


def _class_limit(results: Results, subject: str, stage: Stage) -> float | None:
    for indicator in results.book.indicators:
        if isinstance(indicator.measure, Extreme):
            for row in results.rows(indicator):
                verdict = row.verdict
                if (verdict.subject, verdict.stage) == (subject, stage) and verdict.limit:
                    return float(verdict.limit)
    return None


def _class_chart(
    classes: list[ClassFact], stage: Stage, limit: float | None, source: str
) -> ClassChart:
    ordered = sorted(classes, key=lambda one: one.grade)
    over = [one for one in ordered if limit is not None and one.students > limit]
    return ClassChart(
        STAGE_LABELS[stage],
        columns([(f"{one.grade} 年级", one.students) for one in ordered], limit),
        f"{limit:g}" if limit else "",
        len(ordered),
        len(over),
        source,
    )


def _list_source(code: str, sources: Mapping[Key, Source]) -> str:
    source = sources.get(Key(code, None, CLASS_LIST))
    return str(source) if source else ""


def _figures(
    vocabulary: Vocabulary, subject: SubjectFacts, sources: Mapping[Key, Source]
) -> list[FigureTable]:
    tables = [_table("全校", vocabulary, subject, None, sources)]
    tables += [
        _table(STAGE_LABELS[stage], vocabulary, subject, stage, sources) for stage in subject.stages
    ]
    return [table for table in tables if table.figures]


def _table(
    title: str,
    vocabulary: Vocabulary,
    subject: SubjectFacts,
    stage: Stage | None,
    sources: Mapping[Key, Source],
) -> FigureTable:
    reported = subject.stages[stage] if stage else subject.facts
    found = {code: sources.get(Key(subject.code, stage, code)) for code in reported}
    origin = origin_of(found.values())
    figures = [
        Figure(
            metric.label,
            metric.show(reported[metric.code]),
            metric.unit,
            place_of(found[metric.code], origin),
        )
        for metric in vocabulary
        if metric.code in reported
    ]
    return FigureTable(title, str(origin or ""), tuple(figures))
