"""Teacher lists: handing out the template, holding a list against thresholds, keeping nothing.

A list is about persons. What comes of it is in the answer alone, the file to save included: the
drawer would hold it for a quarter of an hour.
"""

from __future__ import annotations

from functools import partial

from anyio import to_thread
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from dudao.api import (
    DudaoError,
    Office,
    Problem,
    RuleBook,
    check_list,
    day_of,
    write_teacher_results,
    write_teacher_template,
)

from .files import XLSX, attachment, plain_filename
from .here import Here, read_day
from .pages import AnyRequest, Pages, form_token
from .view.teachers import CheckedList, RefusedList, checked_list, refused_list, threshold_lines
from .workbook import LARGEST_FILE, WRAPPING


# Not in a thread: Litestar wraps a handler that shares its path with another one twice.
@get("/t/{tenant:str}/{period:str}/teachers", sync_to_thread=False)
def show_teachers(
    request: AnyRequest,
    office: NamedDependency[Office],
    pages: NamedDependency[Pages],
    here: NamedDependency[Here],
) -> Response[bytes]:
    """Show the thresholds, where to get the list and where to hand it in."""
    return _page(request, office, pages, here, day_of(here.period, here.as_of).isoformat())


def _page(
    request: AnyRequest,
    office: Office,
    pages: Pages,
    here: Here,
    day: str,
    refused: RefusedList | None = None,
    checked: CheckedList | None = None,
) -> Response[bytes]:
    rules = _rules(office, here)
    context = {
        "here": here,
        "choice": None,
        "rules": rules,
        "thresholds": threshold_lines(rules, day_of(here.period, here.as_of)),
        "day": day,
        "refused": refused,
        "checked": checked,
        "csrf_token": form_token(request),
        "megabytes": LARGEST_FILE // 1024 // 1024,
        "largest": LARGEST_FILE,
    }
    return pages.page("teachers.html", context, 422 if refused else 200)


def _rules(office: Office, here: Here) -> RuleBook:
    """Return the book with the thresholds, or answer 404 where it has none."""
    if not here.shows("teachers"):
        raise NotFoundException(f"{here.tenant.name} {here.period} 年的评价办法没有教师年限条件")
    day = day_of(here.period, here.as_of)
    return office.plugins.shelf.named(here.book or here.tenant.book, day)


@get("/t/{tenant:str}/{period:str}/teachers.xlsx", sync_to_thread=True)
def download_template(
    office: NamedDependency[Office], here: NamedDependency[Here]
) -> Response[bytes]:
    """Hand out the list to fill in."""
    content = write_teacher_template(_rules(office, here))
    return attachment(content, f"{here.tenant.name}教师名单.xlsx", XLSX)


@post(
    "/t/{tenant:str}/{period:str}/teachers",
    status_code=200,
    request_max_body_size=LARGEST_FILE + WRAPPING,
)
async def check_uploaded(
    request: AnyRequest,
    office: NamedDependency[Office],
    pages: NamedDependency[Pages],
    here: NamedDependency[Here],
) -> Response[bytes]:
    """Hold a list against the thresholds and show what came of it; refused lists answer 422."""
    form = await request.form()
    file, typed = form.get("file"), str(form.get("day") or "").strip()[:20]
    name, content = "", b""
    if isinstance(file, UploadFile):
        name, content = plain_filename(file.filename), await file.read()
    answer = partial(_page, request, office, pages, here, typed)
    try:
        checked = await to_thread.run_sync(partial(_check, office, here, name, content, typed))
    except DudaoError as error:
        return await to_thread.run_sync(partial(answer, refused_list(name, error.problems)))
    return await to_thread.run_sync(partial(answer, None, checked))


def _check(office: Office, here: Here, name: str, content: bytes, typed: str) -> CheckedList:
    if not name:
        raise DudaoError(Problem("上传", "没有选择文件"))
    day = read_day(typed, "年数算到")
    rules = office.plugins.shelf.named(here.book or here.tenant.book, day)
    check = check_list(rules, content, name, day)
    return checked_list(name, check, write_teacher_results(check, rules))


HANDLERS = (show_teachers, download_template, check_uploaded)
