"""Evidence: kept once, attached where it proves something, and never served as a page."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from tests.core.evidence.samples import DOCX, EXE, HTML, PDF, PNG, SVG
from tests.web.duties.conftest import COUNTY, EDITOR, FINANCE, HOME, TAX, YEAR, Visitor, finish

from dudao.api import (
    LARGEST_EVIDENCE,
    Draft,
    Duties,
    assemble,
    attach_new,
    attached,
    load_duties,
    lock,
    save_part,
)
from dudao.casework import Office
from dudao.store import Tenant, add_tenant

DUTY = "二.3"
TAX_PART = f"/duty/{DUTY}/part/tax"
DIGEST = hashlib.sha256(PDF).hexdigest()


def upload(
    visitor: Visitor, name: str, content: bytes, status: int = 303, move: str = "save", **more: str
) -> str:
    """Send the form of the tax bureau's part with a file."""
    visitor.client.get(HOME)
    data = {"_csrf_token": visitor.client.cookies["csrftoken"], "version": "0", "narrative": ""}
    answer = visitor.client.post(
        f"{HOME}{TAX_PART}/{move}",
        data=data | more,
        files={"file": (name, content, "application/pdf")},
        follow_redirects=False,
    )
    assert answer.status_code == status, answer.text
    return answer.text


def names(office: Office) -> list[str]:
    """Return the names of the files that are attached to the duty."""
    found = load_duties(office, COUNTY, YEAR)
    return [each.file.name for each in attached(office, found, DUTY)]


def kept(tmp_path: Path) -> list[Path]:
    """Return the files in the store."""
    return [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()]


def test_a_file_is_attached_and_the_text_beside_it_saved(visitor: Visitor, county: Office) -> None:
    upload(visitor.as_(TAX), "缴库凭证.pdf", PDF, narrative="征收情况")
    page = visitor.get(f"/duty/{DUTY}")
    assert f'href="{HOME}/evidence/{DIGEST}"' in page
    assert "缴库凭证.pdf</a>" in page
    assert "征收情况</textarea>" in page
    assert names(county) == ["缴库凭证.pdf"]


def test_the_page_tells_the_limit_to_the_script_and_to_the_reader(visitor: Visitor) -> None:
    page = visitor.as_(TAX).get(f"/duty/{DUTY}")
    assert f'data-largest="{LARGEST_EVIDENCE}"' in page
    assert "每个不超过 20 MB" in page


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("通知.pdf", HTML, "内容不是 .pdf 文件"),
        ("图.png", SVG, "内容不是 .png 文件"),
        ("页.html", HTML, "不收 .html 文件"),
        ("程序.exe", EXE, "不收 .exe 文件"),
        ("空.pdf", b"", "文件是空的"),
        ("没有扩展名", PDF, "没有扩展名"),
    ],
)
def test_a_file_that_is_not_taken_is_told_and_the_text_kept(
    visitor: Visitor, county: Office, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    page = upload(visitor.as_(TAX), name, content, 422, narrative="正文在此")
    assert said in page
    assert "正文在此</textarea>" in page
    assert names(county) == []
    assert kept(tmp_path) == []


def test_a_file_over_the_limit_by_a_byte_is_refused_with_its_size(
    visitor: Visitor, tmp_path: Path
) -> None:
    page = upload(visitor.as_(TAX), "大.pdf", PDF.ljust(LARGEST_EVIDENCE + 1), 422, narrative="甲")
    assert "超过 20 MB 的上限" in page
    assert "甲</textarea>" in page
    assert kept(tmp_path) == []


def test_a_file_at_the_limit_is_taken_beside_the_longest_text(
    visitor: Visitor, county: Office
) -> None:
    content = PDF.ljust(LARGEST_EVIDENCE)
    upload(visitor.as_(TAX), "大.pdf", content, narrative="𠮷" * 20_000)
    assert names(county) == ["大.pdf"]


def test_a_request_far_beyond_the_limit_gets_a_page_that_says_so(
    visitor: Visitor, tmp_path: Path
) -> None:
    page = upload(visitor.as_(TAX), "更大.pdf", PDF.ljust(30 * 1024 * 1024), 413)
    assert "文件太大" in page
    assert "20 MB" in page
    assert "佐证材料" in page
    assert kept(tmp_path) == []


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/凭证.pdf", "凭证.pdf"),
        ("C:\\文件\\凭证.pdf", "凭证.pdf"),
        ("凭证\u202efdp.pdf", "凭证fdp.pdf"),
        ("<b>凭证</b>.pdf", "b_.pdf"),
        ("凭\r\n证.pdf", "凭 证.pdf"),
    ],
)
def test_a_name_is_shown_and_sent_without_what_deceives(
    visitor: Visitor, county: Office, duties: Duties, given: str, shown: str
) -> None:
    attach_new(county, TAX, duties, DUTY, "tax", given, PDF)
    assert f">{shown}</a>" in visitor.get(f"/duty/{DUTY}")
    header = visitor.client.get(f"{HOME}/evidence/{DIGEST}").headers["content-disposition"]
    assert header.startswith("attachment; ")
    assert header.isascii()
    assert not set(header) & set("\r\n")


