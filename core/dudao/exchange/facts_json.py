"""The facts file: the machine's way in and out, JSON with exact numbers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from ..errors import refuse
from ..facts import FactSet, School, SchoolType, SubjectFacts
from ..facts.entries import ClassEntry, Entry, Fault, Place, Report, StageEntry, SubjectEntry
from ..facts.scalars import named, shown
from ..metrics import Kind, Level, Metric, Vocabulary
from .reading import Reading, read_report
from .strict_json import JsonObject, parse_json

_TOP = ("tenant", "period", "name", "subjects")
_SUBJECT = ("code", "kind", "name", "attributes", "facts", "stages", "classes")
_CLASS = ("code", "grade", "students")


def read_facts_json(text: str | bytes, vocabulary: Vocabulary, where: str) -> Reading:
    """Read a facts file; `where` names it in messages.

    All faults of its contents are in the reading. Raises DudaoError when it is not JSON at all.
    """
    data = parse_json(text, where)
    if not isinstance(data, JsonObject):
        raise refuse(where, f"是{named(data)},不是填报文件", "应为 { … }")
    return _Reader(where).read(data, vocabulary)


class _Reader:
    """Walks a parsed facts file and notes what is not built as it should be."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._faults: list[Fault] = []

    def read(self, data: JsonObject, vocabulary: Vocabulary) -> Reading:
        top = self._object(data, Place(self._file), _TOP)
        subjects = tuple(
            self._subject(entry, index)
            for index, entry in enumerate(self._list(top, "subjects", ""))
        )
        report = Report(
            Place(self._file),
            self._entry(top, "tenant", ""),
            self._entry(top, "period", ""),
            subjects,
            self._entry(top, "name", ""),
        )
        return read_report(report, vocabulary, tuple(self._faults))

    def _at(self, *path: str) -> Place:
        return Place(self._file, " ".join(step for step in path if step))

    def _fault(self, place: Place, what: str, expected: str = "") -> None:
        self._faults.append(Fault(str(place), what, expected))

    def _object(self, data: Any, place: Place, known: tuple[str, ...] = ()) -> Mapping[str, Any]:
        """Return an object's members; faulty are other values, keys given twice or unknown."""
        if not isinstance(data, JsonObject):
            self._fault(place, f"是{named(data)},不是一组键值", "应为 { … }")
            return {}
        for key in data.repeated:
            self._fault(place, f"键 {shown(key)} 出现了两次", "请只留一个")
        for key in data if known else ():
            if key not in known:
                near = get_close_matches(key, known, n=1)
                hint = f"是否为 {near[0]}?" if near else f"可用:{'、'.join(known)}"
                self._fault(place, f"不认识的键 {shown(key)}", hint)
        return data

    def _list(self, parent: Mapping[str, Any], key: str, spot: str) -> list[Any]:
        value = parent.get(key)
        if value is None or isinstance(value, list):
            return value or []
        self._fault(self._at(spot, key), f"是{named(value)},不是列表", "应为 [ … ]")
        return []

    def _entry(self, parent: Mapping[str, Any], key: str, spot: str) -> Entry:
        return Entry(parent.get(key), self._at(spot, key))

    def _entries(self, parent: Mapping[str, Any], key: str, spot: str) -> dict[str, Entry]:
        """Return the members of a nested object; null means that nothing is reported."""
        value = parent.get(key)
        if value is None:
            return {}
        members = self._object(value, self._at(spot, key))
        return {
            name: Entry(member, self._at(spot, f"{key}.{shown(name)}"))
            for name, member in members.items()
            if member is not None
        }

    def _subject(self, data: Any, index: int) -> SubjectEntry:
        spot = f"subjects[{index}]"
        members = self._object(data, self._at(spot), _SUBJECT)
        code = members.get("code")
        spot = f"{spot} {shown(code)}" if isinstance(code, str) else spot
        return SubjectEntry(
            self._at(spot),
            self._entry(members, "code", spot),
            self._entry(members, "kind", spot),
            self._entry(members, "name", spot),
            self._entries(members, "attributes", spot),
            self._entries(members, "facts", spot),
            tuple(self._stages(members, spot)),
            tuple(self._classes(members, spot)),
        )

    def _stages(self, members: Mapping[str, Any], spot: str) -> Iterator[StageEntry]:
        for name, entry in self._entries(members, "stages", spot).items():
            path = f"stages.{shown(name)}"
            if isinstance(entry.value, JsonObject):
                figures = self._entries({path: entry.value}, path, spot)
            else:
                self._object(entry.value, entry.place)
                figures = {}
            yield StageEntry(Entry(name, entry.place), figures)

    def _classes(self, members: Mapping[str, Any], spot: str) -> Iterator[ClassEntry]:
        for index, entry in enumerate(self._list(members, "classes", spot)):
            at = f"{spot} classes[{index}]"
            one = self._object(entry, self._at(at), _CLASS)
            yield ClassEntry(*(self._entry(one, key, at) for key in _CLASS))


def write_facts_json(facts: FactSet, vocabulary: Vocabulary) -> str:
    """Return the facts file of these facts; reading it gives equal facts."""
    document: dict[str, Any] = {"tenant": facts.tenant, "period": facts.period}
    if facts.name:
        document["name"] = facts.name
    document["subjects"] = [_subject(subject, vocabulary) for subject in facts.subjects]
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _subject(subject: SubjectFacts, vocabulary: Vocabulary) -> dict[str, Any]:
    written: dict[str, Any] = {
        "code": subject.code,
        "kind": subject.kind.value,
        "name": subject.name,
    }
    if subject.school:
        written["attributes"] = _attributes(subject.school)
    written["facts"] = _figures(subject.facts, vocabulary)
    if subject.kind is Level.SCHOOL:
        written["stages"] = {
            stage.value: _figures(figures, vocabulary) for stage, figures in subject.stages.items()
        }
        written["classes"] = _classes(subject)
    return written


def _attributes(school: School) -> dict[str, Any]:
    usual = School(SchoolType.PRIMARY)
    written: dict[str, Any] = {
        "type": school.type.value,
        "owner": school.owner,
        "area": school.area.value,
    }
    for name in ("boarding", "built", "counts_as_school", "parent"):
        if getattr(school, name) != getattr(usual, name):
            written[name] = getattr(school, name)
    return written


def _figures(figures: Mapping[str, int], vocabulary: Vocabulary) -> dict[str, Any]:
    return {code: _figure(vocabulary[code], stored) for code, stored in figures.items()}


def _figure(metric: Metric, stored: int) -> object:
    exact = metric.exact(stored)
    if metric.kind is Kind.YESNO:
        return exact == "true"
    # Whole numbers as such; decimals as text, so that no program rounds them on the way.
    return int(exact) if exact.isdecimal() and not metric.choices else exact


def _classes(subject: SubjectFacts) -> list[dict[str, Any]]:
    number: Counter[int] = Counter()
    written = []
    for entry in subject.classes:
        number[entry.grade] += 1
        one: dict[str, Any] = {"grade": entry.grade, "students": entry.students}
        if entry.code != f"{entry.grade}-{number[entry.grade]}":
            one["code"] = entry.code
        written.append(one)
    return written
