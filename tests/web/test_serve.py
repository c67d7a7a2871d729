"""The server itself, over a real socket."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

from click.testing import CliRunner
from litestar.testing import TestClient
from tests.web.county import HOME

from dudao.casework import Office
from dudao.cli.main import cli
from dudao.plugins import Plugins
from dudao_web.app import create_app

_PIECE = bytes(1024 * 1024)


def test_the_command_is_there_with_its_options(plugins: Plugins) -> None:
    plugins.add_commands(cli)
    shown = CliRunner().invoke(cli, ["serve", "--help"])
    assert shown.exit_code == 0
    assert "127.0.0.1" in shown.output
    assert "8000" in shown.output


def test_a_foreign_name_for_this_machine_is_refused(own_office: Office) -> None:
    with TestClient(create_app(own_office, hosts=["127.0.0.1:8000"])) as client:
        assert client.get("http://127.0.0.1:8000/").status_code == 200
        assert client.get("http://evil.example/").status_code == 400


def test_a_browser_sending_50_megabytes_still_gets_the_page(site: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=30)
    connection.putrequest("POST", f"{HOME}/workbook")
    connection.putheader("Content-Type", "multipart/form-data; boundary=x")
    connection.putheader("Content-Length", str(50 * len(_PIECE)))
    connection.endheaders()
    for _ in range(50):
        connection.send(_PIECE)
    answer = connection.getresponse()
    assert answer.status == 413
    assert "文件太大" in answer.read().decode()
    connection.close()


def test_the_server_answers_with_the_pages(site: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=30)
    connection.request("GET", HOME)
    answer = connection.getresponse()
    assert answer.status == 200
    assert "不达标" in answer.read().decode()
    connection.close()
