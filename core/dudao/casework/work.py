"""A plan as every use case of duty work sees it: the rules it is pinned to, who is who, its state."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from ..errors import DudaoError, NotAllowed, Problem, refuse
from ..rulebook import Department, Directory, Duty, RuleBook
from ..store import (
    DutyWork,
    LogEntry,
    Part,
    Plan,
    Review,
    TenantSession,
    duty_works,
    find_plan,
    hold_duty,
    hold_plan,
    log_entries,
    not_opened,
    reviews,
)
from ..workflow import (
    MOVES,
    UNLOCKED,
    Actor,
    DutyStanding,
    DutyState,
    Move,
    PartStanding,
    PartState,
    Party,
    PlanStanding,
    PlanState,
    Position,
    Role,
    Seats,
    obstacle,
    parties_of,
    procedure_of,
    send_by,
)
from .judged import day_of
from .office import Office, TenantCard, card_of, reading

LONGEST_COMMENT = 2_000


@dataclass(frozen=True)
class Duties:
    """A plan with its duties as they stand, under the very edition it was opened with."""

    tenant: TenantCard
    plan: Plan
    rules: RuleBook
    works: dict[str, DutyWork]
    reviews: tuple[Review, ...]

    @cached_property
    def directory(self) -> Directory:
        """The departments by code and by any of their names."""
        return Directory(self.rules.departments)

    @cached_property
    def duties(self) -> dict[str, Duty]:
        """What the book says of each duty, by code."""
        return {duty.code: duty for duty in self.rules.duties}

    @property
    def collector(self) -> Department:
        """The department that opens, accepts and assembles."""
        return self.directory.find(procedure_of(self.rules).collector)

    @property
    def year(self) -> int:
        """The year of the plan."""
        return int(self.plan.period)

    @cached_property
    def state(self) -> PlanState:
        """The state of the plan, what the body above said of its last sending included."""
        return state_of(self.plan, self.reviews)

    @property
    def is_locked(self) -> bool:
        """Whether what the grade rests on can no longer be stated with the plan."""
        return self.state not in UNLOCKED

    @property
    def is_pinned(self) -> bool:
        """Whether the book installed is word for word the one the plan was opened with."""
        return self.rules.digest == self.plan.book_hash

    def seats(self, duty: str = "") -> Seats:
        """Return whose a duty is; without one, whose the plan is."""
        reviewer = self.tenant.parent or self.tenant.code
        seats = Seats(self.tenant.code, reviewer, self.collector.code)
        if not duty:
            return seats
        lead, *support = self.works[duty].parts
        return replace(
            seats, lead=lead.department, support=tuple(part.department for part in support)
        )

    def standing(self) -> PlanStanding:
        """Return how the plan stands, for reckoning who owes what."""
        duties = tuple(duty_standing(work) for work in self.works.values())
        due = send_by(self.rules, self.year)
        return PlanStanding(self.state, self.collector.code, duties, due)

    def position(self, duty: str, department: str = "") -> Position:
        """Return where a duty stands; with a department, where its part does."""
        work = self.works[duty]
        state = DutyState(work.state)
        part = work.part(department) if department else None
        if part is None:
            return Position(state, plan=self.state)
        return Position(PartState(part.state), duty=state, plan=self.state)


def duty_standing(work: DutyWork) -> DutyStanding:
    """Return how a duty stands, for reckoning who owes what."""
    parts = tuple(
        PartStanding(part.department, part.position == 0, PartState(part.state))
        for part in work.parts
    )
    return DutyStanding(work.code, work.due, DutyState(work.state), parts)


def state_of(plan: Plan, said: Sequence[Review]) -> PlanState:
    """Return the state of a plan, what the body above said of its last sending included."""
    state = PlanState(plan.state)
    if state is PlanState.SENT:
        for review in said:
            if review.sending == plan.sending:
                after = MOVES[review.move].after
                assert isinstance(after, PlanState)
                state = after
    return state


def usual_book(office: Office, card: TenantCard, period: str, book: str | None) -> RuleBook:
    """Return the book of duties asked for, else the tenant's usual one, in force in the period.

    Raises DudaoError when there is none in force, or it has no duties to work on.
    """
    rules = office.plugins.shelf.named(card.chosen_book(book), day_of(period, None))
    procedure_of(rules)
    return rules


def load_duties(office: Office, tenant: str, period: str, book: str | None = None) -> Duties:
    """Return a plan with its duties. Raises DudaoError when it was not opened."""
    with reading(office, tenant) as session:
        card = card_of(session, tenant)
        code = (book or card.book).partition("@")[0]
        plan = find_plan(session, tenant, period, code)
        if plan is None:
            usual_book(office, card, period, book)
            raise not_opened(period, code)
        return _duties(office, session, card, plan)


def find_duties(office: Office, tenant: str, period: str, book: str | None = None) -> Duties | None:
    """Return a plan with its duties, or None when it was not opened."""
    with reading(office, tenant) as session:
        card = card_of(session, tenant)
        plan = find_plan(session, tenant, period, (book or card.book).partition("@")[0])
        return None if plan is None else _duties(office, session, card, plan)


def _duties(office: Office, session: TenantSession, card: TenantCard, plan: Plan) -> Duties:
    rules = office.plugins.shelf.named(f"{plan.book}@{plan.edition}", date.max)
    works = duty_works(session, card.code, plan.period, plan.book)
    said = reviews(session, card.code, plan.period, plan.book)
    return Duties(card, plan, rules, works, tuple(said))


def held(
    office: Office, session: TenantSession, period: str, book: str, *, duty: str | None = None
) -> Duties:
    """Return a plan that nobody else moves until the session ends, or one duty of it.

    With a duty, the plan cannot be locked meanwhile, and others can work on its other duties.
    """
    card = card_of(session, session.writes)
    plan = hold_plan(session, period, book.partition("@")[0], moving=duty is None)
    if duty is not None:
        hold_duty(session, period, plan.book, duty)
    return _duties(office, session, card, plan)


def check(
    move: Move, at: Position, parties: Collection[Party], where: str, comment: str = ""
) -> None:
    """Raise DudaoError (NotAllowed for who asks) unless the move can be made, reason given."""
    hindrance = obstacle(move, at, parties)
    if hindrance:
        kind = NotAllowed if not obstacle(move, at, move.by) else DudaoError
        raise kind(Problem(where, hindrance))
    if move.comment and not comment.strip():
        raise refuse(where, f"{move.label}没有写明理由", "请写明理由")
    if len(comment) > LONGEST_COMMENT:
        raise refuse(where, f"说明有 {len(comment)} 字", f"不超过 {LONGEST_COMMENT} 字")


def check_parties(actor: Actor, seats: Seats) -> frozenset[Party]:
    """Return what an actor is to the work; unlike `parties_of` it refuses one without a name."""
    require_name(actor)
    return parties_of(actor, seats)


def require_name(actor: Actor) -> None:
    """Raise NotAllowed for somebody without a name: the record says who did everything."""
    if not actor.name.strip():
        raise NotAllowed(Problem("办理人", "没有姓名", "请先填写办理人"))


def signed(duties: Duties, actor: Actor) -> str:
    """Return who an actor is, as the record shows it."""
    is_editor = actor.role is Role.EDITOR
    department = duties.collector.code if is_editor else actor.department
    if department in duties.directory:
        return f"{duties.directory[department].name} {actor.name}"
    return actor.name


def entry(
    duties: Duties,
    actor: Actor,
    action: str,
    duty: str = "",
    department: str = "",
    **detail: object,
) -> LogEntry:
    """Return the entry of the log for something that an actor did to a plan."""
    plan = duties.plan
    who = signed(duties, actor)
    return LogEntry(who, action, plan.period, plan.book, duty, department, detail)


def part_of(duties: Duties, duty: str, department: str) -> Part:
    """Return one department's part. Raises DudaoError when the department lacks the duty."""
    work = duties.works.get(duty)
    if work is None:
        known = "、".join(duties.works)
        raise refuse(f"任务 {duty}", "本年任务中没有", f"任务有:{known}")
    unit = duties.directory.find(department)
    found = work.part(unit.code)
    if found is None:
        named = "、".join(duties.directory[part.department].name for part in work.parts)
        where = f"任务 {duty} {duties.duties[duty].title}"
        raise NotAllowed(Problem(where, f"{unit.name}没有这项任务", f"承担部门:{named}"))
    return found


def history_of(office: Office, duties: Duties, duty: str | None = None) -> list[LogEntry]:
    """Return what was done to a plan, or to one of its duties, the latest first."""
    plan = duties.plan
    with reading(office, plan.tenant) as session:
        entries = log_entries(session, plan.tenant, plan.period, plan.book, duty)
    return [each for each in entries if each.is_of_duties]


def place_of(clause: str, rules: RuleBook) -> str:
    """Return where in the book's own document a clause stands; another document's whole."""
    return clause.removeprefix(rules.basis).strip() or clause
