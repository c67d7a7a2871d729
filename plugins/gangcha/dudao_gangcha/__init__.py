"""Gangcha: duties of the county government, with what closes a grade."""

from __future__ import annotations

from collections.abc import Sequence

from dudao.api import BookFile, MetricsFile, books_in, impl, metrics_in

_PACKAGE = "dudao_gangcha"


@impl
def dudao_rulebooks() -> Sequence[BookFile]:
    """Return the book of the county's duties."""
    return books_in(_PACKAGE)


@impl
def dudao_metrics() -> Sequence[MetricsFile]:
    """Return the figures and attestations that only this county's scheme asks for."""
    return metrics_in(_PACKAGE)
