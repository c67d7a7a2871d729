"""Which files are taken as evidence: their size, their ending and their content must agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import puremagic

from ..errors import DudaoError, refuse
from .inside import check_compound, check_ofd, check_office, check_text, is_encrypted_office
from .names import ending_of

LARGEST_EVIDENCE = 20 * 1024 * 1024
TAKEN = (
    "只收 PDF、OFD、图片(JPG、PNG)、Word、Excel 和 PowerPoint(docx、xlsx、pptx、doc、xls)、"
    "WPS 文字、TXT、CSV"
)
_ARCHIVE, _COMPOUND = ".zip", ".doc"  # as puremagic names what only the inside tells apart
_OFFICE = "application/vnd.openxmlformats-officedocument"
# Fewer bytes than these, and a signature is found in any text.
_SURE = 3


@dataclass(frozen=True, slots=True)
class _Kind:
    """A type that is taken: what we call it, how puremagic knows its start, how to look inside."""

    media_type: str
    start: str = ""
    look: Callable[[bytes, str, str], None] | None = None


KINDS = {
    ".pdf": _Kind("application/pdf", ".pdf"),
    ".jpg": _Kind("image/jpeg", ".jpg"),
    ".jpeg": _Kind("image/jpeg", ".jpg"),
    ".png": _Kind("image/png", ".png"),
    ".docx": _Kind(f"{_OFFICE}.wordprocessingml.document", _ARCHIVE, check_office),
    ".xlsx": _Kind(f"{_OFFICE}.spreadsheetml.sheet", _ARCHIVE, check_office),
    ".pptx": _Kind(f"{_OFFICE}.presentationml.presentation", _ARCHIVE, check_office),
    ".ofd": _Kind("application/ofd", _ARCHIVE, check_ofd),
    ".doc": _Kind("application/msword", _COMPOUND, check_compound),
    ".xls": _Kind("application/vnd.ms-excel", _COMPOUND, check_compound),
    ".wps": _Kind("application/wps-office.wps", _COMPOUND, check_compound),
    ".txt": _Kind("text/plain", look=check_text),
    ".csv": _Kind("text/csv", look=check_text),
}


def check_file(content: bytes, name: str, largest: int = LARGEST_EVIDENCE) -> str:
    """Return the media type of a file that may be stored under this name.

    Raises DudaoError that says why it is not taken; the browser's word on the type counts nothing.
    """
    _check_size(content, name, largest)
    ending = ending_of(name)
    kind = KINDS.get(ending)
    if kind is None:
        raise refuse(name, f"不收 {ending} 文件" if ending else "文件名没有扩展名", TAKEN)
    if kind.start and kind.start not in (starts := _starts(content)):
        raise _otherwise(content, name, ending, starts)
    if kind.look:
        kind.look(content, name, ending)
    return kind.media_type


def _check_size(content: bytes, name: str, largest: int) -> None:
    if not content:
        raise refuse(name, "文件是空的(0 字节)", "请重新选择文件")
    if len(content) > largest:
        size, most = len(content) / 1024**2, largest / 1024**2
        raise refuse(name, f"文件有 {size:.1f} MB,超过 {most:g} MB 的上限", "请压缩或分成几份")


def _starts(content: bytes) -> list[str]:
    """Return the endings that fit a file's first bytes, the surest first."""
    try:
        found = puremagic.magic_string(content)
    except puremagic.PureError:
        return []
    # Signatures further in, or at the end, are easily put into a file of another kind.
    return [
        each.extension
        for each in sorted(found, key=lambda each: -len(each.byte_match))
        if each.offset == 0 and len(each.byte_match) >= _SURE
        if content.startswith(each.byte_match)
    ]


def _otherwise(content: bytes, name: str, ending: str, starts: list[str]) -> DudaoError:
    if _COMPOUND in starts and is_encrypted_office(content):
        return refuse(name, "文件已加密", "请取消密码后重试")
    what = f"内容不是 {ending} 文件"
    if _ARCHIVE in starts:
        return refuse(name, f"{what},像是压缩包或 Office 文件", TAKEN)
    return refuse(name, f"{what},像是 {starts[0]}" if starts else what, TAKEN)
