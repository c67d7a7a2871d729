"""What can go wrong with people's input, said so that a domain expert can act on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in what was handed over: where it stands, what is wrong, what to do.

    `where` names the place as the person sees it (sheet and cell, JSON path, plugin file and
    key); `what` says what is wrong with the value found; `expected` says what belongs there.
    """

    where: str
    what: str
    expected: str = ""

    def __str__(self) -> str:
        tail = f";{self.expected}" if self.expected else ""
        return f"{self.where}:{self.what}{tail}"


class DudaoError(Exception):
    """A refusal with its reasons; every entrance (terminal, page, job) prints `problems`."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))


def refuse(where: str, what: str, expected: str = "") -> DudaoError:
    """Return the error for a single fault, ready to be raised."""
    return DudaoError(Problem(where, what, expected))
