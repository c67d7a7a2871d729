"""The documents as tests read them: pages, their fenced blocks, and the commands in them."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
_BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# ([\w./-]+\.\w+)\n")


@dataclass(frozen=True)
class Block:
    """A fenced block. `file` is the path that its first line names, if any."""

    language: str
    text: str

    @property
    def file(self) -> str:
        """The path in a comment on the first line, else an empty string."""
        found = _FILE.match(self.text)
        return found[1] if found else ""


def page(name: str) -> str:
    """Return the text of a page under docs/."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def blocks(markdown: str, language: str) -> list[Block]:
    """Return the fenced blocks of one language."""
    return [
        Block(found[2], dedent(found[3]))
        for found in _BLOCK.finditer(markdown)
        if found[2] == language
    ]


def commands(markdown: str) -> list[list[str]]:
    """Return the arguments of every `dudao` command in the shell blocks of a page, in order."""
    lines = [line for block in blocks(markdown, "sh") for line in block.text.splitlines()]
    return [shlex.split(line)[1:] for line in lines if line.startswith("dudao ")]


def marked(name: str) -> str:
    """Return the command in the README's block after the marker `<!-- name -->`."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"^<!-- {name} -->\n```sh\n(.+)\n```$", readme, re.MULTILINE)
    assert found, f"README.md has no block marked {name}"
    return found[1]
