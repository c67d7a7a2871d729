"""Who is at work on a page: chosen by the person, since there is no sign-in yet.

The choice is kept in a cookie of this browser and recorded with everything that is done. It is no
protection: `dudao serve` answers to this machine only until there is sign-in, which will take the
place of `actor_of` and `remember`.
"""

from __future__ import annotations

from urllib.parse import quote, unquote

import msgspec
from litestar.datastructures import Cookie

from dudao.api import Actor, Role, TenantCard

from .pages import AnyRequest

_COOKIE = "dudao_who"
_DAYS = 30 * 24 * 3600
LONGEST_NAME = 40


def actor_of(request: AnyRequest, tenant: TenantCard) -> Actor | None:
    """Return who works on a tenant's pages in this browser, or None when nobody said so."""
    try:
        actor = msgspec.json.decode(unquote(request.cookies.get(_COOKIE, "")), type=Actor)
    except msgspec.MsgspecError:
        return None
    is_above = actor.role is Role.REVIEWER and tenant.parent is not None
    is_ours = actor.tenant == (tenant.parent if is_above else tenant.code)
    return actor if is_ours and 0 < len(actor.name) <= LONGEST_NAME else None


def remember(actor: Actor | None) -> Cookie:
    """Return the cookie that keeps who is at work; None forgets it."""
    value = quote(msgspec.json.encode(actor).decode(), safe="") if actor else ""
    return Cookie(
        _COOKIE,
        value=value,
        path="/",
        max_age=_DAYS if actor else 0,
        httponly=True,
        samesite="strict",
    )
