"""The columns of one or many counties end to end, as they were reported."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from ..facts import ABSENT, CELL, FIGURE, CountyColumns
from ..metrics import Level
from .exact import Ints

Index = npt.NDArray[np.intp]
_NOTHING = np.array([ABSENT], dtype=FIGURE).tobytes()


class Joined:
    """Schools, stages and classes of all counties, in order; see `CountyColumns`.

    `stage_school` and `class_school` give the row of the school; `parent` that of the school
    which another belongs to, −1 where there is none.
    """

    def __init__(self, counties: Sequence[CountyColumns]) -> None:
        self._counties = counties
        self.tenants = [each.tenant for each in counties]
        self.codes = list(chain.from_iterable(each.schools for each in counties))
        many = [len(each.schools) for each in counties]
        self._first = np.cumsum([0, *many])
        self.county = np.repeat(np.arange(len(counties)), many)
        self.type, self.area, self.owner, self.built, self.counts = _table(
            [each.attributes for each in counties], 5
        )
        stages = [each.stages for each in counties]
        place, self.stage_rank, self.stage_reported = _table(stages, 3)
        self.stage_school = self._rows(place, stages, 3)
        classes = [each.classes for each in counties]
        place, self.class_rank, self.class_pupils = _table(classes, 3)
        self.class_school = self._rows(place, classes, 3)
        self.parent_codes: dict[int, str] = {}
        self.parent = np.full(len(self.codes), -1, dtype=np.intp)
        self._find_parents()
        self._sizes = {
            Level.SCHOOL: many,
            Level.STAGE: [_length(part, 3) for part in stages],
        }
        self.given = cache(self._given)

    def _rows(self, place: Ints, parts: Sequence[bytes], width: int) -> Index:
        first = np.repeat(self._first[:-1], [_length(part, width) for part in parts])
        return np.asarray(place + first, dtype=np.intp)

    def _find_parents(self) -> None:
        for first, each in zip(self._first.tolist(), self._counties, strict=False):
            if each.parents:
                places = {code: place for place, code in enumerate(each.schools)}
                for place, code in each.parents.items():
                    self.parent_codes[first + place] = code
                    if code in places:
                        self.parent[first + place] = first + places[code]

    def _given(self, level: Level, code: str) -> Ints:
        """Return a metric for every row of its level, `ABSENT` where it was not reported."""
        if level is Level.COUNTY:
            found = [each.county_figures.get(code, ABSENT) for each in self._counties]
            return np.array(found, dtype=np.int64)
        columns = (
            each.school_figures if level is Level.SCHOOL else each.stage_figures
            for each in self._counties
        )
        parts = [
            figures.get(code) or _NOTHING * size
            for figures, size in zip(columns, self._sizes[level], strict=True)
        ]
        return np.frombuffer(b"".join(parts), dtype=FIGURE)


def _length(part: bytes, width: int) -> int:
    return len(part) // (np.dtype(CELL).itemsize * width)


def _table(parts: Sequence[bytes], width: int) -> Sequence[Ints]:
    """Return the columns of a table whose parts are joined."""
    lines = np.frombuffer(b"".join(parts), dtype=CELL).reshape(-1, width)
    return [*np.ascontiguousarray(lines.T, dtype=np.int64)]
