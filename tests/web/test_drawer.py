"""Marked workbooks wait for a short while, for their tenant alone, and never pile up."""

from __future__ import annotations

from dudao_web.drawer import Drawer


def test_a_file_is_kept_for_its_tenant() -> None:
    drawer = Drawer()
    token = drawer.put("A", "表.xlsx", b"content")
    found = drawer.get("A", token)
    assert found is not None
    assert (found.name, found.content) == ("表.xlsx", b"content")
    assert drawer.get("B", token) is None


def test_a_file_is_gone_after_a_quarter_of_an_hour() -> None:
    now = 0.0
    drawer = Drawer(lambda: now)
    token = drawer.put("A", "表.xlsx", b"content")
    now = 15 * 60
    assert drawer.get("A", token) is not None
    now += 1
    assert drawer.get("A", token) is None


def test_the_oldest_file_makes_room() -> None:
    drawer = Drawer()
    tokens = [drawer.put("A", f"{number}.xlsx", b"") for number in range(17)]
    assert drawer.get("A", tokens[0]) is None
    assert all(drawer.get("A", token) for token in tokens[1:])


def test_tokens_cannot_be_guessed() -> None:
    drawer = Drawer()
    tokens = {drawer.put("A", "", b"") for _ in range(10)}
    assert len(tokens) == 10
    assert min(map(len, tokens)) >= 32
