"""What a page says, apart from how it is marked up."""

from __future__ import annotations

import re
from html import unescape


def words(page: str) -> str:
    """Return what a page says, without its tags and blanks."""
    return "".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def rows(page: str) -> list[str]:
    """Return what the rows of a page's tables say."""
    return [words(each) for each in re.findall(r"<tr.*?</tr>", page, re.DOTALL)]
