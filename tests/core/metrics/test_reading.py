"""Reading one figure: exact or refused with a sentence; written out, it reads back the same."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st
from tests.core.strategies import stored

from dudao.metrics import Kind, Level, Metric, plain, shared_vocabulary
from dudao.metrics.model import LABELS, WORDS

VOCABULARY = shared_vocabulary()
AREA = VOCABULARY["teaching_area"]
PUPILS = VOCABULARY["students"]
RATE = VOCABULARY["dropout_rate_primary"]
LARGEST_COLUMN = 2**63 - 1

metrics = st.sampled_from(list(VOCABULARY))


def metric(kind: Kind) -> Metric:
    """Return a metric of a kind, with a unit."""
    return Metric(code="x", label="示例", unit="个", level=Level.COUNTY, kind=kind, form="county")


@pytest.mark.parametrize(
    ("given_as", "expected"),
    [
        (2700, "2,700"),
        (0, "0"),
        ("2700.5", "2,700.5"),
        (Decimal("2700.5000"), "2,700.5"),
        (0.1, "0.1"),
        ("1e3", "1,000"),
        (" 12 ", "12"),
        ("-0", "0"),
    ],
)
def test_a_number_is_read_exactly_however_it_is_given(given_as: object, expected: str) -> None:
    assert AREA.show(AREA.read(given_as)) == expected


def test_a_tenth_and_two_tenths_are_three_tenths() -> None:
    assert AREA.read(0.1) + AREA.read("0.2") == AREA.read(Decimal("0.3"))


@pytest.mark.parametrize(
    ("metric", "given_as", "sentence"),
    [
        (PUPILS, "12.5", "12.5 不是整数,应为不小于 0 的整数(单位:人)"),
        (PUPILS, -1, "-1 是负数,应为不小于 0 的整数(单位:人)"),
        (PUPILS, True, "是/否不是不小于 0 的整数(单位:人)"),
        (PUPILS, "四十", "“四十”不是数字,应为不小于 0 的整数(单位:人)"),
        (PUPILS, "", "“”不是数字,应为不小于 0 的整数(单位:人)"),
        (PUPILS, None, "NoneType 不是数字,应为不小于 0 的整数(单位:人)"),
        (AREA, "NaN", "“NaN”不是有限的数,应为不小于 0 的数字(单位:㎡)"),
        (AREA, "sNaN", "“sNaN”不是有限的数,应为不小于 0 的数字(单位:㎡)"),
        (AREA, "-Infinity", "“-Infinity”不是有限的数,应为不小于 0 的数字(单位:㎡)"),
        (AREA, "0.00001", "0.00001 的小数超过 4 位"),
        (RATE, "0.0000001", "0.0000001 的小数超过 6 位"),
    ],
)
def test_what_is_no_such_number_is_refused_in_a_sentence(
    metric: Metric, given_as: object, sentence: str
) -> None:
    with pytest.raises(ValueError, match=r".") as refusal:
        metric.read(given_as)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("digits", ["0.5" + "0" * 40 + "1", "1e-9999999", "3.00000000000000000001"])
def test_decimals_beyond_the_arithmetic_context_are_refused_not_rounded_away(digits: str) -> None:
    with pytest.raises(ValueError, match="的小数超过 4 位"):
        AREA.read(digits)


@pytest.mark.parametrize("kind", [Kind.COUNT, Kind.AMOUNT, Kind.PERCENT, Kind.RATE])
def test_the_largest_figure_taken_fits_a_column_and_the_next_is_refused(kind: Kind) -> None:
    largest = metric(kind).ceiling - Decimal(1).scaleb(-metric(kind).decimals)
    assert metric(kind).read(largest) <= LARGEST_COLUMN
    with pytest.raises(ValueError, match="超出可填范围"):
        metric(kind).read(metric(kind).ceiling)


def test_the_product_of_the_richest_province_can_be_filled_in() -> None:
    assert VOCABULARY["gdp"].read("13567316000000")


@pytest.mark.parametrize(
    ("kind", "given_as", "expected"),
    [
        (Kind.YESNO, True, "true"),
        (Kind.YESNO, False, "false"),
        (Kind.YESNO, "是", "true"),
        (Kind.YESNO, "无", "false"),
        (Kind.YESNO, "yes", "true"),
        (Kind.YESNO, "no", "false"),
        (Kind.GRADE, "优秀", "excellent"),
        (Kind.GRADE, "good", "good"),
        (Kind.GRADE, "中", "fair"),
        (Kind.GRADE, "不合格", "poor"),
        (Kind.TREND, "低于上年", "fell"),
        (Kind.TREND, "上升", "rose"),
        (Kind.TREND, "flat", "flat"),
        (Kind.LEVEL, "Ⅲ", "Ⅲ"),
        (Kind.LEVEL, "III", "Ⅲ"),
        (Kind.LEVEL, 3, "Ⅲ"),
    ],
)
def test_words_are_read_in_chinese_and_english(kind: Kind, given_as: object, expected: str) -> None:
    assert metric(kind).exact(metric(kind).read(given_as)) == expected


@pytest.mark.parametrize(
    ("kind", "given_as", "sentence"),
    [
        (Kind.YESNO, "也许", "“也许”不是可选值,应为否、是"),
        (Kind.GRADE, "很好", "“很好”不是可选值,应为差、一般、良好、优秀"),
        (Kind.GRADE, True, "是/否不是差、一般、良好、优秀"),
        (Kind.LEVEL, "5", "“5”不是可选值,应为Ⅰ、Ⅱ、Ⅲ、Ⅳ"),
        (Kind.TREND, "涨", "“涨”不是可选值,应为低于上年、与上年持平、高于上年"),
    ],
)
def test_other_words_are_refused_with_the_choices(
    kind: Kind, given_as: object, sentence: str
) -> None:
    with pytest.raises(ValueError, match=r".") as refusal:
        metric(kind).read(given_as)
    assert str(refusal.value) == sentence


@given(st.data())
def test_what_is_written_out_reads_back_as_it_was(data: st.DataObject) -> None:
    metric = data.draw(metrics)
    value = data.draw(stored(metric))
    assert metric.read(metric.exact(value)) == value
    assert metric.read(metric.show(value).replace(",", "")) == value


@given(metrics.filter(lambda one: not one.choices), st.decimals(0, 10**9, places=4))
def test_a_figure_is_stored_exactly_or_not_at_all(metric: Metric, number: Decimal) -> None:
    try:
        value = metric.read(number)
    except ValueError:
        assert number.as_integer_ratio()[1] > 10**metric.decimals or metric.decimals == 0
    else:
        assert Fraction(value, 10**metric.decimals) == Fraction(number)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**12, places=6))
def test_plain_text_has_the_value_without_exponent_or_trailing_zeros(number: Decimal) -> None:
    text = plain(number)
    assert Decimal(text) == number
    assert "E" not in text
    assert text == "0" or "." not in text or text[-1] not in "0."


def test_every_kind_of_word_has_a_label_for_each_rank() -> None:
    assert {kind: set(words.values()) for kind, words in WORDS.items()} == {
        kind: set(labels) for kind, labels in LABELS.items()
    }
