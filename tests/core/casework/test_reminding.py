"""Departments are reminded of what they owe, by a real server, once for each mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from tests.core.casework.county import (
    BOOK,
    COUNTY,
    EDITOR,
    NEIGHBOUR,
    STRANGERS,
    YEAR,
    accept_all,
    begin,
    log,
    of,
    send_up,
    write,
)
from tests.core.store.work import at_once
from tests.core.test_mail import Received, free_port, settings

from dudao.casework import (
    Duties,
    Office,
    Reminder,
    addresses_of,
    due_reminders,
    load_duties,
    owed_words,
    send_reminders,
    set_address,
)
from dudao.errors import DudaoError, NotAllowed
from dudao.mail import MailSettings
from dudao.workflow import Owed, Task, owed

DUE = date(2018, 10, 15)
WEEK = date(2018, 10, 8)
TAX = "tax@example.cn"


@dataclass
class Post:
    """A server of the test, what arrived there, and how to reach it."""

    received: Received = field(default_factory=Received)
    port: int = field(default_factory=free_port)

    @property
    def settings(self) -> MailSettings:
        return settings(self.port)

    def mails(self) -> list[EmailMessage]:
        found = []
        for envelope in self.received.envelopes:
            assert isinstance(envelope.content, bytes)
            mail = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            found.append(mail)
        return found


@pytest.fixture
def post() -> Iterator[Post]:
    made = Post()
    controller = Controller(made.received, hostname="127.0.0.1", port=made.port)
    controller.start()
    yield made
    controller.stop()


@pytest.fixture
def known(installed: Office, opened: Duties) -> Duties:
    """The county's year, with the address of the tax bureau."""
    set_address(installed, EDITOR, opened, "税务局", TAX)
    return opened


def waiting(office: Office, duties: Duties, today: date) -> dict[str, Reminder]:
    return {each.department: each for each in due_reminders(office, duties, today)}


def test_nobody_is_reminded_before_the_first_mark(installed: Office, known: Duties) -> None:
    assert waiting(installed, known, date(2018, 9, 14)) == {}
    found = waiting(installed, known, date(2018, 9, 15))
    assert found["tax"].address == TAX
    assert found["finance"].address == ""
    assert [(each.task, each.duty) for each in found["tax"].owed] == [(Task.FILE, "二.3")]
    assert len(found["finance"].owed) == sum(
        each.department == "finance" and each.due == DUE for each in owed(known.standing())
    )


def test_each_mark_is_mailed_once(installed: Office, known: Duties, post: Post) -> None:
    days = [date(2018, 9, 15), date(2018, 9, 20), WEEK, WEEK, date(2018, 10, 14), DUE]
    days += [date(2018, 10, 16), date(2018, 11, 30)]
    counts = []
    for day in days:
        send_reminders(installed, known, post.settings, day)
        counts.append(len(post.mails()))
    # Thirty days, seven, one, and that it is overdue.
    assert counts == [1, 1, 2, 2, 3, 3, 4, 4]
    assert [entry.action for entry in log(installed)].count("remind") == 4


def test_a_mail_says_who_owes_what_by_when(installed: Office, known: Duties, post: Post) -> None:
    [sent] = [
        each for each in send_reminders(installed, known, post.settings, WEEK) if not each.fault
    ]
    assert sent.reminder.department == "tax"
    [mail] = post.mails()
    assert mail["To"] == TAX
    assert mail["Subject"] == "〔示例数据〕2018 年履职任务提醒:1 项待办"
    text = mail.get_content()
    assert text.startswith("县税务局:")
    assert "任务 二.3 税费征收和拨付:提交配合材料,2018-10-15 前,还有 7 天" in text
    assert "县教育局\n2018-10-08" in text


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2018, 10, 14), "2018-10-15 前,还有 1 天"),
        (DUE, "2018-10-15 前,今天到期"),
        (date(2018, 10, 18), "2018-10-15 前,已超期 3 天"),
    ],
)
def test_the_time_left_is_told_in_words(opened: Duties, today: date, told: str) -> None:
    assert owed_words(opened, Owed("tax", Task.FILE, "二.3", DUE), today).endswith(told)
    assert owed_words(opened, Owed("", Task.REVIEW, "", None), today) == "全县自评:审核自评"


