"""Evaluation: figures and a rule book in, exact verdicts out. Pure functions over values."""

from .crowding import ClassCounts
from .evaluation import ENGINE, Evaluation, Evaluator, evaluate, evaluate_columns, stages_of
from .exact import keeps, quotient
from .judge import limit_of, places_of
from .outcome import FLAG_LABELS, STATE_LABELS, Flag, Outcome, State
from .packing import pack, pack_each, unpack
from .suspicion import mark_suspicious
from .trace import Input, Trace, Tracer, sourced
from .verdict import OP_LABELS, Verdict, shown_limit, verdict_at, verdicts
from .words import limit_words

__all__ = [
    "ENGINE",
    "FLAG_LABELS",
    "OP_LABELS",
    "STATE_LABELS",
    "ClassCounts",
    "Evaluation",
    "Evaluator",
    "Flag",
    "Input",
    "Outcome",
    "State",
    "Trace",
    "Tracer",
    "Verdict",
    "evaluate",
    "evaluate_columns",
    "keeps",
    "limit_of",
    "limit_words",
    "mark_suspicious",
    "pack",
    "pack_each",
    "places_of",
    "quotient",
    "shown_limit",
    "sourced",
    "stages_of",
    "unpack",
    "verdict_at",
    "verdicts",
]