def test_a_name_sent_by_a_browser_loses_its_path(visitor: Visitor, county: Office) -> None:
    upload(visitor.as_(TAX), "../../凭证\u202efdp.pdf", PDF)
    assert names(county) == ["凭证fdp.pdf"]


def test_a_file_leaves_as_an_attachment_that_can_do_nothing(
    visitor: Visitor, county: Office, duties: Duties
) -> None:
    attach_new(county, TAX, duties, DUTY, "tax", "凭证.pdf", PDF)
    answer = visitor.client.get(f"{HOME}/evidence/{DIGEST}")
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["etag"] == f'"{DIGEST}"'
    again = visitor.client.get(
        f"{HOME}/evidence/{DIGEST}", headers={"If-None-Match": f'"{DIGEST}"'}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["content-security-policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("digest", ["0" * 64, DIGEST.upper(), DIGEST[:12], "x", "..%2f..%2fdudao"])
def test_an_unknown_file_is_not_found(
    visitor: Visitor, county: Office, duties: Duties, digest: str
) -> None:
    attach_new(county, TAX, duties, DUTY, "tax", "凭证.pdf", PDF)
    assert visitor.client.get(f"{HOME}/evidence/{digest}").status_code == 404


def test_a_file_of_another_tenant_is_not_found_nor_attached(
    visitor: Visitor, county: Office, duties: Duties
) -> None:
    with county.database.session() as session:
        other = Tenant("632223", "邻县", "county", "632200", book=duties.rules.code)
        add_tenant(session, other)
    attach_new(county, TAX, duties, DUTY, "tax", "凭证.pdf", PDF)
    address = f"/t/632223/{YEAR}/duties/evidence"
    assert visitor.client.get(f"{address}/{DIGEST}").status_code == 404
    held = {"If-None-Match": f'"{DIGEST}"'}
    assert visitor.client.get(f"{address}/{DIGEST}", headers=held).status_code == 404
    assert "还没有佐证材料" in visitor.client.get(address).text
    page = visitor.as_(TAX).post(
        f"{TAX_PART}/save", 422, version="0", narrative="甲", known="f" * 64
    )
    assert "没有这个文件" in page
    assert "甲</textarea>" in page


def test_a_file_altered_in_the_store_is_not_handed_out(
    visitor: Visitor, county: Office, duties: Duties, tmp_path: Path
) -> None:
    attach_new(county, TAX, duties, DUTY, "tax", "凭证.pdf", PDF)
    (stored,) = kept(tmp_path)
    stored.write_bytes(HTML)
    answer = visitor.client.get(f"{HOME}/evidence/{DIGEST}")
    assert answer.status_code == 400
    assert "已被改动" in answer.text


def test_a_file_that_is_there_is_attached_without_a_copy_and_taken_off(
    visitor: Visitor, county: Office, duties: Duties, tmp_path: Path
) -> None:
    attach_new(county, FINANCE, duties, DUTY, "finance", "凭证.pdf", PDF)
    page = visitor.as_(TAX).get(f"/duty/{DUTY}")
    assert f'<option value="{DIGEST}">凭证.pdf' in page
    visitor.post(f"{TAX_PART}/save", version="0", narrative="甲", known=DIGEST)
    assert names(county) == ["凭证.pdf"] * 2
    assert len(kept(tmp_path)) == 1
    assert f'<option value="{DIGEST}">' not in visitor.get(f"/duty/{DUTY}")
    visitor.post(f"{TAX_PART}/off/{DIGEST}", version="1", narrative="甲,补一句")
    assert names(county) == ["凭证.pdf"]
    page = visitor.get(f"/duty/{DUTY}")
    assert "甲,补一句</textarea>" in page
    assert page.count('class="said">凭证.pdf') == 3  # attached twice, taken off once


def test_the_library_shows_every_file_and_where_it_is_used(
    visitor: Visitor, county: Office, duties: Duties
) -> None:
    attach_new(county, FINANCE, duties, DUTY, "finance", "缴库凭证.pdf", PDF)
    attach_new(county, EDITOR, duties, "五.2", "education", "缴库凭证.pdf", PDF)
    attach_new(county, EDITOR, duties, "五.2", "education", "统计表.DOCX", DOCX)
    page = visitor.get("/evidence")
    row = re.search(r"<tr>(?:(?!<tr>).)*缴库凭证\.pdf.*?</tr>", page, re.DOTALL)
    assert row
    for said in ("PDF", f"{len(PDF)} B", "县财政局 李财政", DIGEST[:12], "县财政局", "县教育局"):
        assert said in row[0]
    assert f'href="{HOME}/duty/%E4%BA%8C.3"' in row[0]
    assert f'href="{HOME}/duty/%E4%BA%94.2"' in row[0]
    assert "2 个文件" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [("凭证", 1), ("docx 统计", 1), ("", 2), ("照片", 0), ("%", 0), ("<script>", 0)],
)
def test_files_are_found_by_words_of_their_names(
    visitor: Visitor, county: Office, duties: Duties, asked: str, found: int
) -> None:
    attach_new(county, FINANCE, duties, DUTY, "finance", "缴库凭证.pdf", PDF)
    attach_new(county, EDITOR, duties, "五.2", "education", "统计表.DOCX", DOCX)
    answer = visitor.client.get(f"{HOME}/evidence", params={"q": asked})
    assert answer.text.count('class="hash"') == found
    assert "<script>" not in answer.text.split("<main")[1]


def test_an_empty_library_says_where_files_come_from(visitor: Visitor, early: Visitor) -> None:
    assert "还没有佐证材料" in visitor.get("/evidence")
    assert "还没有佐证材料" in early.get("/evidence")


def test_after_the_lock_files_can_be_read_but_none_added(
    visitor: Visitor, county: Office, duties: Duties, tmp_path: Path
) -> None:
    attach_new(county, TAX, duties, DUTY, "tax", "凭证.pdf", PDF)
    finish(county, duties)
    assemble(county, EDITOR, load_duties(county, COUNTY, YEAR))
    lock(county, EDITOR, load_duties(county, COUNTY, YEAR))
    page = upload(visitor.as_(TAX), "迟到.png", PNG, 422, version="1", narrative="迟到")
    assert "自评已锁定" in page
    assert len(kept(tmp_path)) == 1
    visitor.post(f"{TAX_PART}/off/{DIGEST}", 422, version="1", narrative="迟到")
    assert names(county) == ["凭证.pdf"]
    assert visitor.client.get(f"{HOME}/evidence/{DIGEST}").content == PDF
    assert f'href="{HOME}/evidence/{DIGEST}"' in visitor.get(f"/duty/{DUTY}")


def test_a_file_is_attached_also_when_the_text_met_another_one(
    visitor: Visitor, county: Office, duties: Duties
) -> None:
    save_part(county, TAX, duties, DUTY, "tax", Draft(0, "他们的", {}))
    page = upload(visitor.as_(TAX), "凭证.pdf", PDF, 409, narrative="我的")
    assert "我的</textarea>" in page
    assert names(county) == ["凭证.pdf"]
    assert "凭证.pdf</a>" in page
