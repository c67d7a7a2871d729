"""The assessment that a page shows, and the books and days that one could look at instead."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from dudao.api import Office, RuleBook, Territory, assess, territory_of

from .here import Here
from .view.results import Results


class NoFigures(Exception):
    """Nothing has been reported for a tenant and year: every page of it shows how to begin."""

    def __init__(self, here: Here) -> None:
        super().__init__(here.period)
        self.here = here


@dataclass(frozen=True, slots=True)
class BookChoice:
    """A book to judge by, as offered at the head of a page."""

    name: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The book and day of a page, what else there is, and how many figures are in error."""

    title: str
    edition: str
    basis: str
    as_of: str
    books: tuple[BookChoice, ...]
    errors: int
    is_usual: bool


def open_results(office: Office, here: Here) -> Results:
    """Return the assessment an address asks for.

    Raises NoFigures where there are none, DudaoError where the book cannot be used.
    """
    if here.is_empty:
        raise NoFigures(here)
    assessed = assess(office, here.tenant.code, here.period, here.book, here.as_of)
    return Results(assessed, office.plugins.vocabulary)


def open_territory(office: Office, here: Here) -> Territory:
    """Return the counties that an address asks for.

    Raises NoFigures for a county that reported none, DudaoError where the book cannot be used.
    """
    if here.is_empty and not here.oversees:
        raise NoFigures(here)
    return territory_of(office, here.tenant.code, here.period, here.book, here.as_of)


def choice_of(office: Office, here: Here, results: Results) -> Choice:
    """Return what the head of a page says about book and day."""
    assessed = results.assessed
    errors = sum(doubt.severity == "error" for doubt in assessed.doubts)
    book = assessed.book
    return Choice(
        book.title,
        book.edition,
        book.basis,
        assessed.as_of.isoformat(),
        tuple(_books(office, book)),
        errors,
        here.book is None and here.as_of is None,
    )


def choice_above(office: Office, here: Here, territory: Territory) -> Choice:
    """Return the same for a page about all counties, each by its own book unless one is named."""
    if not territory.oversees:
        return choice_of(office, here, open_results(office, here))
    named = office.plugins.shelf.named(here.book, territory.as_of) if here.book else None
    shown = named or next(iter(territory.books), None)
    own = BookChoice("", "各行政区自用的办法", named is None)
    return Choice(
        shown.title if shown else "",
        shown.edition if shown else "",
        shown.basis if shown else "",
        territory.as_of.isoformat(),
        (own, *_books(office, named)),
        0,
        here.book is None and here.as_of is None,
    )


def _books(office: Office, chosen: RuleBook | None) -> list[BookChoice]:
    return [
        BookChoice(
            book.name, f"{book.title}({book.edition})", book.name == (chosen and chosen.name)
        )
        for book in office.plugins.shelf
    ]


def stamp_of(results: Results) -> str:
    """Return a digest of all that a page about verdicts depends on."""
    assessed = results.assessed
    previous = assessed.previous.digest() if assessed.previous else ""
    parts = (
        assessed.facts_hash,
        previous,
        assessed.book_hash,
        assessed.as_of.isoformat(),
        repr(assessed.tenant),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def stamp_above(here: Here, territory: Territory, also: object = None) -> str:
    """Return a digest of all that a page about all counties depends on.

    `also` is what else it shows, beside verdicts: a value that spells out all of itself.
    """
    about = repr((territory.stamp, here.tenant, here.below, also))
    return hashlib.sha256(about.encode()).hexdigest()
