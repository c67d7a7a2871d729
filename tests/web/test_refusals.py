"""What cannot be done is answered in words, with the right status and without harm."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from litestar.testing import TestClient
from tests.web.county import EVIL, HOME, Client

from dudao.casework import Office
from dudao_web.app import create_app

MISSING = (
    "/nope",
    "/t/000000",
    "/t/%00",
    "/t/000000/2023",
    "/t/999001/abcd",
    "/t/999001/20233",
    f"{HOME}/nope",
    f"{HOME}/indicators/NOPE",
    f"{HOME}/schools/NOPE",
    f"{HOME}/schools/999001",
    f"{HOME}/trace/R1/NOPE",
    f"{HOME}/trace/NOPE/S1",
    f"{HOME}/workbook/marked/nope",
    "/static/nope.css",
    "/static/../app.py",
    "/static/%2e%2e/app.py",
)
WRONG = (
    "?book=nope",
    "?book=cn.balanced@1900",
    "?as_of=yesterday",
    "?as_of=2023-02-30",
    "?as_of=20231231x",
    "?as_of=1900-01-01",
    "/indicators?show=nope",
    "/schools?order=nope",
    "/trace/R1/S1?stage=nope",
)


@pytest.mark.parametrize("address", MISSING)
def test_what_does_not_exist_answers_404_in_chinese(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "没有这一页" in answer.text


@pytest.mark.parametrize("address", WRONG)
def test_a_bad_question_answers_400_with_the_reason(client: Client, address: str) -> None:
    answer = client.get(HOME + address)
    assert answer.status_code == 400
    assert "请求有误" in answer.text
    assert '<ul class="problems">' in answer.text


def test_a_bad_book_is_told_what_there_is(client: Client) -> None:
    assert "cn.balanced" in client.get(f"{HOME}?book=nope").text


def test_a_bad_question_offers_the_page_without_it(client: Client) -> None:
    assert f'href="{HOME}/schools"' in client.get(f"{HOME}/schools?order=nope").text


@pytest.mark.parametrize("query", ["?book=a&book=b", "?as_of=%00", "?book=%F0%28"])
def test_a_garbled_question_is_refused_as_a_whole(client: Client, query: str) -> None:
    assert client.get(HOME + query).status_code == 400


def test_an_empty_choice_is_no_choice(client: Client) -> None:
    assert client.get(f"{HOME}?book=&as_of=").status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_wrong_method_is_refused(client: Client, method: str) -> None:
    assert client.request(method, HOME).status_code in (403, 405)


@pytest.mark.parametrize(
    "address", ["/", HOME, f"{HOME}/schools", "/nope", "/healthz", "/static/dudao.css"]
)
def test_every_answer_carries_the_security_headers(client: Client, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    for part in ("default-src 'self'", "script-src 'self'", "frame-ancestors 'none'"):
        assert part in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "page",
    ["", "/indicators", "/indicators/R1", "/schools", "/schools/S3", "/doubts", "/trace/R5/S3"],
)
def test_a_name_is_text_and_never_markup(client: Client, page: str) -> None:
    html = client.get(HOME + page).text
    assert EVIL not in html
    assert "&lt;script&gt;" in html


def test_an_address_echoed_in_a_refusal_is_text(client: Client) -> None:
    answer = client.get(f"{HOME}?book=<img src=x>")
    assert answer.status_code == 400
    assert "<img" not in answer.text


def test_a_fault_of_the_program_shows_no_traceback(
    own_office: Office, own: Client, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "own.db") as connection:
        connection.execute("DROP TABLE fact_change")
    connection.close()
    with TestClient(create_app(own_office), raise_server_exceptions=False) as client:
        answer = client.get(f"{HOME}/schools/S1")
    assert answer.status_code == 500
    assert "程序出错" in answer.text
    for trail in ("Traceback", "sqlite", "fact_change", "File "):
        assert trail not in answer.text


def test_static_files_may_be_kept_for_good(client: Client) -> None:
    html = client.get("/").text
    address = html.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = client.get(address)
    assert "?v=" in address
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
