"""Lezhi: how education supervision is organised, worked and held to account in the county."""

from __future__ import annotations

from collections.abc import Sequence

from dudao.api import BookFile, MetricsFile, books_in, impl, metrics_in

_PACKAGE = "dudao_lezhi"


@impl
def dudao_rulebooks() -> Sequence[BookFile]:
    """Return the book of the county's supervision system."""
    return books_in(_PACKAGE)


@impl
def dudao_metrics() -> Sequence[MetricsFile]:
    """Return the attestations that only this county's scheme asks for."""
    return metrics_in(_PACKAGE)
