"""What each page says about a county, read from its HTML."""

from __future__ import annotations

import re
from html import unescape

import pytest
from tests.web.county import HOME, Client

PAGES = (
    "",
    "/indicators",
    "/indicators/R1",
    "/indicators/CV-R4",
    "/trace/R1/S1?stage=primary",
    "/schools",
    "/schools/S1",
    "/doubts",
    "/workbook",
)


def text(client: Client, address: str) -> str:
    """Return what a page says, without its tags; runs of blanks become one."""
    answer = client.get(address)
    assert answer.status_code == 200
    body = re.sub(r"(?s)<(script|template|svg)\b.*?</\1>", "", answer.text)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def rows(client: Client, address: str) -> list[list[str]]:
    """Return the cells of all rows of a page's tables as text."""
    html = re.sub(r"(?s)<svg\b.*?</svg>", "", client.get(address).text)
    found = []
    for row in re.findall(r"(?s)<tr\b.*?</tr>", html):
        cells = re.split(r"<t[hd]\b[^>]*>", row)[1:]
        found.append([" ".join(unescape(re.sub(r"<[^>]+>", " ", c)).split()) for c in cells])
    return found


def row(client: Client, address: str, starting: str) -> list[str]:
    """Return the first row whose first cell starts with some words."""
    return next(each for each in rows(client, address) if each[0].startswith(starting))


def test_the_list_shows_every_tenant_with_its_grade(client: Client) -> None:
    county = row(client, "/", "试验县")
    assert county[1:4] == ["999001", "县级", "2023"]
    assert "县域义务教育优质均衡发展督导评估" in county[4]
    assert county[5] == "不达标"


def test_the_list_marks_synthetic_tenants_and_those_without_figures(client: Client) -> None:
    assert "示例数据" in row(client, "/", "演示县")[0]
    assert "示例数据" not in row(client, "/", "试验县")[0]
    assert row(client, "/", "新县")[3] == "未填报"


