"""The list of tenants, each with the grade it may still reach in its latest period."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from urllib.parse import quote

from dudao.api import Assessed, State, TenantCard

from .dashboard import Outlook, outlook
from .marks import Slice, slices

LEVELS = {
    "province": "省级",
    "prefecture": "地市级",
    "county": "县级",
    "district": "区级",
    "township": "乡镇",
}


@dataclass(frozen=True, slots=True)
class TenantLine:
    """A tenant in the list; without figures there is no outlook, with `fault` no evaluation.

    `oversees` says that there are self-evaluations below it to be reviewed.
    """

    card: TenantCard
    url: str
    level: str
    parent: str
    book: str
    outlook: Outlook | None
    bar: tuple[Slice, ...]
    fault: str = ""
    oversees: bool = False


def tenant_line(
    card: TenantCard, parent: str, book: str, assessed: Assessed | None, fault: str = ""
) -> TenantLine:
    """Return one line of the list."""
    url = f"/t/{quote(card.code, safe='')}"
    level = LEVELS.get(card.level, card.level)
    if assessed is None:
        return TenantLine(card, url, level, parent, book, None, (), fault)
    states = Counter(each.state for each in assessed.standings if each.counts)
    return TenantLine(
        card,
        url,
        level,
        parent,
        f"{assessed.book.title}({assessed.book.edition})",
        outlook(assessed.grade, assessed.book.grading.grades),
        slices(tuple(states[state] for state in State)),
    )
