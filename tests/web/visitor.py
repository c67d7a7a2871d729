"""Somebody at a browser, as tests play them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Page
from tests.web.county import Client

from dudao.api import Actor
from dudao_web.who import remember

Files = list[tuple[str, tuple[str, bytes]]]


def tidy(page: str) -> str:
    """Return a page whose tags stand on one line each, however its templates are broken."""
    return re.sub(r"<[^>]+>", lambda tag: " ".join(tag[0].split()), page)


@dataclass
class Visitor:
    """Somebody with a browser, who posts forms as the pages do; `home` is where they are."""

    client: Client
    home: str

    def as_(self, actor: Actor | None) -> Visitor:
        """Work as somebody else from here on."""
        cookie = remember(actor)
        self.client.cookies.set(cookie.key, cookie.value or "")
        return self

    def get(self, path: str = "", status: int = 200) -> str:
        """Return a page below their home."""
        answer = self.client.get(f"{self.home}{path}")
        assert answer.status_code == status, answer.text
        return tidy(answer.text)

    def post(
        self, path: str = "", status: int = 303, files: Files | None = None, **fields: object
    ) -> str:
        """Submit a form; return the page that answers, or where it leads with 303."""
        self.client.get(self.home)
        data = {"_csrf_token": self.client.cookies["csrftoken"], **fields}
        answer = self.client.post(
            f"{self.home}{path}", data=data, files=files, follow_redirects=False
        )
        assert answer.status_code == status, answer.text
        return answer.headers["location"] if status == 303 else tidy(answer.text)


def become(page: Page, address: str, actor: Actor) -> Page:
    """Let whoever sits at a page be somebody."""
    cookie = remember(actor)
    page.context.add_cookies([{"name": cookie.key, "value": str(cookie.value), "url": address}])
    return page
