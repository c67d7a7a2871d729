"""Pages are kept until what they show changes, and not a moment longer."""

from __future__ import annotations

import json

import pytest
from tests.web.county import COUNTY, HOME, Client, county

from dudao.casework import Office, take_in


@pytest.mark.parametrize("page", ["", "/indicators", "/indicators/R1", "/schools"])
def test_a_page_that_the_browser_has_is_not_sent_again(client: Client, page: str) -> None:
    first = client.get(HOME + page)
    again = client.get(HOME + page, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert "content-security-policy" in again.headers


def test_new_figures_make_new_pages(own: Client, own_office: Office) -> None:
    before = own.get(HOME)
    changed = county()
    changed["subjects"][1]["stages"]["primary"]["teachers_above_degree"] = 30
    take_in(own_office, COUNTY, "补报.json", json.dumps(changed).encode(), "教育局")
    after = own.get(HOME, headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert "R1、G3" in before.text
    assert "R1、G3" not in after.text


def test_another_day_or_book_is_another_page(client: Client) -> None:
    tags = {
        client.get(HOME + query).headers["etag"]
        for query in ("", "?as_of=2022-12-31", "?book=cn.basic_balance", "/indicators")
    }
    assert len(tags) == 4


@pytest.mark.parametrize("page", ["/schools/S1", "/doubts", "/trace/R1/S1", "/workbook"])
def test_pages_with_sources_or_tokens_are_never_kept(client: Client, page: str) -> None:
    answer = client.get(HOME + page)
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


def test_pages_are_compressed(client: Client) -> None:
    answer = client.get(f"{HOME}/schools", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
