"""Reminding departments of what they owe: in lists at any time, by e-mail once for each mark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ..errors import DudaoError, NotAllowed, Problem
from ..mail import Mail, MailSettings, is_address, send
from ..store import (
    LogEntry,
    ReminderKey,
    contacts,
    forget_reminder,
    note_reminder,
    reminded,
    set_contact,
    write_log,
)
from ..workflow import (
    TASK_WORDS,
    Actor,
    Owed,
    Role,
    by_department,
    left_words,
    mark_of,
    owed,
    procedure_of,
)
from .office import Office, reading, writing
from .work import Duties, require_name

_EXAMPLE = "应如 name@example.cn"


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one department is to be reminded of today; `address` is empty where none is known."""

    department: str
    address: str
    owed: tuple[Owed, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a reminder; `fault` says why it did not go out."""

    reminder: Reminder
    fault: str = ""


def due_reminders(office: Office, duties: Duties, today: date) -> tuple[Reminder, ...]:
    """Return whom to remind today of what, without what they were reminded of before."""
    plan = duties.plan
    with reading(office, plan.tenant) as session:
        sent = reminded(session, plan.tenant, plan.period, plan.book)
        addresses = contacts(session, plan.tenant, plan.book)
    waiting = [
        each
        for each in owed(duties.standing())
        if each.department and _waits(duties, each, today, sent)
    ]
    return tuple(
        Reminder(department, addresses.get(department, ""), tuple(items))
        for department, items in by_department(waiting).items()
    )


def _waits(duties: Duties, each: Owed, today: date, sent: set[ReminderKey]) -> bool:
    key = _key(duties, each, today)
    return key is not None and key not in sent


def _key(duties: Duties, each: Owed, today: date) -> ReminderKey | None:
    mark = mark_of(each, today, procedure_of(duties.rules).remind)
    if mark is None or each.due is None:
        return None
    return (each.department, each.task.value, each.duty, each.due, mark)


def send_reminders(
    office: Office, duties: Duties, settings: MailSettings, today: date
) -> tuple[Sent, ...]:
    """Send what is due today by e-mail; what cannot be sent is due again next time."""
    found = []
    for reminder in due_reminders(office, duties, today):
        if not reminder.address:
            name = duties.directory[reminder.department].name
            found.append(Sent(reminder, f"{name}没有登记邮箱"))
            continue
        keys = _claim(office, duties, reminder, today)
        if keys:
            found.append(_send(office, duties, settings, reminder, keys, today))
    return tuple(found)


def _claim(office: Office, duties: Duties, reminder: Reminder, today: date) -> list[ReminderKey]:
    """Note a reminder before it goes out, so that of two processes only one sends it."""
    plan = duties.plan
    keys = filter(None, (_key(duties, each, today) for each in reminder.owed))
    with writing(office, plan.tenant) as session:
        return [key for key in keys if note_reminder(session, plan.period, plan.book, key)]


def _send(
    office: Office,
    duties: Duties,
    settings: MailSettings,
    reminder: Reminder,
    keys: Iterable[ReminderKey],
    today: date,
) -> Sent:
    plan = duties.plan
    try:
        send(settings, reminder_mail(duties, reminder, today))
    except DudaoError as error:
        with writing(office, plan.tenant) as session:
            for key in keys:
                forget_reminder(session, plan.period, plan.book, key)
        return Sent(reminder, str(error))
    with writing(office, plan.tenant) as session:
        detail = {"to": reminder.address, "tasks": len(reminder.owed)}
        who = "系统提醒"
        entry = LogEntry(who, "remind", plan.period, plan.book, "", reminder.department, detail)
        write_log(session, entry)
    return Sent(reminder)


def reminder_mail(duties: Duties, reminder: Reminder, today: date) -> Mail:
    """Return the e-mail that reminds a department."""
    name = duties.directory[reminder.department].name
    mark = "〔示例数据〕" if duties.tenant.synthetic else ""
    head = f"{duties.tenant.name} {duties.plan.period} 年{duties.rules.title}"
    lines = [owed_words(duties, each, today) for each in reminder.owed]
    text = "\n".join((f"{name}:", "", f"{head},贵单位尚有以下事项:", "", *lines, ""))
    subject = f"{mark}{duties.plan.period} 年履职任务提醒:{len(lines)} 项待办"
    return Mail((reminder.address,), subject, f"{text}\n{duties.collector.name}\n{today}\n")


def owed_words(duties: Duties, each: Owed, today: date) -> str:
    """Return one thing that is owed, with how long there is for it, in words."""
    duty = duties.duties.get(each.duty)
    title = f"任务 {each.duty} {duty.title}" if duty else "全县自评"
    left = each.days_left(today)
    if left is None:
        return f"{title}:{TASK_WORDS[each.task]}"
    return f"{title}:{TASK_WORDS[each.task]},{each.due} 前,{left_words(left)}"


def addresses_of(office: Office, duties: Duties) -> Mapping[str, str]:
    """Return the e-mail addresses of the plan's departments, by code."""
    with reading(office, duties.plan.tenant) as session:
        return contacts(session, duties.plan.tenant, duties.plan.book)


def set_address(
    office: Office, actor: Actor, duties: Duties, department: str, address: str
) -> None:
    """Note where one department is reached. Raises like `set_addresses`."""
    set_addresses(office, actor, duties, {department: address})


def set_addresses(
    office: Office, actor: Actor, duties: Duties, addresses: Mapping[str, str]
) -> None:
    """Note where departments are reached, all or none of them; an empty address forgets it.

    Raises NotAllowed unless the collecting department asks, DudaoError for an address that is none.
    """
    plan = duties.plan
    require_name(actor)
    if actor.role is not Role.EDITOR or actor.tenant != duties.tenant.code:
        raise NotAllowed(Problem("邮箱", f"只有{duties.collector.name}可以登记"))
    wanted = {
        duties.directory.find(name).code: address.strip() for name, address in addresses.items()
    }
    wrong = [
        Problem(f"邮箱 {duties.directory[code].name}", f"“{address}”不是邮件地址", _EXAMPLE)
        for code, address in wanted.items()
        if address and not is_address(address)
    ]
    if wrong:
        raise DudaoError(wrong)
    with writing(office, plan.tenant) as session:
        known = contacts(session, plan.tenant, plan.book)
        for code, address in wanted.items():
            if address != known.get(code, ""):
                set_contact(session, plan.book, code, address)
                # The log outlives the address; it says that there is one, not which.
                detail = {"known": bool(address)}
                entry = LogEntry(actor.name, "contact", plan.period, plan.book, "", code, detail)
                write_log(session, entry)
