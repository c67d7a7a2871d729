"""What every page of duty work starts from: the plan it is about, who works on it, its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Response

from dudao.api import (
    Appointment,
    Directory,
    DudaoError,
    Duties,
    Office,
    Owed,
    Problem,
    RuleBook,
    calendar,
    find_duties,
    owed,
    plain_text,
    usual_book,
)

from ..here import Here
from ..pages import AnyRequest, Pages
from ..place import Place
from ..who import actor_of

Form = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Desk(Place):
    """A page of duty work. `duties` is None where the year's plan has not been opened."""

    rules: RuleBook
    duties: Duties | None

    @property
    def directory(self) -> Directory:
        """The departments of the book."""
        return Directory(self.rules.departments)

    @property
    def opened(self) -> Duties:
        """The plan. Raises DudaoError where it was not opened."""
        if self.duties is None:
            raise DudaoError(
                Problem(
                    f"{self.here.tenant.name} {self.here.period} 年履职任务",
                    "尚未部署",
                    "请先在任务一览页部署",
                )
            )
        return self.duties

    @property
    def calendar(self) -> tuple[Appointment, ...]:
        """The steps of the year."""
        return calendar(self.rules, int(self.here.period))

    def mine(self) -> tuple[Owed, ...]:
        """Return what the person at work owes: their department, or the body above."""
        if self.duties is None or self.who is None:
            return ()
        mine = self.who.department
        return tuple(each for each in owed(self.duties.standing()) if each.department == mine)

    def show(
        self, template: str, active: str, context: Mapping[str, Any], status: int = 200
    ) -> Response[bytes]:
        """Return a page of duty work, with what all of them show."""
        common = {
            "part": active,
            "rules": self.rules,
            "duties": self.duties,
            "mine": len(self.mine()),
        }
        return self.page(f"duties/{template}", {**common, **context}, status)


def open_desk(request: AnyRequest, office: Office, pages: Pages, here: Here) -> Desk:
    """Return what a page of duty work starts from.

    Raises DudaoError where the tenant's book has no duties to work on.
    """
    tenant = here.tenant
    duties = find_duties(office, tenant.code, here.period, here.book)
    rules = duties.rules if duties else usual_book(office, tenant, here.period, here.book)
    return Desk(request, office, pages, here, actor_of(request, tenant), rules, duties)


async def typed_in(desk: Desk) -> dict[str, str]:
    """Return the fields of the form that was sent, as texts are kept."""
    form = await desk.request.form()
    return {name: plain_text(str(form.get(name) or "")) for name in form}
