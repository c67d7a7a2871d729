"""Where figures come from, told once for many: a table names the file, each row its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from dudao.api import Source


def origin_of(sources: Iterable[Source | None]) -> Source | None:
    """Return the file, person and time that most of the figures share."""
    found = Counter(replace(source, place="") for source in sources if source)
    return found.most_common(1)[0][0] if found else None


def place_of(source: Source | None, origin: Source | None) -> str:
    """Return what a row adds to the origin of its table: the place alone, or all of another."""
    if source is None:
        return ""
    return source.place if replace(source, place="") == origin else str(source)
