"""Looking into files whose first bytes do not say enough: archives, compound files, text."""

from __future__ import annotations

import io
import re
import zlib
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from ..archives import check_directory
from ..errors import DudaoError, refuse

_MOST_PARTS = 10_000
_MOST_XML = 1024 * 1024
_AGAIN = "请用原来的软件重新打开并另存,或另存为 PDF"
_NO_MACROS = "请另存为不含宏的文件,或另存为 PDF"
_TYPES = "[Content_Types].xml"
_VENDOR = "application/vnd.openxmlformats-officedocument"
# What a document cannot do without: the folder of its parts, the type of the main one.
_MAIN = {
    ".docx": ("word/", f"{_VENDOR}.wordprocessingml.document.main+xml"),
    ".xlsx": ("xl/", f"{_VENDOR}.spreadsheetml.sheet.main+xml"),
    ".pptx": ("ppt/", f"{_VENDOR}.presentationml.presentation.main+xml"),
}
_MACROS = re.compile(r"macro|vba|activex", re.IGNORECASE)
_PROGRAMS = (".exe", ".dll", ".scr", ".com", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".hta", ".jar")
# As Word and WPS, and as Excel 97 and Excel 5 name the stream with the document itself.
_STREAMS = {
    ".doc": ("WordDocument",),
    ".wps": ("WordDocument",),
    ".xls": ("Workbook", "Book"),
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_MARKUP = re.compile(
    r"\A\s*(?:<[a-z!?]|#!|%PDF-|\{\\rtf)|<(?:html|script|svg|iframe|object|embed)\b", re.IGNORECASE
)


def check_office(content: bytes, name: str, ending: str) -> None:
    """Refuse an archive that is not the Office document its ending says, or holds macros."""
    with _opened(content, name) as archive:
        parts = _checked_parts(archive, name)
        folder, main = _MAIN[ending]
        types = {
            element.get("ContentType", "").lower() for element in _xml(archive, _TYPES, name).iter()
        }
    if any(_MACROS.search(each) for each in (*parts, *types)):
        raise refuse(name, "含有宏或控件", _NO_MACROS)
    if main not in types or not any(part.startswith(folder) for part in parts):
        raise refuse(name, f"内容不是 {ending} 文件", _AGAIN)


def check_ofd(content: bytes, name: str, ending: str) -> None:
    """Refuse an archive that is no OFD document (GB/T 33190)."""
    with _opened(content, name) as archive:
        _checked_parts(archive, name)
        root = _xml(archive, "OFD.xml", name)
    if root.tag.rpartition("}")[2] != "OFD":
        raise refuse(name, f"内容不是 {ending} 文件", _AGAIN)


def check_compound(content: bytes, name: str, ending: str) -> None:
    """Refuse a compound file that is not the old Office document its ending says, or has macros."""
    if not any(_has_stream(content, stream) for stream in _STREAMS[ending]):
        raise refuse(name, f"内容不是 {ending} 文件", _AGAIN)
    if any(_has_stream(content, stream) for stream in ("VBA", "_VBA_PROJECT")):
        raise refuse(name, "含有宏或控件", _NO_MACROS)


def is_encrypted_office(content: bytes) -> bool:
    """Whether a compound file is the wrapping of a .docx or the like with a password."""
    return _has_stream(content, "EncryptedPackage")


def check_text(content: bytes, name: str, ending: str) -> None:
    """Refuse what is no text in UTF-8 or GB18030, or is a page or a program written as text."""
    text = _decoded(content)
    if text is None or _CONTROL.search(text):
        raise refuse(name, f"内容不是 {ending} 文件(UTF-8 或 GB18030 文本)", "请另存为 UTF-8 文本")
    if _MARKUP.search(text):
        raise refuse(name, "内容是网页或程序,不是普通文本", "请另存为 PDF")


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _opened(content: bytes, name: str) -> ZipFile:
    try:
        return ZipFile(io.BytesIO(content))
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _broken(name, error) from None


def _checked_parts(archive: ZipFile, name: str) -> list[str]:
    infos = archive.infolist()
    check_directory(infos, name, _MOST_PARTS, _AGAIN)
    parts = [info.filename for info in infos]
    if any(part.lower().endswith(_PROGRAMS) for part in parts):
        raise refuse(name, "夹带有程序", _AGAIN)
    return parts


def _xml(archive: ZipFile, part: str, name: str) -> ElementTree.Element:
    try:
        info = archive.getinfo(part)
        data = archive.read(info) if info.file_size <= _MOST_XML else b""
    except KeyError:
        raise refuse(name, f"缺少 {part},内容与扩展名不符", _AGAIN) from None
    except (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise _broken(name, error) from None
    try:
        if b"<!DOCTYPE" in data or b"\0" in data:
            raise ValueError
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError):
        raise refuse(name, f"{part} 无法解读", _AGAIN) from None


def _has_stream(content: bytes, stream: str) -> bool:
    # An entry of the directory begins at a multiple of 128 with its name, and has the length of
    # the name behind it. Looking for that finds every entry, however the sectors are chained.
    # Upper and lower case are the same here, as they are to the programs that read the file.
    entry = stream.encode("utf-16-le") + b"\0\0"
    size = len(entry).to_bytes(2, "little")
    return any(
        found.start() % 128 == 0 and content[found.start() + 64 : found.start() + 66] == size
        for found in re.finditer(re.escape(entry), content, re.IGNORECASE)
    )


def _broken(name: str, error: Exception) -> DudaoError:
    return refuse(name, f"文件已损坏或不完整({type(error).__name__})", _AGAIN)
