"""A grade is decided on below every ceiling, with its reason; what is unknown closes too."""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.casework.county import (
    COUNTY,
    EDITOR,
    PREFECTURE,
    REVIEWER,
    SOUND,
    YEAR,
    accept_all,
    log,
    report,
    report_sound,
    send_up,
    unchanged,
)
from tests.core.store.work import at_once

from dudao.casework import (
    Duties,
    Office,
    decide,
    decision_range,
    load_duties,
    register_event,
    report_of,
    review,
)
from dudao.errors import DudaoError


def now(office: Office) -> Duties:
    return load_duties(office, COUNTY, YEAR)


def test_what_came_out_since_the_sending_closes_grades_too(installed: Office, sent: Duties) -> None:
    review(installed, REVIEWER, sent)
    assert decision_range(installed, sent).hindrances == {"优秀": (), "合格": (), "不合格": ()}
    register_event(installed, EDITOR, COUNTY, YEAR, "gangcha.accidents", date(2018, 12, 1), "事故")
    same = unchanged(installed)
    for grade in ("优秀", "合格"):
        with pytest.raises(DudaoError, match=f"V4 发生不稳定事件.*不能评为{grade}"):
            decide(installed, REVIEWER, sent, grade, "理由")
    same()
    decide(installed, REVIEWER, sent, "不合格", "发生事故")


def test_figures_changed_after_sending_open_no_grade_again(
    installed: Office, opened: Duties
) -> None:
    report_sound(installed, **{"gangcha.target_letter_missed": True})
    sent = send_up(installed, accept_all(installed, opened))
    report(installed, SOUND)
    review(installed, REVIEWER, sent)
    against = decision_range(installed, sent).against("优秀")
    assert against == ("报送时:C1 年度教育目标责任书有一项不达标,不能评为优秀",)
    with pytest.raises(DudaoError, match="报送时:C1"):
        decide(installed, REVIEWER, sent, "优秀", "已整改")
    decide(installed, REVIEWER, sent, "合格", "已整改")


@pytest.mark.parametrize(
    ("figure", "value", "closed", "named"),
    [
        ("gangcha.target_letter_missed", True, ("优秀",), "C1"),
        ("gangcha.heating_plan", False, ("优秀",), "C2"),
        ("nine_year_retention", "94.4", ("优秀", "合格"), "V9"),
        ("gangcha.fraud", True, ("优秀", "合格"), "V1"),
    ],
)
def test_a_grade_above_the_ceiling_is_refused_with_what_closes_it(
    installed: Office,
    opened: Duties,
    figure: str,
    value: object,
    closed: tuple[str, ...],
    named: str,
) -> None:
    report_sound(installed, **{figure: value})
    sent = send_up(installed, accept_all(installed, opened))
    review(installed, REVIEWER, sent)
    same = unchanged(installed)
    for grade in closed:
        with pytest.raises(DudaoError, match=f"等次 {grade}:{named} .*不能评为{grade}"):
            decide(installed, REVIEWER, sent, grade, "理由")
    same()
    open_ = [grade for grade in sent.rules.grading.grades if grade not in closed]
    decide(installed, REVIEWER, sent, open_[0], "理由")
    assert now(installed).reviews[-1].grade == open_[0]


def test_an_undetermined_veto_blocks_every_better_grade(installed: Office, opened: Duties) -> None:
    report(installed, SOUND, "2017")
    report(installed, {code: value for code, value in SOUND.items() if code != "gangcha.fraud"})
    sent = send_up(installed, accept_all(installed, opened))
    review(installed, REVIEWER, sent)
    for grade in ("优秀", "合格"):
        with pytest.raises(DudaoError, match="V1 评价过程中弄虚作假尚不能判定,须先补齐数据"):
            decide(installed, REVIEWER, sent, grade, "理由")
    decide(installed, REVIEWER, sent, "不合格", "查实")


def test_an_undetermined_ceiling_blocks_its_grade_alone(installed: Office, opened: Duties) -> None:
    report(installed, SOUND, "2017")
    missing = "gangcha.monitoring_low"
    report(installed, {code: value for code, value in SOUND.items() if code != missing})
    sent = send_up(installed, accept_all(installed, opened))
    review(installed, REVIEWER, sent)
    with pytest.raises(DudaoError, match=r"C3 .*尚不能判定"):
        decide(installed, REVIEWER, sent, "优秀", "理由")
    decide(installed, REVIEWER, sent, "合格", "理由")


def test_without_any_figure_no_better_grade_is_open(installed: Office, opened: Duties) -> None:
    sent = send_up(installed, accept_all(installed, opened))
    found = decision_range(installed, sent)
    assert all(found.against(grade) for grade in ("优秀", "合格"))
    assert found.against("不合格") == ()
    assert sent.plan.run is None


@pytest.mark.parametrize("grade", ["良好", "", "优秀 "])
def test_a_grade_that_is_none_is_refused(installed: Office, sent: Duties, grade: str) -> None:
    review(installed, REVIEWER, sent)
    same = unchanged(installed)
    with pytest.raises(DudaoError, match="不是本办法的等次,可选:优秀、合格、不合格"):
        decide(installed, REVIEWER, sent, grade, "理由")
    same()


def test_a_decision_without_its_reason_is_refused(installed: Office, sent: Duties) -> None:
    review(installed, REVIEWER, sent)
    same = unchanged(installed)
    with pytest.raises(DudaoError, match="没有写明理由"):
        decide(installed, REVIEWER, sent, "优秀", " ")
    same()


def test_deciding_again_corrects_the_former_and_keeps_it(installed: Office, sent: Duties) -> None:
    review(installed, REVIEWER, sent)
    decide(installed, REVIEWER, sent, "优秀", "依据充分")
    decide(installed, REVIEWER, sent, "合格", "复核更正")
    ended = now(installed)
    assert [each.grade for each in ended.reviews] == ["", "优秀", "合格"]
    assert report_of(installed, ended).grade.decided == "合格"
    assert {each.content_hash for each in ended.reviews} == {sent.plan.content_hash}


def test_of_two_decisions_at_once_both_are_kept_in_their_order(
    installed: Office, sent: Duties
) -> None:
    review(installed, REVIEWER, sent)
    answers = at_once(
        *[
            lambda grade=grade: decide(installed, REVIEWER, sent, grade, "理由")
            for grade in ("优秀", "合格")
        ]
    )
    assert answers == [None, None]
    grades = [each.grade for each in now(installed).reviews if each.grade]
    assert set(grades) == {"优秀", "合格"}
    assert [entry.detail["grade"] for entry in log(installed, PREFECTURE)][1:] == grades
