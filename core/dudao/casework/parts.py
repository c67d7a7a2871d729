"""What departments file for a duty: narrative, figures, evidence; and sending it to the leader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ..errors import ConflictError, DudaoError, NotAllowed, Problem, refuse
from ..facts import Key, Source
from ..metrics import Metric
from ..moments import in_words
from ..store import Part, TenantSession, load_facts, sources, write_log, write_part
from ..workflow import MOVES, Actor, PartState, Party, figures_of
from .assessing import assess
from .figures import record_figures
from .office import Office, reading, writing
from .work import Duties, check, check_parties, entry, held, part_of, signed

LONGEST_NARRATIVE = 20_000


@dataclass(frozen=True, slots=True)
class Draft:
    """What a department writes down for a duty: figures by metric, as typed (empty: none).

    `version` is that of the part it was written over, so that nobody overwrites another unseen.
    """

    version: int
    narrative: str
    figures: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DutyFigure:
    """A figure that a duty asks for: as stored, with its source, None where there is none."""

    metric: Metric
    stored: int | None
    source: Source | None


def duty_figures(office: Office, duties: Duties, duty: str) -> tuple[DutyFigure, ...]:
    """Return the figures a duty asks for with what is stored of them."""
    vocabulary = office.plugins.vocabulary
    metrics = figures_of(duties.duties[duty], duties.rules, vocabulary)
    code, period = duties.tenant.code, duties.plan.period
    if period not in duties.tenant.periods or not metrics:
        return tuple(DutyFigure(metric, None, None) for metric in metrics)
    with reading(office, code) as session:
        county = load_facts(session, code, period).county
        keys = {metric.code: Key(county.code, None, metric.code) for metric in metrics}
        known = sources(session, code, period, keys.values())
    return tuple(
        DutyFigure(metric, county.facts.get(metric.code), known.get(keys[metric.code]))
        for metric in metrics
    )


def save_part(
    office: Office,
    actor: Actor,
    duties: Duties,
    duty: str,
    department: str,
    draft: Draft,
    *,
    file: bool = False,
) -> int:
    """Store what a department wrote, and with `file` send it to the leader; return its version.

    Figures are read at once and become the county's figures when the part is filed. Raises
    ConflictError with the part as it is now when somebody else saved it meanwhile, NotAllowed for
    a department without the duty, DudaoError for what is locked or cannot be read.
    """
    plan = duties.plan
    with writing(office, plan.tenant) as session:
        now = held(office, session, plan.period, plan.book, duty=known(duties, duty))
        part = own_part(now, actor, duty, department, "file" if file else "save")
        if part.version != draft.version:
            raise _overtaken(now, part)
        figures = read_figures(office, now, duty, draft.figures)
        written = _written(now, part, draft, figures, signed(now, actor))
        if file:
            _require_narrative(now, written)
            written = replace(written, state=PartState.FILED)
            record_part(office, session, now, written, signed(now, actor))
        write_part(session, plan.period, plan.book, written)
        action = "file" if file else "save"
        detail = {"narrative": written.narrative, "figures": dict(figures)} if file else {}
        write_log(session, entry(now, actor, action, duty, part.department, **detail))
    if file and figures:
        assess_again(office, duties)
    return part.version + 1


def known(duties: Duties, duty: str) -> str:
    """Return a duty's code. Raises DudaoError when the plan has no such duty."""
    if duty not in duties.works:
        named = "、".join(duties.works)
        raise refuse(f"任务 {duty}", "本年任务中没有", f"任务有:{named}")
    return duty


def _where(duties: Duties, part: Part) -> str:
    title = duties.duties[part.duty].title
    return f"任务 {part.duty} {title} {duties.directory[part.department].name}"


def own_part(duties: Duties, actor: Actor, duty: str, department: str, move: str) -> Part:
    """Return a department's part when the actor may make the move with it.

    Raises NotAllowed for anybody else, DudaoError where the part cannot be changed.
    """
    part = part_of(duties, duty, department)
    where = _where(duties, part)
    seats = duties.seats(duty)
    mine = check_parties(actor, replace(seats, lead=part.department, support=()))
    if Party.LEAD not in mine:
        unit = duties.directory[part.department].name
        raise NotAllowed(Problem(where, f"只有{unit}可以{MOVES[move].label}"))
    own = {Party.LEAD} if part.position == 0 else {Party.SUPPORT}
    check(MOVES[move], duties.position(duty, part.department), own, where)
    return part


