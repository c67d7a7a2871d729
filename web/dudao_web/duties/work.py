"""One duty: what its departments file, and its moves. Whatever is refused stays on the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from anyio import to_thread
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from dudao.api import (
    LARGEST_EVIDENCE,
    LONGEST_NARRATIVE,
    Actor,
    ConflictError,
    Draft,
    DudaoError,
    Duties,
    Office,
    Part,
    accept_duty,
    attach_known,
    attach_new,
    attached,
    duty_figures,
    evidence_list,
    hand_back_part,
    history_of,
    judged_of,
    plain_text,
    return_duty,
    save_part,
    submit_duty,
    take_back_part,
    take_off,
)

from ..here import Here
from ..place import status_of
from ..view.duties.filing import Filing, Typed
from ..view.duties.work import duty_page
from .desk import Desk, Form, open_desk

_DUTY = "/t/{tenant:str}/{period:str}/duties/duty/{code:str}"
# What a form adds around its file: a narrative of the greatest length, figures, boundaries.
_WRAPPING = 1024 * 1024
_FIGURE = "figure:"
_LONGEST_NUMBER = 10


@get(_DUTY, sync_to_thread=True)
def show_duty(desk: NamedDependency[Desk], code: FromPath[str]) -> Response[bytes]:
    """Show one duty."""
    return _page(desk, code, None, None)


def _page(desk: Desk, code: str, typed: Typed | None, error: DudaoError | None) -> Response[bytes]:
    context = {
        "back": desk.here.url("duties", "duty", code),
        "problems": error.problems if error else (),
        "megabytes": LARGEST_EVIDENCE // 1024 // 1024,
        "largest": LARGEST_EVIDENCE,
        "longest": LONGEST_NARRATIVE,
        "page": None,
    }
    if desk.duties is not None:
        _require(desk.duties, code)
        office, duties = desk.office, desk.duties
        filing = Filing(
            duties,
            code,
            desk.actor,
            duty_figures(office, duties, code),
            attached(office, duties, code),
            evidence_list(office, duties.tenant.code),
            typed,
        )
        judged = judged_of(office, duties)
        history = history_of(office, duties, code)
        vocabulary = office.plugins.vocabulary
        context["page"] = duty_page(filing, judged, vocabulary, history, desk.here.tenant.today)
    return desk.show("work.html", "board", context, status_of(error) if error else 200)


def _require(duties: Duties, code: str) -> None:
    if code not in duties.works:
        raise NotFoundException(f"{duties.plan.period} 年没有任务“{code}”")


@dataclass(frozen=True, slots=True)
class _Sent:
    """A form of the page as it came; `department` is empty for the duty as a whole.

    `chosen` is a file with its name, `known` the digest of one that the tenant has already.
    """

    desk: Desk
    code: str
    department: str
    draft: Draft | None
    comment: str
    chosen: tuple[str, bytes] | None
    known: str

    @property
    def about(self) -> tuple[Office, Actor, Duties, str, str]:
        """What a move of a part needs to know. Raises NotAllowed when nobody is at work."""
        desk = self.desk
        return desk.office, desk.acting, desk.opened, self.code, self.department


async def _read(desk: Desk, code: str, department: str) -> _Sent:
    form = await desk.request.form()
    file = form.get("file")
    chosen = None
    if isinstance(file, UploadFile) and file.filename:
        chosen = (file.filename, await file.read())
    comment = plain_text(_text(form, "comment"))
    return _Sent(desk, code, department, _draft(form), comment, chosen, _text(form, "known"))


def _text(form: Form, name: str) -> str:
    found = form.get(name)
    return found if isinstance(found, str) else ""


def _draft(form: Form) -> Draft | None:
    if "narrative" not in form:
        return None
    version = _text(form, "version")
    figures = {
        name.removeprefix(_FIGURE): _text(form, name) for name in form if name.startswith(_FIGURE)
    }
    # A version that is none was never anybody's: whoever sends it is shown what stands there.
    known = int(version) if version.isdecimal() and len(version) < _LONGEST_NUMBER else -1
    return Draft(known, _text(form, "narrative"), figures)


async def _answer(
    sent: _Sent, move: str, work: Callable[[_Sent], object]
) -> Response[bytes] | Redirect:
    """Do what a form asks for and lead back to the duty, or show it with what was refused."""
    try:
        await to_thread.run_sync(work, sent)
    except DudaoError as error:
        return await to_thread.run_sync(_refused, sent, move, error)
    return Redirect(sent.desk.here.url("duties", "duty", sent.code), status_code=303)


def _refused(sent: _Sent, move: str, error: DudaoError) -> Response[bytes]:
    """Return the page as it is by now, with all that was typed."""
    desk = open_desk(sent.desk.request, sent.desk.office, sent.desk.pages, sent.desk.here)
    theirs = error.theirs if isinstance(error, ConflictError) else None
    typed = Typed(
        move,
        sent.department,
        sent.comment,
        sent.draft if _is_new(desk, sent) else None,
        theirs if isinstance(theirs, Part) else None,
    )
    return _page(desk, sent.code, typed, error)


def _is_new(desk: Desk, sent: _Sent) -> bool:
    """Whether what was typed differs from what is stored."""
    if sent.draft is None or desk.duties is None:
        return False
    work = desk.duties.works.get(sent.code)
    part = work.part(sent.department) if work else None
    if part is None:
        return True
    figures = {code: text.strip() for code, text in sent.draft.figures.items() if text.strip()}
    return (plain_text(sent.draft.narrative), figures) != (part.narrative, dict(part.figures))


@get(
    [
        f"{_DUTY}/{{move:str}}",
        f"{_DUTY}/part/{{department:str}}/{{move:str}}",
        f"{_DUTY}/part/{{department:str}}/off/{{digest:str}}",
    ],
    sync_to_thread=False,
)
def go_back(here: NamedDependency[Here], code: FromPath[str]) -> Redirect:
    """Lead to the duty whoever opens the address of a form that was refused."""
    return Redirect(here.url("duties", "duty", code))


@post(
    f"{_DUTY}/part/{{department:str}}/{{move:str}}",
    status_code=200,
    request_max_body_size=LARGEST_EVIDENCE + _WRAPPING,
)
async def move_part(
    desk: NamedDependency[Desk],
    code: FromPath[str],
    department: FromPath[str],
    move: FromPath[str],
) -> Response[bytes] | Redirect:
    """Save a department's part, send it on, take it back, or ask for more."""
    if move not in _PART_MOVES:
        raise NotFoundException(f"没有“{move}”这个操作")
    return await _answer(await _read(desk, code, department), move, _PART_MOVES[move])


