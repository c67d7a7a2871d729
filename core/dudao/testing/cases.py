"""Worked cases: figures with the verdicts that a document says they lead to, shipped as data."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ..checks import check_facts
from ..errors import DudaoError, Problem, not_toml, problems_in
from ..evaluate import STATE_LABELS, Evaluation, State, Verdict, evaluate, verdicts
from ..exchange import read_facts_json
from ..facts import STAGE_LABELS, FactSet, Stage
from ..grading import Grader, graded, standings
from ..metrics import Vocabulary
from ..rulebook import Shelf
from .reaching import ExpectedReach, reach_differences

Key = tuple[str, str, Stage | None]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Expected(_Part):
    """One verdict. Without `subject` it is the county's; what is left out is not compared.

    `value` is compared at the decimals it is written with, rounded half up; `limit` exactly.
    """

    indicator: str
    subject: str = ""
    stage: Stage | None = None
    state: Literal["met", "met_relaxed", "not_met", "no_data", "not_applicable"]
    value: str | None = None
    limit: str | None = None
    until: date | None = None
    clause: str | None = None
    flags: tuple[str, ...] | None = None


class Case(_Part):
    """What one entry of `cases/*.toml` says.

    `subjects` are those of a facts file; `figures` names a facts file of the package instead.
    `possible` are the grades left, `vetoes` the state of each veto that is not cleared, `doubts`
    the codes of the book's own checks that must speak (all of them). A case about career thresholds
    has the rows of a teacher list, `teachers`, and what they `reach` instead.
    """

    title: str
    clause: str
    note: str = ""
    book: str
    as_of: date
    tenant: str = "000000"
    subjects: tuple[dict[str, Any], ...] = ()
    figures: str = ""
    expect: tuple[Expected, ...] = ()
    possible: tuple[str, ...] | None = None
    vetoes: dict[str, Literal["triggered", "undetermined"]] | None = None
    doubts: tuple[str, ...] | None = None
    teachers: tuple[dict[str, Any], ...] = ()
    reach: tuple[ExpectedReach, ...] = ()

    @property
    def about(self) -> frozenset[str]:
        """The codes of the indicators and thresholds that it expects something of."""
        thresholds = (each.threshold for each in self.reach)
        return frozenset((*(each.indicator for each in self.expect), *thresholds))

    @model_validator(mode="after")
    def _says_something(self) -> Case:
        if [bool(self.subjects), bool(self.figures), bool(self.teachers)].count(True) != 1:
            raise ValueError("subjects、figures、teachers 应填且只填一项")
        if bool(self.teachers) != bool(self.reach):
            raise ValueError("teachers 与 reach 应一起填")
        if not (self.expect or self.reach) and (self.possible, self.vetoes, self.doubts) == (
            None,
            None,
            None,
        ):
            raise ValueError("没有写明应得的结论(expect、possible、vetoes、doubts 或 reach)")
        return self


class _CaseFile(_Part):
    cases: tuple[Case, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """A case, where it stands, and the facts file it is about."""

    where: str
    case: Case
    facts: str

    def __str__(self) -> str:
        return self.case.title


def cases_in(package: str) -> tuple[WorkedCase, ...]:
    """Return the worked cases (`cases/*.toml`) that a plugin's package ships.

    Raises DudaoError that names file and key when one cannot be read.
    """
    folder = files(package) / "cases"
    if not folder.is_dir():
        return ()
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return tuple(
        WorkedCase(f"{package}/cases/{entry.name} 第 {number} 例", case, _facts(package, case))
        for entry in entries
        if entry.name.endswith(".toml")
        for number, case in enumerate(
            _read(f"{package}/cases/{entry.name}", entry.read_text("utf-8")), 1
        )
    )


def _read(where: str, text: str) -> tuple[Case, ...]:
    try:
        # As text, decimals reach the facts file's reader as they were written.
        data = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        raise not_toml(where, error) from None
    try:
        return _CaseFile.model_validate(data).cases
    except ValidationError as error:
        raise DudaoError(problems_in(where, data, error)) from None


def _facts(package: str, case: Case) -> str:
    if case.figures:
        return (files(package) / case.figures).read_text(encoding="utf-8")
    document = {"tenant": case.tenant, "period": str(case.as_of.year), "subjects": case.subjects}
    return json.dumps(document, ensure_ascii=False)


def run_cases(
    package: str, shelf: Shelf, vocabulary: Vocabulary, grader: Grader = graded
) -> list[Problem]:
    """Return every difference between a package's worked cases and what is evaluated."""
    return [
        problem
        for worked in cases_in(package)
        for problem in run_case(worked, shelf, vocabulary, grader)
    ]


