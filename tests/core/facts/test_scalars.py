"""Single values: what is taken, and what is refused with the reason rather than guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from dudao.facts import Area
from dudao.facts.model import AREA_LABELS
from dudao.facts.scalars import (
    Unfit,
    read_choice,
    read_code,
    read_figure,
    read_period,
    read_text,
    read_whole,
    read_yes,
    shown,
)
from dudao.metrics import Kind, Metric, shared_vocabulary

VOCABULARY = shared_vocabulary()
anything = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals()
    | st.floats()
    | st.text()
    | st.dates()
    | st.lists(st.integers())
    | st.dictionaries(st.text(), st.integers())
)


def outcome(reader: Callable[..., object], *arguments: object) -> object:
    """Return what a reader makes of a value, or its refusal."""
    try:
        return reader(*arguments)
    except Unfit as unfit:
        return unfit


def is_sentence(refused: Unfit) -> bool:
    """Return whether a refusal can be shown to people."""
    return refused.what.isprintable() and 0 < len(refused.what) < 200


@given(st.sampled_from(list(VOCABULARY)), anything)
def test_whatever_is_handed_in_is_read_or_refused_with_a_reason(
    metric: Metric, value: object
) -> None:
    found = outcome(read_figure, metric, value)
    if isinstance(found, Unfit):
        assert is_sentence(found)
    else:
        assert isinstance(found, int)
        assert metric.read(metric.exact(found)) == found


@given(st.decimals(0, 10**9, places=2), st.sampled_from([",", ",", " ", "\u3000"]))
def test_a_number_with_separators_is_refused_and_spelled_out(
    number: Decimal, separator: str
) -> None:
    text = f"{number:,}".replace(",", separator) if number >= 1000 else f"{number}{separator}0"
    with pytest.raises(Unfit) as refused:
        read_figure(VOCABULARY["gdp"], text)
    assert refused.value.expected.startswith(f"请填 {text.replace(separator, '')}")


@given(anything)
def test_other_values_are_read_or_refused(value: object) -> None:
    for reader in (read_text, read_code, read_period, read_yes):
        found = outcome(reader, value)
        assert is_sentence(found) if isinstance(found, Unfit) else isinstance(found, str | bool)
    number = outcome(read_whole, value, 1, 9)
    assert isinstance(number, Unfit) or number in range(1, 10)


def test_a_choice_is_read_by_code_or_label() -> None:
    assert read_choice("rural", Area, AREA_LABELS) is Area.RURAL
    assert read_choice("乡村", Area, AREA_LABELS) is Area.RURAL
    with pytest.raises(Unfit, match="山区"):
        read_choice("山区", Area, AREA_LABELS)


def test_text_is_put_on_one_line() -> None:
    assert read_text(" 示例\n\u3000小学 ") == "示例 小学"


@pytest.mark.parametrize("code", ["", "=1", "-1", "+a", "@x", "a b", "a/b", "x" * 65])
def test_what_would_be_a_formula_or_not_one_word_is_no_code(code: str) -> None:
    with pytest.raises(Unfit):
        read_code(code)


@pytest.mark.parametrize("period", ["2023年", "23", "20233", "1899", "٢٠٢٣"])
def test_a_period_is_a_year_of_four_digits(period: str) -> None:
    with pytest.raises(Unfit, match="不是年份"):
        read_period(period)


def test_yes_and_no_are_read_in_both_spellings() -> None:
    assert [read_yes(value) for value in (True, "是", "TRUE", False, "否")] == [True] * 3 + [
        False
    ] * 2


def test_what_is_shown_is_short_and_printable() -> None:
    assert shown("x" * 100) == "x" * 40 + "…"
    assert shown("a\x07\ud800b") == "a\ufffd\ufffdb"
    assert shown(date(2023, 5, 1)) == "2023-05-01"
    assert shown([1]) == "列表"


def test_every_kind_of_metric_is_tried() -> None:
    assert {metric.kind for metric in VOCABULARY} == set(Kind)
