"""Proposing who answers for which school: what is sound stays, what is lacking is filled. Pure.

Within a district group an inspector answers either for large schools or for others. How many do
which is chosen so that as many schools as possible have an inspector; of several ways to cover as
many, the one that covers more large schools.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from ..rulebook import Staffing
from .records import assignment_code
from .roster import Assignment, Person, PersonKind, Roster, Supervised
from .staffing import is_large, is_sound, limit_for, serving, standing_schools

Pair = tuple[str, str]  # inspector, school


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A school for which nobody could be proposed, and why."""

    school: Supervised
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who would answer for which school from a day on.

    `kept` stay as they are, `new` begin on the day, `ended` are in force and would not be.
    """

    day: date
    kept: tuple[Assignment, ...] = ()
    new: tuple[Assignment, ...] = ()
    ended: tuple[Assignment, ...] = ()
    uncovered: tuple[Uncovered, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether it is different from what is there."""
        return bool(self.new or self.ended)


def propose(roster: Roster, rule: Staffing, day: date) -> Proposal:
    """Return a full proposal: every school that can be covered is, and no limit is broken.

    Schools are covered from within their group. Nobody answers for a school they head, and
    nobody on leave or not serving for any.
    """
    people, schools = defaultdict(list), defaultdict(list)
    for person in serving(roster, PersonKind.SCHOOL, day):
        if not person.on_leave(day):
            people[person.unit].append(person)
    for school in standing_schools(roster, day):
        schools[school.group].append(school)
    pairs: set[Pair] = set()
    uncovered: list[Uncovered] = []
    for group in sorted(schools):
        own = people[group] if group else []
        district = _District(own, schools[group], rule, _held(roster, own, schools[group], day))
        pairs |= district.proposed()
        uncovered += district.uncovered(pairs)
    return _proposal(roster, day, pairs, uncovered)


def _held(
    roster: Roster, people: Sequence[Person], schools: Sequence[Supervised], day: date
) -> set[Pair]:
    """Return the sound assignments between people and schools that are in force."""
    codes, own = {each.code for each in people}, {each.code for each in schools}
    return {
        (each.inspector, each.school)
        for each in roster.assignments.values()
        if is_sound(each, roster, day) and each.inspector in codes and each.school in own
    }


def _proposal(
    roster: Roster, day: date, pairs: set[Pair], uncovered: Sequence[Uncovered]
) -> Proposal:
    in_force = {
        (each.inspector, each.school): each
        for each in roster.assignments.values()
        if each.holds(day)
    }
    return Proposal(
        day,
        tuple(in_force[pair] for pair in sorted(pairs & in_force.keys())),
        tuple(
            Assignment(assignment_code(*pair), *pair, day)
            for pair in sorted(pairs - in_force.keys())
        ),
        tuple(in_force[pair] for pair in sorted(in_force.keys() - pairs)),
        tuple(uncovered),
    )


class _Spread:
    """Schools being spread over inspectors, `most` each; `taken` says who has which."""

    def __init__(self, people: Sequence[Person], most: int) -> None:
        self.taken: dict[str, list[str]] = {each.code: [] for each in people}
        self._heads = {each.code: each.heads for each in people}
        self._most = most

    def has_room(self, person: str) -> bool:
        """Return whether an inspector can take another school."""
        return len(self.taken[person]) < self._most

    def place(self, school: str, tried: set[str]) -> bool:
        """Give a school to whoever has the fewest, moving others' schools where nobody has room.

        Whoever was `tried` could not be relieved of any school.
        """
        able = [code for code in self.taken if self._heads[code] != school and code not in tried]
        able.sort(key=lambda code: (len(self.taken[code]), code))
        tried.update(able)
        for code in able:
            if self.has_room(code) or self._relieve(code, tried):
                self.taken[code].append(school)
                return True
        return False

    def _relieve(self, person: str, tried: set[str]) -> bool:
        for other in list(self.taken[person]):
            if self.place(other, tried):
                self.taken[person].remove(other)
                return True
        return False

    @property
    def pairs(self) -> set[Pair]:
        """Who has which school."""
        return {(code, school) for code, taken in self.taken.items() for school in taken}


