"""Evaluation: figures and a rule book in, exact verdicts out. Pure functions over values."""

from .evaluation import ENGINE, Evaluation, evaluate, evaluate_columns, stages_of
from .judge import limit_of
from .outcome import FLAG_LABELS, STATE_LABELS, Flag, Outcome, State
from .packing import pack, pack_each, unpack
from .suspicion import mark_suspicious
from .trace import Input, Trace, Tracer, sourced
from .verdict import OP_LABELS, Verdict, verdict_at, verdicts
from .words import limit_words

__all__ = [
    "ENGINE",
    "FLAG_LABELS",
    "OP_LABELS",
    "STATE_LABELS",
    "Evaluation",
    "Flag",
    "Input",
    "Outcome",
    "State",
    "Trace",
    "Tracer",
    "Verdict",
    "evaluate",
    "evaluate_columns",
    "limit_of",
    "limit_words",
    "mark_suspicious",
    "pack",
    "pack_each",
    "sourced",
    "stages_of",
    "unpack",
    "verdict_at",
    "verdicts",
]
