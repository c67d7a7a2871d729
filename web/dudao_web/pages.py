"""Turning values into HTML: the templates, entity tags, and finished pages kept at hand."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from importlib.resources import files
from threading import Lock
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import MediaType, Request, Response
from litestar.utils.scope.state import ScopeState

from dudao.api import STAGE_LABELS

_KEPT = 64
_SHAPING = (
    *("templates", "templates/parts", "templates/above", "templates/duties"),
    *("templates/timeline", "templates/forecast", "templates/ledger", "static"),
    *("view", "view/duties", "view/forecast", "view/ledger"),
)
AnyRequest = Request[Any, Any, Any]
Context = Mapping[str, Any]


def form_token(request: AnyRequest) -> str:
    """Return the token that a form of this page has to send back."""
    token = ScopeState.from_scope(request.scope).csrf_token
    return token if isinstance(token, str) else ""


class Pages:
    """Renders pages. A page with a stamp is kept until the stamp changes, and has an ETag."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=PackageLoader("dudao_web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._version = _digest_of_package()
        self._environment.globals |= {"asset": self._asset, "stages": STAGE_LABELS}
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def _asset(self, name: str) -> str:
        return f"/static/{name}?v={self._version[:12]}"

    def render(self, template: str, context: Context) -> bytes:
        """Return a page as bytes."""
        return self._environment.get_template(template).render(context).encode()

    def page(self, template: str, context: Context, status: int = 200) -> Response[bytes]:
        """Return a page that is never kept, neither here nor by the browser."""
        headers = {"Cache-Control": "no-store"}
        return _html(self.render(template, context), headers, status)

    def stamped(
        self, request: AnyRequest, stamp: str, template: str, build: Callable[[], Context]
    ) -> Response[bytes]:
        """Return a page that depends on its address and on what `stamp` stands for alone.

        `build` is called only when the page is not at hand; a browser that has it gets 304.
        """
        about = "\n".join((self._version, stamp, template, str(request.url)))
        tag = f'"{hashlib.sha256(about.encode()).hexdigest()[:32]}"'
        headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "HX-Request"}
        if tag in request.headers.get("If-None-Match", ""):
            return Response(b"", status_code=304, headers=headers, media_type=MediaType.HTML)
        content = self._at_hand(tag)
        if content is None:
            content = self._keep(tag, self.render(template, build()))
        return _html(content, headers)

    def _at_hand(self, tag: str) -> bytes | None:
        with self._lock:
            content = self._kept.get(tag)
            if content is not None:
                self._kept.move_to_end(tag)
            return content

    def _keep(self, tag: str, content: bytes) -> bytes:
        with self._lock:
            self._kept[tag] = content
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return content


def _html(content: bytes, headers: Mapping[str, str], status: int = 200) -> Response[bytes]:
    return Response(content, status_code=status, headers=headers, media_type=MediaType.HTML)


def _digest_of_package() -> str:
    """Return a digest of everything that shapes a page: a new version makes old tags stale."""
    digest = hashlib.sha256()
    for folder in _SHAPING:
        for entry in sorted(files("dudao_web").joinpath(folder).iterdir(), key=lambda e: e.name):
            if entry.is_file():
                digest.update(entry.read_bytes())
    return digest.hexdigest()
