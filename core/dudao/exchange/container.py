"""Refusing a file that is no workbook, or a dangerous one, before anything of it is read.

What passes is packed anew from parts whose true size was checked, so that the spreadsheet
library never sees an archive whose directory lies about its contents.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ..archives import check_directory
from ..errors import DudaoError, refuse
from ..facts.scalars import shown
from .scan import root_attributes

MOST_BYTES = 20 * 1024 * 1024
_MOST_PARTS = 1000
_SHEET_NAME = re.compile(r"(?!')[^\[\]:*?/\\\x00-\x1f]{1,31}(?<!')")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_TEMPLATE = "请上传由模板填写的 .xlsx 文件"
_AGAIN = "请在 Excel 中重新打开并另存为 .xlsx"
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


@dataclass(frozen=True, slots=True)
class Container:
    """The checked parts of a workbook file by their path in it."""

    name: str
    parts: dict[str, bytes]

    def packed(self) -> io.BytesIO:
        """Return an archive of exactly these parts."""
        target = io.BytesIO()
        with ZipFile(target, "w", ZIP_STORED) as archive:
            for path, data in self.parts.items():
                archive.writestr(path, data)
        target.seek(0)
        return target

    def sheets(self) -> Iterator[tuple[str, bytes]]:
        """Yield each sheet's name and XML, in the order of the workbook."""
        targets = {
            relation.get("Id"): relation.get("Target", "")
            for relation in self._xml(_RELATIONS).iter()
            if relation.get("Target")
        }
        for element in self._xml(_WORKBOOK).iter():
            if _local(element.tag) != "sheet":
                continue
            relation = next((v for k, v in element.items() if _local(k) == "id"), None)
            target = targets.get(relation, "").lstrip("/")
            path = target if target.startswith("xl/") else f"xl/{target}"
            name = element.get("name", "")
            if not _SHEET_NAME.fullmatch(name):
                raise _broken(self.name, f"工作表名称“{shown(name)}”不正常")
            if path not in self.parts:
                raise _broken(self.name, f"缺少工作表“{name}”的内容")
            yield name, self.parts[path]

    def never_calculated(self) -> bool:
        """Whether a program wrote the formulas with a made-up 0 for Excel to calculate later."""
        for element in self._xml(_WORKBOOK).iter():
            if _local(element.tag) == "calcPr":
                full = element.get("fullCalcOnLoad") in ("1", "true")
                return full and element.get("calcId") == "124519"
        return False

    def _xml(self, path: str) -> ElementTree.Element:
        if path not in self.parts:
            raise _broken(self.name, f"缺少 {path}")
        try:
            return ElementTree.fromstring(self.parts[path])
        except (ElementTree.ParseError, ValueError, LookupError):
            raise _broken(self.name, f"{path} 无法解读") from None


def open_container(content: bytes, name: str) -> Container:
    """Return the parts of an .xlsx file. Raises DudaoError that says what the file is instead."""
    _check_outside(content, name)
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            _check_directory(archive.infolist(), name)
            parts = {
                info.filename: archive.read(info)
                for info in archive.infolist()
                if info.filename.endswith((".xml", ".rels"))
            }
    except (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise _broken(name, f"压缩包已损坏或不完整({type(error).__name__})") from None
    for path, data in parts.items():
        _check_part(path, data, name)
    return Container(name, parts)


def _check_part(path: str, data: bytes, name: str) -> None:
    if b"<!DOCTYPE" in data or b"\0" in data:
        raise _broken(name, f"{path} 含有工作簿不应有的内容")
    if path.lower().endswith("sharedstrings.xml"):
        # The library makes room for as many texts as are announced before it reads any.
        try:
            announced = int(root_attributes(data).get("uniqueCount", 0))
        except ValueError:
            raise _broken(name, f"{path} 无法解读") from None
        if announced > len(data):
            raise _broken(name, f"{path} 的目录与内容不符")


def _check_outside(content: bytes, name: str) -> None:
    if not content:
        raise refuse(name, "文件是空的(0 字节)", _TEMPLATE)
    if len(content) > MOST_BYTES:
        size, most = len(content) / 1024**2, MOST_BYTES // 1024**2
        raise refuse(name, f"文件有 {size:.1f} MB,超过 {most} MB 的上限", _TEMPLATE)
    if content.startswith(_OLE):
        raise refuse(name, "文件已加密,或是旧版 .xls", "请在 Excel 中取消密码,另存为 .xlsx 后重试")
    if not content.startswith(b"PK"):
        raise refuse(name, "不是 Excel 工作簿", _TEMPLATE)


def _check_directory(infos: list[ZipInfo], name: str) -> None:
    check_directory(infos, name, _MOST_PARTS, _AGAIN)
    if all(info.filename != _WORKBOOK for info in infos):
        raise refuse(name, "压缩包里没有工作簿,不是 .xlsx 文件", _TEMPLATE)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _broken(name: str, what: str) -> DudaoError:
    return refuse(name, what, _AGAIN)
