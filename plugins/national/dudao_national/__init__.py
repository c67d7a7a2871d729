"""National rule books: high-quality balance, basic balance, pre-school education."""

from __future__ import annotations

from collections.abc import Sequence

from dudao.api import BookFile, books_in, impl


@impl
def dudao_rulebooks() -> Sequence[BookFile]:
    """Return the national books."""
    return books_in("dudao_national")