def test_a_tenant_leads_to_its_latest_year(client: Client) -> None:
    answer = client.get("/t/999001", follow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["location"] == HOME


def test_the_dashboard_says_what_closes_the_good_grade(client: Client) -> None:
    said = text(client, HOME)
    assert "不达标 有" in said
    assert re.search(r"更高等次不再可能的原因 \d+ 项", said)
    assert f'href="{HOME}/indicators/G3"' in client.get(HOME).text


def test_the_dashboard_names_vetoes_that_are_not_cleared(client: Client) -> None:
    said = text(client, HOME)
    assert "违规择校 尚不能判定" in said
    assert "以考试方式招生 尚不能判定" not in said


def test_the_dashboard_counts_schools_and_pupils(client: Client) -> None:
    assert "学校 3 小学生 1,320 班级 33" in text(client, HOME)


def test_the_dashboard_lists_failing_schools_gaps_and_near_misses(client: Client) -> None:
    assert row(client, HOME, "第二小学")[2] == "R1、G3"
    assert row(client, HOME, "R5 生均体育")[1:] == ["1", "3"]
    assert "数字矛盾 1 处" in text(client, HOME)


def test_the_dashboard_puts_the_county_before_its_schools_among_near_misses(
    client: Client,
) -> None:
    near = [each for each in rows(client, HOME) if len(each) == 5 and "临界" in each[4]]
    assert near == sorted(near, key=lambda each: each[0] != "试验县")


def test_the_dashboard_marks_the_phase_of_the_day(demo: Client) -> None:
    html = demo.get("/t/640221/2019?as_of=2019-06-30").text
    present = re.findall(r'(?s)<li class="present" aria-current="step">.*?</li>', html)
    assert len(present) == 1
    assert "实施创建阶段" in present[0]


def test_a_book_without_grades_lists_what_is_not_met(demo: Client) -> None:
    said = text(demo, "/t/230717/2023")
    assert "不评定等次" in said
    assert re.search(r"未达标的指标 \d+ 项", said)


def test_the_indicator_list_counts_schools_and_names_the_worst(client: Client) -> None:
    line = row(client, f"{HOME}/indicators", "R1 每百名学生拥有高于规定学历教师数")
    assert line[1] == "✕ 未达标"
    assert line[2] == "2 / 3 达标"
    assert line[3] == "≥ 4.2"
    assert line[4] == "第二小学 3.96"
    assert "教督〔2017〕6号" in line[5]


def test_indicators_are_filtered_by_state(client: Client) -> None:
    everything = text(client, f"{HOME}/indicators")
    short = text(client, f"{HOME}/indicators?show=not_met")
    assert "生均教学仪器设备值" in short
    assert "学校规模" in everything
    assert "学校规模" not in short


def test_a_filter_without_indicators_says_so(client: Client) -> None:
    assert "没有这种结论的指标" in text(client, f"{HOME}/indicators?show=met_relaxed")


def test_an_indicator_ranks_its_schools_from_the_worst(client: Client) -> None:
    ranked = [each for each in rows(client, f"{HOME}/indicators/R1") if each[0].isdigit()]
    assert [each[1] for each in ranked] == [
        "第二小学",
        "第一小学",
        "<script>alert('校')</script>学校",
    ]
    assert ranked[0][3:6] == ["3.96", "≥ 4.2", "✕ 未达标"]


def test_an_indicator_says_what_would_close_the_gap(client: Client) -> None:
    # 480 pupils need 20.16 teachers at 4.2 per hundred; 19 are there.
    ranked = [each for each in rows(client, f"{HOME}/indicators/R1") if each[0].isdigit()]
    assert ranked[0][6].startswith("还差 2 人(高于规定学历教师数)")


def test_a_chart_has_a_bar_a_school_and_a_line_at_the_limit(client: Client) -> None:
    html = client.get(f"{HOME}/indicators/R1").text
    bars = re.findall(r'(?s)<svg class="bar".*?</svg>', html)
    assert len(bars) == 3
    assert len({re.search(r'<line x1="([\d.]+%)"', bar)[1] for bar in bars}) == 1  # type: ignore[index]


def test_a_bar_reaches_its_line_exactly_when_the_limit_is_met(client: Client) -> None:
    html = client.get(f"{HOME}/indicators/R1").text
    for state, width, line in re.findall(
        r'(?s)<rect class="(\w+)" width="([\d.]+)%".*?<line x1="([\d.]+)%"', html
    ):
        assert (float(width) >= float(line)) == (state != "not_met")


def test_schools_without_a_value_stand_apart_with_the_reason(client: Client) -> None:
    said = text(client, f"{HOME}/indicators/R5")
    assert "没有值的 1 个 ? 缺数据" in said


def test_a_composite_shows_its_parts_for_each_school(client: Client) -> None:
    html = client.get(f"{HOME}/indicators/R").text
    assert len(re.findall(r'<td class="parts">', html)) == 3
    assert 'title="R1:未达标"' in html


def test_a_coefficient_shows_how_the_schools_lie(client: Client) -> None:
    html = client.get(f"{HOME}/indicators/CV-R4").text
    assert html.count("<circle") == 3
    assert "小学,3 校" in html


def test_targets_are_dated_and_the_day_decides(client: Client) -> None:
    lines = [each for each in rows(client, f"{HOME}/indicators/G7") if each[0].startswith("≥ ")]
    assert [(each[0], each[5]) for each in lines] == [("≥ 6000", "已过期"), ("≥ 8000", "有效")]
    early = rows(client, f"{HOME}/indicators/G7?as_of=2022-06-30")
    assert [each[5] for each in early if each[0].startswith("≥ ")] == ["有效", "尚未生效"]
    assert any("● 达标" in each for each in early)


def test_another_book_can_be_looked_at_and_links_keep_it(client: Client) -> None:
    html = client.get(f"{HOME}?book=cn.basic_balance&as_of=2016-12-31").text
    assert "教督〔2012〕3号" in html
    assert f'href="{HOME}/indicators?book=cn.basic_balance&amp;as_of=2016-12-31"' in html


def test_a_trace_can_be_recomputed_by_hand(client: Client) -> None:
    said = text(client, f"{HOME}/trace/R1/S2?stage=primary")
    assert "高于规定学历教师数 ÷ 在校学生数 × 100" in said
    assert "19 人" in said
    assert "480 人" in said
    assert "试验县.json" in said
    assert "教育局 统计员" in said
    assert "教督〔2017〕6号 资源配置(1)" in said


def test_a_list_of_classes_wraps_so_that_its_school_can_be_read(client: Client) -> None:
    html = client.get(f"{HOME}/trace/G5/S2?stage=primary").text
    assert re.search(r'<td class="r num sizes">40(、40)+</td>', html)
    plain = client.get(f"{HOME}/trace/R1/S2?stage=primary").text
    assert "sizes" not in plain


def test_htmx_gets_the_trace_alone(client: Client) -> None:
    answer = client.get(f"{HOME}/trace/R1/S2?stage=primary", headers={"HX-Request": "true"})
    assert answer.text.startswith("<article")
    assert "<html" not in answer.text


def test_the_heat_table_has_a_lean_cell_for_each_school_and_indicator(client: Client) -> None:
    html = client.get(f"{HOME}/schools").text
    body = re.search(r'(?s)<table id="heat".*?<tbody>(.*?)</tbody>', html)[1]  # type: ignore[index]
    lines = re.findall(r"(?s)<tr .*?</tr>", body)
    columns = len(re.findall(r"<th scope=\"col\"\s+data-code", html))
    assert len(lines) == 3
    for line in lines:
        cells = re.findall(
            r'<td class="(?:met|near|met_relaxed|not_met|no_data|not_applicable)">', line
        )
        assert len(cells) == columns


def test_the_heat_table_can_be_sorted_by_failures(client: Client) -> None:
    order = [each[0] for each in rows(client, f"{HOME}/schools?order=worst")[1:]]
    assert order[0].startswith(("第二小学", "<script>"))
    assert order[-1].startswith("第一小学")


def test_every_state_in_the_heat_table_has_a_symbol_of_its_own(client: Client) -> None:
    html = client.get(f"{HOME}/schools").text
    symbols = dict(re.findall(r'<td class="(\w+)">([^<\s]+)', html))
    assert len(set(symbols.values())) == len(symbols)
    assert symbols.keys() >= {"met", "not_met", "no_data"}


def test_a_school_shows_its_figures_with_their_place(client: Client) -> None:
    said = text(client, f"{HOME}/schools/S1")
    assert "出处 试验县.json(教育局 统计员、" in said
    assert "教学及辅助用房面积 3,600 ㎡ subjects[0] S1 facts.teaching_area" in said


def test_a_school_shows_what_is_lacking(client: Client) -> None:
    assert row(client, f"{HOME}/schools/S2", "R1")[4] == "还差 2 人(高于规定学历教师数)"
    said = text(client, f"{HOME}/schools/S3")
    assert "还缺的数据 ? 体育运动场馆面积" in said


def test_a_school_shows_its_classes_against_the_limit(client: Client) -> None:
    html = client.get(f"{HOME}/schools/S1").text
    assert "15 个班,线为每班 45 人;没有班级超过" in html
    figure = re.search(r'(?s)<figure class="upright">.*?</figure>', html)[0]  # type: ignore[index]
    assert len(re.findall(r"<rect ", figure)) == 15


def test_doubts_name_the_figure_and_its_source(client: Client) -> None:
    said = text(client, f"{HOME}/doubts")
    assert "疑似单位错误" in said
    assert "教学仪器设备值 48 元" in said
    assert "试验县.json" in said


@pytest.mark.parametrize("page", PAGES)
def test_synthetic_figures_are_marked_on_every_page(client: Client, page: str) -> None:
    mark = '<p class="synthetic" role="note"><strong>示例数据</strong>'
    assert mark in client.get(f"/t/999002/2023{page}").text
    assert mark not in client.get(HOME + page).text


@pytest.mark.parametrize("page", ["", "/indicators", "/indicators/R1", "/schools", "/doubts"])
def test_a_year_without_figures_shows_how_to_begin(client: Client, page: str) -> None:
    said = text(client, f"/t/999001/2031{page}")
    assert "试验县 2031 年还没有填报数据" in said
    assert "去填报" in said


def test_a_tenant_without_figures_offers_years_to_begin_with(client: Client) -> None:
    assert "还没有填报数据" in text(client, "/t/999003")
    assert "下载 2030 年填报表" in text(client, "/t/999003/2030/workbook")


def test_a_county_without_schools_has_no_heat_table(demo: Client) -> None:
    assert "没有可以逐校查看的结论" in text(demo, "/t/230717/2023/schools")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_chinese_has_a_title_and_one_heading(client: Client, page: str) -> None:
    html = client.get(HOME + page).text
    assert '<html lang="zh-CN">' in html
    assert re.search(r"<title>[^<]*督导</title>", html)
    assert len(re.findall(r"<h1\b", html)) == 1
    assert '<a class="skip" href="#main">' in html


@pytest.mark.parametrize("page", PAGES)
def test_no_page_carries_style_or_script_in_its_markup(client: Client, page: str) -> None:
    html = client.get(HOME + page).text
    assert not re.search(r"<[^>]+\sstyle=", html)
    assert not re.search(r"<[^>]+\son\w+=", html)
    assert not re.search(r"<script(?![^>]+src=)", html)
    assert "<style" not in html


def test_the_sign_of_life_is_plain(client: Client) -> None:
    assert client.get("/healthz").text == "ok"


def test_changing_the_book_on_a_foreign_indicator_leads_to_the_list(client: Client) -> None:
    address = f"{HOME}/indicators/R1?book=cn.basic_balance&as_of=2016-12-31"
    answer = client.get(address, follow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["location"].startswith(f"{HOME}/indicators?book=cn.basic_balance")
