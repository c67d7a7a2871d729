"""Duties in the sections of their book."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from dudao.api import RuleBook

T = TypeVar("T")
_ELSEWHERE = "其他"


def by_area(rules: RuleBook, items: Mapping[str, T]) -> tuple[tuple[str, tuple[T, ...]], ...]:
    """Return things given by duty under the titles of the book's sections, in the book's order."""
    titles = {section.code: f"{section.code} {section.title}" for section in rules.sections}
    sections = {duty.code: duty.section for duty in rules.duties}
    grouped: dict[str, list[T]] = {code: [] for code in titles}
    for code, item in items.items():
        grouped.setdefault(sections[code], []).append(item)
    return tuple(
        (titles.get(code, _ELSEWHERE), tuple(found)) for code, found in grouped.items() if found
    )