def run_case(
    worked: WorkedCase, shelf: Shelf, vocabulary: Vocabulary, grader: Grader = graded
) -> list[Problem]:
    """Evaluate one case and return every difference to what it expects; none is the aim.

    A plugin that grades by code is held to its cases with `Plugins.grade` as the grader.
    """
    case = worked.case
    place = f"{worked.where}“{case.title}”"
    try:
        book = shelf.named(case.book, case.as_of)
    except DudaoError as error:
        return list(error.problems)
    if case.teachers:
        return list(reach_differences(case.teachers, case.reach, book, case.as_of, place))
    reading = read_facts_json(worked.facts, vocabulary, place)
    if reading.facts is None or reading.problems:
        return [Problem(fault.where, fault.what, fault.expected) for fault in reading.problems]
    evaluation = evaluate(book, [reading.facts], case.as_of, vocabulary)
    found = {(v.indicator, v.subject, v.stage): v for v in verdicts(evaluation, vocabulary)}
    problems = [
        problem
        for expected in case.expect
        for problem in _differences(expected, found, reading.facts.tenant, place)
    ]
    return [
        *problems,
        *_grade_differences(case, evaluation, reading.facts, grader, place),
        *_doubt_differences(case, evaluation, reading.facts, vocabulary, place),
    ]


def _differences(
    expected: Expected, found: Mapping[Key, Verdict], tenant: str, place: str
) -> Iterator[Problem]:
    subject = expected.subject or tenant
    stage = STAGE_LABELS[expected.stage] if expected.stage else ""
    where = " ".join(part for part in (place, expected.indicator, subject, stage) if part)
    verdict = found.get((expected.indicator, subject, expected.stage))
    if verdict is None:
        yield Problem(where, "没有这个结论", "请核对指标、对象和学段")
        return
    state = State[expected.state.upper()]
    if verdict.state is not state:
        yield Problem(
            where,
            f"结论为{STATE_LABELS[verdict.state]}({verdict.printed})",
            f"应为{STATE_LABELS[state]}",
        )
    if expected.value is not None and not _prints(expected.value, verdict.value):
        yield Problem(where, f"数值为 {verdict.value}", f"应为 {expected.value}")
    if expected.limit is not None and not _equals(expected.limit, verdict.limit):
        yield Problem(where, f"目标值为 {verdict.limit}", f"应为 {expected.limit}")
    if expected.until is not None and expected.until != verdict.until:
        yield Problem(where, f"放宽期限为 {verdict.until}", f"应为 {expected.until}")
    if expected.clause is not None and expected.clause != verdict.clause:
        yield Problem(where, f"依据为 {verdict.clause}", f"应为 {expected.clause}")
    if expected.flags is not None:
        yield from _flag_difference(expected.flags, verdict, where)


def _flag_difference(expected: tuple[str, ...], verdict: Verdict, where: str) -> Iterator[Problem]:
    flags = {str(flag.name).lower() for flag in verdict.flags}
    if flags != set(expected):
        yield Problem(where, f"标记为 {_listed(sorted(flags))}", f"应为 {_listed(expected)}")


def _number(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return None


def _prints(expected: str, found: str | None) -> bool:
    """Return whether the value found, rounded to the decimals of the expected one, is that one."""
    wanted, value = _number(expected), _number(found)
    if wanted is None or value is None:
        return expected == found
    return value.quantize(wanted, ROUND_HALF_UP) == wanted


def _equals(expected: str, found: str | None) -> bool:
    wanted = _number(expected)
    return expected == found if wanted is None else wanted == _number(found)


def _grade_differences(
    case: Case, evaluation: Evaluation, facts: FactSet, grader: Grader, place: str
) -> Iterator[Problem]:
    book, found = evaluation.book, standings(evaluation)
    result = grader(book, found, facts.county.facts, evaluation.as_of)
    if result.fault:
        yield Problem(place, result.fault)
    if case.possible is not None and case.possible != result.possible:
        yield Problem(place, f"可能等次为 {_listed(result.possible)}", _wanted(case.possible))
    states = {veto.code: str(veto.state) for veto in result.vetoes}
    if case.vetoes is not None and case.vetoes != states:
        yield Problem(place, f"否决情形为 {states}", f"应为 {case.vetoes}")


def _doubt_differences(
    case: Case, evaluation: Evaluation, facts: FactSet, vocabulary: Vocabulary, place: str
) -> Iterator[Problem]:
    if case.doubts is None:
        return
    own = {check.code for check in evaluation.book.checks}
    failing = {
        verdict.indicator: f"{verdict.printed}({verdict.printed_limit})"
        for verdict in verdicts(evaluation, vocabulary)
        if verdict.state is State.NOT_MET and verdict.subject == facts.tenant
    }
    doubts = check_facts(facts, evaluation.book, vocabulary, failing=failing)
    raised = {doubt.code for doubt in doubts} & own
    if raised != set(case.doubts):
        yield Problem(place, f"数据核对提示为 {_listed(sorted(raised))}", _wanted(case.doubts))


def _wanted(entries: tuple[str, ...]) -> str:
    return f"应为 {_listed(entries)}"


def _listed(entries: Iterable[str]) -> str:
    return "、".join(entries) or "(无)"
