"""The JSON documents on duty work that other programs read; their shape is a contract."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from ..store import DutyWork, Event, LogEntry, Part
from ..workflow import Owed, owed
from .documents import Document
from .work import Duties


def duties_document(duties: Duties, today: date, department: str = "") -> Document:
    """Return what `dudao duties --format json` prints, of one department by its code if named."""
    plan = duties.plan
    works = [work for work in duties.works.values() if not department or work.part(department)]
    waiting = [each for each in owed(duties.standing()) if department in ("", each.department)]
    return {
        "tenant": plan.tenant,
        "period": plan.period,
        "book": plan.book,
        "edition": plan.edition,
        "state": duties.state,
        "opened": plan.opened.isoformat(),
        "duties": [_duty(duties, work) for work in works],
        "owed": [_owed(duties, each, today) for each in waiting],
    }


def _duty(duties: Duties, work: DutyWork) -> Document:
    duty = duties.duties[work.code]
    return {
        "code": work.code,
        "title": duty.title,
        "section": duty.section,
        "due": work.due.isoformat(),
        "state": work.state,
        "comment": work.comment,
        "clause": duty.clause,
        "parts": [_part(duties, part) for part in work.parts],
    }


def _part(duties: Duties, part: Part) -> Document:
    return {
        "department": duties.directory[part.department].name,
        "leads": part.position == 0,
        "state": part.state,
        "comment": part.comment,
        "by": part.by,
        "at": _moment(part.at),
    }


def _owed(duties: Duties, each: Owed, today: date) -> Document:
    return {
        "department": duties.directory[each.department].name if each.department else None,
        "task": each.task,
        "duty": each.duty or None,
        "due": each.due.isoformat() if each.due else None,
        "days_left": each.days_left(today),
    }


def log_document(entries: Iterable[LogEntry]) -> list[Document]:
    """Return what `dudao audit list --format json` and `dudao duties history` print."""
    return [
        {
            "number": each.number,
            "at": _moment(each.at),
            "who": each.who,
            "action": each.action,
            "period": each.period,
            "book": each.book,
            "duty": each.duty,
            "department": each.department,
            "detail": dict(each.detail),
            "finding": each.finding,
        }
        for each in entries
    ]


def events_document(found: Iterable[Event]) -> list[Document]:
    """Return what `dudao event list --format json` prints."""
    return [
        {
            "number": each.id,
            "metric": each.metric,
            "on": each.on.isoformat(),
            "note": each.note,
            "by": each.by,
            "at": _moment(each.at),
            "cancelled": each.is_cancelled,
        }
        for each in found
    ]


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