@post(
    f"{_DUTY}/part/{{department:str}}/off/{{digest:str}}",
    status_code=200,
    request_max_body_size=LARGEST_EVIDENCE + _WRAPPING,
)
async def take_file_off(
    desk: NamedDependency[Desk],
    code: FromPath[str],
    department: FromPath[str],
    digest: FromPath[str],
) -> Response[bytes] | Redirect:
    """Take a file off a part; what was typed beside it is saved too."""
    work = partial(_take_off, digest=digest)
    return await _answer(await _read(desk, code, department), "save", work)


@post(f"{_DUTY}/{{move:str}}", status_code=200)
async def judge_duty(
    desk: NamedDependency[Desk], code: FromPath[str], move: FromPath[str]
) -> Response[bytes] | Redirect:
    """Accept or return what a leader reported."""
    if move not in _DUTY_MOVES:
        raise NotFoundException(f"没有“{move}”这个操作")
    return await _answer(await _read(desk, code, ""), move, _DUTY_MOVES[move])


def _save(sent: _Sent) -> None:
    """Attach the file that was chosen, then save what was written where it is new."""
    about = sent.about
    if sent.chosen:
        attach_new(*about, *sent.chosen)
    if sent.known:
        attach_known(*about, sent.known)
    if sent.draft and _is_new(sent.desk, sent):
        save_part(*about, sent.draft)


def _file(sent: _Sent) -> None:
    _save(replace(sent, draft=None))
    if sent.draft:
        save_part(*sent.about, sent.draft, file=True)


def _submit(sent: _Sent) -> None:
    _save(sent)
    submit_duty(*sent.about[:4], sent.comment)


def _take_back(sent: _Sent) -> None:
    take_back_part(*sent.about)


def _hand_back(sent: _Sent) -> None:
    hand_back_part(*sent.about, sent.comment)


def _take_off(sent: _Sent, digest: str) -> None:
    take_off(*sent.about, digest)
    _save(sent)


def _accept(sent: _Sent) -> None:
    accept_duty(*sent.about[:4], sent.comment)


def _return(sent: _Sent) -> None:
    return_duty(*sent.about[:4], sent.comment)


_PART_MOVES: dict[str, Callable[[_Sent], None]] = {
    "save": _save,
    "file": _file,
    "submit": _submit,
    "take_back": _take_back,
    "hand_back": _hand_back,
}
_DUTY_MOVES: dict[str, Callable[[_Sent], None]] = {"accept": _accept, "return": _return}

HANDLERS = (show_duty, go_back, move_part, take_file_off, judge_duty)
