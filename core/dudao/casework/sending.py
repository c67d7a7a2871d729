"""Moving the plan as a whole: assembled, locked, sent up, and what the body above makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ..errors import DudaoError, NotAllowed, Problem, refuse
from ..store import (
    LogEntry,
    Plan,
    TenantSession,
    add_review,
    facts_version,
    queue_up,
    write_log,
    write_plan,
)
from ..workflow import MOVES, Actor, DutyState, Party, Position
from .office import Office, writing
from .self_evaluation import compile_self_evaluation, hindrances, judged_of, read_frozen
from .work import Duties, check, check_parties, entry, held, load_duties


def assemble(office: Office, actor: Actor, duties: Duties) -> None:
    """Close the collecting. Raises DudaoError unless every duty has been accepted."""
    _move_plan(office, actor, duties, "assemble", "", _all_accepted)


def _all_accepted(_: TenantSession, now: Duties) -> Plan:
    waiting = [work.code for work in now.works.values() if work.state != DutyState.ACCEPTED]
    if waiting:
        what = f"还有 {len(waiting)} 项任务没有受理:{'、'.join(waiting)}"
        raise refuse(title_of(now), what, "请先受理各项任务")
    return now.plan


def reopen(office: Office, actor: Actor, duties: Duties, comment: str) -> None:
    """Go back to collecting: before it goes up, or when it was sent back."""

    def clear(_: TenantSession, now: Duties) -> Plan:
        return replace(now.plan, content=None, content_hash=None, run=None)

    _move_plan(office, actor, duties, "reopen", comment, clear)


def lock(office: Office, actor: Actor, duties: Duties) -> None:
    """Freeze the self-evaluation as it stands; from here nothing below it moves.

    Raises DudaoError when figures or the plan change while it is being written.
    """
    # What is frozen is what stands there now, not what whoever asks has read some time ago.
    current = _current(office, duties)
    made = compile_self_evaluation(office, current, keep=True)

    def freeze(session: TenantSession, now: Duties) -> Plan:
        version = facts_version(session, now.plan.tenant, now.plan.period)
        if (version, now.plan.version) != (made.facts_version, current.plan.version):
            raise refuse(title_of(now), "数据刚有改动,没有锁定", "请查看改动后的结论,再锁定")
        return replace(now.plan, content=made.text, content_hash=made.digest, run=made.run)

    _move_plan(office, actor, duties, "lock", "", freeze)


def send(office: Office, actor: Actor, duties: Duties) -> None:
    """Send the locked self-evaluation up."""

    def count(_: TenantSession, now: Duties) -> Plan:
        return replace(now.plan, sending=now.plan.sending + 1)

    _move_plan(office, actor, duties, "send", "", count)


def _move_plan(
    office: Office,
    actor: Actor,
    duties: Duties,
    code: str,
    comment: str,
    change: Callable[[TenantSession, Duties], Plan],
) -> None:
    plan, move = duties.plan, MOVES[code]
    with writing(office, plan.tenant) as session:
        now = held(office, session, plan.period, plan.book)
        parties = check_parties(actor, now.seats())
        check(move, Position(now.state), parties, title_of(now), comment)
        changed = replace(change(session, now), state=move.after.value)
        write_plan(session, changed)
        detail = {"comment": comment.strip(), "content": changed.content_hash or ""}
        write_log(session, entry(now, actor, code, **detail))


def _current(office: Office, duties: Duties) -> Duties:
    plan = duties.plan
    return load_duties(office, plan.tenant, plan.period, plan.book)


def title_of(duties: Duties) -> str:
    """Return what the self-evaluation is called where something is said about it."""
    return f"{duties.tenant.name} {duties.plan.period} 年自评"


def send_back(office: Office, actor: Actor, duties: Duties, comment: str) -> None:
    """Send a self-evaluation back to its county, as the body above; the reason is due."""
    _review(office, actor, duties, "send_back", comment)


def review(office: Office, actor: Actor, duties: Duties, comment: str = "") -> None:
    """Find a self-evaluation in order, as the body above."""
    _review(office, actor, duties, "review", comment)


def decide(office: Office, actor: Actor, duties: Duties, grade: str, comment: str) -> None:
    """Decide on a grade below the ceiling, with its reason; deciding again corrects the former.

    Raises DudaoError for a grade that is closed, naming what closes it, and for one that an
    undetermined condition could still close: a veto never passes on missing figures.
    """
    now = _current(office, duties)
    _check_review(now, actor, "decide", comment)
    hindrances = decision_range(office, now).against(grade)
    if hindrances:
        raise DudaoError(Problem(f"{title_of(now)} 等次 {grade}", each) for each in hindrances)
    _review(office, actor, now, "decide", comment, grade)


def _review(
    office: Office, actor: Actor, duties: Duties, code: str, comment: str, grade: str = ""
) -> None:
    plan = duties.plan
    _require_reviewer(duties, actor, code)
    with writing(office, duties.seats().reviewer) as session:
        queue_up(session)
        now = _current(office, duties)
        _check_review(now, actor, code, comment)
        add_review(
            session,
            plan.tenant,
            plan.period,
            plan.book,
            now.plan.sending,
            now.plan.content_hash or "",
            code,
            comment.strip(),
            actor.name,
            grade,
        )
        detail = {"about": plan.tenant, "comment": comment.strip(), "grade": grade}
        write_log(session, LogEntry(actor.name, code, plan.period, plan.book, detail=detail))


def _require_reviewer(duties: Duties, actor: Actor, code: str) -> frozenset[Party]:
    parties = check_parties(actor, duties.seats())
    if Party.REVIEWER not in parties:
        what = f"只有上级审核单位可以{MOVES[code].label}"
        raise NotAllowed(Problem(title_of(duties), what))
    return parties


def _check_review(duties: Duties, actor: Actor, code: str, comment: str) -> None:
    parties = _require_reviewer(duties, actor, code)
    check(MOVES[code], Position(duties.state), parties, title_of(duties), comment)


@dataclass(frozen=True, slots=True)
class DecisionRange:
    """The grades of a book, and for each what stands against deciding on it (nothing: it may be)."""

    grades: tuple[str, ...]
    hindrances: Mapping[str, tuple[str, ...]]

    def against(self, grade: str) -> tuple[str, ...]:
        """Return what stands against a grade, an unknown one included."""
        if grade not in self.grades:
            return (f"不是本办法的等次,可选:{'、'.join(self.grades)}",)
        return self.hindrances[grade]


def decision_range(office: Office, duties: Duties) -> DecisionRange:
    """Return which grades may be decided on, by what was sent up and by the figures of today.

    Both have to allow a grade: figures changed after sending cannot open it again, and what came
    out since (an accident) closes it.
    """
    grades = duties.rules.grading.grades
    now = hindrances(judged_of(office, duties).grade, grades)
    sent = read_frozen(duties)
    if sent is not None:
        now = {
            grade: (
                *against,
                *(f"报送时:{each}" for each in sent.hindrances[grade] if each not in against),
            )
            for grade, against in now.items()
        }
    return DecisionRange(grades, now)
