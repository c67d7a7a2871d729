"""Figures, their way in and out, and what comes of evaluating them."""

from ..evaluate import (
    FLAG_LABELS as FLAG_LABELS,
    OP_LABELS as OP_LABELS,
    STATE_LABELS as STATE_LABELS,
    Evaluation as Evaluation,
    Flag as Flag,
    Input as Input,
    Outcome as Outcome,
    State as State,
    Trace as Trace,
    Verdict as Verdict,
    limit_words as limit_words,
    verdict_at as verdict_at,
    verdicts as verdicts,
)
from ..exchange import (
    Reading as Reading,
    read_facts_json as read_facts_json,
    write_teacher_results as write_teacher_results,
    write_teacher_template as write_teacher_template,
)
from ..facts import (
    AREA_LABELS as AREA_LABELS,
    CLASS_LIST as CLASS_LIST,
    OWNER_LABELS as OWNER_LABELS,
    STAGE_LABELS as STAGE_LABELS,
    TYPE_LABELS as TYPE_LABELS,
    ClassFact as ClassFact,
    FactSet as FactSet,
    Key as Key,
    School as School,
    SchoolType as SchoolType,
    Source as Source,
    Stage as Stage,
    SubjectFacts as SubjectFacts,
    stage_of_grade as stage_of_grade,
)
