"""Pingluo: the national balance standard with the county's dated targets and organisation."""

from __future__ import annotations

from collections.abc import Sequence

from dudao.api import BookFile, DemoTenant, books_in, impl

from .demo import demo_county


@impl
def dudao_rulebooks() -> Sequence[BookFile]:
    """Return the county's book."""
    return books_in("dudao_pingluo")


@impl
def dudao_demo() -> Sequence[DemoTenant]:
    """Return the county with synthetic figures: its own by school are not published."""
    return (demo_county(),)
