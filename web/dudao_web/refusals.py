"""Answers to what cannot be done, in words: pages for 400, 403, 404, 405, 413 and 500."""

from __future__ import annotations

import logging
from typing import Any

from litestar import MediaType, Response
from litestar.datastructures import FormMultiDict
from litestar.exceptions import HTTPException
from litestar.response import Redirect
from litestar.response.base import ASGIResponse
from litestar.types import Empty, Receive, Scope, Send
from litestar.utils.scope.state import ScopeState

from dudao.api import DudaoError, NotAllowed

from .choice import NoFigures
from .pages import AnyRequest, Pages

_logger = logging.getLogger("dudao.web")
# Past this much nobody is uploading by mistake: the connection is simply closed.
_DRAIN = 256 * 1024 * 1024
_TITLES = {
    400: "请求有误",
    403: "未获准许",
    404: "没有这一页",
    405: "不能这样使用",
    413: "文件太大",
    500: "程序出错",
}
_ADVICE = {
    400: "请检查地址或表单内容。",
    403: "页面可能放得太久,请返回上一页,刷新后再提交一次。",
    404: "请检查地址,或从首页重新进入。",
    405: "请从页面上的链接或按钮操作。",
    413: (
        "文件不能超过 20 MB,没有存入。填报表通常只有几百 KB,请检查是否选错了文件;"
        "佐证材料请压缩图片,或分成几份上传。请返回上一页重新选择。"
    ),
    500: "错误已记入日志。请稍后再试;如仍出错,请联系系统管理员。",
}


class _AfterReading(ASGIResponse):
    """Reads what the browser is still sending before it answers; else the page would be lost."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        left = _DRAIN
        while left > 0:
            message: Any = await receive()
            left -= len(message.get("body", b""))
            if message["type"] != "http.request" or not message.get("more_body"):
                break
        await super().__call__(scope, receive, send)


async def close_form(_: Exception, scope: Scope) -> None:
    """Close the files of a form that was refused before any handler saw it."""
    form = ScopeState.from_scope(scope).form
    if form is not Empty:
        await FormMultiDict.from_form_data(form).close()


class Refusals:
    """Exception handlers that answer with pages."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def of_address(self, request: AnyRequest, error: HTTPException) -> Any:
        """Answer an HTTP error; its own words are shown where they are ours, in Chinese."""
        status = error.status_code if error.status_code in _TITLES else 400
        own = error.detail if not error.detail.isascii() else ""
        response = self._page(request, status, own)
        if status != 413:
            return response
        return _Refusal(response)

    def of_work(self, request: AnyRequest, error: DudaoError) -> Response[bytes]:
        """Answer a refusal of the work itself with its reasons."""
        status = 403 if isinstance(error, NotAllowed) else 400
        return self._page(request, status, problems=error.problems)

    def of_nothing(self, _: AnyRequest, error: NoFigures) -> Response[bytes] | Redirect:
        """Answer a page about a year without figures: how to begin, or what is below."""
        if error.here.only_oversees:
            return Redirect(error.here.url("below"))
        context = {"here": error.here, "choice": None}
        return self._pages.page("empty.html", context)

    def of_program(self, request: AnyRequest, error: Exception) -> Response[bytes]:
        """Answer a fault of the program: logged in full, told in one sentence."""
        _logger.error("unhandled error at %s", request.url.path, exc_info=error)
        return self._page(request, 500)

    def _page(
        self, request: AnyRequest, status: int, message: str = "", problems: Any = ()
    ) -> Response[bytes]:
        context = {
            # Without its conditions the same address may well be answered.
            "plain": request.url.path if status == 400 and request.url.query else "",
            "here": None,
            "choice": None,
            "status": status,
            "title": _TITLES[status],
            "message": message,
            "problems": problems,
            "advice": _ADVICE[status],
        }
        return self._pages.page("refusal.html", context, status)


class _Refusal(Response[bytes]):
    """A page that is sent only after the request has been read to its end."""

    def __init__(self, page: Response[bytes]) -> None:
        super().__init__(
            page.content,
            status_code=page.status_code,
            headers={"Cache-Control": "no-store"},
            media_type=MediaType.HTML,
        )

    def to_asgi_response(self, *_: Any, **__: Any) -> ASGIResponse:
        """Return the answer that first reads."""
        return _AfterReading(
            body=self.content,
            status_code=self.status_code or 413,
            headers=dict(self.headers),
            media_type=MediaType.HTML,
        )
