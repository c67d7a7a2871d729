"""Whether a clause cites a document that its book names."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import Problem
from .model import RuleBook


def verify_clause(clause: str, book: RuleBook, place: str) -> Iterator[Problem]:
    """Yield a problem where a clause does not begin with a document of the book."""
    documents = (book.basis, *book.sources)
    if not clause.startswith(documents):
        yield Problem(
            place,
            f"“{clause}”引用的文件不在本办法的依据中",
            f"应以 {'、'.join(documents)} 之一开头,或在 sources 中列出该文件",
        )
