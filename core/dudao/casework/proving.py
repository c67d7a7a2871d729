"""Evidence for duties: a file is kept once and attached wherever it proves something."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import refuse
from ..store import (
    Attachment,
    EvidenceFile,
    TenantSession,
    add_evidence,
    attach,
    attachments,
    detach,
    evidence_file,
    evidence_files,
    evidence_uses,
    proof_uses,
    write_log,
)
from ..workflow import Actor
from .office import Office, evidence_of, reading, writing
from .parts import own_part
from .work import Duties, entry, held, signed

MOST_FILES = 50


@dataclass(frozen=True, slots=True)
class EvidenceUse:
    """A file of the tenant and where it is attached: period, book, duty and department each.

    `findings` are the numbers in the ledger that it is a proof for.
    """

    file: EvidenceFile
    uses: tuple[tuple[str, str, str, str], ...]
    findings: tuple[int, ...] = ()


def attach_new(
    office: Office,
    actor: Actor,
    duties: Duties,
    duty: str,
    department: str,
    name: str,
    content: bytes,
) -> str:
    """Keep a file and attach it to a part; return its digest.

    A file whose content is there already is attached, not kept again. Raises DudaoError for a
    file that is not taken, and like `save_part`.
    """
    plan = duties.plan
    # Who may not attach is told before a byte is stored.
    own_part(duties, actor, duty, department, "save")
    kept = evidence_of(office).keep(plan.tenant, name, content)
    with writing(office, plan.tenant) as session:
        now = held(office, session, plan.period, plan.book, duty=duty)
        who = signed(now, actor)
        add_evidence(session, kept.digest, kept.name, kept.size, kept.media_type, who)
        _attach(session, now, actor, duty, department, kept.digest)
    return kept.digest


def attach_known(
    office: Office, actor: Actor, duties: Duties, duty: str, department: str, digest: str
) -> None:
    """Attach a file that the tenant has already. Raises like `attach_new`."""
    plan = duties.plan
    with writing(office, plan.tenant) as session:
        now = held(office, session, plan.period, plan.book, duty=duty)
        if evidence_file(session, plan.tenant, digest) is None:
            raise refuse(f"佐证材料 {digest[:12]}", "没有这个文件", "请从材料列表中选择")
        _attach(session, now, actor, duty, department, digest)


def _attach(
    session: TenantSession, now: Duties, actor: Actor, duty: str, department: str, digest: str
) -> None:
    part = own_part(now, actor, duty, department, "save")
    plan = now.plan
    key = (plan.period, plan.book, duty, part.department)
    there = attachments(session, plan.tenant, plan.period, plan.book, [duty])
    own = [each for each in there if each.department == part.department]
    if len(own) >= MOST_FILES:
        raise refuse(
            f"任务 {duty} 佐证材料", f"已有 {len(own)} 个", f"不超过 {MOST_FILES} 个,请合并"
        )
    if attach(session, key, digest, signed(now, actor)):
        write_log(session, entry(now, actor, "attach", duty, part.department, digest=digest))


def take_off(
    office: Office, actor: Actor, duties: Duties, duty: str, department: str, digest: str
) -> None:
    """Take a file off a part; other uses and the file itself stay. Raises like `attach_new`."""
    plan = duties.plan
    with writing(office, plan.tenant) as session:
        now = held(office, session, plan.period, plan.book, duty=duty)
        part = own_part(now, actor, duty, department, "save")
        if not detach(session, (plan.period, plan.book, duty, part.department), digest):
            raise refuse(f"佐证材料 {digest[:12]}", "已不在这项任务中", "请刷新页面")
        write_log(session, entry(now, actor, "detach", duty, part.department, digest=digest))


def attached(office: Office, duties: Duties, duty: str | None = None) -> tuple[Attachment, ...]:
    """Return the evidence of a plan, or of one of its duties."""
    plan = duties.plan
    with reading(office, plan.tenant) as session:
        codes = None if duty is None else [duty]
        return tuple(attachments(session, plan.tenant, plan.period, plan.book, codes))


def evidence_list(office: Office, tenant: str) -> tuple[EvidenceUse, ...]:
    """Return all files of a tenant with their uses, the latest first."""
    with reading(office, tenant) as session:
        uses, proofs = evidence_uses(session, tenant), proof_uses(session, tenant)
        return tuple(
            EvidenceUse(file, tuple(uses.get(file.digest, ())), tuple(proofs.get(file.digest, ())))
            for file in evidence_files(session, tenant)
        )


def find_evidence(office: Office, tenant: str, digest: str) -> EvidenceFile | None:
    """Return what is known of a tenant's file, or None when it has none of this digest."""
    with reading(office, tenant) as session:
        return evidence_file(session, tenant, digest)


def read_evidence(office: Office, tenant: str, digest: str) -> tuple[EvidenceFile, bytes]:
    """Return a tenant's file with its content, verified. Raises DudaoError when it has none."""
    found = find_evidence(office, tenant, digest)
    if found is None:
        raise refuse(f"佐证材料 {digest[:12]}", "没有这个文件", "请从任务页面打开")
    content = evidence_of(office).read(tenant, digest)
    return found, content
