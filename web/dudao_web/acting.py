"""Doing what a form asks for: done, it leads back to a page; refused, the page says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from anyio import to_thread
from litestar import Response
from litestar.response import Redirect

from dudao.api import DudaoError, Problem, refuse

from .place import Place, status_of

P = TypeVar("P", bound=Place)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Refused(Generic[T]):
    """Why a form was refused, and all that was typed, for the page to show again."""

    typed: T
    problems: tuple[Problem, ...] = ()
    status: int = 200
    error: DudaoError | None = None


async def answer(
    place: P,
    typed: T,
    act: Callable[[P, T], object],
    again: Callable[[P, Refused[T]], Response[bytes]],
    back: str,
) -> Response[bytes] | Redirect:
    """Act on a form; go `back` when it is done, else answer with the page and what was typed."""
    try:
        await to_thread.run_sync(act, place, typed)
    except DudaoError as error:
        refused = Refused(typed, error.problems, status_of(error), error)
        return await to_thread.run_sync(again, place, refused)
    return Redirect(back, status_code=303)


def unknown_step(code: str) -> DudaoError:
    """Return the refusal of a form that asks for what its page does not offer."""
    return refuse(f"办理 {code}".strip(), "没有这一步", "请从页面上的按钮办理")
