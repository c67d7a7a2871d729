"""Journeys through a year of duties on the command line: opened, owed, reminded of, decided on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from docx import Document
from tests.core.test_mail import FROM, Received, free_port, message
from tests.journeys.conftest import COUNTY, OPEN, PREFECTURE, YEAR, Dudao

from dudao.api import (
    Actor,
    Draft,
    Office,
    Plugins,
    Role,
    accept_duty,
    assemble,
    load_duties,
    lock,
    review,
    save_part,
    send,
    submit_duty,
)
from dudao.casework import open_office, set_address, take_in
from dudao.evidence import local_evidence

EDITOR = Actor("张经办", Role.EDITOR, COUNTY, "education")
# Everything that any condition of the county's book asks for, in order but for what is said below.
SOUND = (
    '{"tenant": "632224", "period": "2018", "subjects": ['
    '{"code": "S1", "kind": "school", "name": "示例小学", "attributes": {"type": "primary"},'
    ' "facts": {"full_curriculum": true}},'
    '{"code": "632224", "kind": "county", "facts": {'
    '"gangcha.target_letter_missed": false, "gangcha.large_class_plan": true,'
    '"gangcha.weak_school_plan": true, "gangcha.heating_plan": false,'
    '"gangcha.balance_plan": true, "gangcha.other_plans": true, "gangcha.monitoring_low": false,'
    '"gangcha.fraud": false, "gangcha.deviation": false, "gangcha.core_targets_missed": false,'
    '"gangcha.unrest_events": 0, "gangcha.misconduct_cases": 0,'
    '"gangcha.dangerous_building": false, "education_spending_trend": "rose",'
    '"education_spending_per_pupil_kindergarten_trend": "rose",'
    '"education_spending_per_pupil_primary_trend": "rose",'
    '"education_spending_per_pupil_junior_trend": "rose",'
    '"education_spending_per_pupil_senior_trend": "flat",'
    '"fiscal_education_spending": 60000000, "gdp": 1500000000,'
    '"gangcha.education_plan": true, "nine_year_retention": "94.5"}}]}'
)


@pytest.fixture
def opened(county: Dudao) -> Dudao:
    """The same county with its year opened."""
    ran = county(*OPEN, "--due", "一.1=2018-11-01")
    assert (ran.code, ran.err) == (0, "")
    assert "19 项任务,23 个部门" in ran.out
    return county


@pytest.fixture
def office(county: Dudao, tmp_path: Path) -> Iterator[Office]:
    """The installation of the commands, for what is done on pages."""
    url = f"sqlite:///{tmp_path / 'data' / 'dudao.db'}"
    with open_office(url, Plugins(), local_evidence(tmp_path / "data")) as office:
        yield office


def text_of(path: Path) -> str:
    """Return the words of a DOCX file, those of its tables too."""
    document = Document(BytesIO(path.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


# --- 任务 -----------------------------------------------------------------------------------


def test_a_code_where_a_command_could_stand_lists_the_duties(demo: Dudao) -> None:
    short = demo("duties", COUNTY)
    assert (short.code, short.err) == (0, "")
    assert short.out == demo("duties", "show", COUNTY).out
    assert "刚察县(示例数据) 2018 年" in short.out
    assert "办理中 8 项,已报送 4 项,已退回 1 项,已受理 6 项" in short.out
    assert demo("duties", "--period", YEAR, COUNTY).out == short.out


def test_a_name_of_any_spelling_narrows_the_list_to_a_department(demo: Dudao) -> None:
    ran = demo("duties", COUNTY, "--department", "卫 计局", "--format", "json").document
    assert [each["code"] for each in ran["duties"]] == ["一.3", "四.3", "五.4"]
    assert {each["department"] for each in ran["owed"]} == {"县卫生和计划生育局"}


def test_duties_are_told_in_the_shape_that_other_programs_read(demo: Dudao) -> None:
    ran = demo("duties", COUNTY, "--as-of", "2018-10-16", "--format", "json").document
    assert list(ran) == [
        *("tenant", "period", "book", "edition", "state", "opened", "duties", "owed"),
    ]
    assert (ran["book"], ran["edition"], ran["state"]) == ("gangcha.duties", "2018", "open")
    (spending,) = (each for each in ran["duties"] if each["code"] == "二.2")
    assert list(spending) == [
        *("code", "title", "section", "due", "state", "comment", "clause", "parts"),
    ]
    lead, _, housing = spending["parts"]
    assert (lead["department"], lead["leads"], lead["state"]) == ("县财政局", True, "draft")
    assert (housing["department"], housing["state"]) == ("县住房和城乡建设局", "handed_back")
    (owing,) = (each for each in ran["owed"] if each["department"] == "县住房和城乡建设局"
                and each["duty"] == "二.2")  # fmt: skip
    assert owing == {
        "department": "县住房和城乡建设局",
        "task": "file",
        "duty": "二.2",
        "due": "2018-10-15",
        "days_left": -1,
    }


def test_who_owes_what_is_told_with_the_days_left(demo: Dudao) -> None:
    late = demo("duties", COUNTY, "--owed", "--as-of", "2018-10-17").out
    assert "超期 2 天" in late
    assert "还有 14 天" in late
    assert "今天到期" in demo("duties", COUNTY, "--owed", "--as-of", "2018-10-15").out
    nothing = demo("duties", COUNTY, "--owed", "--department", "县税务局")
    assert "没有待办事项" in nothing.out


def test_a_year_is_opened_from_the_book_with_a_day_of_its_own_for_one_duty(opened: Dudao) -> None:
    found = opened("duties", COUNTY, "--format", "json").document
    days = {each["code"]: each["due"] for each in found["duties"]}
    assert days.pop("一.1") == "2018-11-01"
    assert set(days.values()) == {"2018-10-15"}
    assert {each["state"] for each in found["duties"]} == {"collecting"}


def test_a_letter_holds_the_duties_of_one_department(opened: Dudao, tmp_path: Path) -> None:
    path = tmp_path / "责任清单.docx"
    assert opened("duties", "letter", COUNTY, "县税务", "-o", path).code == 0
    letter = text_of(path)
    assert "县税务局" in letter
    assert "二.3 税费征收和拨付" in letter
    assert "一.1" not in letter


def test_the_report_is_written_as_a_draft_while_the_year_is_open(
    demo: Dudao, tmp_path: Path
) -> None:
    path = tmp_path / "自评.docx"
    assert demo("duties", "report", COUNTY, "-o", path).code == 0
    report = text_of(path)
    assert "【示例】" in report
    assert "草稿" in report


def test_the_history_of_a_duty_is_told_the_latest_first(demo: Dudao) -> None:
    told = demo("duties", "history", COUNTY, "--duty", "四.2")
    assert "与学校台账不一致" in told.out
    entries = demo("duties", "history", COUNTY, "--duty", "四.2", "--format", "json").document
    assert [each["action"] for each in entries] == ["return", "submit", "save", "file", "file"]
    assert {each["duty"] for each in entries} == {"四.2"}
    assert list(entries[0]) == [
        *("number", "at", "who", "action", "period", "book", "duty", "department", "detail"),
        "finding",
    ]


# --- 提醒 -----------------------------------------------------------------------------------


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Received]:
    """A mail server that the environment names."""
    received = Received()
    controller = Controller(received, hostname="127.0.0.1", port=free_port())
    controller.start()
    url = f"smtp://127.0.0.1:{controller.port}?from={FROM}&starttls=no"
    monkeypatch.setenv("DUDAO_SMTP", url)
    yield received
    controller.stop()


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """No mail server."""
    monkeypatch.delenv("DUDAO_SMTP", raising=False)


@pytest.mark.usefixtures("silent")
def test_reminders_are_listed_without_a_mail_server_but_cannot_be_sent(opened: Dudao) -> None:
    listed = opened("duties", "remind", COUNTY, "--dry-run")
    assert (listed.code, listed.err) == (0, "")
    assert "县税务局(没有登记邮箱)" in listed.out
    assert "提交配合材料,2018-10-15 前,超期" in listed.out
    asked = opened("duties", "remind", COUNTY)
    assert asked.code == 2
    assert asked.out == listed.out
    assert "DUDAO_SMTP:没有设定" in asked.err


def test_a_wrong_address_of_a_mail_server_is_refused_before_anything_is_sent(
    opened: Dudao, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUDAO_SMTP", "smtp://user:secret@")
    ran = opened("duties", "remind", COUNTY)
    assert (ran.code, ran.out) == (2, "")
    assert "不是邮件服务器地址" in ran.err
    assert "secret" not in ran.err


def test_reminders_go_out_once_and_those_that_cannot_are_told(
    opened: Dudao, office: Office, server: Received
) -> None:
    set_address(office, EDITOR, load_duties(office, COUNTY, YEAR), "县税务局", "tax@example.cn")
    ran = opened("duties", "remind", COUNTY)
    assert ran.code == 1
    assert "已发送:县税务局 tax@example.cn" in ran.out
    assert "没有发出:县财政局没有登记邮箱" in ran.err
    assert "二.3" in message(server).get_content()
    again = opened("duties", "remind", COUNTY)
    assert "tax@example.cn" not in again.out
    assert len(server.envelopes) == 1


# --- 等次 -----------------------------------------------------------------------------------


def test_a_grade_is_told_with_every_condition_and_its_state(demo: Dudao) -> None:
    found = demo("grade", COUNTY, "--format", "json").document
    assert list(found) == [
        *("tenant", "period", "book", "edition", "scheme", "possible", "closed"),
        *("conditions", "decision"),
    ]
    assert (found["scheme"], found["possible"]) == ("ceilings", ["合格", "不合格"])
    assert found["closed"] == [{"grade": "优秀", "by": "C2"}]
    assert found["decision"] is None
    assert len(found["conditions"]) == 12
    assert list(found["conditions"][0]) == ["code", "title", "effect", "grade", "state", "clause"]
    states = {each["code"]: each["state"] for each in found["conditions"]}
    assert (states["C2"], states["V6"], states["V9"]) == ("triggered", "clear", "undetermined")
    told = demo("grade", COUNTY).out
    for words in ("合格、不合格", "因 C2", "没有出现", "尚不能判定", "未登记", "3 次", "尚未评定"):
        assert words in told


def test_a_book_without_duties_has_a_grade_too_on_any_day(demo: Dudao) -> None:
    found = demo("grade", "640221", "--as-of", "2020-06-30", "--format", "json").document
    assert found["book"] == "pingluo.balanced"
    assert {"indicator" in each for each in found["conditions"]} == {False}
    assert found["decision"] is None
    scoreless = demo("grade", "230717")
    assert scoreless.code == 0


def test_a_year_that_was_opened_without_any_figure_leaves_every_condition_open(
    opened: Dudao,
) -> None:
    found = opened("grade", COUNTY, "--format", "json").document
    assert {each["state"] for each in found["conditions"]} == {"undetermined"}
    assert found["possible"] == ["优秀", "合格", "不合格"]


def finish(office: Office) -> None:
    """Bring the year to the point where the body above has found the self-evaluation in order."""
    duties = load_duties(office, COUNTY, YEAR)
    for code, work in duties.works.items():
        for part in work.parts:
            filler = Actor("填报员", Role.FILLER, COUNTY, part.department)
            draft = Draft(part.version, "示例工作情况", {})
            is_support = part.position > 0
            save_part(office, filler, duties, code, part.department, draft, file=is_support)
        leader = Actor("填报员", Role.FILLER, COUNTY, work.parts[0].department)
        submit_duty(office, leader, duties, code)
        accept_duty(office, EDITOR, duties, code)
    for move in (assemble, lock, send):
        move(office, EDITOR, load_duties(office, COUNTY, YEAR))
    review(office, Actor("王审核", Role.REVIEWER, PREFECTURE), load_duties(office, COUNTY, YEAR))


def test_the_body_above_decides_below_the_ceiling_with_a_reason(
    opened: Dudao, office: Office
) -> None:
    def decide(grade: str, *more: str) -> Any:
        return opened("grade", COUNTY, "--decide", grade, "--by", "王审核", *more)

    reason = ("--reason", "示例理由")
    take_in(office, COUNTY, "县.json", SOUND.encode(), "张")
    assert opened("event", "none", COUNTY, "gangcha.accidents", "--by", "张").code == 0
    early = decide("合格", *reason)
    assert early.code == 2
    assert "不能评定等次" in early.err
    finish(office)

    closed = decide("优秀", *reason)
    assert (closed.code, closed.out) == (2, "")
    assert "C2 国家和省专项规划未按期完成,不能评为优秀" in closed.err
    assert "可选:优秀、合格、不合格" in decide("良好", *reason).err
    assert "没有写明理由" in decide("合格").err
    unnamed = opened("grade", COUNTY, "--decide", "合格", *reason)
    assert (unnamed.code, "请先填写办理人" in unnamed.err) == (2, True)
    assert opened("grade", COUNTY, "--format", "json").document["decision"] is None

    decided = decide("合格", *reason, "--format", "json")
    assert decided.code == 0
    decision = decided.document["decision"]
    assert decision.pop("at")
    assert decision == {"grade": "合格", "reason": "示例理由", "by": "王审核"}
    assert "已评定:合格,王审核" in opened("grade", COUNTY).out
    (last, *_) = opened("audit", "list", PREFECTURE, "--format", "json").document
    assert (last["action"], last["who"]) == ("decide", "王审核")


def test_figures_of_the_year_before_the_first_edition_are_stored_to_be_compared_with(
    county: Dudao, tmp_path: Path
) -> None:
    for year, spending in (("2017", 100), ("2018", 99)):
        path = tmp_path / f"{year}.json"
        path.write_text(
            f'{{"tenant": "{COUNTY}", "period": "{year}", "subjects": [{{"code": "{COUNTY}",'
            f' "kind": "county", "facts": {{"education_spending": {spending}}}}}]}}',
            encoding="utf-8",
        )
        assert county("import", path).code == 0
    found = county("grade", COUNTY, "--format", "json").document
    assert found["closed"] == [{"grade": "优秀", "by": "V6"}, {"grade": "合格", "by": "V6"}]
    assert county("evaluate", COUNTY, "--period", "2017").code == 2


def test_a_grade_that_missing_figures_could_still_close_is_not_decided_on(
    opened: Dudao, office: Office
) -> None:
    take_in(office, COUNTY, "县.json", SOUND.encode(), "张")
    finish(office)
    ran = opened("grade", COUNTY, "--decide", "合格", "--reason", "示例", "--by", "王审核")
    assert ran.code == 2
    assert "V4 发生不稳定事件、安全责任事故或重大违纪违规尚不能判定,须先补齐数据" in ran.err


# --- 事件 -----------------------------------------------------------------------------------


def test_events_are_entered_counted_and_cancelled(opened: Dudao) -> None:
    entry = ("--on", "2018-03-01", "--note", "示例:常务会议", "--by", "张经办")
    first = opened("event", "add", COUNTY, "standing_meetings_education", *entry)
    assert (first.code, first.out) == (0, "研究教育工作的政府常务会议次数:登记 1 次\n")
    opened("event", "add", COUNTY, "standing_meetings_education", *entry)
    undo = ("--note", "重复登记", "--by", "张经办")
    assert "登记 1 次" in opened("event", "cancel", COUNTY, "2", *undo).out
    listed = opened("event", "list", COUNTY, "--format", "json").document
    assert [(each["number"], each["cancelled"]) for each in listed] == [(1, False), (2, True)]
    assert list(listed[0]) == ["number", "metric", "on", "note", "by", "at", "cancelled"]
    assert "已撤销" in opened("event", "list", COUNTY).out
    none = opened("event", "none", COUNTY, "standing_meetings_education", "--by", "张经办")
    assert none.code == 2
    assert "已登记 1 次" in none.err


def test_a_count_that_another_source_reports_otherwise_is_left_and_told(
    opened: Dudao, office: Office
) -> None:
    facts = SOUND.replace('"gangcha.unrest_events": 0', '"standing_meetings_education": 5')
    take_in(office, COUNTY, "县.json", facts.encode(), "张")
    entry = ("--on", "2018-03-01", "--note", "示例:常务会议", "--by", "张经办")
    ran = opened("event", "add", COUNTY, "standing_meetings_education", *entry)
    assert ran.code == 0
    assert "另有来源填报 5 次" in ran.err


# --- 日志 -----------------------------------------------------------------------------------


def test_the_log_is_listed_by_year_with_names_of_departments(demo: Dudao) -> None:
    told = demo("audit", "list", COUNTY).out
    assert "部署任务" in told
    assert "县残疾人联合会" in told
    assert demo("audit", "list", COUNTY, "--period", "2017", "--format", "json").document == []


def test_an_unaltered_log_verifies_and_shows_its_seal(opened: Dudao) -> None:
    ran = opened("audit", "verify")
    assert (ran.code, ran.err) == (0, "")
    assert f"{COUNTY}:1 条,完好;末条封印 " in ran.out
    assert f"{PREFECTURE}:0 条" in ran.out


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE log SET who = '别人' WHERE number = 2", "第 2 条:与写入时不同"),
        ("UPDATE log SET detail = '{}' WHERE number = 2", "第 2 条:与写入时不同"),
        ("DELETE FROM log WHERE number = 2", "第 2 条:缺失"),
        ("DELETE FROM log WHERE number = 1", "第 1 条:缺失"),
    ],
)
def test_a_log_that_somebody_altered_names_the_first_such_entry(
    statement: str, told: str, opened: Dudao, tmp_path: Path
) -> None:
    entry = ("--on", "2018-03-01", "--note", "示例", "--by", "张经办")
    for _ in range(2):
        opened("event", "add", COUNTY, "standing_meetings_education", *entry)
    with sqlite3.connect(tmp_path / "data" / "dudao.db") as connection:
        connection.execute(statement)
    connection.close()
    ran = opened("audit", "verify", COUNTY)
    assert (ran.code, ran.out) == (1, "")
    assert told in ran.err


def test_the_steps_of_a_year_are_shown_with_its_book(dudao: Dudao) -> None:
    shown = dudao("book", "show", "gangcha.duties", "--as-of", date(2018, 12, 31).isoformat()).out
    for words in ("一年的安排", "10-11 至 10-15", "每 3 年,2020 年起", "通报、约谈并追究责任"):
        assert words in shown
