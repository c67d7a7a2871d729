"""The supervision system as a book states it: who inspects whom, how often, what follows."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from .measures import Text
from .procedure import DayOfYear


class SubjectKind(StrEnum):
    """What kind of body is inspected."""

    TOWNSHIP = "township"
    DEPARTMENT = "department"
    SCHOOL = "school"
    KINDERGARTEN = "kindergarten"


class DeadlineKind(StrEnum):
    """What a deadline of an inspection is for."""

    REPORT = "report"  # the report, from the visit on
    FEEDBACK = "feedback"  # telling the body inspected, from the report on
    RECTIFY = "rectify"  # handing in what was put right, from the feedback on
    RECHECK = "recheck"  # looking again, from what was handed in on
    NOTICE = "notice"  # what a notice allows, from the notice on
    INTERVIEW = "interview"  # what an interview allows, from the interview on
    CRITICISM = "criticism"  # what a report of criticism allows, from it on
    ACCOUNTABILITY = "accountability"  # what is allowed after holding to account, from it on


SUBJECT_WORDS = {
    SubjectKind.TOWNSHIP: "乡镇(街道)",
    SubjectKind.DEPARTMENT: "部门(单位)",
    SubjectKind.SCHOOL: "学校",
    SubjectKind.KINDERGARTEN: "幼儿园",
}
DEADLINE_WORDS = {
    DeadlineKind.REPORT: "出具报告",
    DeadlineKind.FEEDBACK: "反馈",
    DeadlineKind.RECTIFY: "整改",
    DeadlineKind.RECHECK: "复查",
    DeadlineKind.NOTICE: "督办后整改",
    DeadlineKind.INTERVIEW: "约谈后整改",
    DeadlineKind.CRITICISM: "通报后整改",
    DeadlineKind.ACCOUNTABILITY: "问责后整改",
}


class SanctionStep(StrEnum):
    """With which step of a case a measure is taken."""

    CRITICISM = "criticism"
    ACCOUNTABILITY = "accountability"
    HAND_OVER = "hand_over"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class InspectingBody(_Part):
    """A unit of the organisation that inspects, and the kinds of bodies it inspects.

    `district` says that it inspects only those assigned to it. `mark` stands before the number
    of its papers (发文机关代字).
    """

    unit: Text
    inspects: tuple[SubjectKind, ...] = Field(min_length=1)
    district: bool = False
    mark: str = ""
    clause: Text


class Mode(_Part):
    """A way to inspect; of those with the same `pair` an inspection is one or the other.

    With `whole` everything is looked at: it counts as the comprehensive inspection.
    """

    code: Text
    title: Text
    pair: Text
    whole: bool = False


class Staffing(_Part):
    """How many schools one inspector answers for; from `large_from` pupils on, `per_large`."""

    schools: Annotated[int, Field(ge=1)]
    per_large: Annotated[int, Field(ge=1)] = 1
    large_from: Annotated[int, Field(ge=1)]
    clause: Text


class Term(_Part):
    """A school term; one whose end is before its start ends in the year after."""

    code: Text
    title: Text
    since: DayOfYear
    until: DayOfYear


class Deadline(_Part):
    """How many days something may take; `working` counts working days only."""

    kind: DeadlineKind
    days: Annotated[int, Field(ge=1, le=730)]
    working: bool = True
    clause: str = ""


class FormItem(_Part):
    """One thing to look at during a visit; `indicator` is the one of the book it speaks to."""

    code: Text
    title: Text
    clause: Text
    indicator: str = ""


class VisitForm(_Part):
    """What is gone through during a visit to bodies of these kinds."""

    code: Text
    title: Text
    kinds: tuple[SubjectKind, ...] = Field(min_length=1)
    items: tuple[FormItem, ...] = Field(min_length=1)


class InterviewRule(_Part):
    """Who interviews bodies of these kinds, together with whom, and where the record is filed.

    `by` are units; with `district` the one that the body interviewed is assigned to is added.
    """

    kinds: tuple[SubjectKind, ...] = Field(min_length=1)
    by: tuple[Text, ...] = Field(min_length=1)
    district: bool = False
    together: str = ""
    filed_with: tuple[Text, ...] = Field(min_length=1)
    clause: Text


class Ground(_Part):
    """A ground for holding to account; a `direct` one needs no steps before it."""

    code: Text
    title: Text
    direct: bool = False
    clause: Text


class Sanction(_Part):
    """A measure that is taken with a step of a case, and the kinds of bodies it is for.

    One that is `private` is for private schools only.
    """

    code: Text
    title: Text
    step: SanctionStep = SanctionStep.ACCOUNTABILITY
    kinds: tuple[SubjectKind, ...] = Field(min_length=1)
    private: bool = False
    clause: Text


class ExpertField(_Part):
    """A field of the expert pool."""

    code: Text
    title: Text


class Supervision(_Part):
    """The supervision system: units by their codes in the book's `organisation`.

    `visits_a_term` is how many inspections of one school in a term are too many to plan another
    without a word; None where the book sets none.
    """

    committee: Text
    office: Text
    bodies: tuple[InspectingBody, ...] = Field(min_length=1)
    modes: tuple[Mode, ...] = Field(min_length=2)
    staffing: Staffing
    terms: tuple[Term, ...] = Field(min_length=1)
    deadlines: tuple[Deadline, ...] = Field(min_length=1)
    forms: tuple[VisitForm, ...] = Field(min_length=1)
    interviews: tuple[InterviewRule, ...] = Field(min_length=1)
    grounds: tuple[Ground, ...] = Field(min_length=1)
    sanctions: tuple[Sanction, ...] = Field(min_length=1)
    fields: tuple[ExpertField, ...] = ()
    visits_a_term: Annotated[int, Field(ge=1)] | None = None
    burden_clause: str = ""

    def body(self, unit: str) -> InspectingBody | None:
        """Return the inspecting body of a unit, if it is one."""
        return next((body for body in self.bodies if body.unit == unit), None)

    def mode(self, code: str) -> Mode | None:
        """Return a mode by its code."""
        return next((mode for mode in self.modes if mode.code == code), None)

    def form(self, code: str) -> VisitForm | None:
        """Return a visit form by its code."""
        return next((form for form in self.forms if form.code == code), None)

    def ground(self, code: str) -> Ground | None:
        """Return a ground by its code."""
        return next((ground for ground in self.grounds if ground.code == code), None)

    def deadline(self, kind: DeadlineKind) -> Deadline | None:
        """Return the rule for a kind of deadline, if the book has one."""
        return next((each for each in self.deadlines if each.kind is kind), None)

    def sanctions_for(
        self, step: SanctionStep, kind: SubjectKind, *, private: bool = False
    ) -> tuple[Sanction, ...]:
        """Return the measures that a step has for a body of a kind, private or not."""
        return tuple(
            each
            for each in self.sanctions
            if each.step is step and kind in each.kinds and (private or not each.private)
        )

    def interview(self, kind: SubjectKind) -> InterviewRule | None:
        """Return who interviews bodies of a kind."""
        return next((rule for rule in self.interviews if kind in rule.kinds), None)
