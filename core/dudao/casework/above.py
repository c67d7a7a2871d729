"""What a superior sees of the jurisdictions below it: whose self-evaluation stands where."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import DudaoError
from ..store import descendants, plans, reviews
from ..workflow import PlanState
from .office import Office, TenantCard, card_of, reading
from .work import state_of


@dataclass(frozen=True, slots=True)
class PlanBelow:
    """A year's plan of a tenant below: its book in words, its state, who judges it, the last grade.

    `reviewer` is the code of the tenant above; `decided` is empty before there is a decision.
    """

    tenant: TenantCard
    period: str
    code: str
    book: str
    state: PlanState
    sending: int
    reviewer: str
    decided: str


def plans_below(office: Office, tenant: str) -> tuple[PlanBelow, ...]:
    """Return the plans of all tenants below one, the latest year first."""
    with reading(office, tenant) as session:
        below = descendants(session, tenant)
        cards: dict[str, TenantCard] = {}
        found = []
        for plan in plans(session, below):
            card = cards.setdefault(plan.tenant, card_of(session, plan.tenant))
            said = reviews(session, plan.tenant, plan.period, plan.book)
            decided = next((each.grade for each in reversed(said) if each.grade), "")
            title = _title(office, f"{plan.book}@{plan.edition}")
            reviewer = card.parent or card.code
            found.append(
                PlanBelow(
                    card,
                    plan.period,
                    plan.book,
                    title,
                    state_of(plan, said),
                    plan.sending,
                    reviewer,
                    decided,
                )
            )
    return tuple(found)


def _title(office: Office, book: str) -> str:
    try:
        return office.plugins.shelf.latest(book).title
    except DudaoError:
        return book  # its plugin is not installed here
