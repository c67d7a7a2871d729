"""Tonghua's career thresholds, clause by clause."""

from __future__ import annotations

from datetime import date

import pytest

from dudao.api import Plugins, RuleBook, threshold_words, title_words
from dudao.testing import cases_in

WORDS = {
    "rural_3": "乡村学校任教满 3 年",
    "exchange_1": "现在城区或镇区任教;乡村学校或薄弱学校任教满 1 年",
    "township_25": "乡镇及以下学校或特殊教育学校连续任教满 25 年",
    "township_20": "乡镇及以下学校或特殊教育学校连续任教满 20 年",
    "village_10": "现在村小学或教学点任教;村小学和教学点任教满 10 年",
}
TITLES = {"township_25": "正高级", "township_20": "高级", "village_10": ""}


@pytest.fixture(scope="module")
def book(plugins: Plugins) -> RuleBook:
    return plugins.shelf.named("tonghua.integration", date(2020, 12, 31))


def test_the_five_thresholds_ask_for_what_the_document_says(book: RuleBook) -> None:
    assert {each.code: threshold_words(each) for each in book.thresholds} == WORDS


def test_each_counts_for_the_titles_that_the_document_names(book: RuleBook) -> None:
    found = {each.code: title_words(each) for each in book.thresholds}
    assert {code: found[code] for code in TITLES} == TITLES
    assert found["rural_3"] == found["exchange_1"] == "正高级、高级、一级、二级、三级"


def test_all_stand_in_the_same_article_and_never_end(book: RuleBook) -> None:
    assert {each.clause for each in book.thresholds} == {f"{book.basis} 二(五)"}
    assert {(each.since, each.until) for each in book.thresholds} == {(None, None)}


def test_each_threshold_has_cases_that_reach_it_and_that_do_not() -> None:
    reaches = [each for worked in cases_in("dudao_tonghua") for each in worked.case.reach]
    for code in WORDS:
        assert {each.state for each in reaches if each.threshold == code} >= {
            "reached",
            "not_yet",
            "untold",
        } - ({"untold"} if code == "township_20" else set())
