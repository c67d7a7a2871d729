"""One duty: read by all, written by whose part it is, and nothing typed is ever lost."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from tests.web.duties.conftest import (
    COUNTY,
    EDITOR,
    FINANCE,
    HOME,
    REVIEWER,
    TAX,
    VIEWER,
    YEAR,
    Visitor,
    filler,
    finish,
)

from dudao.api import (
    LONGEST_NARRATIVE,
    Actor,
    Draft,
    Duties,
    Part,
    assemble as assemble_plan,
    load_duties,
    lock,
    register_event,
    save_part,
)
from dudao.casework import Office

# Led by the finance bureau, supported by the tax bureau; and one with figures of every kind.
DUTY, FIGURES = "二.3", "二.1"


def path(code: str = DUTY, *more: str) -> str:
    """Return the address of a duty, or of what is below it."""
    return "/duty/" + "/".join((code, *more))


def part(office: Office, code: str, department: str) -> Part:
    """Return a part as it is stored."""
    found = load_duties(office, COUNTY, YEAR).works[code].part(department)
    assert found
    return found


def state(office: Office, code: str = DUTY) -> str:
    """Return the state of a duty."""
    return load_duties(office, COUNTY, YEAR).works[code].state


def written(page: str, field: str = "narrative") -> str:
    """Return what stands in a field of the page, as a browser reads it."""
    found = re.search(rf'<textarea id="{field}"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found, page
    return html.unescape(found[1])


def version(page: str) -> str:
    """Return the version that the form of the page was written over."""
    found = re.search(r'name="version" value="(-?\d+)"', page)
    assert found
    return found[1]


def locked(office: Office, duties: Duties) -> Duties:
    """Return the year with everything accepted, assembled and locked."""
    finish(office, duties)
    assemble_plan(office, EDITOR, load_duties(office, COUNTY, YEAR))
    lock(office, EDITOR, load_duties(office, COUNTY, YEAR))
    return load_duties(office, COUNTY, YEAR)


def test_everybody_reads_what_a_duty_asks_and_how_it_stands(visitor: Visitor) -> None:
    page = visitor.get(path())
    for said in ("税费征收和拨付", "二(二)3", "县财政局", "县税务局", "2018-10-15", "办理中"):
        assert said in page
    assert "土地出让收入余额计提教育资金的比例" in page
    assert "缺数据" in page
    assert f'href="{HOME}/duty/%E4%BA%8C.2"' in page
    assert f'href="{HOME}/duty/%E4%B8%89.1"' in page
    assert "<textarea" not in page


@pytest.mark.parametrize("actor", [None, VIEWER, REVIEWER, filler("police")])
def test_who_has_no_part_in_a_duty_gets_no_form(visitor: Visitor, actor: Actor | None) -> None:
    page = visitor.as_(actor).get(path())
    assert 'class="write"' not in page


@pytest.mark.parametrize("actor", [None, VIEWER, REVIEWER, filler("police"), FINANCE])
def test_who_writes_for_another_department_is_refused_and_keeps_the_text(
    visitor: Visitor, county: Office, actor: Actor | None
) -> None:
    page = visitor.as_(actor).post(
        path(DUTY, "part", "tax", "save"), 403, version="0", narrative="写给税务局的话"
    )
    assert "写给税务局的话" in page
    assert 'role="alert"' in page
    assert part(county, DUTY, "tax").version == 0


def test_a_duty_that_is_none_is_not_found(visitor: Visitor) -> None:
    assert "没有任务“九.9”" in visitor.get(path("九.9"), 404)
    visitor.as_(FINANCE).post(path("九.9", "part", "finance", "save"), 404, narrative="甲")


@pytest.mark.parametrize("place", [("part", "tax", "fly"), ("fly",)])
def test_a_move_that_is_none_is_not_found(visitor: Visitor, place: tuple[str, ...]) -> None:
    visitor.as_(TAX).post(path(DUTY, *place), 404, narrative="甲")


def test_before_the_year_is_opened_the_page_says_how_to_begin(early: Visitor) -> None:
    page = early.get(path())
    assert "尚未部署" in page
    assert f'href="{HOME}"' in page


def test_what_is_saved_is_there_when_the_page_is_opened_again(
    visitor: Visitor, county: Office
) -> None:
    form = visitor.as_(TAX).get(path())
    text = "一、征收情况\r\n附加足额征收。\r\n\r\n二、问题\r\n无"
    visitor.post(path(DUTY, "part", "tax", "save"), version=version(form), narrative=f"{text}\r\n")
    assert written(visitor.get(path())) == text.replace("\r\n", "\n")
    assert part(county, DUTY, "tax").state == "draft"


def test_saving_what_is_stored_already_changes_nothing(visitor: Visitor, county: Office) -> None:
    visitor.as_(TAX).post(path(DUTY, "part", "tax", "save"), version="0", narrative="甲")
    visitor.post(path(DUTY, "part", "tax", "save"), version="1", narrative=" 甲\r\n")
    assert part(county, DUTY, "tax").version == 1


HOSTILE = {
    "markup": "<script>alert(1)</script></textarea><b>粗</b>&amp;",
    "long": "长" * LONGEST_NARRATIVE,
    "word": "https://example.org/" + "x" * 5000,
    "emoji": "完成👩‍👩‍👧‍👦🇨🇳𠮷",
    "lines": "\n\n第一行\n\n第二行\u2028仍是第二行",
    "direction": "甲\u202etxt.exe",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_any_text_is_shown_as_text_and_comes_back_as_it_was(visitor: Visitor, text: str) -> None:
    typed = text.replace("\n", "\r\n")
    visitor.as_(TAX).post(path(DUTY, "part", "tax", "save"), version="0", narrative=typed)
    page = visitor.get(path())
    assert written(page) == text.strip()
    assert "<script>alert" not in page
    visitor.post(path(DUTY, "part", "tax", "file"), version="1", narrative=typed)
    shown = re.search(r'<div class="text">(.*?)</div>', visitor.as_(None).get(path()), re.DOTALL)
    assert shown
    assert html.unescape(shown[1]) == text.strip()


def test_a_mark_that_no_database_keeps_is_left_out(visitor: Visitor, county: Office) -> None:
    visitor.as_(TAX).post(path(DUTY, "part", "tax", "save"), version="0", narrative="甲\0乙")
    assert part(county, DUTY, "tax").narrative == "甲乙"


def test_a_text_that_is_too_long_is_refused_and_kept_on_the_page(
    visitor: Visitor, county: Office
) -> None:
    text = "长" * (LONGEST_NARRATIVE + 1)
    page = visitor.as_(TAX).post(
        path(DUTY, "part", "tax", "save"), 422, version="0", narrative=text
    )
    assert f"情况说明有 {LONGEST_NARRATIVE + 1} 字" in page
    assert written(page) == text
    assert part(county, DUTY, "tax").narrative == ""


def test_figures_are_asked_for_with_what_is_known_of_them(visitor: Visitor) -> None:
    visitor.as_(FINANCE).post(
        path(FIGURES, "part", "finance", "submit"),
        version="0",
        narrative="支出情况",
        comment="教育局材料随后",
        **{"figure:gdp": "120000.50", "figure:gangcha.preschool_funds_standard": "true"},
    )
    visitor.as_(EDITOR).post(path(FIGURES, "return"), comment="请核对")
    page = visitor.get(path(FIGURES))
    assert "已有 120,000.5 " in page
    assert "县财政局 李财政" in page
    assert "还没有这个数字" in page
    # What is known is not typed again: the field is empty until somebody corrects it.
    assert re.search(r'name="figure:gdp"\s+value=""', page)


def test_a_draft_holds_its_figures_as_they_were_chosen(visitor: Visitor) -> None:
    visitor.as_(FINANCE).post(
        path(FIGURES, "part", "finance", "save"),
        version="0",
        narrative="",
        **{"figure:gdp": "120000.50", "figure:gangcha.preschool_funds_standard": "false"},
    )
    page = visitor.get(path(FIGURES))
    assert re.search(r'name="figure:gdp"\s+value="120000.5"', page)
    assert '<option value="false" selected>否</option>' in page


def test_every_bad_figure_is_named_at_its_field_and_nothing_is_stored(
    visitor: Visitor, county: Office
) -> None:
    page = visitor.as_(FINANCE).post(
        path(FIGURES, "part", "finance", "save"),
        422,
        version="0",
        narrative="正文",
        **{"figure:gdp": "十二亿", "figure:fiscal_education_spending": "-3", "figure:x": ""},
    )
    for value in ("十二亿", "-3"):
        field = re.search(rf'<input[^>]*value="{value}"[^>]*>', page)
        assert field
        assert 'aria-invalid="true"' in field[0]
        described = re.search(r'aria-describedby="(\S+) (\S+)"', field[0])
        assert described
        assert re.search(rf'id="{described[2]}">[^<]*{value}', page)
    assert page.count('aria-invalid="true"') == 2
    assert written(page) == "正文"
    assert part(county, FIGURES, "finance").version == 0


def test_counted_events_are_not_typed_but_registered(visitor: Visitor, county: Office) -> None:
    actor = filler("party")
    register_event(county, actor, COUNTY, YEAR, "gangcha.accidents", date(2018, 5, 1), "校车")
    page = visitor.as_(actor).get(path("一.3"))
    assert "figure:gangcha.accidents" not in page
    assert f'href="{HOME}/grade"' in page
    assert "已有 1 起" in page


def test_the_second_to_save_is_shown_both_texts_and_the_difference(
    visitor: Visitor, county: Office, duties: Duties
) -> None:
    theirs = Draft(0, "共同的一行\n他们的一行", {"gdp": "100"})
    save_part(county, filler("finance"), duties, FIGURES, "finance", theirs)
    page = visitor.as_(FINANCE).post(
        path(FIGURES, "part", "finance", "save"),
        409,
        version="0",
        narrative="共同的一行\r\n<b>我的</b>一行",
        **{"figure:gdp": "200"},
    )
    assert "只有对方写了:</span>他们的一行</del>" in page
    assert "只有您写了:</span>&lt;b&gt;我的&lt;/b&gt;一行</ins>" in page
    assert '<div class="text">共同的一行\n他们的一行</div>' in page
    assert re.search(r'num">100 \S+</td>\s*<td class="r num">200 ', page)
    assert written(page) == "共同的一行\r\n<b>我的</b>一行"
    assert version(page) == "1"
    assert part(county, FIGURES, "finance").narrative == theirs.narrative
    visitor.post(
        path(FIGURES, "part", "finance", "save"), version=version(page), narrative="合并后"
    )
    assert part(county, FIGURES, "finance").narrative == "合并后"


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 5000])
def test_a_version_that_is_none_overwrites_nothing(
    visitor: Visitor, county: Office, version: str
) -> None:
    visitor.as_(TAX).post(path(DUTY, "part", "tax", "save"), 409, version=version, narrative="甲")
    assert part(county, DUTY, "tax").version == 0


def test_a_part_is_sent_to_the_leader_taken_back_and_handed_back(
    visitor: Visitor, county: Office
) -> None:
    visitor.as_(TAX).post(path(DUTY, "part", "tax", "file"), version="0", narrative="征收情况")
    page = visitor.get(path())
    assert "收回修改" in page
    assert 'name="narrative"' not in page
    visitor.post(path(DUTY, "part", "tax", "take_back"))
    assert part(county, DUTY, "tax").state == "draft"
    visitor.post(path(DUTY, "part", "tax", "file"), version="2", narrative="征收情况")
    page = visitor.as_(FINANCE).get(path())
    assert "退回 县税务局" in page
    visitor.post(path(DUTY, "part", "tax", "hand_back"), comment="请补\r\n缴库凭证")
    page = visitor.as_(TAX).get(path())
    assert "请补\n缴库凭证" in page
    assert written(page) == "征收情况"


def test_a_part_without_a_text_is_not_sent(visitor: Visitor, county: Office) -> None:
    page = visitor.as_(TAX).post(
        path(DUTY, "part", "tax", "file"), 422, version="0", narrative=" \r\n"
    )
    assert "没有情况说明" in page
    assert part(county, DUTY, "tax").state == "draft"


def test_handing_back_needs_a_reason(visitor: Visitor, county: Office) -> None:
    visitor.as_(TAX).post(path(DUTY, "part", "tax", "file"), version="0", narrative="甲")
    page = visitor.as_(FINANCE).post(path(DUTY, "part", "tax", "hand_back"), 422, comment=" ")
    assert "没有写明理由" in page
    page = visitor.post(path(DUTY, "part", "tax", "hand_back"), 422, comment="补" * 2001)
    assert written(page, "back-tax") == "补" * 2001
    assert "<details open>" in page
    assert part(county, DUTY, "tax").state == "filed"


def test_the_leader_accounts_for_missing_parts_and_keeps_what_was_typed(
    visitor: Visitor, county: Office
) -> None:
    page = visitor.as_(FINANCE).get(path())
    assert "尚未提交配合材料</b>:县税务局" in page
    page = visitor.post(
        path(DUTY, "part", "finance", "submit"), 422, version="0", narrative="牵头情况", comment=""
    )
    assert "尚未提交配合材料:县税务局" in page
    assert written(page) == "牵头情况"
    # What was written is saved, and the form goes on from there.
    fields = {"version": version(page), "narrative": "牵头情况(补)", "comment": "税务局月底报"}
    visitor.post(path(DUTY, "part", "finance", "submit"), **fields)
    assert state(county) == "submitted"
    assert part(county, DUTY, "finance").narrative == "牵头情况(补)"
    assert "税务局月底报" in visitor.get(path())


def test_a_leader_whose_own_part_is_sent_can_still_report(visitor: Visitor, county: Office) -> None:
    visitor.as_(FINANCE).post(path(DUTY, "part", "finance", "file"), version="0", narrative="情况")
    page = visitor.get(path())
    assert "收回修改" in page
    assert "汇总报送" in page
    visitor.post(path(DUTY, "part", "finance", "submit"), comment="税务局月底报")
    assert state(county) == "submitted"


def test_the_collector_accepts_or_returns_with_a_reason(visitor: Visitor, county: Office) -> None:
    visitor.as_(FINANCE).post(
        path(DUTY, "part", "finance", "submit"), version="0", narrative="情况", comment="先报"
    )
    assert "受理或退回" not in visitor.get(path())
    page = visitor.as_(EDITOR).get(path())
    assert "受理或退回" in page
    assert "没有写明理由" in visitor.post(path(DUTY, "return"), 422, comment="")
    visitor.post(path(DUTY, "return"), comment="请附缴库凭证")
    page = visitor.as_(FINANCE).get(path())
    assert "已退回" in page
    assert page.count("请附缴库凭证") >= 2  # at the head, and in the history
    visitor.post(
        path(DUTY, "part", "finance", "submit"), version="3", narrative="情况", comment="已附"
    )
    visitor.as_(EDITOR).post(path(DUTY, "accept"), comment="齐全")
    assert state(county) == "accepted"
    assert "已受理" in visitor.get(path())


@pytest.mark.parametrize("actor", [None, TAX, FINANCE, REVIEWER])
def test_nobody_else_accepts(visitor: Visitor, county: Office, actor: Actor | None) -> None:
    visitor.as_(FINANCE).post(
        path(DUTY, "part", "finance", "submit"), version="0", narrative="情况", comment="先报"
    )
    page = visitor.as_(actor).post(path(DUTY, "accept"), 403, comment="我来受理")
    assert 'role="alert"' in page
    assert "我来受理" in page
    assert state(county) == "submitted"


def test_after_the_lock_filing_says_why_and_shows_what_was_typed(
    visitor: Visitor, county: Office, duties: Duties
) -> None:
    locked(county, duties)
    page = visitor.as_(TAX).get(path())
    assert "自评已锁定,各项任务不能再改动" in page
    assert 'class="write"' not in page
    page = visitor.post(path(DUTY, "part", "tax", "file"), 422, version="1", narrative="迟到的补充")
    assert "自评已锁定" in page
    assert "没有保存" in page
    assert "迟到的补充</textarea>" in page
    assert part(county, DUTY, "tax").narrative == "tax 的工作情况"


@pytest.mark.parametrize(
    "place", [("return",), ("part", "tax", "save"), ("part", "tax", "off", "0")]
)
def test_the_address_of_a_refused_form_leads_to_the_duty_when_it_is_opened(
    visitor: Visitor, place: tuple[str, ...]
) -> None:
    answer = visitor.client.get(f"{HOME}{path(DUTY, *place)}", follow_redirects=False)
    assert answer.headers["location"] == f"{HOME}/duty/%E4%BA%8C.3"


def test_filing_before_the_year_is_opened_says_so(early: Visitor) -> None:
    page = early.as_(TAX).post(path(DUTY, "part", "tax", "save"), 422, narrative="甲")
    assert "尚未部署" in page


def test_the_history_is_the_log_with_its_numbers_the_latest_first(visitor: Visitor) -> None:
    visitor.as_(TAX).post(path(DUTY, "part", "tax", "save"), version="0", narrative="甲")
    visitor.post(path(DUTY, "part", "tax", "file"), version="1", narrative="甲")
    visitor.as_(FINANCE).post(path(DUTY, "part", "tax", "hand_back"), comment="补凭证")
    table = visitor.get(path()).split('class="history"')[1]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)[1:]
    cells = [[c.strip() for c in re.findall(r"<t[dh][^>]*>(.*?)</t", r, re.DOTALL)] for r in rows]
    # Number 1 is the opening of the plan, which is about all duties.
    assert [(row[0], row[2], row[3], row[4], row[5]) for row in cells] == [
        ("4", "县财政局 李财政", "退回配合部门补充", "县税务局", "补凭证"),
        ("3", "县税务局 赵税务", "提交给牵头部门", "县税务局", ""),
        ("2", "县税务局 赵税务", "保存", "县税务局", ""),
    ]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", cells[0][1])


def test_the_link_to_choose_who_one_is_leads_back_to_the_duty(visitor: Visitor) -> None:
    page = visitor.post(path(DUTY, "part", "tax", "save"), 403, version="0", narrative="甲")
    assert "back=%2Ft%2F632224%2F2018%2Fduties%2Fduty%2F%25E4%25BA%258C.3" in page