class _District:
    """One group: its inspectors, its schools, what is held already."""

    def __init__(
        self,
        people: Sequence[Person],
        schools: Sequence[Supervised],
        rule: Staffing,
        held: Collection[Pair],
    ) -> None:
        self._people = people
        self._schools = {each.code: each for each in schools}
        self._rule = rule
        self._held = held
        self._large = [each.code for each in schools if is_large(each, rule)]
        self._others = [each.code for each in schools if not is_large(each, rule)]

    def proposed(self) -> set[Pair]:
        """Return who would answer for which school."""
        best = self._best()
        kept = self._within_limits(self._held)
        if kept == set(self._held) and _covered(kept) >= _covered(best):
            return kept
        return self._with_extras(best)

    def _best(self) -> set[Pair]:
        """Return an assignment of one inspector to each school that covers as many as possible."""
        ranked, count = self._by_experience(), self._for_large()
        first = self._spread(ranked[:count], ranked[count:])
        possible = self._capacity(count)
        best = first
        for out, into in product(range(count), range(count, len(ranked))):
            if _covered(best) >= possible:
                break
            swapped = list(ranked)
            swapped[out], swapped[into] = swapped[into], swapped[out]
            other = self._spread(swapped[:count], swapped[count:])
            best = max(best, other, key=_covered)
        return best

    def _capacity(self, for_large: int) -> int:
        """Return how many schools can be covered when so many inspectors take the large ones."""
        large = min(len(self._large), for_large * self._rule.per_large)
        return large + min(len(self._others), (len(self._people) - for_large) * self._rule.schools)

    def _for_large(self) -> int:
        """Return how many inspectors take the large schools."""

        def worth(count: int) -> tuple[int, int, int]:
            large = min(len(self._large), count * self._rule.per_large)
            return self._capacity(count), large, -count

        return max(range(len(self._people) + 1), key=worth)

    def _by_experience(self) -> list[Person]:
        """Return the inspectors, first those who have large schools and no others."""

        def rank(person: Person) -> tuple[int, int, str]:
            own = [school for code, school in self._held if code == person.code]
            large = sum(school in self._large for school in own)
            return -large, len(own) - large, person.code

        return sorted(self._people, key=rank)

    def _spread(self, large: Sequence[Person], others: Sequence[Person]) -> set[Pair]:
        found: set[Pair] = set()
        for people, schools, most in (
            (large, self._large, self._rule.per_large),
            (others, self._others, self._rule.schools),
        ):
            spread = _Spread(people, most)
            left = [each for each in schools if not self._keep(spread, each)]
            for school in left:
                spread.place(school, set())
            found |= spread.pairs
        return found

    def _keep(self, spread: _Spread, school: str) -> bool:
        """Leave a school with the first of its inspectors who has room for it."""
        for code in sorted(code for code, held in self._held if held == school):
            if code in spread.taken and spread.has_room(code):
                spread.taken[code].append(school)
                return True
        return False

    def _with_extras(self, pairs: set[Pair]) -> set[Pair]:
        """Return an assignment with what is held beside it, as far as no limit is broken."""
        for pair in sorted(set(self._held) - pairs):
            if self._keeps_limits(pairs | {pair}, pair[0]):
                pairs = pairs | {pair}
        return pairs

    def _within_limits(self, pairs: Collection[Pair]) -> set[Pair]:
        return {pair for pair in pairs if self._keeps_limits(pairs, pair[0])}

    def _keeps_limits(self, pairs: Collection[Pair], person: str) -> bool:
        own = [self._schools[school] for code, school in pairs if code == person]
        return len(own) <= limit_for(own, self._rule)

    def uncovered(self, pairs: Collection[Pair]) -> Iterator[Uncovered]:
        """Yield the schools that nobody would answer for, and why."""
        covered = {school for _, school in pairs}
        for code in sorted(self._schools.keys() - covered):
            yield Uncovered(self._schools[code], self._reason(code))

    def _reason(self, code: str) -> str:
        if not self._schools[code].group:
            return "没有归属的责任区督导组"
        if not self._people:
            return "督导组没有可以履职的督学"
        if all(person.heads == code for person in self._people):
            return "督导组的督学都是本校负责人"
        return "督导组督学不足"


def _covered(pairs: Collection[Pair]) -> int:
    return len({school for _, school in pairs})
