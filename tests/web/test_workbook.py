"""Handing the workbook out, taking it in, and giving it back marked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.web.county import COUNTY, HOME, Client, county

WORKBOOK = f"{HOME}/workbook"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def token(client: Client, address: str = WORKBOOK) -> str:
    """Return the form's token."""
    found = re.search(r'name="_csrf_token" value="(\w+)"', client.get(address).text)
    assert found
    return found[1]


def upload(
    client: Client,
    content: bytes,
    name: str = "填报表.xlsx",
    address: str = WORKBOOK,
    **fields: str,
) -> Any:
    """Hand a file in as the form does."""
    data: Mapping[str, str] = {"_csrf_token": token(client, address), **fields}
    return client.post(address, data=data, files={"file": (name, content, XLSX)})


def edited(client: Client, *cells: tuple[str, str, object], address: str = WORKBOOK) -> bytes:
    """Return the prefilled workbook with some (sheet, cell) changed."""
    book = load_workbook(BytesIO(client.get(f"{address}.xlsx").content))
    for sheet, cell, value in cells:
        book[sheet][cell] = value
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def cell_of(client: Client, sheet: str, key: str, heading: str) -> str:
    """Return the cell of a row that starts with a key, under a heading."""
    table = load_workbook(BytesIO(client.get(f"{WORKBOOK}.xlsx").content))[sheet]
    column = next(
        cell.column_letter
        for row in table.iter_rows(max_row=2)
        for cell in row
        if str(cell.value) == heading
    )
    return next(f"{column}{row[0].row}" for row in table.iter_rows() if row[0].value == key)


def test_the_workbook_comes_filled_with_what_is_stored(client: Client) -> None:
    answer = client.get(f"{WORKBOOK}.xlsx")
    assert answer.headers["content-type"] == XLSX
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    cell = cell_of(client, "学校", "S1", "teaching_area")
    assert load_workbook(BytesIO(answer.content))["学校"][cell].value == 3600


def test_a_year_without_figures_gets_an_empty_workbook(client: Client) -> None:
    answer = client.get("/t/999003/2030/workbook.xlsx")
    assert answer.status_code == 200
    assert load_workbook(BytesIO(answer.content)).sheetnames


def test_a_good_workbook_is_stored_and_judged(own: Client) -> None:
    cell = cell_of(own, "学段", "S2", "teachers_above_degree")
    answer = upload(own, edited(own, ("学段", cell, 30)), who="教育局 计财科")
    assert answer.status_code == 200
    assert "已导入" in answer.text
    assert re.search(r"<dt>更改</dt><dd class=\"num\">1</dd>", answer.text)
    assert f'href="{HOME}"' in answer.text
    trace = own.get(f"{HOME}/trace/R1/S2").text
    assert "30 人" in trace
    assert f"学段!{cell}" in trace
    assert "教育局 计财科" in trace


def test_a_bad_cell_is_named_and_nothing_is_stored(own: Client) -> None:
    good = cell_of(own, "学段", "S1", "teachers_above_degree")
    bad = cell_of(own, "学校", "S1", "teaching_area")
    answer = upload(own, edited(own, ("学校", bad, "三千"), ("学段", good, 60)))
    assert answer.status_code == 422
    assert "没有导入:1 处错误" in answer.text
    faults = re.search(r'(?s)<table class="faults">.*?</table>', answer.text)
    assert faults
    for said in ("学校", bad, "三千"):
        assert said in faults[0]
    assert "5.00" in own.get(f"{HOME}/indicators/R1").text


def test_only_the_valid_figures_are_stored_when_asked(own: Client) -> None:
    good = cell_of(own, "学段", "S1", "teachers_above_degree")
    bad = cell_of(own, "学校", "S1", "teaching_area")
    content = edited(own, ("学校", bad, "三千"), ("学段", good, 60))
    answer = upload(own, content, accept_valid="yes")
    assert answer.status_code == 200
    assert "未导入的错误" in answer.text
    assert bad in answer.text
    assert "10.00" in own.get(f"{HOME}/indicators/R1").text


def test_the_marked_workbook_is_given_to_its_tenant_only(own: Client) -> None:
    bad = cell_of(own, "学校", "S1", "teaching_area")
    answer = upload(own, edited(own, ("学校", bad, "三千")))
    link = re.search(r'href="([^"]+/marked/[^"]+)"', answer.text)
    assert link
    marked = own.get(link[1])
    assert marked.status_code == 200
    cell = load_workbook(BytesIO(marked.content))["学校"][bad]
    assert cell.value == "三千"
    assert cell.fill.fgColor.rgb not in ("00000000", None)
    assert own.get(link[1].replace(COUNTY, "999002")).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("照片.png", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("空.xlsx", b""),
        ("坏.xlsx", b"PK\x03\x04" + bytes(500)),
        ("表.csv", "学校代码,学生数\nS1,600\n".encode()),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_in_words(
    own: Client, name: str, content: bytes
) -> None:
    answer = upload(own, content, name)
    assert answer.status_code == 422
    assert "没有导入" in answer.text
    assert "Traceback" not in answer.text


def test_a_facts_file_is_taken_like_a_workbook(own: Client) -> None:
    answer = upload(own, json.dumps(county()).encode(), "数据.json")
    assert answer.status_code == 200
    assert re.search(r"<dt>更改</dt><dd class=\"num\">0</dd>", answer.text)


def test_a_workbook_of_another_tenant_is_refused(own: Client) -> None:
    answer = upload(own, json.dumps(county("999002")).encode(), "数据.json")
    assert answer.status_code == 422
    assert "999002" in answer.text


def test_a_form_without_a_file_is_refused(own: Client) -> None:
    answer = own.post(WORKBOOK, data={"_csrf_token": token(own)}, files={"x": ("", b"")})
    assert answer.status_code == 422
    assert "没有选择文件" in answer.text


def test_a_form_without_its_token_is_refused(own: Client) -> None:
    token(own)
    answer = own.post(WORKBOOK, files={"file": ("a.json", json.dumps(county()).encode())})
    assert answer.status_code == 403
    assert "未获准许" in answer.text


@pytest.mark.parametrize("megabytes", [21, 50])
def test_a_file_beyond_the_limit_gets_a_page_that_says_so(own: Client, megabytes: int) -> None:
    answer = upload(own, bytes(megabytes * 1024 * 1024))
    assert answer.status_code == 413
    assert "文件太大" in answer.text
    assert "20 MB" in answer.text


def test_a_name_with_markup_or_folders_is_shown_as_a_plain_name(own: Client) -> None:
    answer = upload(own, b"nothing", "../../<b>坏</b>.xlsx")
    assert answer.status_code == 422
    assert "<b>坏" not in answer.text
    assert "../" not in answer.text.split("<main")[1]


def test_a_new_tenant_can_begin_with_an_upload(own: Client) -> None:
    address = "/t/999003/2024/workbook"
    answer = upload(own, json.dumps(county("999003", "2024")).encode(), "首报.json", address)
    assert answer.status_code == 200
    assert own.get("/t/999003", follow_redirects=False).headers["location"] == "/t/999003/2024"
