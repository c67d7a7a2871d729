"""The register of events: an entry each, counted into the figure that rules are judged by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..errors import NotAllowed, Problem, refuse
from ..metrics import Metric
from ..store import (
    Event,
    LogEntry,
    TenantSession,
    add_event,
    cancel_event,
    events,
    load_facts,
    queue_up,
    write_log,
)
from ..workflow import Actor, Role
from .figures import record_figures, withdraw_figure
from .judged import day_of
from .office import Office, reading, tenant_card, writing
from .rechecking import follow_up
from .work import require_name

LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Counted:
    """What an entry led to: the count by the register and the figure now reported.

    They differ where another source reports another number; the register never overrules it.
    `reported` is None where nobody has said yet that nothing happened.
    """

    metric: Metric
    count: int
    reported: int | None

    @property
    def agrees(self) -> bool:
        """Whether register and figure are the same."""
        return self.reported in (None, self.count)


def event_metrics(office: Office) -> tuple[Metric, ...]:
    """Return the figures that are counted from the register."""
    return tuple(metric for metric in office.plugins.vocabulary if metric.events)


def registered(office: Office, tenant: str, period: str) -> list[Event]:
    """Return the entries of a period by day, cancelled ones marked."""
    with reading(office, tenant) as session:
        return events(session, tenant, period)


def register_event(
    office: Office, actor: Actor, tenant: str, period: str, metric: str, on: date, note: str
) -> Counted:
    """Enter something that happened and count it.

    Raises DudaoError for a figure that is not counted from events, a day outside the period, or
    an entry that does not say what happened.
    """
    found = _metric(office, metric)
    where = f"事件登记 {found.label}"
    _require(actor, tenant, where)
    if on.year != day_of(period, None).year:
        raise refuse(where, f"{on} 不在 {period} 年", "请登记在发生的年度")
    if on > tenant_card(office, tenant).today:
        raise refuse(where, f"{on} 还没有到", "请在发生之后登记")
    if not note.strip():
        raise refuse(where, "没有写明事由", "请写明时间、地点和经过要点")
    if len(note) > LONGEST_NOTE:
        raise refuse(where, f"事由有 {len(note)} 字", f"不超过 {LONGEST_NOTE} 字,详情请作佐证材料")
    with writing(office, tenant) as session:
        queue_up(session)
        before = _count(session, tenant, period, metric)
        number = add_event(session, period, metric, on, note.strip(), actor.name)
        counted = _recount(office, session, found, period, before, f"第 {number} 号", actor)
        detail = {"metric": metric, "on": on.isoformat(), "note": note.strip(), "number": number}
        write_log(session, LogEntry(actor.name, "event", period, detail=detail))
    follow_up(office, tenant, period)
    return counted


def cancel_registered(
    office: Office, actor: Actor, tenant: str, period: str, number: int, note: str
) -> Counted:
    """Undo an entry made by mistake; it stays in the register, marked. The reason is due.

    A register that holds no other is empty again, and the figure unknown: that an entry was wrong
    does not say that nothing happened.
    """
    where = f"事件登记第 {number} 号"
    _require(actor, tenant, where)
    if not note.strip():
        raise refuse(where, "没有写明撤销理由", "请写明理由")
    with writing(office, tenant) as session:
        queue_up(session)
        known = {event.id: event for event in events(session, tenant, period)}
        if number not in known:
            raise refuse(where, f"{period} 年没有这一条", "请检查编号")
        metric = _metric(office, known[number].metric)
        before = _count(session, tenant, period, metric.code)
        cancel_event(session, number, note.strip(), actor.name)
        counted = _recount(office, session, metric, period, before, f"撤销第 {number} 号", actor)
        detail = {"number": number, "note": note.strip()}
        write_log(session, LogEntry(actor.name, "cancel", period, detail=detail))
    follow_up(office, tenant, period)
    return counted


def declare_none(office: Office, actor: Actor, tenant: str, period: str, metric: str) -> Counted:
    """State that nothing of a kind happened: without it an empty register stays unknown.

    Raises DudaoError when the register holds an entry.
    """
    found = _metric(office, metric)
    where = f"事件登记 {found.label}"
    _require(actor, tenant, where)
    with writing(office, tenant) as session:
        queue_up(session)
        if count := _count(session, tenant, period, metric):
            raise refuse(where, f"{period} 年已登记 {count} 次", "如登记有误,请先撤销")
        counted = _recount(office, session, found, period, 0, "确认没有发生", actor)
        write_log(session, LogEntry(actor.name, "none", period, detail={"metric": metric}))
    follow_up(office, tenant, period)
    return counted


def _metric(office: Office, code: str) -> Metric:
    known = {metric.code: metric for metric in event_metrics(office)}
    if code not in known:
        listed = "、".join(f"{metric.label}({metric.code})" for metric in known.values())
        raise refuse(f"数据项 {code}", "不是按事件登记的数据", f"可登记:{listed or '(无)'}")
    return known[code]


def _require(actor: Actor, tenant: str, where: str) -> None:
    require_name(actor)
    if actor.tenant != tenant or actor.role not in (Role.EDITOR, Role.FILLER):
        raise NotAllowed(Problem(where, "只有本级的填报人员可以登记"))


def _count(session: TenantSession, tenant: str, period: str, metric: str) -> int:
    found = events(session, tenant, period)
    return sum(event.metric == metric and not event.is_cancelled for event in found)


def _recount(
    office: Office,
    session: TenantSession,
    metric: Metric,
    period: str,
    before: int,
    place: str,
    actor: Actor,
) -> Counted:
    """Set the figure to the new count, unless another source reports another number.

    A register emptied by cancelling leaves it unknown.
    """
    tenant = session.writes
    count = _count(session, tenant, period, metric.code)
    reported = load_facts(session, tenant, period).county.facts.get(metric.code)
    if reported is not None and reported != before:
        return Counted(metric, count, reported)
    where = ("事件登记", place, actor.name)
    if before and not count:
        withdraw_figure(office, session, period, metric.code, *where)
        return Counted(metric, count, None)
    record_figures(office, session, period, {metric.code: count}, *where)
    return Counted(metric, count, count)
