"""Tonghua: dated milestones for the city's counties, and who answers for them."""

from __future__ import annotations

from collections.abc import Sequence

from dudao.api import BookFile, DemoTenant, MetricsFile, books_in, impl, metrics_in

from .demo import demo_tenants

_PACKAGE = "dudao_tonghua"


@impl
def dudao_rulebooks() -> Sequence[BookFile]:
    """Return the book of the city's milestones."""
    return books_in(_PACKAGE)


@impl
def dudao_metrics() -> Sequence[MetricsFile]:
    """Return the figures and attestations that only this document asks for."""
    return metrics_in(_PACKAGE)


@impl
def dudao_demo() -> Sequence[DemoTenant]:
    """Return the city and its seven counties with synthetic figures of five school years."""
    return demo_tenants()
