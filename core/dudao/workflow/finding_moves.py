"""The moves of a finding of the ledger.

It is struck off only when the rule it broke passes on newer figures and the proof of its owner is
accepted.
"""

from __future__ import annotations

from .moves import Move, Party
from .states import FindingState, Recheck

_UNDER_WAY = (FindingState.LISTED, FindingState.ACTIVE, FindingState.DECLINED)
FINDING_MOVES = (
    Move("measure", "落实措施", _UNDER_WAY, FindingState.ACTIVE, (Party.OWNER, Party.KEEPER)),
    Move(
        "prove",
        "报送整改证明",
        (FindingState.ACTIVE, FindingState.DECLINED),
        FindingState.PROVED,
        (Party.OWNER,),
        comment=True,
    ),
    Move("approve", "认可证明", (FindingState.PROVED,), FindingState.APPROVED, (Party.KEEPER,)),
    Move(
        "decline",
        "退回证明",
        (FindingState.PROVED, FindingState.APPROVED),
        FindingState.DECLINED,
        (Party.KEEPER,),
        comment=True,
    ),
    Move(
        "strike",
        "销号",
        (FindingState.APPROVED,),
        FindingState.STRUCK,
        (Party.KEEPER,),
        rule_in=(None, Recheck.PASSES, Recheck.GONE),
    ),
    Move(
        "revive",
        "重新立项",
        (FindingState.STRUCK,),
        FindingState.ACTIVE,
        (Party.KEEPER,),
        comment=True,
    ),
    Move(
        "withdraw",
        "撤销",
        _UNDER_WAY,
        FindingState.WITHDRAWN,
        (Party.KEEPER,),
        comment=True,
        rule_in=(None,),
    ),
)
