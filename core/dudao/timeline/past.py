"""The years of a body, laid out to be held against any day's rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..evaluate import Evaluator
from ..metrics import Vocabulary
from ..rulebook import RuleBook
from .model import About


@dataclass(frozen=True, slots=True)
class Past:
    """The figures of a body by year, laid out for a book.

    `counties` are the names by code of all counties below it, or of the county itself. `schools`
    are those of a county's schools, whenever reported; they stay empty for a body above counties.
    """

    code: str
    name: str
    book: RuleBook
    vocabulary: Vocabulary
    counties: Mapping[str, str]
    years: Mapping[int, Evaluator]
    schools: Mapping[str, str]

    @property
    def about(self) -> About:
        """Whom it is about when nothing narrower is asked."""
        return About.COUNTY if [*self.counties] == [self.code] else About.COUNTIES

    @property
    def span(self) -> range:
        """All years from the first with figures to the last, those without any included."""
        return range(min(self.years), max(self.years) + 1) if self.years else range(0)
