"""Timelines: dated targets of an indicator against the years of a body. Pure functions."""

from .amounts import number_words, unit_of
from .milestones import has_milestones, milestones_of, stages_in, with_milestones
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
from .words import day_words, distance_words, pace_words, standing_words

__all__ = [
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
    "day_words",
    "distance_words",
    "has_milestones",
    "milestones_of",
    "number_words",
    "pace_words",
    "stages_in",
    "standing_words",
    "timeline",
    "unit_of",
    "with_milestones",
]
