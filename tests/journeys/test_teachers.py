"""The command on teacher lists: what is reached, what is refused, and that nothing stays behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.journeys.conftest import Dudao

BOOK = ("--book", "tonghua.integration", "--as-of", "2020-12-31")
LIST = """工号,姓名,任教学校,学校类别,申报职称,乡村学校任教年数,薄弱学校任教年数,已认定:乡村任教满 3 年
T1,王小明,第一小学,镇区,高级,1,0,是
T2,李小红,河口村小学,村小学,一级,12,0,否
T3,张小军,大安教学点,教学点,,,,
"""


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A list of three teachers, as Excel saves it."""
    path = tmp_path / "名单.csv"
    path.write_text(LIST, encoding="gb18030")
    return path


def test_a_list_is_held_against_the_thresholds(dudao: Dudao, listed: Path) -> None:
    ran = dudao("teachers", listed, *BOOK)
    assert (ran.code, ran.err) == (0, "")
    assert "3 名教师" in ran.out
    assert "乡村学校任教 1 年,还差 2 年" in ran.out
    assert "名单没有“村小学和教学点任教年数”一列" in ran.out
    assert ran.out.index("已认定,但未达到") < ran.out.index("年限已达到,未认定")
    assert "王小明" not in ran.out


def test_the_document_has_counts_and_every_teacher(dudao: Dudao, listed: Path) -> None:
    found = dudao("teachers", listed, *BOOK, "--format", "json").document
    (rural,) = [each for each in found["thresholds"] if each["code"] == "rural_3"]
    assert [rural[key] for key in ("reached", "not_yet", "untold", "outside")] == [1, 1, 1, 0]
    assert (rural["reached_and_applying"], rural["overclaimed"], rural["unclaimed"]) == (1, 1, 1)
    first = found["results"][0]
    assert (first["teacher"], first["school"], first["title"]) == ("T1", "第一小学", "senior")
    assert first["thresholds"][0] == {
        "code": "rural_3",
        "reach": "not_yet",
        "lacking": "2",
        "granted": True,
        "discrepancy": "overclaimed",
        "reasons": ["乡村学校任教 1 年,还差 2 年"],
    }
    assert "王小明" not in json.dumps(found, ensure_ascii=False)


def test_nothing_is_written_anywhere(dudao: Dudao, listed: Path, tmp_path: Path) -> None:
    dudao("teachers", listed, *BOOK)
    assert [path.name for path in tmp_path.rglob("*")] == ["名单.csv"]


def test_a_template_is_written_for_a_book_or_for_any(dudao: Dudao, tmp_path: Path) -> None:
    for number, more in enumerate([BOOK, ()]):
        path = tmp_path / f"{number}.xlsx"
        assert dudao("teachers", "--template", path, *more).code == 0
        heads = [cell.value for cell in load_workbook(path)["教师名单"][1]]
        assert heads[0] == "工号"
        assert ("已认定:乡村任教满 3 年" in heads) is bool(more)


def test_the_template_left_empty_is_an_empty_list(dudao: Dudao, tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    dudao("teachers", "--template", path, *BOOK)
    ran = dudao("teachers", path, *BOOK)
    assert ran.code == 2
    assert "名单是空的" in ran.err


def test_all_faults_are_told_at_once_and_nothing_is_judged(dudao: Dudao, listed: Path) -> None:
    wrong = LIST.replace("镇区", "郊区").replace("12", "-1").replace("T3", "T1")
    listed.write_text(wrong, encoding="utf-8")
    ran = dudao("teachers", listed, *BOOK)
    assert (ran.code, ran.out) == (2, "")
    for said in (
        "名单.csv D2:不认识的学校类别“郊区”",
        "名单.csv F3:-1 是负数",
        "名单.csv A4:工号 T1 重复",
    ):
        assert said in ran.err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((), "核对名单须用 --book 指定评价办法"),
        (("--book", "cn.balanced"), "没有教师年限条件"),
        (("--book", "nowhere.book"), "没有安装"),
        (("--book", "tonghua.integration", "--as-of", "2016-12-31"), "没有生效的版本"),
        (("--book", "tonghua.integration", "--template", "x.xlsx"), "二者取一"),
    ],
)
def test_what_cannot_be_checked_is_refused(
    dudao: Dudao, listed: Path, more: tuple[str, ...], said: str
) -> None:
    ran = dudao("teachers", listed, *more)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_file_or_a_template_has_to_be_named(dudao: Dudao, tmp_path: Path) -> None:
    assert "二者取一" in dudao("teachers").err
    assert "无法读取" in dudao("teachers", tmp_path / "没有.csv", *BOOK).err


def test_the_thresholds_of_a_book_are_shown(dudao: Dudao) -> None:
    shown = dudao("book", "show", "tonghua.integration", "--as-of", "2020-12-31")
    assert "村小学和教学点任教满 10 年" in shown.out
    document = dudao("book", "show", "tonghua.integration", "--format", "json").document
    assert document["thresholds"][3] == {
        "code": "township_20",
        "title": "乡镇及以下或特教学校连续满 20 年",
        "since": None,
        "until": None,
        "posts": [],
        "titles": ["senior"],
        "years": [{"at": ["township", "special"], "unbroken": True, "op": ">=", "limit": "20"}],
        "clause": "通市政办发〔2017〕13号 二(五)",
    }
