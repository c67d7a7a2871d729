"""Working on the ledger: measures, proofs, approval, striking off; several findings at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..errors import ConflictError, DudaoError, NotAllowed, Problem, refuse
from ..ledger import Finding
from ..store import (
    EvidenceFile,
    LogEntry,
    TenantSession,
    add_evidence,
    add_proofs,
    hold_findings,
    proofs,
    write_findings,
    write_log,
)
from ..workflow import MOVES, Actor, FindingState, Move, Owner, Party
from .ledger import Ledger, ledger_of, position_of
from .office import Office, card_of, evidence_of, reading, writing
from .parts import plain_text
from .work import LONGEST_COMMENT, check, require_name

MOST_AT_ONCE = 500
MOST_PROOFS = 20


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is to be done about a finding, by whom, by when; None leaves what is there."""

    measure: str | None = None
    owner: Owner | None = None
    deadline: date | None = None


def set_treatment(
    office: Office,
    actor: Actor,
    tenant: str,
    numbers: Collection[int],
    treatment: Treatment,
    version: int | None = None,
    on: date | None = None,
) -> None:
    """Write down the measure, the owner and the deadline of findings: of all of them, or of none.

    The owner words the measure; who answers and by when is for the keeper of the ledger to say.
    Raises ConflictError when one is not at `version` any more, and DudaoError for every finding
    that cannot be treated so.
    """

    def treat(ledger: Ledger, finding: Finding, day: date) -> Finding:
        if version is not None and finding.version != version:
            raise ConflictError(
                Problem(where_of(finding), "刚被别人改过", "请核对后再保存"), finding
            )
        if Party.KEEPER not in ledger.parties(actor, finding):
            _keeps_terms(finding, treatment)
        return treated(ledger, finding, treatment, day)

    _each(office, actor, tenant, numbers, MOVES["measure"], "", treat, on)


def _keeps_terms(finding: Finding, treatment: Treatment) -> None:
    owner, deadline = treatment.owner or finding.owner, treatment.deadline or finding.deadline
    if (owner, deadline) != (finding.owner, finding.deadline):
        raise NotAllowed(Problem(where_of(finding), "责任单位和期限由台账管理人员确定"))


def treated(ledger: Ledger, finding: Finding, treatment: Treatment, day: date) -> Finding:
    """Return a finding with what is to be done about it. Raises DudaoError for what is lacking."""
    measure = plain_text(treatment.measure or "").strip() or finding.measure
    owner, deadline = treatment.owner or finding.owner, treatment.deadline or finding.deadline
    where = where_of(finding)
    if not measure:
        raise refuse(where, "没有整改措施", "请写明措施")
    if len(measure) > LONGEST_COMMENT:
        raise refuse(where, f"措施有 {len(measure)} 字", f"不超过 {LONGEST_COMMENT} 字")
    if owner is None:
        raise refuse(where, "没有责任单位", "请选定责任单位")
    _require_known(ledger, owner, where)
    if deadline is None:
        raise refuse(where, "没有整改期限", "请填写期限")
    if deadline != finding.deadline and deadline < day:
        raise refuse(where, f"期限 {deadline} 已经过去", f"应不早于 {day}")
    return replace(finding, measure=measure, owner=owner, deadline=deadline)


def _require_known(ledger: Ledger, owner: Owner, where: str) -> None:
    if not ledger.knows(owner):
        raise refuse(where, f"没有责任单位 {owner.code}", "请从名单中选择")


def offer_proof(
    office: Office,
    actor: Actor,
    tenant: str,
    numbers: Collection[int],
    comment: str,
    files: Sequence[tuple[str, bytes]] = (),
    on: date | None = None,
) -> None:
    """Offer files, by name and content, as proof that findings were closed, with a few words.

    What was offered before counts too; without any file there is no proof. Raises DudaoError for
    a file that is not taken, and like `set_treatment`.
    """
    # Who may not is told before a byte is stored.
    _each(office, actor, tenant, numbers, MOVES["prove"], comment, on=on, store=False)
    kept = [evidence_of(office).keep(tenant, name, content) for name, content in files]

    def attach(session: TenantSession, held: Sequence[Finding]) -> None:
        own = [each.number for each in held]
        for each in kept:
            add_evidence(session, each.digest, each.name, each.size, each.media_type, actor.name)
            add_proofs(session, own, each.digest, actor.name)
        there = proofs(session, tenant, own)
        problems = [*filter(None, (_too_few_or_many(each, there) for each in held))]
        if problems:
            raise DudaoError(problems)

    _each(office, actor, tenant, numbers, MOVES["prove"], comment, on=on, beside=attach)


