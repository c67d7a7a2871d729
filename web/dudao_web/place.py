"""What every page on which people work starts from: what it is about, who works, its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Response

from dudao.api import (
    Actor,
    ConflictError,
    Directory,
    DudaoError,
    NotAllowed,
    Office,
    Problem,
    TenantCard,
    schools_of,
    tenant_card,
)

from .here import Here, rules_of
from .pages import AnyRequest, Pages, form_token
from .view.people import Who, who


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a tenant on which somebody works; `actor` is None for whoever did not say."""

    request: AnyRequest
    office: Office
    pages: Pages
    here: Here
    actor: Actor | None

    @property
    def directory(self) -> Directory:
        """The departments of the book; none where there is no book."""
        rules = rules_of(self.office, self.here.book or self.here.tenant.book)
        return Directory(rules.departments if rules else ())

    @property
    def reviewer(self) -> TenantCard:
        """The tenant that reviews: the one above, or the tenant itself where there is none."""
        parent = self.here.tenant.parent
        return tenant_card(self.office, parent) if parent else self.here.tenant

    @property
    def acting(self) -> Actor:
        """Who works. Raises NotAllowed when nobody has said who they are."""
        if self.actor is None:
            raise NotAllowed(Problem("办理人", "还没有选择身份", "请先在页面右上选择办理身份"))
        return self.actor

    @property
    def who(self) -> Who | None:
        """Who works, as the page shows it."""
        if self.actor is None:
            return None
        school = self._school(self.actor.school) if self.actor.school else ""
        return who(self.actor, self.here.tenant, self.reviewer, self.directory, school)

    def _school(self, code: str) -> str:
        return schools_of(self.office, self.here.tenant.code).get(code, code)

    def page(self, template: str, context: Mapping[str, Any], status: int = 200) -> Response[bytes]:
        """Return a page, with what all of them show."""
        common = {
            "here": self.here,
            "choice": None,
            "who": self.who,
            "csrf_token": form_token(self.request),
            "back": self.request.url.path,
        }
        return self.pages.page(template, {**common, **context}, status)


def status_of(error: DudaoError) -> int:
    """Return the HTTP status that says what kind of refusal it was."""
    match error:
        case NotAllowed():
            return 403
        case ConflictError():
            return 409
        case _:
            return 422
