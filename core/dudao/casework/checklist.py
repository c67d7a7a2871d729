"""A territory's counties against what a book asks of a county: one row a county, one mark an item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ..errors import refuse
from ..evaluate import State, Verdict, stages_of, verdict_at
from ..facts import Stage
from ..metrics import Vocabulary
from ..rulebook import Indicator, KOfN, RuleBook, chapters_of, nested, whole_of
from .below import Territory
from .office import TenantCard
from .years import CountyYear, Judgement


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One thing to check: an indicator, for one stage where it is judged by stage.

    `whole` is the code of the composite indicator that it is a part of, empty where of none.
    """

    indicator: Indicator
    stage: Stage | None
    section: str
    whole: str

    def is_of(self, composite: str) -> bool:
        """Return whether it is a composite indicator or a part of it; of none is everything."""
        return composite in ("", self.whole, self.indicator.code)


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One county's verdicts in the order of the items; none where it was not judged."""

    county: CountyYear
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """The counties of a territory under one book, item by item.

    `sections` and `composites` are what one can ask for alone, by code; `chosen` is the title of
    what was asked for. `others` are counties that were judged by other books.
    """

    tenant: TenantCard
    period: str
    as_of: date
    book: RuleBook
    items: tuple[CheckItem, ...]
    lines: tuple[CheckLine, ...]
    others: tuple[CountyYear, ...]
    sections: Mapping[str, str]
    composites: Mapping[str, str]
    chosen: str = ""

    @property
    def synthetic(self) -> bool:
        """Whether any of the figures are made up."""
        return any(line.county.tenant.synthetic for line in self.lines)

    @property
    def sums(self) -> tuple[Mapping[State, int], ...]:
        """For each item, how many counties are in which state."""
        judged = [line.verdicts for line in self.lines if line.verdicts]
        columns = zip(*judged, strict=True) if judged else [()] * len(self.items)
        return tuple(Counter(verdict.state for verdict in column) for column in columns)


def checklist_of(
    territory: Territory,
    vocabulary: Vocabulary,
    book: RuleBook,
    section: str = "",
    of: str = "",
) -> Checklist:
    """Return what a book asks of counties, all of it, one section, or one composite with its parts.

    Counties that were judged by another book are left out and named. Raises DudaoError for a
    section or composite that is not among those to be checked.
    """
    every = list(_items(book))
    titles = {chapter.code: chapter.title for chapter in chapters_of(book)}
    sections = {each.section: titles[each.section] for each in every}
    composites = _composites(every)
    _require("section(部分)", section, sections)
    _require("of(合并指标)", of, composites)
    items = [each for each in every if section in ("", each.section) and each.is_of(of)]
    mine = [year for year in territory.counties if _is_under(year, book)]
    return Checklist(
        territory.tenant,
        territory.period,
        territory.as_of,
        book,
        tuple(items),
        tuple(CheckLine(year, _verdicts(year.judgement, items, vocabulary)) for year in mine),
        tuple(year for year in territory.counties if not _is_under(year, book)),
        sections,
        composites,
        composites.get(of) or sections.get(section, ""),
    )


def _composites(items: list[CheckItem]) -> dict[str, str]:
    indicators = (each.indicator for each in items)
    return {each.code: each.title for each in indicators if isinstance(each.measure, KOfN)}


def _require(where: str, code: str, known: Mapping[str, str]) -> None:
    if code and code not in known:
        raise refuse(where, f"清单中没有“{code}”", f"可选:{'、'.join(known) or '无'}")


def _is_under(year: CountyYear, book: RuleBook) -> bool:
    return year.judgement is None or year.judgement.book.name == book.name


def _items(book: RuleBook) -> Iterator[CheckItem]:
    wholes = whole_of(book)
    for chapter in chapters_of(book):
        for indicator in nested(book, chapter.indicators):
            whole = wholes.get(indicator.code, "")
            if indicator.subject == "county" and (indicator.counts or whole):
                for stage in stages_of(indicator):
                    yield CheckItem(indicator, stage, chapter.code, whole)


def _verdicts(
    judgement: Judgement | None, items: list[CheckItem], vocabulary: Vocabulary
) -> tuple[Verdict, ...]:
    if judgement is None:
        return ()
    found = judgement.evaluation
    return tuple(
        verdict_at(found, vocabulary, item.indicator, outcome, 0)
        for item in items
        for outcome in found.of(item.indicator.code)
        if outcome.stage is item.stage
    )
