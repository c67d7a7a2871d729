"""Which unit a name means: full names, the usual short ones, and those damaged in copying."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from ..errors import Problem, refuse
from .model import Department, RuleBook


def plain_name(written: str) -> str:
    """Return a name without blanks, brackets and letters in one width."""
    return "".join(unicodedata.normalize("NFKC", written).split())


class Directory:
    """The departments of a book, found by code, name or any alias."""

    def __init__(self, departments: Iterable[Department]) -> None:
        self._units = {unit.code: unit for unit in departments}
        self._names = {
            plain_name(name): unit for unit in self._units.values() for name in names_of(unit)
        }

    def __iter__(self) -> Iterator[Department]:
        return iter(self._units.values())

    def __contains__(self, code: str) -> bool:
        return code in self._units

    def __getitem__(self, code: str) -> Department:
        return self._units[code]

    def find(self, written: str) -> Department:
        """Return the unit a name or code means. Raises DudaoError with the nearest names."""
        found = self._units.get(written) or self._names.get(plain_name(written))
        if found is None:
            near = get_close_matches(plain_name(written), self._names, n=3, cutoff=0.5)
            near_units = dict.fromkeys(self._names[name].name for name in near)
            known = "、".join(near_units or [unit.name for unit in self])
            raise refuse(f"部门 {written}", "不在本办法的部门名单中", f"名单中有:{known}")
        return found


def names_of(unit: Department) -> tuple[str, ...]:
    """Return the name and all aliases of a unit."""
    return (unit.name, *unit.aliases)


def verify_departments(book: RuleBook, where: str) -> Iterator[Problem]:
    """Yield a problem for each name that means two units, or units that stand for each other."""
    owners: dict[str, Department] = {unit.code: unit for unit in book.departments}
    for unit in book.departments:
        owners.setdefault(plain_name(unit.name), unit)
    for unit in book.departments:
        for alias in unit.aliases:
            owner = owners.setdefault(plain_name(alias), unit)
            if owner.code == unit.code:
                continue
            place = f"{where} departments {unit.code} aliases"
            if owner.name in unit.aliases and unit.name in owner.aliases:
                yield Problem(place, f"“{alias}”与“{unit.name}”互为别名,循环指向", "只在一方列出")
            else:
                yield Problem(place, f"别名“{alias}”已指 {owner.name}", "一个名称只能指一个部门")
    yield from _names_twice(book, where)


def _names_twice(book: RuleBook, where: str) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for unit in book.departments:
        first = seen.setdefault(plain_name(unit.name), unit.code)
        if first != unit.code:
            place = f"{where} departments {unit.code}"
            yield Problem(place, f"名称“{unit.name}”与 {first} 相同", "一个名称只能指一个部门")
