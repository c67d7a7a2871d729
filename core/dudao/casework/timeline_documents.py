"""Timelines as the JSON that other programs read; its shape is a contract."""

from __future__ import annotations

from fractions import Fraction

from ..evaluate import quotient
from ..metrics import plain
from ..timeline import (
    Against,
    Distance,
    Milestone,
    Pace,
    Point,
    Strand,
    Timeline,
    Track,
    day_words,
    distance_words,
    pace_words,
)
from .documents import Document
from .timelines import Timelines

_PLACES = 10


def timelines_document(found: Timelines) -> Document:
    """Return what `dudao timeline TENANT --format json` prints."""
    return {
        "tenant": found.tenant.code,
        "name": found.tenant.name,
        "book": found.book.code,
        "edition": found.book.edition,
        "as_of": found.as_of.isoformat(),
        "years": list(found.years),
        "indicators": [
            {
                "code": each.indicator.code,
                "title": each.indicator.title,
                "subject": each.indicator.subject,
                "stages": [_standing(each, strand) for strand in each.strands],
            }
            for each in found.timelines
        ],
    }


def _standing(found: Timeline, strand: Strand) -> Document:
    return {
        "stage": strand.stage,
        "milestones": [_milestone(each) for each in strand.milestones],
        "distances": [_distance(found, each) for each in strand.distances],
        "pace": _pace(strand.pace) if strand.pace else None,
    }


def timeline_document(found: Timeline) -> Document:
    """Return what `dudao timeline TENANT INDICATOR --format json` prints."""
    return {
        "about": found.about,
        "code": found.code,
        "name": found.name,
        "book": found.book.code,
        "edition": found.book.edition,
        "as_of": found.as_of.isoformat(),
        "indicator": found.indicator.code,
        "title": found.indicator.title,
        "subject": found.indicator.subject,
        "stages": [
            _standing(found, each)
            | {
                "days": [day.isoformat() for day in each.days],
                "whole": _track(each.whole),
                "members": [_track(track) for track in each.members],
            }
            for each in found.strands
        ],
    }


def _milestone(found: Milestone) -> Document:
    return {
        "since": found.since.isoformat(),
        "until": found.until.isoformat() if found.until else None,
        "op": found.op,
        "limit": found.limit,
        "printed": found.printed,
        "clause": found.clause,
        "note": found.note,
    }


def _track(found: Track) -> Document:
    return {
        "code": found.code,
        "name": found.name,
        "years": [_point(each) for each in found.points],
    }


def _point(found: Point) -> Document:
    return {
        "year": found.year,
        "value": _exact(found.value),
        "printed": found.printed or None,
        "own": _against(found, found.own) if found.own else None,
        "against": [_against(found, each) for each in found.against],
        "unknown": list(found.unknown),
    }


def _against(point: Point, found: Against) -> Document:
    met, relaxed, failed, unknown, aside = found.standing.by_state
    return {
        "day": found.day.isoformat(),
        "state": point.state(found).name.lower(),
        "met": met,
        "met_relaxed": relaxed,
        "not_met": failed,
        "no_data": unknown,
        "not_applicable": aside,
        "classes": [
            {"stage": each.stage, "over": each.over, "listed": each.listed}
            for each in found.classes
        ],
    }


def _distance(timeline: Timeline, found: Distance) -> Document:
    return {
        "day": found.day.isoformat(),
        "nearness": found.nearness,
        "days_left": found.left,
        "year": found.point.year if found.point else None,
        "state": found.state.name.lower(),
        "short": _exact(found.short),
        "classes_over": found.against.over if found.against else None,
        "words": f"{day_words(found)};{distance_words(found, timeline.indicator)}",
    }


def _pace(found: Pace) -> Document:
    return {
        "unit": found.unit,
        "missing": _exact(found.missing),
        "needed_a_year": _exact(found.needed),
        "reached_a_year": _exact(found.reached),
        "first": found.first,
        "last": found.last,
        "words": pace_words(found),
    }


def _exact(number: Fraction | None) -> str | None:
    if number is None:
        return None
    return plain(quotient(number.numerator, number.denominator, _PLACES))
