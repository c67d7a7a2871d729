"""All rule books of an installation, resolved against each other, found by code and day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ..errors import DudaoError, Problem, refuse
from ..metrics import Vocabulary
from .dating import verify_dates, verify_editions, verify_extension
from .loading import BookFile, merge, read_book
from .model import RuleBook
from .verify import verify


class Shelf:
    """Rule books by code and edition, each with the plugin that owns it."""

    def __init__(self, books: Iterable[tuple[RuleBook, str]] = ()) -> None:
        self._books = {book.name: (book, owner) for book, owner in books}

    def __iter__(self) -> Iterator[RuleBook]:
        return (book for book, _ in sorted(self._books.values(), key=lambda pair: pair[0].name))

    def owner(self, book: RuleBook) -> str:
        """Return the name of the plugin that ships this book."""
        return self._books[book.name][1]

    def named(self, name: str, day: date) -> RuleBook:
        """Return the book `code@edition`, or `code` in the edition in force on the day.

        Raises DudaoError that lists the known books when there is none, and the known editions
        when none is in force.
        """
        if name in self._books:
            return self._books[name][0]
        editions = self._editions(name)
        known = "、".join(f"{book.edition}({book.since} 起)" for book in editions)
        if "@" in name:
            raise refuse(f"评价办法 {name}", "没有这个版本", f"已有版本:{known}")
        for book in editions:
            if book.holds(day):
                return book
        raise refuse(f"评价办法 {name}", f"在 {day} 没有生效的版本", f"已有版本:{known}")

    def in_force(self, name: str, day: date) -> bool:
        """Return whether `named` finds a book of this name on the day."""
        return name in self._books or any(book.code == name and book.holds(day) for book in self)

    def latest(self, name: str) -> RuleBook:
        """Return the book `code@edition`, or the last edition of `code`. Raises like `named`."""
        if "@" in name:
            return self.named(name, date.max)
        return max(self._editions(name), key=lambda book: book.since)

    def _editions(self, name: str) -> list[RuleBook]:
        code = name.partition("@")[0]
        editions = [book for book in self if book.code == code]
        if not editions:
            known = "、".join(sorted({book.code for book in self})) or "(无)"
            raise refuse(f"评价办法 {name}", "没有安装", f"已安装:{known}")
        return editions


def assemble(
    files: Mapping[str, Iterable[BookFile]], vocabulary: Vocabulary
) -> tuple[Shelf, dict[str, list[Problem]]]:
    """Read every plugin's books and resolve `extends` among them.

    Returns the shelf of all sound books and, by plugin, the problems of the others: one plugin's
    fault sets aside its own books (and those that build on them), nobody else's.
    """
    drafts, faults = _read_all(files)
    books: dict[str, tuple[RuleBook, str]] = {}
    pending = list(drafts)
    while pending:
        waiting = []
        for book, where, owner in pending:
            parent = books[book.extends][0] if book.extends in books else None
            if book.extends and parent is None:
                waiting.append((book, where, owner))
                continue
            try:
                books[book.name] = (_finish(book, parent, where, vocabulary, books), owner)
            except DudaoError as error:
                faults.setdefault(owner, []).extend(error.problems)
        if len(waiting) == len(pending):
            for book, where, owner in waiting:
                faults.setdefault(owner, []).append(
                    Problem(f"{where} extends", f"找不到可用的 {book.extends}")
                )
            break
        pending = waiting
    return Shelf(books.values()), faults


def _read_all(
    files: Mapping[str, Iterable[BookFile]],
) -> tuple[list[tuple[RuleBook, str, str]], dict[str, list[Problem]]]:
    drafts: list[tuple[RuleBook, str, str]] = []
    faults: dict[str, list[Problem]] = {}
    for owner, owned in sorted(files.items()):
        for file in owned:
            try:
                drafts.append((read_book(file), file.where, owner))
            except DudaoError as error:
                faults.setdefault(owner, []).extend(error.problems)
    return drafts, faults


def _finish(
    book: RuleBook,
    parent: RuleBook | None,
    where: str,
    vocabulary: Vocabulary,
    others: Mapping[str, tuple[RuleBook, str]],
) -> RuleBook:
    if book.name in others:
        raise refuse(where, f"{book.name} 已由插件 {others[book.name][1]} 提供")
    problems = list(verify_dates(book, where))
    problems += verify_extension(book, parent, where) if parent else ()
    merged = merge(book, parent) if parent else book
    problems += verify(merged, vocabulary, where)
    same = [(other, owner) for other, owner in others.values() if other.code == book.code]
    problems += verify_editions([*same, (merged, where)])
    if problems:
        raise DudaoError(problems)
    return merged
