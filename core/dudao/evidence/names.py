"""Names of files as people gave them, made fit to be shown, stored and sent back."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

LONGEST_NAME = 120
# Longer than any ending that is taken; what follows the last dot of a sentence is no ending.
_LONGEST_ENDING = 8
# Control and invisible marks (among them those that turn the direction of text), half characters,
# line and paragraph separators. Characters not assigned yet stay: rare ideographs are among them.
_INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")
# What the file systems of offices do not take in a name.
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_UNNAMED = "佐证材料"


def clean_name(name: str) -> str:
    """Return a file's name without its path and without marks that deceive or break a header.

    It has at most 120 characters and keeps its ending, also where the rest has to be cut.
    """
    last = re.split(r"[/\\]", name)[-1]
    spaced = "".join(" " if mark.isspace() else mark for mark in last)
    seen = "".join(mark for mark in spaced if unicodedata.category(mark) not in _INVISIBLE)
    text = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", seen))
    # A leading dot hides a file, a trailing one is lost on Windows and the ending with it.
    text = " ".join(text.split()).strip(". ")
    ending = ending_of(text)
    stem = text[: len(text) - len(ending)][: LONGEST_NAME - len(ending)].rstrip(". ")
    return f"{stem}{text[len(text) - len(ending) :]}" if stem else _UNNAMED


def ending_of(name: str) -> str:
    """Return a name's ending in small letters with its dot, such as `.pdf`; empty if none."""
    _, dot, ending = name.rpartition(".")
    fits = dot and 0 < len(ending) <= _LONGEST_ENDING and ending.isascii() and ending.isalnum()
    return f".{ending.lower()}" if fits else ""


def disposition(name: str) -> str:
    """Return the Content-Disposition header that saves a file under its name (RFC 6266).

    It is always an attachment: a browser must not open evidence as part of the site.
    """
    cleaned = clean_name(name)
    plain = re.sub(r"[^A-Za-z0-9 ._()\-]", "_", cleaned)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(cleaned, safe='')}"
