"""Two texts side by side: every line of both is there, and whose it is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, strategies as st

from dudao_web.view.duties.comparing import compare

TEXTS = st.lists(st.sampled_from(["甲", "乙", "丙", "", "<b>"]), max_size=12).map("\n".join)


def sides(theirs: str, mine: str) -> tuple[list[str], list[str]]:
    """Return the lines of both texts as the comparison tells them, empty ones aside."""
    lines = [line for line in compare(theirs, mine) if line.text]
    return (
        [line.text for line in lines if line.kind != "mine"],
        [line.text for line in lines if line.kind != "theirs"],
    )


@pytest.mark.parametrize(
    ("theirs", "mine", "found"),
    [
        ("甲\n乙", "甲\n乙", [("same", "甲"), ("same", "乙")]),
        ("甲\n乙", "甲\n丙", [("same", "甲"), ("theirs", "乙"), ("mine", "丙")]),
        ("甲", "甲\n丙", [("same", "甲"), ("mine", "丙")]),
        ("甲\n丙", "丙", [("theirs", "甲"), ("same", "丙")]),
        ("", "甲", [("mine", "甲")]),
        ("甲", "", [("theirs", "甲")]),
        ("甲\n乙", "甲\r\n乙\r\n", [("same", "甲"), ("same", "乙")]),
    ],
)
def test_a_line_is_theirs_yours_or_of_both(
    theirs: str, mine: str, found: list[tuple[str, str]]
) -> None:
    assert [(line.kind, line.text) for line in compare(theirs, mine)] == found


@given(TEXTS, TEXTS)
def test_no_line_of_either_text_is_lost_or_made_up(theirs: str, mine: str) -> None:
    wanted = [line for line in theirs.split("\n") if line]
    typed = [line for line in mine.strip().split("\n") if line]
    assert sides(theirs, mine) == (wanted, typed)


def test_the_longest_texts_of_the_shortest_lines_are_compared_at_once() -> None:
    theirs, mine = "\n".join("甲" * 10_000), "\n".join("甲乙" * 5_000)
    started = time.perf_counter()
    assert list(compare(theirs, mine))
    assert time.perf_counter() - started < 5
