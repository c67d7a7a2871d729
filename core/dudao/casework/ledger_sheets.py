"""The ledger as people take it away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from ..exchange import Heading, Listing, Tone, Toned, listing_workbook
from ..ledger import GAP_WORDS, Finding
from ..store import finding_entries
from ..workflow import RECHECK_WORDS, STATE_WORDS, Recheck
from .ledger import Ledger
from .office import Office, reading

_HEADINGS = (
    Heading("编号", 7),
    Heading("类别", 10),
    Heading("问题", 24),
    Heading("所在", 32),
    Heading("发现值", 12),
    Heading("要求", 12),
    Heading("依据", 24),
    Heading("执行日期", 12),
    Heading("新产生", 8),
    Heading("再次出现次数", 9),
    Heading("责任单位", 22),
    Heading("整改措施", 36),
    Heading("整改期限", 12),
    Heading("超期天数", 9),
    Heading("状态", 12),
    Heading("复核结果", 14),
    Heading("复核值", 12),
    Heading("复核所用数据", 12),
    Heading("立项日期", 12),
    Heading("销号日期", 12),
    Heading("记录条数", 9),
)
_TONES: dict[Recheck | None, Tone] = {Recheck.PASSES: "good", Recheck.FAILS: "bad"}


def ledger_workbook(
    office: Office, ledger: Ledger, shown: Sequence[Finding], notes: Iterable[str] = ()
) -> bytes:
    """Return findings of a ledger as a workbook; `notes` say what of it they are."""
    tenant = ledger.tenant
    with reading(office, tenant.code) as session:
        entries = finding_entries(session, tenant.code, ledger.rules.code)
    listing = Listing(
        "台账",
        f"{tenant.name}问题整改台账",
        (f"{ledger.rules.title}({ledger.rules.basis})", f"截至 {tenant.today}", *notes),
        _HEADINGS,
        _rows(ledger, shown, entries, tenant.today),
        frozen=4,
        synthetic=tenant.synthetic,
    )
    return listing_workbook(listing)


def _rows(
    ledger: Ledger, shown: Sequence[Finding], entries: Mapping[int, int], today: date
) -> Iterator[tuple[object, ...]]:
    for each in shown:
        gap, checked = each.gap, each.checked
        late = (today - each.deadline).days if each.deadline and each.is_overdue(today) else None
        yield (
            each.number,
            GAP_WORDS[each.key.kind],
            gap.title,
            gap.name,
            gap.value,
            gap.limit,
            gap.clause,
            each.key.step,
            "是" if gap.is_new else "",
            each.returns or None,
            ledger.named(each.owner),
            each.measure,
            each.deadline,
            None if late is None else Toned(late, "bad"),
            STATE_WORDS[each.state],
            _toned(each.rule),
            checked.value if checked else "",
            f"{checked.period} 年" if checked else "",
            each.opened,
            each.struck,
            entries.get(each.number, 0),
        )


def _toned(rule: Recheck | None) -> object:
    words = RECHECK_WORDS[rule]
    return Toned(words, _TONES[rule]) if rule in _TONES else words
