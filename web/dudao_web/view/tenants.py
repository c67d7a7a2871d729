"""The list of tenants, those below a body under it, each with the grade it may still reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from dudao.api import CountyYear, State, TenantCard

from .dashboard import Outlook, outlook
from .marks import Slice, slices

LEVELS = {
    "province": "省级",
    "prefecture": "地市级",
    "county": "县级",
    "district": "区级",
    "township": "乡镇",
}
# Deeper ones are indented like these: a table has no room for more.
_DEEPEST = 2


@dataclass(frozen=True, slots=True)
class TenantLine:
    """A tenant in the list; without figures there is no outlook, with `fault` no evaluation.

    `depth` is how many bodies stand above it in the list. `below` counts the tenants right below
    it, `oversees` says that there are self-evaluations below it to be reviewed.
    """

    card: TenantCard
    url: str
    level: str
    years: str
    depth: int
    below: int
    book: str
    outlook: Outlook | None
    bar: tuple[Slice, ...]
    fault: str
    oversees: bool


def tenant_lines(
    years: Sequence[CountyYear], titles: Mapping[str, str], above: set[str]
) -> list[TenantLine]:
    """Return the lines of the list, each body before those below it.

    `titles` are those of the tenants' books by code; `above` the bodies with something to review.
    """
    children: dict[str | None, list[CountyYear]] = {}
    for year in years:
        children.setdefault(year.tenant.parent, []).append(year)
    ordered = _below(None, 0, children)
    return [
        _line(year, depth, len(children.get(year.tenant.code, ())), titles, above)
        for year, depth in ordered
    ]


def _below(
    parent: str | None, depth: int, children: Mapping[str | None, Sequence[CountyYear]]
) -> Iterator[tuple[CountyYear, int]]:
    for year in children.get(parent, ()):
        yield year, min(depth, _DEEPEST)
        yield from _below(year.tenant.code, depth + 1, children)


def _line(
    year: CountyYear, depth: int, below: int, titles: Mapping[str, str], above: set[str]
) -> TenantLine:
    card, found = year.tenant, year.judgement
    states = Counter(each.state for each in found.standings if each.counts) if found else None
    return TenantLine(
        card,
        f"/t/{quote(card.code, safe='')}",
        LEVELS.get(card.level, card.level),
        _spans(card.years),
        depth,
        below,
        f"{found.book.title}({found.book.edition})" if found else titles.get(card.book, card.book),
        outlook(found.grade, found.book.grading.grades) if found else None,
        slices(tuple(states[state] for state in State)) if states else (),
        year.fault,
        card.code in above,
    )


def _spans(years: Sequence[str]) -> str:
    """Return years in words, those that follow each other as one span."""
    spans: list[list[str]] = []
    for year in years:
        if spans and int(year) == int(spans[-1][-1]) + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return "、".join(f"{each[0]}–{each[-1]}" if len(each) > 1 else each[0] for each in spans)
