"""The web as a plugin of the `dudao` command: it adds `serve`."""

from __future__ import annotations

from ipaddress import ip_address

import click

from dudao.api import current_office, impl, refuse


@impl
def dudao_commands(cli: click.Group) -> None:
    """Add the command that serves the pages."""
    cli.add_command(serve)


@click.command(help="启动网页服务。")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def serve(host: str, port: int) -> None:
    """Serve the pages until interrupted."""
    if not _is_loopback(host):
        raise refuse(f"监听地址 {host}", "不是本机地址", "还没有登录功能,只能在本机使用(127.0.0.1)")
    # Loaded here only: every other command would pay for the web framework.
    import uvicorn

    from .app import create_app

    name = f"[{host}]" if ":" in host else host
    click.echo(f"已启动:http://{name}:{port}(Ctrl-C 结束)", err=True)
    # Another name for this machine would be some other site's, reaching in through the browser.
    hosts = [each for own in {"localhost", name} for each in (own, f"{own}:{port}")]
    app = create_app(current_office(), hosts=hosts)
    uvicorn.run(app, host=host, port=port, log_level="warning")


def _is_loopback(host: str) -> bool:
    """Return whether only this machine can reach the address; without sign-in no other may."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
