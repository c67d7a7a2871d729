"""The forms of the ledger as they come, and doing what they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from litestar.datastructures import UploadFile

from dudao.api import (
    LARGEST_EVIDENCE,
    Treatment,
    move_findings,
    offer_proof,
    plain_text,
    refuse,
    set_treatment,
)

from ..here import read_day
from ..view.ledger.owners import read_owner
from .desk import LedgerDesk

# What a form adds around its files: numbers, texts, boundaries.
MOST_SENT = LARGEST_EVIDENCE + 1024 * 1024
_LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it came: its texts, the numbers of the findings it is about, its files."""

    texts: Mapping[str, str] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()

    @property
    def move(self) -> str:
        """What is to be done."""
        return self.texts.get("move", "")

    @property
    def treatment(self) -> Treatment:
        """What is to be done about a finding; what was left blank stays. Raises DudaoError."""
        deadline = self.texts.get("deadline", "").strip()
        return Treatment(
            self.texts.get("measure", "").strip() or None,
            read_owner(self.texts.get("owner", "")),
            read_day(deadline, "整改期限") if deadline else None,
        )

    @property
    def version(self) -> int | None:
        """The version of the finding that the form was made from; None where it names none."""
        text = self.texts.get("version", "")
        # One that is no number was never anybody's: whoever sends it is shown what stands there.
        return _number(text) if text else None


async def read_form(desk: LedgerDesk) -> Sent:
    """Return the form that was posted."""
    form = await desk.request.form()
    texts, files = {}, []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                files.append((value.filename, await value.read()))
        elif name != "number":
            texts[name] = plain_text(str(value))
    numbers = tuple(str(value) for value in form.getall("number", []))
    return Sent(texts, numbers, tuple(files))


def carry_out(desk: LedgerDesk, sent: Sent) -> None:
    """Make the move that a form asks for, with all findings it names or with none."""
    office, actor, tenant = desk.office, desk.acting, desk.here.tenant.code
    numbers = [_known(text) for text in sent.numbers]
    match sent.move:
        case "measure":
            set_treatment(office, actor, tenant, numbers, sent.treatment, sent.version)
        case "prove":
            offer_proof(office, actor, tenant, numbers, sent.texts.get("comment", ""), sent.files)
        case code:
            comment = sent.texts.get("comment", "")
            move_findings(office, actor, tenant, numbers, code, comment)


def ticked(sent: Sent) -> frozenset[int]:
    """Return the numbers that were ticked, as far as they are any."""
    return frozenset(_number(text) for text in sent.numbers)


def _known(text: str) -> int:
    number = _number(text)
    if number < 0:
        raise refuse(f"台账第 {text[:_LONGEST_NUMBER]} 号", "没有这个问题", "请检查编号")
    return number


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else -1
