"""Worked cases about career thresholds: teachers of a list with what they have reached."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from ..casework import check_list
from ..errors import DudaoError, Problem
from ..metrics import plain
from ..rulebook import RuleBook
from ..teachers import REACH_LABELS, Reach


class ExpectedReach(BaseModel):
    """How one teacher stands against one threshold; what is left out is not compared."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    teacher: str
    threshold: str
    state: Literal["reached", "not_yet", "untold", "outside"]
    lacking: str | None = None
    applying: bool | None = None
    discrepancy: Literal["overclaimed", "unproven", "unclaimed"] | None = None


def reach_differences(
    teachers: Sequence[dict[str, Any]],
    expected: Sequence[ExpectedReach],
    book: RuleBook,
    as_of: date,
    place: str,
) -> Iterator[Problem]:
    """Yield every difference between what a case expects of its teachers and what is found."""
    listed = json.dumps({"teachers": teachers}, ensure_ascii=False).encode()
    try:
        check = check_list(book, listed, place, as_of)
    except DudaoError as error:
        yield from (Problem(each.where, each.what, each.expected) for each in error.problems)
        return
    found = {
        (result.teacher.code, one.threshold): one
        for result in check.results
        for one in result.attained
    }
    for each in expected:
        where = f"{place} {each.teacher} {each.threshold}"
        one = found.get((each.teacher, each.threshold))
        if one is None:
            yield Problem(where, "没有这个结论", "请核对工号和年限条件")
            continue
        if one.reach != each.state:
            what = f"为{REACH_LABELS[one.reach]}({';'.join(one.reasons)})"
            yield Problem(where, what, f"应为{REACH_LABELS[Reach(each.state)]}")
        lacking = None if one.lacking is None else plain(one.lacking)
        if each.lacking is not None and each.lacking != lacking:
            yield Problem(where, f"还差 {lacking} 年", f"应为 {each.lacking}")
        if each.applying is not None and each.applying != one.applying:
            yield Problem(where, f"本次申报为{_yes(one.applying)}", f"应为{_yes(each.applying)}")
        if "discrepancy" in each.model_fields_set and each.discrepancy != one.discrepancy:
            yield Problem(where, f"出入为 {one.discrepancy}", f"应为 {each.discrepancy}")


def _yes(value: bool) -> str:
    return "是" if value else "否"
