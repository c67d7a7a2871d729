"""What every page of duty work starts from: the plan it is about, who works on it, its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Response

from dudao.api import (
    Actor,
    Appointment,
    ConflictError,
    Directory,
    DudaoError,
    Duties,
    NotAllowed,
    Office,
    Owed,
    Problem,
    RuleBook,
    TenantCard,
    calendar,
    find_duties,
    owed,
    plain_text,
    tenant_card,
    usual_book,
)

from ..here import Here
from ..pages import AnyRequest, Pages, form_token
from ..view.duties.people import Who, who
from .who import actor_of

Form = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """A page of duty work. `duties` is None where the year's plan has not been opened."""

    request: AnyRequest
    office: Office
    pages: Pages
    here: Here
    rules: RuleBook
    duties: Duties | None
    actor: Actor | None

    @property
    def directory(self) -> Directory:
        """The departments of the book."""
        return Directory(self.rules.departments)

    @property
    def reviewer(self) -> TenantCard:
        """The tenant that reviews: the one above, or the tenant itself where there is none."""
        parent = self.here.tenant.parent
        return tenant_card(self.office, parent) if parent else self.here.tenant

    @property
    def who(self) -> Who | None:
        """Who works, as the page shows it."""
        return who(self.actor, self.directory, self.here.tenant, self.reviewer)

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
    def acting(self) -> Actor:
        """Who works. Raises NotAllowed when nobody has said who they are."""
        if self.actor is None:
            raise NotAllowed(Problem("办理人", "还没有选择身份", "请先在页面右上选择办理身份"))
        return self.actor

    @property
    def calendar(self) -> tuple[Appointment, ...]:
        """The steps of the year."""
        return calendar(self.rules, int(self.here.period))

    def mine(self) -> tuple[Owed, ...]:
        """Return what the person at work owes: their department, or the body above."""
        if self.duties is None or self.who is None or not self.who.works:
            return ()
        return tuple(
            each for each in owed(self.duties.standing()) if each.department == self.who.department
        )

    def page(
        self, template: str, active: str, context: Mapping[str, Any], status: int = 200
    ) -> Response[bytes]:
        """Return a page of duty work, with what all of them show."""
        common = {
            "here": self.here,
            "choice": None,
            "part": active,
            "who": self.who,
            "rules": self.rules,
            "duties": self.duties,
            "mine": len(self.mine()),
            "csrf_token": form_token(self.request),
            "back": self.request.url.path,
        }
        return self.pages.page(f"duties/{template}", {**common, **context}, status)


def open_desk(request: AnyRequest, office: Office, pages: Pages, here: Here) -> Desk:
    """Return what a page of duty work starts from.

    Raises DudaoError where the tenant's book has no duties to work on.
    """
    tenant = here.tenant
    duties = find_duties(office, tenant.code, here.period, here.book)
    rules = duties.rules if duties else usual_book(office, tenant, here.period, here.book)
    return Desk(request, office, pages, here, rules, duties, actor_of(request, tenant))


async def typed_in(desk: Desk) -> dict[str, str]:
    """Return the fields of the form that was sent, as texts are kept."""
    form = await desk.request.form()
    return {name: plain_text(str(form.get(name) or "")) for name in form}


def status_of(error: DudaoError) -> int:
    """Return the HTTP status that says what kind of refusal it was."""
    match error:
        case NotAllowed():
            return 403
        case ConflictError():
            return 409
        case _:
            return 422
