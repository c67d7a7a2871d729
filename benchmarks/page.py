"""One county from request to rendered page, against plain baselines of the same run.

Serves the demo on loopback, asks each page many times over one kept connection, and renders the
table of schools × indicators with a plain Jinja loop for comparison. Prints medians and ratios.

    uv run --group bench python benchmarks/page.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from jinja2 import Environment

PORT = 8765
BASE = f"http://127.0.0.1:{PORT}"
COUNTY = "/t/640221/2020"
TIMES = 60


def main() -> None:
    """Start a server on fresh demo data, measure, stop it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).with_name("dudao")), "--data", folder]
        subprocess.run([*command, "demo", "--no-serve"], check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen([*command, "serve", "--port", str(PORT)])
        try:
            with httpx.Client(base_url=BASE, timeout=30) as client:
                _wait(client)
                _measure(client)
        finally:
            server.terminate()
            server.wait()


def _wait(client: httpx.Client) -> None:
    for _ in range(300):
        try:
            client.get("/healthz")
            return
        except httpx.ConnectError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def _measure(client: httpx.Client) -> None:
    first = {path: _time(lambda path=path: _page(client, path)) for path in _paths()}
    plain = _median(lambda: _page(client, "/healthz"))
    print(f"plain text answer: {plain * 1000:.2f} ms (baseline 1)")
    for path, cold in first.items():
        warm = _median(lambda path=path: _page(client, path))
        tag = client.get(path).headers.get("etag", "")
        unchanged = _median(lambda path=path, tag=tag: _page(client, path, tag))
        print(
            f"{path or '/':40} first {cold * 1000:7.1f} ms, again {warm * 1000:6.1f} ms"
            f" ({warm / plain:4.1f}x plain text), not modified {unchanged * 1000:5.1f} ms"
        )
    loop = _median(_plain_loop(), 20)
    heat = _median(lambda: _page(client, f"{COUNTY}/schools"))
    print(f"plain Jinja loop over 120 x 45 cells: {loop * 1000:.1f} ms of rendering (baseline 2)")
    print(
        f"heat table page, whole request: {heat * 1000:.1f} ms ({loop / heat:.1f}x as many a second)"
    )


def _paths() -> list[str]:
    return [
        "/",
        f"{COUNTY}/",
        f"{COUNTY}/indicators",
        f"{COUNTY}/indicators/R4",
        f"{COUNTY}/schools",
    ]


def _page(client: httpx.Client, path: str, tag: str = "") -> None:
    answer = client.get(path, headers={"if-none-match": tag} if tag else {})
    if answer.status_code not in (200, 304):
        raise SystemExit(f"{path}: {answer.status_code}")


def _plain_loop() -> Callable[[], object]:
    """Return a naive template over 120 counties × 45 indicators, attributes on every cell."""
    template = Environment(autoescape=True).from_string(
        "<table>{% for row in rows %}<tr>{% for cell in row %}"
        '<td class="{{ cell.state }}" hx-get="/t/{{ cell.tenant }}/{{ cell.code }}"'
        ' hx-target="#trace" title="{{ cell.title }}">{{ "%.2f"|format(cell.value) }}</td>'
        "{% endfor %}</tr>{% endfor %}</table>"
    )
    rows = [
        [
            {
                "state": "met",
                "tenant": f"9{row:05}",
                "code": f"R{column}",
                "title": "示例",
                "value": row + column / 7,
            }
            for column in range(45)
        ]
        for row in range(120)
    ]
    return lambda: template.render(rows=rows)


def _time(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _median(action: Callable[[], object], times: int = TIMES) -> float:
    return statistics.median(_time(action) for _ in range(times))


if __name__ == "__main__":
    main()
