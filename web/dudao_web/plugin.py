"""The web as a plugin of the `dudao` command: it adds `serve`."""

from __future__ import annotations

import click

from dudao.api import current_office, impl


@impl
def dudao_commands(cli: click.Group) -> None:
    """Add the command that serves the pages."""
    cli.add_command(serve)


@click.command(help="启动网页服务。")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def serve(host: str, port: int) -> None:
    """Serve the pages until interrupted."""
    # Loaded here only: every other command would pay for the web framework.
    import uvicorn

    from .app import create_app

    click.echo(f"已启动:http://{host}:{port}(Ctrl-C 结束)", err=True)
    uvicorn.run(create_app(current_office()), host=host, port=port, log_level="warning")
