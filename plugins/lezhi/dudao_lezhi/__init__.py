"""Lezhi: how education supervision is organised, worked and held to account in the county."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dudao.api import (
    BookFile,
    DemoTenant,
    MetricsFile,
    RuleBook,
    books_in,
    impl,
    metrics_in,
    read_book,
)

from .demo import YEAR, demo_roster

_PACKAGE = "dudao_lezhi"


@impl
def dudao_rulebooks() -> Sequence[BookFile]:
    """Return the book of the county's supervision system."""
    return books_in(_PACKAGE)


@impl
def dudao_metrics() -> Sequence[MetricsFile]:
    """Return the attestations that only this county's scheme asks for."""
    return metrics_in(_PACKAGE)


@impl
def dudao_demo() -> Sequence[DemoTenant]:
    """Return an invented county of this name in the middle of a year's supervision."""
    return (
        DemoTenant(
            code="512022",
            name="乐至县",
            level="county",
            book="lezhi.supervision",
            facts=(),
            source=f"{_PACKAGE}/demo.py",
            day=date(YEAR, 11, 16),
            roster=demo_roster(_book()),
        ),
    )


def _book() -> RuleBook:
    (file,) = books_in(_PACKAGE)
    return read_book(file)