def test_who_has_no_address_is_told_of_and_stays_due(
    installed: Office, known: Duties, post: Post
) -> None:
    found = send_reminders(installed, known, post.settings, WEEK)
    faults = {each.reminder.department: each.fault for each in found}
    assert faults["tax"] == ""
    assert faults["finance"] == "县财政局没有登记邮箱"
    assert "tax" not in waiting(installed, known, WEEK)
    set_address(installed, EDITOR, known, "finance", "finance@example.cn")
    found = send_reminders(installed, known, post.settings, WEEK)
    assert [each.reminder.department for each in found if not each.fault] == ["finance"]
    assert [mail["To"] for mail in post.mails()] == [TAX, "finance@example.cn"]


def test_what_cannot_be_sent_is_due_again(installed: Office, known: Duties, post: Post) -> None:
    post.received.refuses = (TAX,)
    for _ in range(2):
        [sent] = [
            each
            for each in send_reminders(installed, known, post.settings, WEEK)
            if each.reminder.department == "tax"
        ]
        assert f"不接受收件人 {TAX}" in sent.fault
        assert "tax" in waiting(installed, known, WEEK)
    assert post.mails() == []
    assert "remind" not in {entry.action for entry in log(installed)}
    post.received.refuses = ()
    send_reminders(installed, known, post.settings, WEEK)
    assert len(post.mails()) == 1


def test_a_server_that_is_gone_is_told_and_nothing_is_lost(
    installed: Office, known: Duties
) -> None:
    found = send_reminders(installed, known, settings(free_port()), WEEK)
    [tax] = [each for each in found if each.reminder.department == "tax"]
    assert "连接不上" in tax.fault
    assert "tax" in waiting(installed, known, WEEK)


def test_two_processes_at_once_send_each_reminder_once(
    installed: Office, known: Duties, post: Post
) -> None:
    set_address(installed, EDITOR, known, "finance", "finance@example.cn")
    answers = at_once(
        *[lambda: send_reminders(installed, known, post.settings, WEEK) for _ in range(3)]
    )
    assert all(isinstance(each, tuple) for each in answers), answers
    assert sorted(str(mail["To"]) for mail in post.mails()) == ["finance@example.cn", TAX]
    assert [entry.action for entry in log(installed)].count("remind") == 2


def test_what_is_done_is_not_reminded_of(installed: Office, known: Duties) -> None:
    write(installed, known, "二.3", "tax", file=True)
    assert "tax" not in waiting(installed, load_duties(installed, COUNTY, YEAR), WEEK)


def test_the_body_above_is_not_reminded_by_the_county(installed: Office, known: Duties) -> None:
    sent = send_up(installed, accept_all(installed, known))
    assert waiting(installed, sent, date(2019, 5, 1)) == {}


def test_another_countys_reminders_are_its_own(
    installed: Office, known: Duties, post: Post
) -> None:
    other = begin(installed, NEIGHBOUR)
    send_reminders(installed, known, post.settings, WEEK)
    found = waiting(installed, other, WEEK)
    assert found["tax"].address == ""
    assert addresses_of(installed, other) == {}


def test_an_address_is_noted_by_any_of_a_departments_names_and_forgotten(
    installed: Office, known: Duties
) -> None:
    assert addresses_of(installed, known) == {"tax": TAX}
    set_address(installed, EDITOR, known, "县税务", " new@example.cn ")
    assert addresses_of(installed, known) == {"tax": "new@example.cn"}
    set_address(installed, EDITOR, known, "tax", "")
    assert addresses_of(installed, known) == {}
    entries = [entry for entry in log(installed) if entry.action == "contact"]
    assert [entry.detail for entry in entries] == [{"known": True}] * 2 + [{"known": False}]
    assert {(entry.book, entry.department) for entry in entries} == {(BOOK, "tax")}


@pytest.mark.parametrize("address", ["税务局", "a@b.cn, c@d.cn", "a@b.cn\nBcc: x@y.cn", "a b@c.cn"])
def test_an_address_that_is_none_is_refused(installed: Office, known: Duties, address: str) -> None:
    with pytest.raises(DudaoError, match="不是邮件地址"):
        set_address(installed, EDITOR, known, "tax", address)
    with pytest.raises(DudaoError, match="不在本办法的部门名单中"):
        set_address(installed, EDITOR, known, "海事局", TAX)
    assert addresses_of(installed, known) == {"tax": TAX}


def test_only_the_collecting_department_notes_addresses(installed: Office, known: Duties) -> None:
    for actor in (*STRANGERS.values(), of("tax")):
        with pytest.raises(NotAllowed):
            set_address(installed, actor, known, "tax", "x@y.cn")
    assert addresses_of(installed, known) == {"tax": TAX}
