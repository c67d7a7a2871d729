"""The county's self-evaluation: what departments wrote beside the verdicts, and its frozen form."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import msgspec

from ..evaluate import Verdict, verdicts
from ..facts import STAGE_LABELS, FactSet
from ..grading import ConditionState, Grade, Standing
from ..moments import today
from ..papers import (
    ClosedLine,
    DutyPart,
    EvidenceLine,
    GradePart,
    Hash,
    Narrative,
    SectionPart,
    SelfEvaluation,
    VerdictLine,
)
from ..rulebook import Duty, RuleBook
from ..store import Attachment, DutyWork, attachments, facts_version, log_head
from .assessing import assess
from .judged import Judged, day_of, judge_facts
from .office import Office, reading
from .work import Duties, place_of

_FIGURES = "数据"


class Frozen(msgspec.Struct, frozen=True):
    """What is kept when a self-evaluation is locked.

    `hindrances` holds for each grade what stood against deciding on it then; none: nothing did.
    """

    report: SelfEvaluation
    hindrances: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Compiled:
    """A self-evaluation as of now, with the run it rests on and the last change it includes."""

    frozen: Frozen
    run: int | None
    facts_version: int

    @cached_property
    def text(self) -> str:
        """The JSON that is stored."""
        return msgspec.json.encode(self.frozen).decode()

    @property
    def digest(self) -> str:
        """The SHA-256 of the JSON, in hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def read_frozen(duties: Duties) -> Frozen | None:
    """Return the self-evaluation as it was locked, or None when it is not locked."""
    text = duties.plan.content
    return None if text is None else msgspec.json.decode(text, type=Frozen)


def judged_of(office: Office, duties: Duties) -> Judged:
    """Return the verdicts of a plan's year as of now, under its edition.

    Without any figures everything is judged as missing.
    """
    return _judged(office, duties, keep=False)[0]


def _judged(office: Office, duties: Duties, *, keep: bool) -> tuple[Judged, int | None]:
    """Return the verdicts and, where they are to be kept, the number of their run."""
    plan, rules = duties.plan, duties.rules
    if plan.period in duties.tenant.periods:
        assessed = assess(office, plan.tenant, plan.period, rules.name, keep=keep)
        return assessed.judged, assessed.run
    day = day_of(plan.period, None)
    nothing = FactSet(plan.tenant, plan.period, (), duties.tenant.name)
    plugins = office.plugins
    return judge_facts(rules, nothing, day, plugins.vocabulary, grader=plugins.grade), None


def compile_self_evaluation(office: Office, duties: Duties, *, keep: bool = False) -> Compiled:
    """Return the self-evaluation as of now: texts, verdicts, evidence, grade, digests.

    With `keep` the evaluation that it rests on is stored as a run.
    """
    plan = duties.plan
    with reading(office, plan.tenant) as session:
        version = facts_version(session, plan.tenant, plan.period)
        proof = attachments(session, plan.tenant, plan.period, plan.book)
        count, head = log_head(session, plan.tenant)
    judged, run = _judged(office, duties, keep=keep)
    hashes = (
        Hash("评价办法", duties.rules.digest),
        Hash(_FIGURES, judged.facts.digest()),
        Hash(f"办理日志(共 {count} 条)", head),
    )
    report = SelfEvaluation(
        duties.tenant.name,
        plan.period,
        duties.rules.title,
        plan.edition,
        "、".join((duties.rules.basis, *duties.rules.sources)),
        duties.collector.name,
        judged.as_of,
        plan.opened,
        today(),
        tuple(_sections(office, duties, judged, proof)),
        _grade(judged.grade),
        hashes,
        duties.tenant.synthetic,
    )
    against = hindrances(judged.grade, duties.rules.grading.grades)
    return Compiled(Frozen(report, against), run, version)


def report_of(office: Office, duties: Duties) -> SelfEvaluation:
    """Return the self-evaluation as it was locked, else as of now and marked as a draft."""
    frozen = read_frozen(duties)
    if frozen is None:
        return replace(compile_self_evaluation(office, duties).frozen.report, assembled=None)
    decided = next((each.grade for each in reversed(duties.reviews) if each.grade), "")
    content = Hash("自评内容", duties.plan.content_hash or "")
    report = frozen.report
    grade = replace(report.grade, decided=decided)
    return replace(report, grade=grade, hashes=(*report.hashes, content))


