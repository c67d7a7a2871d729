"""Where a tenant stands: the grade still possible, what closes it, what is missing or close."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from dudao.api import (
    SEVERITY_LABELS,
    ConditionState,
    Flag,
    Grade,
    Held,
    Indicator,
    KOfN,
    Level,
    Outcome,
    Phase,
    Stage,
    State,
)

from .marks import MARKS, Mark, Slice, slices
from .results import Results, Row, margins
from .targets import phase_of

_NEAREST = 8
_WORST = 8
_MISSING = 8


@dataclass(frozen=True, slots=True)
class Outlook:
    """The grade in one word, and the sentence under it; `tone` is good, bad, open or none.

    `score` is there where points decide.
    """

    word: str
    sentence: str
    tone: str
    score: str = ""


@dataclass(frozen=True, slots=True)
class ClosedBy:
    """What stands against the best grade: an indicator with a page of its own, or a veto."""

    code: str
    short: str
    title: str
    is_indicator: bool


@dataclass(frozen=True, slots=True)
class Tile:
    """An indicator on the overview; `minor` ones feed the one before them."""

    code: str
    short: str
    title: str
    mark: Mark
    minor: bool


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section with one tile an indicator; `subjects` counts those of its only indicator."""

    title: str
    tiles: tuple[Tile, ...]
    met: int
    judged: int
    subjects: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Gap:
    """An indicator that cannot be judged everywhere: how many of its subjects lack figures."""

    code: str
    short: str
    title: str
    missing: int
    judged: int


@dataclass(frozen=True, slots=True)
class NearRow:
    """A verdict close to its limit."""

    row: Row
    short: str


@dataclass(frozen=True, slots=True)
class FailingSchool:
    """A school and the single indicators it does not meet."""

    code: str
    name: str
    failed: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A veto or ceiling that closes grades, or may yet."""

    held: Held
    label: str
    is_triggered: bool


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A phase of the plan; `when` is past, present or future, empty for one without dates."""

    phase: Phase
    span: str
    when: str


