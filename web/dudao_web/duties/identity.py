"""Choosing who one is on the pages of duty work."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect

from dudao.api import Actor, DudaoError, Problem, Role, procedure_of, refuse

from ..pages import Context
from .desk import Desk, status_of
from .who import LONGEST_NAME, remember


@get("/t/{tenant:str}/{period:str}/duties/identity", sync_to_thread=False)
def show_identity(desk: NamedDependency[Desk], back: FromQuery[str] = "") -> Response[bytes]:
    """Show the choice of whom to be."""
    return desk.page("identity.html", "identity", _context(desk, _local(desk, back)))


def _context(
    desk: Desk, back: str, problems: tuple[Problem, ...] = (), typed: dict[str, str] | None = None
) -> Context:
    chosen = {"name": "", "role": Role.FILLER.value, "department": ""}
    if desk.actor:
        chosen = {
            "name": desk.actor.name,
            "role": desk.actor.role.value,
            "department": desk.actor.department,
        }
    return {
        "back": back,
        "problems": problems,
        "chosen": chosen | (typed or {}),
        "departments": list(desk.directory),
        "collector": procedure_of(desk.rules).collector,
        "reviewer": f"{desk.reviewer.name}({procedure_of(desk.rules).reviewer})",
        "longest": LONGEST_NAME,
    }


def _local(desk: Desk, back: str) -> str:
    """Return where to go on, never to another site."""
    is_ours = back.startswith(f"/t/{desk.here.tenant.code}/")
    return back if is_ours and back.isprintable() else desk.here.url("duties")


@post("/t/{tenant:str}/{period:str}/duties/identity", status_code=200)
async def choose_identity(desk: NamedDependency[Desk]) -> Response[bytes] | Redirect:
    """Remember whom the person chose to be, and go on where they were."""
    form = await desk.request.form()
    typed = {key: str(form.get(key) or "").strip() for key in ("name", "role", "department")}
    back = _local(desk, str(form.get("back") or ""))
    try:
        actor = _actor(desk, typed)
    except DudaoError as error:
        context = _context(desk, back, error.problems, typed)
        return desk.page("identity.html", "identity", context, status_of(error))
    return Redirect(back, status_code=303, cookies=[remember(actor)])


def _actor(desk: Desk, typed: dict[str, str]) -> Actor:
    if not typed["name"] or len(typed["name"]) > LONGEST_NAME:
        raise refuse("姓名", "没有填写或太长", f"请填写办理人姓名,不超过 {LONGEST_NAME} 字")
    if typed["role"] not in list(Role):
        raise refuse("身份", "没有选择", "请选择一种身份")
    role = Role(typed["role"])
    tenant = desk.reviewer.code if role is Role.REVIEWER else desk.here.tenant.code
    department = ""
    if role is Role.EDITOR:
        department = desk.directory.find(procedure_of(desk.rules).collector).code
    elif role is Role.FILLER:
        department = desk.directory.find(typed["department"]).code
    return Actor(typed["name"], role, tenant, department)


HANDLERS = (show_identity, choose_identity)
