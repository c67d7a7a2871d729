"""The workbook: handing it out, taking it in, and giving it back with its bad cells marked."""

from __future__ import annotations

from functools import partial
from io import BytesIO

from anyio import to_thread
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from dudao.api import DudaoError, Office, Problem, TakenIn, take_in, write_workbook

from .drawer import Drawer
from .files import XLSX, attachment, plain_filename
from .here import Here
from .pages import AnyRequest, Pages, form_token
from .view.intake import IntakePage, intake_page

LARGEST_FILE = 20 * 1024 * 1024
# What a form adds around its file: boundaries, headers, the other fields.
WRAPPING = 64 * 1024


# Not in a thread: Litestar wraps a handler that shares its path with another one twice.
@get("/t/{tenant:str}/{period:str}/workbook", sync_to_thread=False)
def show_workbook(
    request: AnyRequest, pages: NamedDependency[Pages], here: NamedDependency[Here]
) -> Response[bytes]:
    """Show where to get the workbook and where to hand it in."""
    return _page(request, pages, here, None)


def _page(
    request: AnyRequest, pages: Pages, here: Here, outcome: IntakePage | None, status: int = 200
) -> Response[bytes]:
    context = {
        "here": here,
        "choice": None,
        "outcome": outcome,
        "csrf_token": form_token(request),
        "megabytes": LARGEST_FILE // 1024 // 1024,
        "largest": LARGEST_FILE,
    }
    return pages.page("workbook.html", context, status)


@get("/t/{tenant:str}/{period:str}/workbook.xlsx", sync_to_thread=True)
def download_workbook(
    office: NamedDependency[Office], here: NamedDependency[Here]
) -> Response[bytes]:
    """Hand out the workbook, filled with what is stored for the period."""
    target = BytesIO()
    write_workbook(office, here.tenant.code, target, here.book, here.period)
    return attachment(target.getvalue(), f"{here.tenant.name}{here.period}年填报表.xlsx", XLSX)


@post(
    "/t/{tenant:str}/{period:str}/workbook",
    status_code=200,
    request_max_body_size=LARGEST_FILE + WRAPPING,
)
async def upload_workbook(
    request: AnyRequest,
    office: NamedDependency[Office],
    pages: NamedDependency[Pages],
    drawer: NamedDependency[Drawer],
    here: NamedDependency[Here],
) -> Response[bytes]:
    """Take a workbook in and show what came of it; refused files answer 422."""
    form = await request.form()
    file = form.get("file")
    if not isinstance(file, UploadFile):
        return await _refused(request, pages, here, Problem("上传", "没有选择文件"))
    name = plain_filename(file.filename)
    content = await file.read()
    who = str(form.get("who") or "").strip()[:80] or "网页填报"
    accept_valid = form.get("accept_valid") == "yes"
    work = partial(take_in, office, here.tenant.code, name, content, who, accept_valid=accept_valid)
    try:
        taken = await to_thread.run_sync(work)
    except DudaoError as error:
        return await _refused(request, pages, here, *error.problems, name=name)
    return await to_thread.run_sync(_taken, request, pages, drawer, here, name, taken)


async def _refused(
    request: AnyRequest, pages: Pages, here: Here, *problems: Problem, name: str = ""
) -> Response[bytes]:
    outcome = intake_page(name, problems, None, None)
    return await to_thread.run_sync(_page, request, pages, here, outcome, 422)


def _taken(
    request: AnyRequest, pages: Pages, drawer: Drawer, here: Here, name: str, taken: TakenIn
) -> Response[bytes]:
    token = None
    if taken.marked:
        token = drawer.put(here.tenant.code, f"已标注-{name}", taken.marked)
    outcome = intake_page(name, taken.problems, taken, token)
    return _page(request, pages, here, outcome, 200 if taken.recorded else 422)


@get("/t/{tenant:str}/{period:str}/workbook/marked/{token:str}", sync_to_thread=True)
def download_marked(
    token: FromPath[str], drawer: NamedDependency[Drawer], here: NamedDependency[Here]
) -> Response[bytes]:
    """Give back a workbook with its bad cells marked, for a short while after its upload."""
    found = drawer.get(here.tenant.code, token)
    if found is None:
        raise NotFoundException("标注文件已过期,请重新上传后下载")
    return attachment(found.content, found.name, XLSX)
