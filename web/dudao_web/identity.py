"""Choosing who one is on the pages of a tenant."""

from __future__ import annotations

from anyio import to_thread
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect

from dudao.api import Actor, DudaoError, Office, Role, refuse, schools_of

from .acting import Refused
from .here import Here, rules_of
from .pages import AnyRequest, Pages
from .place import Place, status_of
from .view.identity import Chosen, Posts, posts_of
from .who import LONGEST_NAME, actor_of, remember

_IDENTITY = "/t/{tenant:str}/{period:str}/identity"


# Asynchronous, like all that share their path with a form: Litestar wraps the others twice.
@get(_IDENTITY)
async def show_identity(
    request: AnyRequest,
    office: NamedDependency[Office],
    pages: NamedDependency[Pages],
    here: NamedDependency[Here],
    back: FromQuery[str] = "",
) -> Response[bytes]:
    """Show the choice of whom to be."""
    place = Place(request, office, pages, here, actor_of(request, here.tenant))
    return await to_thread.run_sync(_page, place, back, Refused(Chosen.of(place.actor)))


def _page(place: Place, back: str, refused: Refused[Chosen]) -> Response[bytes]:
    context = {
        "back": _local(place.here, back),
        "problems": refused.problems,
        "chosen": refused.typed,
        "posts": _posts(place),
        "longest": LONGEST_NAME,
    }
    return place.page("identity.html", context, refused.status)


def _posts(place: Place) -> Posts:
    tenant = place.here.tenant
    rules = rules_of(place.office, place.here.book or tenant.book)
    return posts_of(rules, place.reviewer, schools_of(place.office, tenant.code))


def _local(here: Here, back: str) -> str:
    """Return where to go on, never to another site."""
    is_ours = back.startswith(f"/t/{here.tenant.code}/")
    return back if is_ours and back.isprintable() else here.url()


@post(_IDENTITY, status_code=200)
async def choose_identity(
    request: AnyRequest,
    office: NamedDependency[Office],
    pages: NamedDependency[Pages],
    here: NamedDependency[Here],
) -> Response[bytes] | Redirect:
    """Remember whom the person chose to be, and go on where they were."""
    form = await request.form()
    place = Place(request, office, pages, here, actor_of(request, here.tenant))
    back = str(form.get("back") or "")
    chosen = Chosen(
        *(
            str(form.get(key) or "").strip()
            for key in ("name", "role", "department", "school", "person")
        )
    )
    try:
        actor = await to_thread.run_sync(_actor, place, chosen)
    except DudaoError as error:
        refused = Refused(chosen, error.problems, status_of(error))
        return await to_thread.run_sync(_page, place, back, refused)
    return Redirect(_local(here, back), status_code=303, cookies=[remember(actor)])


def _actor(place: Place, chosen: Chosen) -> Actor:
    """Return whom somebody chose to be. Raises DudaoError for what there is not."""
    if not chosen.name or len(chosen.name) > LONGEST_NAME:
        raise refuse("姓名", "没有填写或太长", f"请填写办理人姓名,不超过 {LONGEST_NAME} 字")
    posts, tenant = _posts(place), place.here.tenant.code
    if chosen.role not in posts.roles:
        raise refuse("身份", "没有选择", "请选择一种身份")
    match role := Role(chosen.role):
        case Role.EDITOR:
            return Actor(chosen.name, role, tenant, posts.collector)
        case Role.FILLER:
            return Actor(chosen.name, role, tenant, place.directory.find(chosen.department).code)
        case Role.SCHOOL if chosen.school not in posts.schools:
            raise refuse("学校", "不在最近一年的学校名单中", "请从名单中选择")
        case Role.SCHOOL:
            return Actor(chosen.name, role, tenant, school=chosen.school)
        case Role.INSPECTOR if chosen.person not in posts.inspectors:
            raise refuse("督学", "不在督学名单中", "请从名单中选择")
        case Role.INSPECTOR:
            return Actor(chosen.name, role, tenant, person=chosen.person)
        case Role.REVIEWER:
            return Actor(chosen.name, role, place.reviewer.code)
        case Role.VIEWER:
            return Actor(chosen.name, role, tenant)


HANDLERS = (show_identity, choose_identity)
