"""A small county in a real database, the application over it, and a browser to look at it."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
import uvicorn
from litestar.testing import TestClient
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from tests.web.county import Client, fill

from dudao.casework import Office, open_office
from dudao.plugins import Plugins
from dudao_web.app import create_app

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}

Clock = Callable[[date], None]


@pytest.fixture(scope="session")
def plugins() -> Plugins:
    """The installed plugins."""
    return Plugins()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Make it another day."""
    return lambda day: monkeypatch.setattr("dudao.casework.office.today", lambda: day)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, plugins: Plugins) -> Path:
    """A database file with the test county in it."""
    path = tmp_path_factory.mktemp("web") / "dudao.db"
    with open_office(f"sqlite:///{path}", plugins) as office:
        fill(office)
    return path


@pytest.fixture(scope="session")
def client(filled: Path, plugins: Plugins) -> Iterator[Client]:
    """A client of the application; tests that hand figures in use `own` instead."""
    with (
        open_office(f"sqlite:///{filled}", plugins) as office,
        TestClient(create_app(office)) as client,
    ):
        yield client


@pytest.fixture
def own_office(filled: Path, plugins: Plugins, tmp_path: Path) -> Iterator[Office]:
    """The same county in a database of the test's own."""
    path = tmp_path / "own.db"
    shutil.copy(filled, path)
    with open_office(f"sqlite:///{path}", plugins) as office:
        yield office


@pytest.fixture
def own(own_office: Office) -> Iterator[Client]:
    """A client over a database of the test's own."""
    with TestClient(create_app(own_office)) as client:
        yield client


@pytest.fixture(scope="session")
def demo(demo_urls: tuple[str, str], plugins: Plugins) -> Iterator[Client]:
    """A client over the demo tenants of the installed plugins."""
    url, evidence = demo_urls
    with open_office(url, plugins, evidence) as office, TestClient(create_app(office)) as client:
        yield client


@contextmanager
def serving(office: Office) -> Iterator[str]:
    """Serve the application on a free port, as `dudao serve` does, and give its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(office), log_level="warning", lifespan="on", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        deadline = time.monotonic() + 20
        while not server.started and thread.is_alive() and time.monotonic() < deadline:
            threading.Event().wait(0.02)
        assert server.started
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@pytest.fixture
def site(own_office: Office) -> Iterator[str]:
    """The address of a running server over a database of the test's own."""
    with serving(own_office) as address:
        yield address


def chromium() -> str:
    """Return the browser's path, skip without one, or fail where one is required."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        return found
    if os.environ.get("DUDAO_REQUIRE_BROWSER") == "1":
        pytest.fail("DUDAO_REQUIRE_BROWSER=1, but there is no chromium")
    pytest.skip("needs chromium (apt-get install chromium fonts-noto-cjk)")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless browser."""
    path = chromium()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


def _complaint(said: ConsoleMessage) -> list[str]:
    # What is refused answers 422 or 409, which the browser reports like a missing picture.
    is_refusal = "422" in said.text or "409" in said.text
    return [said.text] if said.type == "error" and not is_refusal else []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails its test for whatever the browser complains about."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.extend(_complaint(said)))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


def width(page: Page) -> int:
    """Return how wide the page has become."""
    found = page.evaluate("document.documentElement.scrollWidth")
    assert isinstance(found, int)
    return found
