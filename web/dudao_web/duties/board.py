"""The board: all duties of a year by area or by department; and opening the year."""

from __future__ import annotations

from litestar import Response, get
from litestar.di import NamedDependency

from .desk import Desk


@get("/t/{tenant:str}/{period:str}/duties", sync_to_thread=True)
def show_board(desk: NamedDependency[Desk]) -> Response[bytes]:
    """Show the year's duties, or how to open them."""
    return desk.page("board.html", "board", {})


HANDLERS = (show_board,)
