"""Pingluo: the national balance standard with the county's dated targets and organisation."""

from __future__ import annotations

from collections.abc import Sequence

from dudao.api import BookFile, books_in, impl


@impl
def dudao_rulebooks() -> Sequence[BookFile]:
    """Return the county's book."""
    return books_in("dudao_pingluo")
