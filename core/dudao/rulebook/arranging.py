"""A book's indicators as people read them: by section, what is made of parts before its parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .measures import KOfN
from .model import Indicator, RuleBook

# What people themselves call an indicator, such as R1 or CV-R4; other codes are for programs.
_SHORT_CODE = re.compile(r"[A-Z]{1,3}(-?[A-Z]?\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of a book with its indicators in order; `title` is there where the book has none."""

    code: str
    title: str
    indicators: tuple[Indicator, ...]


def chapters_of(book: RuleBook) -> list[Chapter]:
    """Return the sections that have indicators, those without a section last."""
    titles = {section.code: section.title for section in book.sections}
    codes = dict.fromkeys([*titles, *(each.section for each in book.indicators)])
    found = [Chapter(code, titles.get(code) or "其他", _within(book, code)) for code in codes]
    return [chapter for chapter in found if chapter.indicators]


def _within(book: RuleBook, section: str) -> tuple[Indicator, ...]:
    return tuple(each for each in book.indicators if each.section == section)


def whole_of(book: RuleBook) -> dict[str, str]:
    """Return for each indicator that feeds a composite one that one's code."""
    return {
        part: indicator.code
        for indicator in book.indicators
        if isinstance(indicator.measure, KOfN)
        for part in indicator.measure.of
    }


def parts_of(book: RuleBook, indicator: Indicator) -> tuple[Indicator, ...]:
    """Return the indicators that a composite one is made of."""
    codes = indicator.measure.of if isinstance(indicator.measure, KOfN) else ()
    return tuple(book.by_code[code] for code in codes)


def nested(book: RuleBook, indicators: Iterable[Indicator]) -> Iterator[Indicator]:
    """Yield indicators, each composite one followed by its parts wherever these stand."""
    wholes = whole_of(book)
    for indicator in indicators:
        if indicator.code not in wholes:
            yield indicator
            yield from parts_of(book, indicator)


def short_name(indicator: Indicator) -> str:
    """Return what names an indicator where room is scarce: a short code, else its title."""
    is_short = _SHORT_CODE.fullmatch(indicator.code)
    return indicator.code if is_short else indicator.title
