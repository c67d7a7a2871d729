"""What of the ledger a page shows: read from its address, and written into its links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from dudao.api import Finding, FindingState, GapKind, Wanted, chosen, refuse

from .owners import read_owner

ALL = "all"
ORDERS = {"": "按期限", "number": "按编号", "place": "按所在"}
FLAGS = {"late": "超期", "new": "新产生", "again": "再次出现", "ready": "可以销号"}
_YES = "yes"
_LONGEST_PAGE = 6


@dataclass(frozen=True, slots=True)
class Sieve:
    """What is looked for, as the address has it.

    `state` is empty for all that still have to be closed, and `ALL` for everything; `order` is
    empty for that of the deadlines.
    """

    state: str = ""
    kind: str = ""
    rule: str = ""
    owner: str = ""
    school: str = ""
    late: bool = False
    new: bool = False
    again: bool = False
    ready: bool = False
    q: str = ""
    order: str = ""
    page: int = 1

    @property
    def query(self) -> dict[str, str]:
        """The same for an address; what is as usual is left out."""
        usual = Sieve()
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        return {
            name: _YES if value is True else str(value)
            for name, value in found.items()
            if value != getattr(usual, name)
        }

    @property
    def narrows(self) -> bool:
        """Whether it leaves out anything beside what is closed."""
        return bool(self.query.keys() - {"order", "page"})

    def switched(self, flag: str) -> Sieve:
        """Return the same with one of `FLAGS` on that was off, or off that was on."""
        other: dict[str, Any] = {flag: not getattr(self, flag)}
        return replace(self, **other)

    @property
    def wanted(self) -> Wanted:
        """The same as the core asks for it."""
        return Wanted(
            FindingState(self.state) if self.state not in ("", ALL) else None,
            GapKind(self.kind) if self.kind else None,
            self.rule,
            self.school,
            read_owner(self.owner),
            standing=not self.state,
            overdue=self.late,
            new=self.new,
            returned=self.again,
            ready=self.ready,
            text=self.q,
        )

    def of(self, findings: Iterable[Finding], today: date) -> tuple[Finding, ...]:
        """Return the findings looked for, in their order."""
        found = chosen(findings, self.wanted, today)
        match self.order:
            case "number":
                return tuple(sorted(found, key=lambda each: each.number))
            case "place":
                return tuple(sorted(found, key=lambda each: (each.gap.name, each.number)))
            case _:
                return found


def read_sieve(asked: Mapping[str, str]) -> Sieve:
    """Return what an address asks for. Raises DudaoError for what there is not."""
    text = {name: asked.get(name, "").strip() for name in Sieve.__dataclass_fields__}
    _require("state(状态)", text["state"], ("", ALL, *FindingState))
    _require("kind(类别)", text["kind"], ("", *GapKind))
    _require("order(排列)", text["order"], tuple(ORDERS))
    read_owner(text["owner"])
    page = text["page"] or "1"
    if not (page.isascii() and page.isdecimal() and len(page) < _LONGEST_PAGE and int(page)):
        raise refuse("page(页码)", f"没有第“{page}”页", "应为正整数")
    flags = {name: bool(text[name]) for name in FLAGS}
    read: dict[str, Any] = {**text, **flags, "page": int(page)}
    return Sieve(**read)


def _require(where: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        listed = "、".join(each for each in known if each)
        raise refuse(where, f"没有“{value}”这种选择", f"可选:{listed}")
