"""Opening a year's plan, and moving its duties: submitting, accepting, returning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ..errors import NotAllowed, Problem, refuse
from ..rulebook import Directory, Duty, RuleBook
from ..store import (
    DutyWork,
    LogEntry,
    Part,
    Plan,
    add_plan,
    move_duty,
    write_log,
    write_part,
)
from ..workflow import (
    MOVES,
    Actor,
    DutyState,
    PartState,
    PlanState,
    Role,
    due_days,
    procedure_of,
)
from .judged import day_of
from .office import Office, tenant_card, writing
from .parts import assess_again, known, record_part
from .work import (
    Duties,
    check,
    check_parties,
    entry,
    held,
    load_duties,
    require_name,
    signed,
    usual_book,
)


def open_plan(
    office: Office,
    actor: Actor,
    tenant: str,
    period: str,
    opened: date,
    book: str | None = None,
    due: Mapping[str, date] | None = None,
) -> Duties:
    """Open a year's plan from the rule book: every duty with its departments and its day.

    `due` sets other days for single duties this year. Raises DudaoError when a duty would be due
    before `opened`, when the plan is open already or the book has no duties; NotAllowed unless
    the collecting department asks.
    """
    require_name(actor)
    card = tenant_card(office, tenant)
    rules = usual_book(office, card, period, book)
    where = f"{card.name} {period} 年 {rules.title}"
    if actor.role is not Role.EDITOR or actor.tenant != tenant:
        raise NotAllowed(Problem(where, f"只有{procedure_of(rules).collector}可以部署"))
    if abs(opened.year - day_of(period, None).year) > 1:
        raise refuse(where, f"部署日期 {opened} 与年度不符", f"应在 {period} 年前后")
    days = due_days(rules, int(period), opened, due or {})
    plan = Plan(
        tenant, period, rules.code, rules.edition, rules.digest, opened, PlanState.OPEN.value
    )
    with writing(office, tenant) as session:
        add_plan(session, plan, _works(rules, days))
        detail = {
            "edition": rules.edition,
            "opened": opened.isoformat(),
            "due": {code: day.isoformat() for code, day in (due or {}).items()},
        }
        who = f"{procedure_of(rules).collector} {actor.name}"
        write_log(session, LogEntry(who, "open", period, rules.code, detail=detail))
    return load_duties(office, tenant, period, rules.code)


def _works(rules: RuleBook, days: Mapping[str, date]) -> list[DutyWork]:
    directory = Directory(rules.departments)
    return [
        DutyWork(
            duty.code,
            position,
            days[duty.code],
            DutyState.COLLECTING.value,
            parts=_parts(duty, directory),
        )
        for position, duty in enumerate(rules.duties)
    ]


def _parts(duty: Duty, directory: Directory) -> tuple[Part, ...]:
    # Two names of one unit in a list of the document are one part.
    units = dict.fromkeys(directory.find(name).code for name in (duty.lead, *duty.support))
    return tuple(
        Part(duty.code, unit, position, PartState.DRAFT.value)
        for position, unit in enumerate(units)
    )


def submit_duty(office: Office, actor: Actor, duties: Duties, duty: str, comment: str = "") -> None:
    """Report a duty to the collecting department, with the leader's own part.

    Parts that supporting departments still owe have to be accounted for in `comment`. Raises
    DudaoError, NotAllowed like every move.
    """
    plan = duties.plan
    with writing(office, plan.tenant) as session:
        now = held(office, session, plan.period, plan.book, duty=known(duties, duty))
        where = _where(now, duty)
        parties = check_parties(actor, now.seats(duty))
        check(MOVES["submit"], now.position(duty), parties, where, comment)
        lead, *support = now.works[duty].parts
        if not lead.narrative:
            raise refuse(where, "牵头部门的情况说明还没有写", "请先填写并保存")
        owing = [part for part in support if part.state != PartState.FILED]
        if owing and not comment.strip():
            names = "、".join(now.directory[part.department].name for part in owing)
            raise refuse(where, f"尚未提交配合材料:{names}", "请等待提交,或写明原因后报送")
        if lead.state != PartState.FILED:
            # Filed before, its figures are there, and others may have come since.
            record_part(office, session, now, lead, signed(now, actor))
            filed = replace(lead, state=PartState.FILED.value)
            write_part(session, plan.period, plan.book, filed)
        move_duty(session, plan.period, plan.book, duty, DutyState.SUBMITTED, comment.strip())
        detail = {"comment": comment.strip(), "narrative": lead.narrative}
        write_log(session, entry(now, actor, "submit", duty, lead.department, **detail))
    if lead.figures:
        assess_again(office, duties)


def _where(duties: Duties, duty: str) -> str:
    return f"任务 {duty} {duties.duties[duty].title}"


def accept_duty(office: Office, actor: Actor, duties: Duties, duty: str, comment: str = "") -> None:
    """Accept what a leader reported, as the collecting department."""
    _judge(office, actor, duties, duty, "accept", comment)


def return_duty(office: Office, actor: Actor, duties: Duties, duty: str, comment: str) -> None:
    """Send a duty back to its leader, who gets the comment and can go on with it."""
    _judge(office, actor, duties, duty, "return", comment)


def _judge(
    office: Office, actor: Actor, duties: Duties, duty: str, code: str, comment: str
) -> None:
    plan, move = duties.plan, MOVES[code]
    with writing(office, plan.tenant) as session:
        now = held(office, session, plan.period, plan.book, duty=known(duties, duty))
        parties = check_parties(actor, now.seats(duty))
        check(move, now.position(duty), parties, _where(now, duty), comment)
        move_duty(session, plan.period, plan.book, duty, str(move.after), comment.strip())
        if move.after is DutyState.RETURNED:
            lead = now.works[duty].parts[0]
            back = replace(lead, state=PartState.HANDED_BACK.value, comment=comment.strip())
            write_part(session, plan.period, plan.book, back)
        write_log(session, entry(now, actor, code, duty, comment=comment.strip()))