def _overtaken(duties: Duties, part: Part) -> ConflictError:
    at = in_words(part.at) if part.at else ""
    return ConflictError(
        Problem(
            _where(duties, part),
            f"{part.by}已于 {at} 另存,您的内容没有保存",
            "请对照两份内容,合并后再保存",
        ),
        part,
    )


def plain_text(text: str) -> str:
    """Return typed text as it is kept: one kind of line end, nothing that a database refuses."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def _written(duties: Duties, part: Part, draft: Draft, figures: Mapping[str, str], by: str) -> Part:
    narrative = plain_text(draft.narrative)
    if len(narrative) > LONGEST_NARRATIVE:
        what = f"情况说明有 {len(narrative)} 字"
        raise refuse(_where(duties, part), what, f"不超过 {LONGEST_NARRATIVE} 字")
    now = datetime.now(UTC)
    return replace(part, state=PartState.DRAFT, narrative=narrative, figures=figures, by=by, at=now)


def _require_narrative(duties: Duties, part: Part) -> None:
    if not part.narrative:
        raise refuse(_where(duties, part), "没有情况说明", "请写明工作情况后再提交")


def read_figures(
    office: Office, duties: Duties, duty: str, typed: Mapping[str, str]
) -> dict[str, str]:
    """Return typed figures in the spelling of a facts file, empty ones left out.

    Raises DudaoError for every figure that cannot be read, or that the duty does not ask for.
    """
    asked = {
        metric.code: metric
        for metric in figures_of(duties.duties[duty], duties.rules, office.plugins.vocabulary)
    }
    problems, found = [], {}
    for code, text in typed.items():
        metric = asked.get(code)
        where = f"任务 {duty} 数据 {metric.label if metric else code}"
        if metric is None:
            problems.append(Problem(where, "不是这项任务的数据", "请从任务页面填报"))
        elif metric.events and text.strip():
            problems.append(Problem(where, "按事件逐件登记,不能直接填数", "请在等次页面登记"))
        elif text.strip():
            try:
                found[code] = metric.exact(metric.read(text))
            except ValueError as error:
                problems.append(Problem(where, str(error)))
    if problems:
        raise DudaoError(problems)
    return found


def record_part(
    office: Office, session: TenantSession, duties: Duties, part: Part, who: str
) -> None:
    """Make the figures of a part the county's, each with the duty as its source."""
    if not part.figures:
        return
    vocabulary = office.plugins.vocabulary
    figures = {code: vocabulary[code].read(text) for code, text in part.figures.items()}
    title = f"履职填报 {duties.rules.title}"
    place = f"任务 {part.duty} {duties.directory[part.department].name}"
    record_figures(office, session, duties.plan.period, figures, title, place, who)


def assess_again(office: Office, duties: Duties) -> None:
    """Evaluate the tenant's figures under the plan's edition after they have changed."""
    plan = duties.plan
    assess(office, plan.tenant, plan.period, duties.rules.name, keep=True)


def take_back_part(
    office: Office, actor: Actor, duties: Duties, duty: str, department: str
) -> None:
    """Take a filed part back to go on with it. Raises like `save_part`."""
    plan = duties.plan
    with writing(office, plan.tenant) as session:
        now = held(office, session, plan.period, plan.book, duty=known(duties, duty))
        part = own_part(now, actor, duty, department, "take_back")
        write_part(session, plan.period, plan.book, replace(part, state=PartState.DRAFT))
        write_log(session, entry(now, actor, "take_back", duty, part.department))


def hand_back_part(
    office: Office, actor: Actor, duties: Duties, duty: str, department: str, comment: str
) -> None:
    """Ask a supporting department, as the leader, to complete what it filed; the reason is due."""
    plan = duties.plan
    with writing(office, plan.tenant) as session:
        now = held(office, session, plan.period, plan.book, duty=known(duties, duty))
        part = part_of(now, duty, department)
        parties = check_parties(actor, now.seats(duty))
        at = now.position(duty, part.department)
        check(MOVES["hand_back"], at, parties, _where(now, part), comment)
        changed = replace(part, state=PartState.HANDED_BACK, comment=comment.strip())
        write_part(session, plan.period, plan.book, changed)
        write_log(
            session, entry(now, actor, "hand_back", duty, part.department, comment=comment.strip())
        )
