"""Small files of every kind that is taken, and of some that are not."""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import xlsxwriter

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0" * 17 + b"\0\0\0\0IEND\xaeB`\x82"
JPG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\x01" * 60 + b"\xff\xd9"
GIF = b"GIF89a" + b"\x01" * 40 + b"\0;"
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
MP4 = b"\0\0\0\x18ftypmp42" + b"\0" * 60
EXE = b"MZ\x90\0" + b"\0" * 200
TYPES = "[Content_Types].xml"
_OFFICE = "application/vnd.openxmlformats-officedocument"
POWERPOINT = f"{_OFFICE}.presentationml.presentation.main+xml"


def archive(parts: Mapping[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive of these parts."""
    target = io.BytesIO()
    with ZipFile(target, "w", method) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return target.getvalue()


def word() -> bytes:
    """Return a document as python-docx writes it."""
    target = io.BytesIO()
    docx.Document().save(target)
    return target.getvalue()


def excel() -> bytes:
    """Return a workbook as XlsxWriter writes it."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet("学校").write(0, 0, "示例小学")
    return target.getvalue()


def types(*main: str) -> bytes:
    """Return the list of content types of an Office document."""
    listed = "".join(f'<Override PartName="/part" ContentType="{each}"/>' for each in main)
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<Types xmlns="{namespace}">{listed}</Types>'.encode()


def powerpoint() -> bytes:
    """Return the least of a presentation."""
    return archive({TYPES: types(POWERPOINT), "ppt/presentation.xml": b"<p/>"})


def ofd(root: bytes = b'<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>') -> bytes:
    """Return the least of an OFD document."""
    return archive({"OFD.xml": root, "Doc_0/Document.xml": b"<d/>"})


def compound(*entries: str) -> bytes:
    """Return a compound file whose directory has these entries."""
    directory = b""
    for entry in ("Root Entry", *entries):
        name = entry.encode("utf-16-le") + b"\0\0"
        directory += name.ljust(64, b"\0") + len(name).to_bytes(2, "little") + b"\0" * 62
    return bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0") + directory


def with_parts(content: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """Return an archive with parts changed or added, or dropped where None."""
    with ZipFile(io.BytesIO(content)) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    return archive({k: v for k, v in {**parts, **changes}.items() if v is not None})


DOCX, XLSX, PPTX, OFD = word(), excel(), powerpoint(), ofd()
DOC, XLS = compound("1Table", "WordDocument"), compound("Workbook")