def _too_few_or_many(
    finding: Finding, there: Mapping[int, Sequence[EvidenceFile]]
) -> Problem | None:
    many = len(there.get(finding.number, ()))
    if not many:
        return Problem(where_of(finding), "没有证明材料", "请至少上传一个文件")
    if many > MOST_PROOFS:
        what = f"证明材料有 {many} 个"
        return Problem(where_of(finding), what, f"不超过 {MOST_PROOFS} 个,请合并")
    return None


def move_findings(
    office: Office,
    actor: Actor,
    tenant: str,
    numbers: Collection[int],
    code: str,
    comment: str = "",
    on: date | None = None,
) -> None:
    """Approve or decline proofs, strike findings off, revive or withdraw them: all, or none.

    Raises DudaoError for a move that is none of these, and like `set_treatment`.
    """
    if code not in ("approve", "decline", "strike", "revive", "withdraw"):
        raise refuse(f"办理 {code}", "没有这一步", "请从页面上的按钮办理")
    _each(office, actor, tenant, numbers, MOVES[code], comment, on=on)


Change = Callable[[Ledger, Finding, date], Finding]
Beside = Callable[[TenantSession, Sequence[Finding]], None]


def _unchanged(_: Ledger, finding: Finding, __: date) -> Finding:
    return finding


def _nothing(_: TenantSession, __: Sequence[Finding]) -> None:
    pass


def _each(
    office: Office,
    actor: Actor,
    tenant: str,
    numbers: Collection[int],
    move: Move,
    comment: str,
    change: Change = _unchanged,
    on: date | None = None,
    *,
    beside: Beside = _nothing,
    store: bool = True,
) -> None:
    """Make one move with each finding; what hinders any of them is told of all, and none moves."""
    require_name(actor)
    if not numbers:
        raise refuse("台账", "没有选中任何问题", "请先选择")
    if len(set(numbers)) > MOST_AT_ONCE:
        raise refuse("台账", f"选中 {len(set(numbers))} 个问题", f"一次不超过 {MOST_AT_ONCE} 个")
    with writing(office, tenant) as session:
        card = card_of(session, tenant)
        day = on or card.today
        held = hold_findings(session, numbers)
        ledger = ledger_of(session, card, office.plugins.shelf.latest(held[0].book), held)
        turn = Turning(ledger, actor, move, comment, day)
        moved = turn.moved(held, change)
        beside(session, held)
        if store:
            turn.keep(session, moved)


@dataclass(frozen=True, slots=True)
class Turning:
    """One move about to be made with findings of a ledger that are held, by somebody, on a day."""

    ledger: Ledger
    actor: Actor
    move: Move
    comment: str
    day: date

    def moved(self, held: Sequence[Finding], change: Change = _unchanged) -> list[Finding]:
        """Return the findings after the move. Raises what hinders any of them, told of all."""
        found, errors = [], []
        for finding in held:
            try:
                found.append(self._moved(finding, change))
            except DudaoError as error:
                errors.append(error)
        _raise(errors)
        return found

    def keep(self, session: TenantSession, moved: Sequence[Finding]) -> None:
        """Store findings that were moved, and what was done."""
        write_findings(session, moved)
        write_log(session, *(self._entry(finding) for finding in moved))

    def _moved(self, finding: Finding, change: Change) -> Finding:
        parties = self.ledger.parties(self.actor, finding)
        check(self.move, position_of(finding), parties, where_of(finding), self.comment)
        after = self.move.after
        assert isinstance(after, FindingState), "the moves of a finding lead to states of a finding"
        struck = self.day if after is FindingState.STRUCK else None
        return replace(change(self.ledger, finding, self.day), state=after, struck=struck)

    def _entry(self, finding: Finding) -> LogEntry:
        detail = {"on": self.day.isoformat(), "comment": plain_text(self.comment)}
        if self.move.code == "measure":
            detail |= {
                "measure": finding.measure,
                "owner": self.ledger.named(finding.owner),
                "deadline": str(finding.deadline),
            }
        return LogEntry(
            self.actor.name,
            self.move.code,
            finding.period,
            finding.book,
            finding=finding.number,
            detail=detail,
        )


def _raise(errors: Sequence[DudaoError]) -> None:
    """Raise what all the errors say together; several are about who asks only if all are."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        problems = [problem for error in errors for problem in error.problems]
        kind = NotAllowed if all(isinstance(each, NotAllowed) for each in errors) else DudaoError
        raise kind(problems)


def where_of(finding: Finding) -> str:
    """Return how messages call a finding."""
    return f"台账第 {finding.number} 号 {finding.gap.name} {finding.gap.title}".rstrip()


def proofs_of(office: Office, tenant: str, number: int) -> tuple[EvidenceFile, ...]:
    """Return the files offered as proof for a finding, in the order they were added."""
    with reading(office, tenant) as session:
        return tuple(proofs(session, tenant, [number]).get(number, []))
