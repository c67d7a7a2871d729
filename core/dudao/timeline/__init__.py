"""Timelines: dated targets of an indicator against the years of a body. Pure functions."""

from .amounts import SUBJECT_UNITS, short_words, unit_of
from .milestones import breaks, has_milestones, milestones_of, stages_in, with_milestones
from .model import (
    About,
    Against,
    Classes,
    Distance,
    Milestone,
    Nearness,
    Pace,
    Point,
    Strand,
    Timeline,
    Track,
)
from .past import Past
from .timeline import timeline
from .words import day_words, distance_words, pace_words

__all__ = [
    "SUBJECT_UNITS",
    "About",
    "Against",
    "Classes",
    "Distance",
    "Milestone",
    "Nearness",
    "Pace",
    "Past",
    "Point",
    "Strand",
    "Timeline",
    "Track",
    "breaks",
    "day_words",
    "distance_words",
    "has_milestones",
    "milestones_of",
    "pace_words",
    "short_words",
    "stages_in",
    "timeline",
    "unit_of",
    "with_milestones",
]
