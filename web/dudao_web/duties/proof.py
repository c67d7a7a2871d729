"""Evidence: the library of a tenant's files, and handing one out, never as part of the site."""

from __future__ import annotations

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from dudao.api import Office, disposition, evidence_list, find_evidence, read_evidence

from ..here import Here
from ..pages import AnyRequest
from ..view.duties.evidence import library
from .desk import Desk

_LIBRARY = "/t/{tenant:str}/{period:str}/duties/evidence"


@get(_LIBRARY, sync_to_thread=True)
def list_evidence(desk: NamedDependency[Desk], q: FromQuery[str] = "") -> Response[bytes]:
    """Show all files of the tenant, or those of a name."""
    tenant = desk.here.tenant
    known = evidence_list(desk.office, tenant.code)
    page = library(known, q.strip(), tenant.book, desk.directory)
    return desk.show("evidence.html", "evidence", {"page": page})


@get(f"{_LIBRARY}/{{digest:str}}", sync_to_thread=True)
def download_evidence(
    request: AnyRequest,
    office: NamedDependency[Office],
    here: NamedDependency[Here],
    digest: FromPath[str],
) -> Response[bytes]:
    """Hand a file out as an attachment, under a policy that lets it do nothing."""
    tenant = here.tenant.code
    file = find_evidence(office, tenant, digest)
    if file is None:
        raise NotFoundException("没有这个佐证材料,请从任务页面或材料列表打开")
    headers = {
        "Content-Disposition": disposition(file.name),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-cache",
        "ETag": f'"{digest}"',
    }
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=file.media_type)
    _, content = read_evidence(office, tenant, digest)
    return Response(content, headers=headers, media_type=file.media_type)


HANDLERS = (list_evidence, download_evidence)
