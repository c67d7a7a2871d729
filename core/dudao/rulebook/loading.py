"""From TOML text to a rule book: read, validate, and merge in the book it extends."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import Any

from pydantic import ValidationError

from ..errors import DudaoError, not_toml, problems_in
from .model import Indicator, RuleBook


@dataclass(frozen=True, slots=True)
class BookFile:
    """The text of one edition's file and where it stands, for messages."""

    where: str
    text: str


def books_in(package: str) -> tuple[BookFile, ...]:
    """Return the rule-book files (`books/*.toml`) that a plugin's package ships."""
    folder = files(package) / "books"
    return tuple(
        BookFile(f"{package}/books/{entry.name}", entry.read_text(encoding="utf-8"))
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    )


def read_book(file: BookFile) -> RuleBook:
    """Return the book as its file says, before `extends` is resolved.

    Raises DudaoError with every fault: the file, the key and what is expected there.
    """
    try:
        data = tomllib.loads(file.text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise not_toml(file.where, error) from None
    try:
        return RuleBook.model_validate(data)
    except ValidationError as error:
        raise DudaoError(problems_in(file.where, data, error)) from None


_INHERITED = ("sections", "indicators", "departments", "duties", "phases", "conditions")
_INHERITED_TOO = ("consequences", "organisation", "checks", "thresholds", "sources")
_DEFAULTED = ("population", "grading", "borderline", "procedure", "supervision")


def merge(child: RuleBook, parent: RuleBook) -> RuleBook:
    """Return the child with everything of its parent that it does not say itself.

    Lists are joined, the parent's first; `tighten` adds targets to inherited indicators. What does
    not fit the parent is for `verify_extension` to tell.
    """
    update: dict[str, Any] = {
        name: (*getattr(parent, name), *getattr(child, name))
        for name in _INHERITED + _INHERITED_TOO
    }
    own = (entry for entry in child.indicators if entry.code not in parent.by_code)
    update["indicators"] = (*_tightened(child, parent), *own)
    update["sources"] = tuple(dict.fromkeys((parent.basis, *update["sources"])))
    for name in _DEFAULTED:
        if name not in child.model_fields_set:
            update[name] = getattr(parent, name)
    return child.model_copy(update=update)


def _tightened(child: RuleBook, parent: RuleBook) -> Iterable[Indicator]:
    added = {entry.indicator: entry.targets for entry in child.tighten}
    for indicator in parent.indicators:
        more = added.get(indicator.code, ())
        yield indicator.model_copy(update={"targets": (*indicator.targets, *more)})