@dataclass(frozen=True, slots=True)
class Size:
    """A headline number of the county, such as its pupils."""

    label: str
    number: str
    note: str


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything on the first page of a tenant."""

    outlook: Outlook
    against: tuple[ClosedBy, ...]
    by_state: tuple[Slice, ...]
    conditions: tuple[ConditionLine, ...]
    sections: tuple[SectionLine, ...]
    sizes: tuple[Size, ...]
    gaps: tuple[Gap, ...]
    gap_count: int
    nearest: tuple[NearRow, ...]
    near_count: int
    failing: tuple[FailingSchool, ...]
    failing_count: int
    doubts: tuple[tuple[str, int], ...]
    phases: tuple[PhaseLine, ...]


def dashboard(results: Results) -> Dashboard:
    """Return the dashboard of an assessment."""
    assessed = results.assessed
    grades = results.book.grading.grades
    counting = [each for each in assessed.standings if each.counts]
    states = Counter(each.state for each in counting)
    gaps = _gaps(results)
    nearest, near_count = _nearest(results)
    failing = _failing(results)
    severities = Counter(doubt.severity for doubt in assessed.doubts)
    return Dashboard(
        outlook(assessed.grade, grades),
        tuple(_against(results)),
        slices(tuple(states[state] for state in State)),
        tuple(_condition(held, grades) for held in assessed.grade.conditions),
        tuple(_sections(results)),
        tuple(_sizes(results)),
        tuple(gaps[:_MISSING]),
        len(gaps),
        tuple(nearest),
        near_count,
        tuple(failing[:_WORST]),
        len(failing),
        tuple(
            (title, severities[severity])
            for severity, title in SEVERITY_LABELS.items()
            if severities[severity]
        ),
        tuple(_phase(phase, assessed.as_of) for phase in results.book.phases),
    )


def outlook(grade: Grade, grades: tuple[str, ...]) -> Outlook:
    """Return the range of grades still possible in words, with the score where there is one."""
    found = _range(grade, grades)
    return replace(found, score=f"得分 {grade.score}") if grade.score else found


def _range(grade: Grade, grades: tuple[str, ...]) -> Outlook:
    if grade.fault:
        return Outlook("等次未能给出", grade.fault, "none")
    if not grade.possible:
        return Outlook("不评定等次", "本办法没有规定等次的计算,只逐项给出结论。", "none")
    best, still = grade.possible[0], "、".join(grade.possible)
    against = len({closed.by for closed in grade.closed})
    highest = best if len(grade.possible) == 1 else f"至多{best}"
    if "ceilings" in grade.scheme.split("+"):
        word = highest if against else "待评定"
        return Outlook(word, f"由评价组评定:{still}。", "bad" if against else "none")
    if against:
        return Outlook(highest, f"有 {against} 项使“{grades[0]}”不再可能。", "bad")
    if len(grade.possible) > 1:
        return Outlook("尚不能确定", f"仍可能:{still}。补齐缺少的数据后才能定。", "open")
    if grade.scheme == "all_met":
        return Outlook(best, "计入结论的指标全部达标,没有触发否决情形。", "good")
    is_best = grade.possible == grades[:1]
    return Outlook(best, "按本办法的规定评为这一等次。", "good" if is_best else "none")


def _against(results: Results) -> list[ClosedBy]:
    """Return what closes the best grade; where nothing closes one, what is not met."""
    grade = results.assessed.grade
    codes = list(dict.fromkeys((closed.by, closed.title) for closed in grade.closed))
    if not codes:
        codes = [
            (each.indicator, results.book.by_code[each.indicator].title)
            for each in results.assessed.standings
            if each.counts and each.state is State.NOT_MET
        ]
    return [
        ClosedBy(code, results.short(code), title, True)
        if code in results.book.by_code
        else ClosedBy(code, code, title, False)
        for code, title in codes
    ]


def _condition(held: Held, grades: tuple[str, ...]) -> ConditionLine:
    is_triggered = held.state is ConditionState.TRIGGERED
    state = "已触发," if is_triggered else "尚不能判定;如触发,"
    return ConditionLine(held, f"{state}等次{_bound(held, grades)}", is_triggered)


def _bound(held: Held, grades: tuple[str, ...]) -> str:
    if held.effect == "ceiling":
        return f"须低于{held.grade}"
    return f"为{held.grade}" if (held.grade,) == grades[-1:] else f"不高于{held.grade}"


def _sections(results: Results) -> list[SectionLine]:
    lines = []
    for group in results.groups():
        counting = [each for each in group.indicators if each.counts]
        states = Counter(results.standings[each.code].state for each in counting)
        tiles = tuple(_tile(results, each) for each in group.indicators if _shown(results, each))
        judged = len(counting) - states[State.NOT_APPLICABLE]
        met = states[State.MET] + states[State.MET_RELAXED]
        subjects = _subjects(results, counting)
        lines.append(SectionLine(group.title, tiles, met, judged, subjects))
    return lines


def _subjects(results: Results, counting: list[Indicator]) -> tuple[int, int] | None:
    if len(counting) != 1 or counting[0].subject == "county":
        return None
    standing = results.standings[counting[0].code]
    return standing.by_state[State.MET] + standing.by_state[State.MET_RELAXED], standing.judged


def _shown(results: Results, indicator: Indicator) -> bool:
    """A part that neither counts nor has a short name is left to the page of its composite."""
    code = indicator.code
    is_part = code in results.whole_of
    return not is_part or indicator.counts or results.short(code) == code


def _tile(results: Results, indicator: Indicator) -> Tile:
    mark = MARKS[results.standings[indicator.code].state]
    code = indicator.code
    return Tile(code, results.short(code), indicator.title, mark, code in results.whole_of)


def _sizes(results: Results) -> list[Size]:
    schools = results.assessed.facts.schools
    sizes = [Size("学校", f"{len(schools):,}", "")] if schools else []
    for stage, label in ((Stage.PRIMARY, "小学生"), (Stage.JUNIOR, "初中生")):
        reported = [
            school.stages[stage].get("students") for school in schools if stage in school.stages
        ]
        known = [count for count in reported if count is not None]
        if known:
            lacking = len(reported) - len(known)
            note = f"另有 {lacking} 校未填" if lacking else ""
            sizes.append(Size(label, f"{sum(known):,}", note))
    classes = sum(len(school.classes) for school in schools)
    return [*sizes, Size("班级", f"{classes:,}", "")] if classes else sizes


def _gaps(results: Results) -> list[Gap]:
    found = []
    for indicator in results.book.indicators:
        standing = results.standings[indicator.code]
        missing = standing.by_state[State.NO_DATA]
        if missing and not isinstance(indicator.measure, KOfN):
            code = indicator.code
            title = indicator.title
            found.append(Gap(code, results.short(code), title, missing, standing.judged))
    return sorted(found, key=lambda gap: -gap.missing)


def _nearest(results: Results) -> tuple[list[NearRow], int]:
    """Return the first of the borderline verdicts, and how many there are.

    The county's come first, then those just missed, then those just met.
    """
    found: list[tuple[bool, bool, float, str, int]] = []
    at: list[tuple[Indicator, Outcome, int]] = []
    for outcome in results.evaluation.outcomes:
        indicator = results.book.by_code[outcome.indicator]
        flags = outcome.flags.tolist()
        if not any(flag & Flag.BORDERLINE for flag in flags):
            continue
        for index, margin in enumerate(margins(indicator, outcome)):
            if flags[index] & Flag.BORDERLINE and margin is not None:
                is_met = bool(outcome.state[index] != State.NOT_MET)
                below = outcome.level is not Level.COUNTY
                found.append((below, is_met, abs(margin), outcome.indicator, len(at)))
                at.append((indicator, outcome, index))
    nearest = [at[position] for *_, position in sorted(found)[:_NEAREST]]
    rows = [NearRow(results.row(*each), results.short(each[0].code)) for each in nearest]
    return rows, len(found)


def _failing(results: Results) -> list[FailingSchool]:
    failed: dict[str, list[str]] = {}
    for outcome in results.evaluation.outcomes:
        indicator = results.book.by_code[outcome.indicator]
        if outcome.level is Level.COUNTY or isinstance(indicator.measure, KOfN):
            continue
        codes = results.evaluation.rows[outcome.level].codes
        for index, state in enumerate(outcome.state.tolist()):
            if state == State.NOT_MET:
                failed.setdefault(codes[index], []).append(outcome.indicator)
    schools = [
        FailingSchool(code, results.name(code), len(codes), _names(results, codes))
        for code, codes in failed.items()
    ]
    return sorted(schools, key=lambda school: -school.failed)


def _names(results: Results, codes: list[str]) -> tuple[str, ...]:
    """Return short names, a nameless part under the composite it belongs to; each once."""
    named = (
        code if results.short(code) == code else results.whole_of.get(code, code) for code in codes
    )
    return tuple(dict.fromkeys(results.short(code) for code in named))


def _phase(phase: Phase, day: date) -> PhaseLine:
    if phase.since is None and phase.until is None:
        return PhaseLine(phase, "", "")
    since = phase.since.isoformat() if phase.since else ""
    until = phase.until.isoformat() if phase.until else "长期"
    return PhaseLine(phase, f"{since} — {until}", phase_of(phase, day))
