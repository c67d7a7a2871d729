"""What every page of the ledger starts from: the ledger it is about, who works on it, its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Response

from dudao.api import (
    Directory,
    Finding,
    Ledger,
    Office,
    Party,
    load_ledger,
    parties_to,
    refuse,
)

from ..here import Here, rules_of
from ..pages import AnyRequest, Pages
from ..place import Place
from ..who import actor_of


@dataclass(frozen=True, slots=True)
class LedgerDesk(Place):
    """A page of the ledger. `kept` is None where the tenant has no book to find gaps by."""

    kept: Ledger | None

    @property
    def ledger(self) -> Ledger:
        """The ledger. Raises DudaoError where the tenant has no book."""
        if self.kept is None:
            raise refuse(f"{self.here.tenant.name} 台账", "没有指定评价办法", "请先指定评价办法")
        return self.kept

    @property
    def directory(self) -> Directory:
        """The departments of the book."""
        return self.kept.directory if self.kept else Directory(())

    @property
    def home(self) -> tuple[str, ...]:
        """Where the tenant's own list is: a superior's first page is about those below it."""
        return ("ledger", "own") if self.here.oversees else ("ledger",)

    @property
    def keeps(self) -> bool:
        """Whether the person at work keeps the ledger."""
        actor = self.actor
        return actor is not None and Party.KEEPER in parties_to(actor, self.here.tenant.code, None)

    def find(self, number: int) -> Finding | None:
        """Return a finding by its number."""
        found = (each for each in self.ledger.findings if each.number == number)
        return next(found, None)

    def again(self) -> LedgerDesk:
        """Return the same as it is by now: it may have moved meanwhile."""
        return open_ledger(self.request, self.office, self.pages, self.here)

    def show(
        self, template: str, part: str, context: Mapping[str, Any], status: int = 200
    ) -> Response[bytes]:
        """Return a page of the ledger, with what all of them show."""
        common = {
            "part": part,
            "home": self.home,
            "has_own": self.kept is not None,
            "keeps": self.keeps,
        }
        return self.page(f"ledger/{template}", {**common, **context}, status)


def open_ledger(request: AnyRequest, office: Office, pages: Pages, here: Here) -> LedgerDesk:
    """Return what a page of the ledger starts from."""
    tenant = here.tenant
    name = here.book or tenant.book
    kept = load_ledger(office, tenant.code, name) if rules_of(office, name) else None
    return LedgerDesk(request, office, pages, here, actor_of(request, tenant), kept)
