"""Files handed out for saving."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import quote

from litestar import Response

_OFFICE = "application/vnd.openxmlformats-officedocument"
XLSX = f"{_OFFICE}.spreadsheetml.sheet"
DOCX = f"{_OFFICE}.wordprocessingml.document"


def plain_filename(sent: str) -> str:
    """Return the name of an uploaded file without the folders some browsers send."""
    return PurePosixPath(sent.replace("\\", "/")).name or "未命名"


def attachment(content: bytes, name: str, media_type: str) -> Response[bytes]:
    """Return a file that the browser saves under a name, which may be Chinese; it is not kept."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=media_type, headers=headers)
