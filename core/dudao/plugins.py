"""Finding plugins, and setting aside the broken ones without taking the others down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import Any, TypeVar

import click
import pluggy

from . import hookspecs
from .demo import DemoTenant
from .errors import DudaoError, Problem
from .grading import Grade, Standing, graded, verify_grade
from .metrics import MetricsFile, Vocabulary, read_vocabulary, shared_vocabulary
from .rulebook import BookFile, RuleBook, assemble

GROUP = "dudao"
T = TypeVar("T")
# A plugin is somebody else's code: whatever it raises, an exit of the program included, is its own
# fault, reported by name.
_ANY = (Exception, SystemExit)


@dataclass(slots=True)
class PluginState:
    """An installed plugin, and what is wrong with it, if anything."""

    name: str
    version: str
    problems: list[Problem] = field(default_factory=list)


class Plugins:
    """The plugins of an installation and all that they ship, collected once.

    Nothing here raises for a plugin's fault: see `states` for the problems by plugin.
    """

    def __init__(self, entries: Sequence[EntryPoint] | None = None) -> None:
        self._manager = pluggy.PluginManager("dudao")
        self._manager.add_hookspecs(hookspecs)
        self.states: dict[str, PluginState] = {}
        found = entry_points(group=GROUP) if entries is None else entries
        for entry in sorted(found, key=lambda entry: entry.name):
            self._register(entry)
        self.vocabulary = self._collect_metrics()
        books = {name: self._books(name) for name in self._sound()}
        self.shelf, faults = assemble(books, self.vocabulary)
        for name, problems in faults.items():
            self.states[name].problems.extend(problems)

    def _register(self, entry: EntryPoint) -> None:
        if entry.name in self.states:
            twice = Problem(f"插件 {entry.name}", "有两个插件同名", "只采用其中一个,请卸载另一个")
            self.states[entry.name].problems.append(twice)
            return
        dist = entry.dist
        state = PluginState(entry.name, dist.version if dist else "")
        self.states[entry.name] = state
        try:
            self._manager.register(entry.load(), name=entry.name)
            self._manager.check_pending()
        except _ANY as error:
            state.problems.append(_fault(entry.name, "装入", error, "已停用该插件"))
            if self._manager.has_plugin(entry.name):
                self._manager.unregister(name=entry.name)

    def _sound(self) -> Iterator[str]:
        return (name for name in self.states if self._manager.has_plugin(name))

    def _collect_metrics(self) -> Vocabulary:
        vocabulary = shared_vocabulary()
        for name in list(self._sound()):
            for file in self._ask(name, "dudao_metrics", MetricsFile):
                try:
                    more = read_vocabulary(file, f"{name}.")
                    vocabulary = vocabulary.joined(more, file.where)
                except DudaoError as error:
                    self.states[name].problems.extend(error.problems)
        return vocabulary

    def _books(self, name: str) -> Sequence[BookFile]:
        return self._ask(name, "dudao_rulebooks", BookFile)

    @cached_property
    def demo(self) -> tuple[DemoTenant, ...]:
        """The demo tenants of all plugins, by code."""
        tenants = [
            tenant for name in self._sound() for tenant in self._ask(name, "dudao_demo", DemoTenant)
        ]
        return tuple(sorted(tenants, key=lambda tenant: tenant.code))

    def add_commands(self, cli: click.Group) -> None:
        """Let every plugin add its sub-commands."""
        for name in list(self._sound()):
            self._ask(name, "dudao_commands", object, cli=cli)

    def grade(
        self,
        book: RuleBook,
        found: Sequence[Standing],
        reported: Mapping[str, int],
        as_of: date,
    ) -> Grade:
        """Return a county's grade: the owner of the book decides, else the book's schemes do.

        Where its plugin fails, no grade is claimed; the conditions that hold are told all the same.
        """
        name = self.shelf.owner(book)
        values = {"book": book, "reported": MappingProxyType(reported), "as_of": as_of}
        try:
            answer = self._caller(name, "dudao_grade")(standings=tuple(found), **values)
            own = None if answer is None else verify_grade(_of(Grade, answer), book)
        except _ANY as error:
            problem = _fault(name, "dudao_grade", error, f"{book.name} 没有给出等次")
            self._note_once(name, problem)
            default = graded(book, found, reported, as_of)
            return replace(default, possible=(), closed=(), score=None, fault=str(problem))
        return own or graded(book, found, reported, as_of)

    def _note_once(self, name: str, problem: Problem) -> None:
        """Note a fault that may show again with every county: the first of a hook will do."""
        problems = self.states[name].problems
        if all(each.expected != problem.expected for each in problems):
            problems.append(problem)

    def _ask(self, name: str, hook: str, kind: type[T], **arguments: Any) -> Sequence[T]:
        try:
            answers = self._caller(name, hook)(**arguments)
            known = [answer for answer in answers if answer is not None]
            return [_of(kind, item) for answer in known for item in answer]
        except _ANY as error:
            self.states[name].problems.append(_fault(name, hook, error, "没有采用这一项"))
            return ()

    def _caller(self, name: str, hook: str) -> pluggy.HookCaller:
        """Return the hook of one plugin alone."""
        plugin = self._manager.get_plugin(name)
        others = [other for other in self._manager.get_plugins() if other is not plugin]
        return self._manager.subset_hook_caller(hook, others)

    @property
    def problems(self) -> Mapping[str, Sequence[Problem]]:
        """The problems by plugin, only of those that have any."""
        return {name: state.problems for name, state in self.states.items() if state.problems}


def _of(kind: type[T], item: object) -> T:
    if not isinstance(item, kind):
        raise TypeError(f"{item!r} 不是 {kind.__name__}")
    return item


def _fault(name: str, doing: str, error: BaseException, outcome: str) -> Problem:
    return Problem(f"插件 {name}", f"{doing}时出错:{type(error).__name__}: {error}", outcome)
