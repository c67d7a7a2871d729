"""The states that pieces of work go through, and their words."""

from __future__ import annotations

from enum import StrEnum


class PartState(StrEnum):
    """What one department files for a duty."""

    DRAFT = "draft"
    FILED = "filed"
    HANDED_BACK = "handed_back"


class DutyState(StrEnum):
    """What the leading department reports."""

    COLLECTING = "collecting"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class PlanState(StrEnum):
    """The county's self-evaluation of one year under one book."""

    OPEN = "open"
    ASSEMBLED = "assembled"
    LOCKED = "locked"
    SENT = "sent"
    SENT_BACK = "sent_back"
    REVIEWED = "reviewed"
    DECIDED = "decided"


class FindingState(StrEnum):
    """How far a gap in the ledger has come."""

    LISTED = "listed"
    ACTIVE = "active"
    PROVED = "proved"
    DECLINED = "declined"
    APPROVED = "approved"
    STRUCK = "struck"
    WITHDRAWN = "withdrawn"


class CaseState(StrEnum):
    """How far the inspection of one body has come, and what it led to."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    VISITED = "visited"
    REPORTED = "reported"
    RECTIFYING = "rectifying"
    HANDED_IN = "handed_in"
    INSUFFICIENT = "insufficient"
    NOTIFIED = "notified"
    INTERVIEWED = "interviewed"
    CRITICISED = "criticised"
    ACCOUNTABLE = "accountable"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"


State = PartState | DutyState | PlanState | FindingState | CaseState

# No two kinds of state share a value, so that one table holds the words of all.
STATE_WORDS: dict[State, str] = {
    PartState.DRAFT: "未提交",
    PartState.FILED: "已提交",
    PartState.HANDED_BACK: "退回补充",
    DutyState.COLLECTING: "办理中",
    DutyState.SUBMITTED: "已报送",
    DutyState.RETURNED: "已退回",
    DutyState.ACCEPTED: "已受理",
    PlanState.OPEN: "填报办理",
    PlanState.ASSEMBLED: "已汇总",
    PlanState.LOCKED: "已锁定",
    PlanState.SENT: "已报送上级",
    PlanState.SENT_BACK: "上级退回",
    PlanState.REVIEWED: "上级已审核",
    PlanState.DECIDED: "已评定等次",
    FindingState.LISTED: "待定措施",
    FindingState.ACTIVE: "整改中",
    FindingState.PROVED: "证明待核",
    FindingState.DECLINED: "证明退回",
    FindingState.APPROVED: "证明已认可",
    FindingState.STRUCK: "已销号",
    FindingState.WITHDRAWN: "已撤销",
    CaseState.PLANNED: "待督导",
    CaseState.CANCELLED: "已取消",
    CaseState.VISITED: "已督导,待出报告",
    CaseState.REPORTED: "已出报告,待反馈",
    CaseState.RECTIFYING: "限期整改",
    CaseState.HANDED_IN: "整改待复查",
    CaseState.INSUFFICIENT: "整改不到位",
    CaseState.NOTIFIED: "督办中",
    CaseState.INTERVIEWED: "约谈后整改",
    CaseState.CRITICISED: "通报后整改",
    CaseState.ACCOUNTABLE: "问责后整改",
    CaseState.HANDED_OVER: "已移送",
    CaseState.CLOSED: "已办结",
}


class Recheck(StrEnum):
    """What the rule behind a finding says on the latest figures."""

    FAILS = "fails"
    PASSES = "passes"
    GONE = "gone"
    UNKNOWN = "unknown"


RECHECK_WORDS: dict[Recheck | None, str] = {
    Recheck.FAILS: "仍未达标",
    Recheck.PASSES: "已达标",
    Recheck.GONE: "不在册或不再适用",
    Recheck.UNKNOWN: "缺数据",
    None: "按证明认定",
}
