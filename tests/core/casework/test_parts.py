"""What a department files: kept whole or not at all, and its figures become the county's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from tests.core.casework.county import (
    COUNTY,
    EDITOR,
    NEIGHBOUR,
    YEAR,
    accept,
    log,
    of,
    part,
    report,
    state,
    stored,
    unchanged,
    write,
)
from tests.core.store.work import at_once, raw

from dudao.casework import (
    Draft,
    Duties,
    Office,
    assess,
    duty_figures,
    hand_back_part,
    load_duties,
    save_part,
    submit_duty,
    take_back_part,
)
from dudao.casework.office import reading
from dudao.casework.parts import LONGEST_NARRATIVE
from dudao.errors import ConflictError, DudaoError, NotAllowed
from dudao.facts import Key
from dudao.store import Change, history
from dudao.workflow import PartState

FINANCE = of("finance")


def changes(office: Office, metric: str) -> list[Change]:
    with reading(office, COUNTY) as session:
        return history(session, COUNTY, YEAR, Key(COUNTY, None, metric))


def test_a_draft_is_kept_as_it_was_written_and_no_figure_counts_yet(
    installed: Office, opened: Duties
) -> None:
    draft = Draft(0, " 第一行\r\n第二行\r第三行 \n", {"gdp": "12.50", "education_spending": " "})
    assert save_part(installed, FINANCE, opened, "二.1", "finance", draft) == 1
    found = part(installed, "二.1", "finance")
    assert found.narrative == "第一行\n第二行\n第三行"
    assert dict(found.figures) == {"gdp": "12.5"}
    assert (found.state, found.version, found.by) == (PartState.DRAFT, 1, "县财政局 填报员")
    assert found.at is not None
    assert stored(installed) == {}


def test_a_filed_figure_becomes_the_countys_with_its_source(
    installed: Office, opened: Duties
) -> None:
    write(installed, opened, "二.1", "finance", "已拨付", {"gdp": "150000"}, file=True)
    [change] = changes(installed, "gdp")
    assert (change.old, change.new) == (None, stored(installed)["gdp"])
    source = change.source
    assert source.file == "履职填报 刚察县人民政府履行教育职责评价"
    assert (source.place, source.who) == ("任务 二.1 县财政局", "县财政局 填报员")
    figures = {each.metric.code: each for each in duty_figures(installed, _now(installed), "二.1")}
    assert figures["gdp"].stored == change.new
    assert figures["gdp"].source == source
    assert figures["education_spending"].stored is None
    assert figures["education_spending"].source is None
    assert assess(installed, COUNTY, YEAR).run is not None


def _now(office: Office) -> Duties:
    return load_duties(office, COUNTY, YEAR)


def test_what_is_left_empty_is_no_zero(installed: Office, opened: Duties) -> None:
    figures = {"gdp": "0", "education_spending": "", "fiscal_education_spending": " \u3000"}
    write(installed, opened, "二.1", "finance", "说明", figures, file=True)
    assert stored(installed) == {"gdp": 0}


def test_what_is_left_empty_later_leaves_the_former_figure(
    installed: Office, opened: Duties
) -> None:
    write(installed, opened, "二.1", "finance", "说明", {"gdp": "5"}, file=True)
    take_back_part(installed, FINANCE, opened, "二.1", "finance")
    write(installed, opened, "二.1", "finance", "说明", {"gdp": ""}, file=True)
    assert len(changes(installed, "gdp")) == 1
    assert stored(installed)["gdp"] == changes(installed, "gdp")[0].new


def test_of_two_departments_the_later_figure_stands_and_both_stay_in_the_history(
    installed: Office, opened: Duties
) -> None:
    report(installed, {"gdp": 100})
    write(installed, opened, "二.1", "finance", "说明", {"gdp": "200"}, file=True)
    write(installed, opened, "二.1", "education", "说明", {"gdp": "300"}, file=True)
    found = changes(installed, "gdp")
    assert [change.source.place for change in found][1:] == [
        "任务 二.1 县财政局",
        "任务 二.1 县教育局",
    ]
    assert found[0].source.file == "全县.json"
    assert [change.new for change in found][:-1] == [change.old for change in found][1:]
    assert stored(installed)["gdp"] == found[-1].new


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"gdp": "很多"}, "地区生产总值"),
        ({"gdp": "-1"}, "地区生产总值"),
        ({"gangcha.preschool_funds_standard": "也许"}, "学前教育"),
        ({"gangcha.accidents": "1"}, "不是这项任务的数据"),
        ({"nonsense": "1"}, "不是这项任务的数据"),
    ],
)
def test_a_figure_that_cannot_be_read_is_named_and_nothing_is_kept(
    installed: Office, opened: Duties, figures: dict[str, str], told: str
) -> None:
    same = unchanged(installed)
    for file in (False, True):
        with pytest.raises(DudaoError, match=told):
            write(installed, opened, "二.1", "finance", "说明", {**figures}, file=file)
    same()


def test_every_bad_figure_is_named_at_once(installed: Office, opened: Duties) -> None:
    figures = {
        "gdp": "x",
        "education_spending": "y",
        "nonsense": "z",
        "fiscal_education_spending": "1",
    }
    with pytest.raises(DudaoError) as refused:
        write(installed, opened, "二.1", "finance", "说明", figures)
    assert len(refused.value.problems) == 3


def test_filing_without_words_or_with_too_many_is_refused(
    installed: Office, opened: Duties
) -> None:
    same = unchanged(installed)
    with pytest.raises(DudaoError, match="没有情况说明"):
        write(installed, opened, "二.1", "finance", " \n", {"gdp": "1"}, file=True)
    with pytest.raises(DudaoError, match="不超过 20000 字"):
        write(installed, opened, "二.1", "finance", "长" * (LONGEST_NARRATIVE + 1))
    same()
    write(installed, opened, "二.1", "finance", "长" * LONGEST_NARRATIVE)


def test_who_saves_over_another_is_told_and_shown_what_stands_there(
    installed: Office, opened: Duties
) -> None:
    first = Draft(0, "甲写的", {"gdp": "1"})
    save_part(installed, FINANCE, opened, "二.1", "finance", first)
    same = unchanged(installed)
    with pytest.raises(ConflictError, match=r"县财政局 填报员已于 .* 另存") as refused:
        save_part(installed, FINANCE, opened, "二.1", "finance", Draft(0, "乙写的", {"gdp": "2"}))
    same()
    assert refused.value.theirs == part(installed, "二.1", "finance")
    assert part(installed, "二.1", "finance").narrative == "甲写的"
    merged = Draft(1, "甲乙合写", {"gdp": "2"})
    assert save_part(installed, FINANCE, opened, "二.1", "finance", merged) == 2


@pytest.mark.parametrize("version", [-1, 1, 7])
def test_a_version_that_never_was_is_refused(
    installed: Office, opened: Duties, version: int
) -> None:
    write(installed, opened, "二.1", "education")
    with pytest.raises(DudaoError):
        save_part(installed, FINANCE, opened, "二.1", "finance", Draft(version, "文", {}))
    assert part(installed, "二.1", "finance").version == 0


@pytest.mark.parametrize("file", [False, True])
def test_of_two_who_save_at_once_one_is_kept_whole_and_the_other_told(
    installed: Office, opened: Duties, file: bool
) -> None:
    drafts = {name: Draft(0, name, {"gdp": str(n)}) for n, name in enumerate("甲乙丙", 1)}

    def save(draft: Draft) -> int:
        return save_part(installed, FINANCE, opened, "二.1", "finance", draft, file=file)

    answers = at_once(*[lambda draft=draft: save(draft) for draft in drafts.values()])
    kept = part(installed, "二.1", "finance")
    others = [each for each in answers if each != 1]
    assert len(others) == 2
    # Who comes after a filing meets a part that is filed; after a save, another version.
    told = DudaoError if file else ConflictError
    assert all(type(each) is told for each in others), others
    assert kept.version == 1
    assert dict(kept.figures) == dict(drafts[kept.narrative].figures)
    assert all(each.theirs == kept for each in others if isinstance(each, ConflictError))
    assert len(log(installed)) == 2
    assert len(changes(installed, "gdp")) == file


def test_filing_and_reporting_at_once_leaves_nothing_half_done(
    installed: Office, opened: Duties
) -> None:
    write(installed, opened, "二.1", "finance")
    draft = Draft(0, "配合材料", {"gdp": "7"})
    filing, reporting = at_once(
        lambda: save_part(installed, EDITOR, opened, "二.1", "education", draft, file=True),
        lambda: submit_duty(installed, FINANCE, opened, "二.1", "教育局未交"),
    )
    assert reporting is None
    filed = part(installed, "二.1", "education").state == PartState.FILED
    assert filed is (filing == 1)
    assert ("gdp" in stored(installed)) is filed
    assert filed or isinstance(filing, DudaoError)


@contextmanager
def failing_log(url: str, action: str) -> Iterator[None]:
    """Let the database itself refuse to log an action: what is written last fails."""
    if url.startswith("sqlite"):
        make = (
            f"CREATE TRIGGER broken BEFORE INSERT ON log WHEN NEW.action = '{action}'"
            " BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
        drop = "DROP TRIGGER broken"
    else:
        make = f"ALTER TABLE log ADD CONSTRAINT broken CHECK (action <> '{action}') NOT VALID"
        drop = "ALTER TABLE log DROP CONSTRAINT broken"
    with raw(url) as connection:
        connection.execute(text(make))
    try:
        yield
    finally:
        with raw(url) as connection:
            connection.execute(text(drop))


def test_a_failure_at_the_very_end_leaves_part_figures_and_log_as_they_were(
    installed: Office, opened: Duties, database_url: str
) -> None:
    write(installed, opened, "二.1", "finance", "草稿", {"gdp": "1"})
    before = state(installed)
    draft = Draft(1, "新的说明", {"gdp": "2", "education_spending": "3"})
    with failing_log(database_url, "file"), pytest.raises(IntegrityError):
        save_part(installed, FINANCE, opened, "二.1", "finance", draft, file=True)
    with failing_log(database_url, "submit"), pytest.raises(IntegrityError):
        submit_duty(installed, FINANCE, opened, "二.1", "教育局未交")
    assert state(installed) == before
    assert changes(installed, "gdp") == []
    save_part(installed, FINANCE, opened, "二.1", "finance", draft, file=True)
    assert set(stored(installed)) == {"gdp", "education_spending"}


def test_a_filed_part_is_taken_back_before_it_is_changed(installed: Office, opened: Duties) -> None:
    write(installed, opened, "二.1", "education", file=True)
    same = unchanged(installed)
    with pytest.raises(DudaoError, match="现为“已提交”,不能保存"):
        write(installed, opened, "二.1", "education", "改")
    same()
    take_back_part(installed, EDITOR, opened, "二.1", "education")
    with pytest.raises(DudaoError, match="不能收回"):
        take_back_part(installed, EDITOR, opened, "二.1", "education")
    write(installed, opened, "二.1", "education", "改")
    found = part(installed, "二.1", "education")
    assert (found.narrative, found.state, found.version) == ("改", PartState.DRAFT, 3)


def test_a_leader_hands_a_part_back_with_the_reason_and_its_text_stays(
    installed: Office, opened: Duties
) -> None:
    write(installed, opened, "二.1", "education", "原文", {"gdp": "4"}, file=True)
    filed = part(installed, "二.1", "education")
    with pytest.raises(DudaoError, match="没有写明理由"):
        hand_back_part(installed, FINANCE, opened, "二.1", "教育局", "")
    hand_back_part(installed, FINANCE, opened, "二.1", "教育局", " 缺凭证 ")
    found = part(installed, "二.1", "education")
    assert (found.state, found.comment, found.narrative) == (
        PartState.HANDED_BACK,
        "缺凭证",
        "原文",
    )
    assert (found.by, found.at) == (filed.by, filed.at), "who wrote it and when stays"
    with pytest.raises(ConflictError):
        save_part(installed, EDITOR, opened, "二.1", "education", Draft(1, "旧页面", {}))
    write(installed, opened, "二.1", "education", "补正", {"gdp": "5"}, file=True)
    assert part(installed, "二.1", "education").state == PartState.FILED


def test_after_acceptance_and_after_the_lock_nothing_is_filed(
    installed: Office, opened: Duties, sent: Duties
) -> None:
    same = unchanged(installed)
    version = sent.works["二.1"].parts[0].version
    with pytest.raises(DudaoError, match="自评已报送上级,各项任务不能再改动"):
        save_part(
            installed, FINANCE, opened, "二.1", "finance", Draft(version, "改", {}), file=True
        )
    same()


def test_an_accepted_duty_is_closed_to_its_departments(installed: Office, opened: Duties) -> None:
    accept(installed, opened, "二.1")
    with pytest.raises(DudaoError, match="任务已受理,不能再改动") as refused:
        take_back_part(installed, FINANCE, opened, "二.1", "finance")
    assert not isinstance(refused.value, NotAllowed)


def test_the_log_says_what_was_filed_when(installed: Office, opened: Duties) -> None:
    before = datetime.now(UTC)
    write(installed, opened, "二.1", "finance", "草稿")
    write(installed, opened, "二.1", "finance", "已拨付", {"gdp": "1.50"}, file=True)
    _, saved, filed = log(installed)
    assert (saved.action, dict(saved.detail)) == ("save", {})
    assert dict(filed.detail) == {"narrative": "已拨付", "figures": {"gdp": "1.5"}}
    assert (filed.action, filed.duty, filed.department) == ("file", "二.1", "finance")
    assert filed.at is not None
    assert before <= filed.at <= datetime.now(UTC)
    assert log(installed, NEIGHBOUR) == []
