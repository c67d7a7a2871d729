"""Evidence files as lists show them, and the library of all files of a tenant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dudao.api import Directory, EvidenceFile, EvidenceUse, in_words, size_words

DIGEST = 12


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file; `digest` finds it, `short` is what of it people compare."""

    digest: str
    short: str
    name: str
    kind: str
    size: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class UseLine:
    """Where a file is attached; `book` is empty for the tenant's usual one."""

    period: str
    book: str
    duty: str
    unit: str


@dataclass(frozen=True, slots=True)
class LibraryLine:
    """A file of the tenant with its uses, and the findings of the ledger it is a proof for."""

    file: FileLine
    uses: tuple[UseLine, ...]
    findings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """The files whose names hold the words asked for; `total` counts all of the tenant."""

    asked: str
    total: int
    size: str
    lines: tuple[LibraryLine, ...]


def file_line(file: EvidenceFile) -> FileLine:
    """Return a file for a list."""
    return FileLine(
        file.digest,
        file.digest[:DIGEST],
        file.name,
        file.name.rpartition(".")[2].upper(),
        size_words(file.size),
        file.by,
        in_words(file.at),
    )


def library(known: Iterable[EvidenceUse], asked: str, usual: str, directory: Directory) -> Library:
    """Return the tenant's files, or those whose names hold every word asked for.

    `usual` is the tenant's own book.
    """
    uses, words = list(known), asked.casefold().split()
    lines = tuple(
        LibraryLine(file_line(use.file), tuple(_uses(use, usual, directory)), use.findings)
        for use in uses
        if all(word in use.file.name.casefold() for word in words)
    )
    size = size_words(sum(use.file.size for use in uses))
    return Library(asked, len(uses), size, lines)


def _uses(found: EvidenceUse, usual: str, directory: Directory) -> list[UseLine]:
    usual_code = usual.partition("@")[0]
    return [
        UseLine(
            period,
            "" if book == usual_code else book,
            duty,
            directory[unit].name if unit in directory else unit,
        )
        for period, book, duty, unit in found.uses
    ]
