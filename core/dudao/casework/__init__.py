"""The use cases: values in and out, the database behind them."""

from .above import PlanBelow, plans_below
from .assessing import Assessed, assess, explain, sources_of
from .attesting import Attestation, attest, attestations
from .auditing import Audit, audit, log_of
from .country import assess_below
from .demo import load_demo
from .documents import (
    book_document,
    books_document,
    evaluation_document,
    grade_document,
    metrics_document,
)
from .duty_documents import duties_document, events_document, log_document
from .explaining import trace_of
from .forecast_document import forecast_document
from .forecasting import PastLists, forecast_of, foretell_past, may_forecast, past_of
from .intake import TakenIn, read_figures, take_in, write_workbook
from .judged import Judged, day_of, judge_facts
from .ledger import (
    Ledger,
    finding_history,
    last_look,
    load_ledger,
    months_of,
    position_of,
    schools_of,
)
from .ledger_documents import ledger_document, months_document, rechecked_document
from .ledger_sheets import ledger_workbook
from .letters import duty_letter, step_days
from .listing import ByHand, add_by_hand
from .moving import accept_duty, open_plan, return_duty, submit_duty
from .office import (
    Office,
    TenantCard,
    evidence_of,
    local_url,
    open_office,
    tenant_card,
    tenant_cards,
)
from .outlook import GradeOutlook, grade_outlook
from .overseeing import LedgerBelow, ledgers_below, months_together, oversees
from .parts import (
    LONGEST_NARRATIVE,
    Draft,
    DutyFigure,
    duty_figures,
    hand_back_part,
    plain_text,
    save_part,
    take_back_part,
)
from .proving import (
    EvidenceUse,
    attach_known,
    attach_new,
    attached,
    evidence_list,
    find_evidence,
    read_evidence,
    take_off,
)
from .rechecking import Rechecked, recheck_ledger
from .rectifying import Treatment, move_findings, offer_proof, proofs_of, set_treatment
from .register import (
    Counted,
    cancel_registered,
    declare_none,
    event_metrics,
    register_event,
    registered,
)
from .reminding import (
    Reminder,
    Sent,
    addresses_of,
    due_reminders,
    owed_words,
    send_reminders,
    set_address,
    set_addresses,
)
from .self_evaluation import changed_figures, judged_of, report_of
from .sending import (
    DecisionRange,
    assemble,
    decide,
    decision_range,
    lock,
    reopen,
    review,
    send,
    send_back,
)
from .teachers import check_list, teachers_document
from .timeline_documents import timeline_document, timelines_document
from .timelines import (
    Timelines,
    classes_by_year,
    milestone_book,
    timeline_of,
    timelines_of,
)
from .work import Duties, find_duties, history_of, load_duties, place_of, usual_book

__all__ = [
    "LONGEST_NARRATIVE",
    "Assessed",
    "Attestation",
    "Audit",
    "ByHand",
    "Counted",
    "DecisionRange",
    "Draft",
    "Duties",
    "DutyFigure",
    "EvidenceUse",
    "GradeOutlook",
    "Judged",
    "Ledger",
    "LedgerBelow",
    "Office",
    "PastLists",
    "PlanBelow",
    "Rechecked",
    "Reminder",
    "Sent",
    "TakenIn",
    "TenantCard",
    "Timelines",
    "Treatment",
    "accept_duty",
    "add_by_hand",
    "addresses_of",
    "assemble",
    "assess",
    "assess_below",
    "attach_known",
    "attach_new",
    "attached",
    "attest",
    "attestations",
    "audit",
    "book_document",
    "books_document",
    "cancel_registered",
    "changed_figures",
    "check_list",
    "classes_by_year",
    "day_of",
    "decide",
    "decision_range",
    "declare_none",
    "due_reminders",
    "duties_document",
    "duty_figures",
    "duty_letter",
    "evaluation_document",
    "event_metrics",
    "events_document",
    "evidence_list",
    "evidence_of",
    "explain",
    "find_duties",
    "find_evidence",
    "finding_history",
    "forecast_document",
    "forecast_of",
    "foretell_past",
    "grade_document",
    "grade_outlook",
    "hand_back_part",
    "history_of",
    "judge_facts",
    "judged_of",
    "last_look",
    "ledger_document",
    "ledger_workbook",
    "ledgers_below",
    "load_demo",
    "load_duties",
    "load_ledger",
    "local_url",
    "lock",
    "log_document",
    "log_of",
    "may_forecast",
    "metrics_document",
    "milestone_book",
    "months_document",
    "months_of",
    "months_together",
    "move_findings",
    "offer_proof",
    "open_office",
    "open_plan",
    "oversees",
    "owed_words",
    "past_of",
    "place_of",
    "plain_text",
    "plans_below",
    "position_of",
    "proofs_of",
    "read_evidence",
    "read_figures",
    "recheck_ledger",
    "rechecked_document",
    "register_event",
    "registered",
    "reopen",
    "report_of",
    "return_duty",
    "review",
    "save_part",
    "schools_of",
    "send",
    "send_back",
    "send_reminders",
    "set_address",
    "set_addresses",
    "set_treatment",
    "sources_of",
    "step_days",
    "submit_duty",
    "take_back_part",
    "take_in",
    "take_off",
    "teachers_document",
    "tenant_card",
    "tenant_cards",
    "timeline_document",
    "timeline_of",
    "timelines_document",
    "timelines_of",
    "trace_of",
    "usual_book",
    "write_workbook",
]
