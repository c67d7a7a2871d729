"""Listings: a table anybody can open, that says what it is and runs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from dudao.exchange import Heading, Listing, Toned, listing_workbook

HEADS = (Heading("学校", 28), Heading("人数"))


def listing(rows: Sequence[Sequence[object]], synthetic: bool = False) -> Listing:
    return Listing("清单", "某县清单", ("依据:示〔2020〕1号",), HEADS, rows, synthetic=synthetic)


def sheet(rows: Sequence[Sequence[object]], synthetic: bool = False) -> Worksheet:
    book = openpyxl.load_workbook(BytesIO(listing_workbook(listing(rows, synthetic))))
    found = book["清单"]
    assert isinstance(found, Worksheet)
    return found


def test_a_listing_has_its_title_its_notes_its_heads_and_its_rows() -> None:
    written = list(sheet([("第一小学", 40), ("第二小学", None)]).values)
    assert written == [
        ("某县清单", None),
        ("依据:示〔2020〕1号", None),
        ("学校", "人数"),
        ("第一小学", 40),
        ("第二小学", None),
    ]


def test_made_up_figures_are_marked_on_the_sheet_and_on_every_printed_page() -> None:
    marked = sheet([("第一小学", 40)], synthetic=True)
    assert str(marked["A2"].value).startswith("示例数据")
    assert marked["A3"].value == "依据:示〔2020〕1号"
    assert marked["A5"].value == "第一小学"
    assert "示例数据" in str(marked.oddHeader.center.text)
    plain = sheet([("第一小学", 40)])
    assert "示例数据" not in str([*plain.values, plain.oddHeader.center.text])


def test_text_never_becomes_a_formula_or_a_link() -> None:
    texts = ("=1+1", "+HYPERLINK(1)", "-2+3", "@SUM(A1)", '{="x"}', "http://example.invalid")
    content = listing_workbook(listing([(text, Toned(text, "bad")) for text in texts]))
    found = openpyxl.load_workbook(BytesIO(content))["清单"]
    cells = [cell for row in found.iter_rows(min_row=4) for cell in row]
    assert [cell.value for cell in cells] == [text for text in texts for _ in range(2)]
    assert {cell.data_type for cell in cells} == {"s"}
    with ZipFile(BytesIO(content)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
        assert not [name for name in packed.namelist() if "rels/sheet" in name]


def test_a_day_is_written_as_a_day_and_a_toned_cell_as_what_it_says() -> None:
    written = sheet([(date(2020, 12, 31), Toned(3, "bad"))])
    assert [cell.value for cell in written[4]] == ["2020-12-31", 3]
    assert written["B4"].fill.fgColor.rgb != written["A4"].fill.fgColor.rgb


def test_heads_stay_in_view_can_be_filtered_and_are_printed_on_every_page() -> None:
    written = sheet([("第一小学", 40), ("第二小学", 20)])
    assert written.freeze_panes == "B4"
    assert written.auto_filter.ref == "A3:B5"
    assert written.print_title_rows == "$3:$3"


def test_sums_stand_below_the_rows_where_no_filter_hides_them() -> None:
    summed = Listing("清单", "某县清单", (), HEADS, [("第一小学", 40)], foot=[("合计", 40)])
    written = openpyxl.load_workbook(BytesIO(listing_workbook(summed)))["清单"]
    assert [*written.values][-1] == ("合计", 40)
    assert written.auto_filter.ref == "A2:B3"


def test_a_listing_without_rows_can_still_be_opened() -> None:
    assert sheet([]).max_row == 3


def test_several_listings_stand_on_a_sheet_each() -> None:
    other = Listing("县", "各县", (), HEADS, [])
    book = openpyxl.load_workbook(BytesIO(listing_workbook(listing([]), other)))
    assert book.sheetnames == ["清单", "县"]
