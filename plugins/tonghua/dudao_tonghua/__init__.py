"""Tonghua: dated milestones for the city's counties, and who answers for them."""

from __future__ import annotations

from collections.abc import Sequence

from dudao.api import BookFile, MetricsFile, books_in, impl, metrics_in

_PACKAGE = "dudao_tonghua"


@impl
def dudao_rulebooks() -> Sequence[BookFile]:
    """Return the book of the city's milestones."""
    return books_in(_PACKAGE)


@impl
def dudao_metrics() -> Sequence[MetricsFile]:
    """Return the figures and attestations that only this document asks for."""
    return metrics_in(_PACKAGE)
