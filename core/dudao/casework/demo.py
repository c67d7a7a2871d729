"""Loading the demo tenants that the installed plugins contribute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from ..demo import (
    SYNTHETIC,
    DemoStep,
    DemoTenant,
    DemoWork,
    DutyMove,
    Filing,
    HandBack,
    Happening,
    Nothing,
    Proof,
    read_ledger,
    read_work,
)
from ..errors import DudaoError, refuse
from ..moments import today
from ..store import Tenant, add_tenant
from ..workflow import Actor, Role
from .assessing import Assessed, assess
from .auditing import log_of
from .demo_ledger import LedgerWork, is_worked_on
from .intake import take_in
from .judged import day_of
from .moving import accept_duty, open_plan, return_duty, submit_duty
from .office import Office, tenant_cards
from .organisation import put_roster
from .parts import Draft, hand_back_part, save_part
from .proving import attach_new
from .rechecking import recheck_ledger
from .register import declare_none, register_event
from .work import Duties, load_duties, part_of


def load_demo(office: Office) -> Iterator[Assessed]:
    """Load each demo tenant with its figures and its duty work, and yield its assessment.

    A tenant without figures is only registered. Loading again changes nothing: figures that are
    already there count as unchanged, and work goes on where an earlier loading stopped. Raises
    DudaoError when what a plugin contributes is not sound, or a tenant of that code is real.
    """
    _register(office)
    for entry in office.plugins.demo:
        if entry.facts or entry.roster:
            yield _load(office, entry)


def _register(office: Office) -> None:
    """Register the demo's tenants, a body above before those below it: all, or none."""
    present = {card.code: card for card in tenant_cards(office)}
    for entry in office.plugins.demo:
        card = present.get(entry.code)
        if card is not None and card.synthetic != entry.synthetic:
            raise refuse(f"租户 {entry.code}", "已登记,不是演示用的", "请另选 --data 装入演示")
    with office.database.session() as session:
        # By code, which stands in this order.
        for entry in office.plugins.demo:
            if entry.code not in present:
                add_tenant(session, _tenant(entry))


def _tenant(entry: DemoTenant) -> Tenant:
    return Tenant(
        entry.code,
        entry.name,
        entry.level,
        entry.parent,
        entry.synthetic,
        entry.book,
        entry.day,
    )


def _load(office: Office, entry: DemoTenant) -> Assessed:
    ledger, last = _ledger_work(office, entry), entry.day or today()
    for text in entry.facts:
        on = min(_last_day(text), last)
        if ledger:
            ledger.go_on(on)
        taken = take_in(office, entry.code, entry.source, text.encode(), "演示", on=on)
        if taken.recorded is None:
            raise DudaoError(taken.problems)
    if ledger:
        ledger.go_on(last + timedelta(days=1))
    if entry.roster:
        put_roster(
            office, Actor("演示", Role.EDITOR, entry.code), entry.code, entry.roster, SYNTHETIC
        )
    if entry.work:
        _replay(office, entry, read_work(entry.work, entry.source))
    recheck_ledger(office, entry.code, on=last)
    return assess(office, entry.code, keep=True)


class _Head(msgspec.Struct):
    period: str


def _last_day(text: str) -> date:
    """Return the day on which a year's figures come in: its last."""
    return day_of(msgspec.json.decode(text, type=_Head).period, None)


def _ledger_work(office: Office, entry: DemoTenant) -> LedgerWork | None:
    """Return the work on the tenant's ledger, None where there is none or it has been done."""
    if not entry.ledger or is_worked_on(office, entry.code):
        return None
    return LedgerWork(office, entry.code, read_ledger(entry.ledger, entry.source))


def _replay(office: Office, entry: DemoTenant, work: DemoWork) -> None:
    """Take the steps that were not taken yet, through the use cases of everybody's work.

    Opening and every step write one entry of the log each, which so counts what was done; the
    ledger's entries are its own.
    """
    done = sum(logged.is_of_duties for logged in log_of(office, entry.code))
    if not done:
        editor = Actor(work.editor, Role.EDITOR, entry.code)
        open_plan(office, editor, entry.code, work.period, work.opened)
    for step in work.steps[max(done - 1, 0) :]:
        duties = load_duties(office, entry.code, work.period)
        _Step(office, work, duties).take(step)


@dataclass(frozen=True, slots=True)
class _Step:
    """The next step of a demo's work, on the plan as it stands."""

    office: Office
    work: DemoWork
    duties: Duties

    def take(self, step: DemoStep) -> None:
        """Do what the step says, as whoever would."""
        office, duties = self.office, self.duties
        tenant, period = duties.tenant.code, self.work.period
        match step:
            case Filing():
                self._file(step)
            case Proof():
                actor, content = self._filler(step.department), self.work.files[step.name]
                text = content.encode()
                attach_new(office, actor, duties, step.duty, step.department, step.name, text)
            case HandBack():
                leader = self._leader(step.duty)
                hand_back_part(office, leader, duties, step.duty, step.department, step.comment)
            case DutyMove():
                self._move(step)
            case Happening():
                register_event(
                    office, self._editor, tenant, period, step.metric, step.on, step.note
                )
            case Nothing():
                declare_none(office, self._editor, tenant, period, step.metric)

    def _file(self, step: Filing) -> None:
        part = part_of(self.duties, step.duty, step.department)
        draft = Draft(part.version, step.narrative, step.figures)
        actor, files = self._filler(part.department), step.kind == "file"
        save_part(self.office, actor, self.duties, step.duty, part.department, draft, file=files)

    def _move(self, step: DutyMove) -> None:
        office, duties = self.office, self.duties
        match step.kind:
            case "submit":
                submit_duty(office, self._leader(step.duty), duties, step.duty, step.comment)
            case "accept":
                accept_duty(office, self._editor, duties, step.duty, step.comment)
            case "return":
                return_duty(office, self._editor, duties, step.duty, step.comment)

    @property
    def _editor(self) -> Actor:
        """Somebody of the collecting department."""
        code, unit = self.duties.tenant.code, self.duties.collector.code
        return Actor(self.work.editor, Role.EDITOR, code, unit)

    def _filler(self, department: str) -> Actor:
        unit = self.duties.directory.find(department).code
        return Actor(self.work.filler, Role.FILLER, self.duties.tenant.code, unit)

    def _leader(self, duty: str) -> Actor:
        if duty not in self.duties.works:
            raise refuse(f"任务 {duty}", "本年任务中没有", "请检查演示的办理步骤")
        return self._filler(self.duties.works[duty].parts[0].department)