def changed_figures(office: Office, duties: Duties) -> tuple[str, str] | None:
    """Return the digests of the figures when it was locked and of today's, where they differ."""
    frozen = read_frozen(duties)
    if frozen is None:
        return None
    locked = next(each.value for each in frozen.report.hashes if each.title == _FIGURES)
    now = judged_of(office, duties).facts.digest()
    return None if locked == now else (locked, now)


def _sections(
    office: Office, duties: Duties, judged: Judged, proof: Sequence[Attachment]
) -> Iterator[SectionPart]:
    lines = _verdict_lines(office, judged)
    titles = {section.code: section.title for section in duties.rules.sections}
    by_section: defaultdict[str, list[Duty]] = defaultdict(list)
    for duty in duties.rules.duties:
        by_section[duty.section].append(duty)
    for section, found in by_section.items():
        parts = (_duty(duties, duty, lines, proof) for duty in found)
        yield SectionPart(titles.get(section, section), tuple(parts))


def _duty(
    duties: Duties,
    duty: Duty,
    lines: Mapping[str, Sequence[VerdictLine]],
    proof: Sequence[Attachment],
) -> DutyPart:
    work: DutyWork = duties.works[duty.code]
    names = {part.department: duties.directory[part.department].name for part in work.parts}
    lead, *support = names.values()
    return DutyPart(
        duty.code,
        duty.title,
        lead,
        tuple(support),
        tuple(
            Narrative(names[part.department], part.narrative)
            for part in work.parts
            if part.narrative
        ),
        tuple(line for code in duty.indicators for line in lines[code]),
        tuple(
            EvidenceLine(each.file.name, each.file.size, each.file.digest, names[each.department])
            for each in proof
            if each.duty == duty.code
        ),
    )


def _verdict_lines(office: Office, judged: Judged) -> dict[str, list[VerdictLine]]:
    """Return each indicator's verdicts about the county; of schools, how many meet it."""
    standings = {standing.indicator: standing for standing in judged.standings}
    found: dict[str, list[VerdictLine]] = {code: [] for code in judged.book.by_code}
    for verdict in verdicts(judged.evaluation, office.plugins.vocabulary):
        if judged.book.by_code[verdict.indicator].subject == "county":
            found[verdict.indicator].append(_line(verdict, judged.book))
    for indicator in judged.book.indicators:
        if indicator.subject != "county":
            standing = standings[indicator.code]
            place = place_of(indicator.clause, judged.book)
            line = VerdictLine(indicator.title, _share(standing), "", standing.state, place)
            found[indicator.code] = [line]
    return found


def _line(verdict: Verdict, rules: RuleBook) -> VerdictLine:
    stage = f"({STAGE_LABELS[verdict.stage]})" if verdict.stage else ""
    return VerdictLine(
        f"{verdict.title}{stage}",
        verdict.printed,
        verdict.printed_limit,
        verdict.state,
        place_of(verdict.clause, rules),
    )


def _share(standing: Standing) -> str:
    met = standing.by_state[0] + standing.by_state[1]
    return f"{met} / {standing.judged} 达标" if standing.judged else ""


def _grade(grade: Grade) -> GradePart:
    undetermined = (
        f"{held.code} {held.title}"
        for held in grade.conditions
        if held.state is ConditionState.UNDETERMINED
    )
    closed = (ClosedLine(each.grade, f"{each.by} {each.title}") for each in grade.closed)
    return GradePart(grade.possible, tuple(closed), tuple(undetermined))


def hindrances(grade: Grade, grades: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return for each grade what stands against deciding on it.

    That is what closes it, and every condition that could still close it: a veto never passes on
    missing figures. Where no grade could be given, none may be decided on.
    """
    found = {wanted: tuple(_against(grade, grades, wanted)) for wanted in grades}
    unfounded = grade.fault or "按现有数据不在可评的等次内"
    return {
        wanted: against or (() if wanted in grade.possible else (unfounded,))
        for wanted, against in found.items()
    }


def _against(grade: Grade, grades: Sequence[str], wanted: str) -> Iterator[str]:
    place = grades.index(wanted)
    for each in grade.closed:
        if each.grade == wanted:
            yield f"{each.by} {each.title},不能评为{wanted}"
    for held in grade.conditions:
        reach = grades.index(held.grade) + (held.effect == "ceiling")
        if held.state is ConditionState.UNDETERMINED and place < reach:
            yield f"{held.code} {held.title}尚不能判定,须先补齐数据"
