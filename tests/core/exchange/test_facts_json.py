"""The facts file: exact figures in, every fault named with its place, the same figures out."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from tests.core.strategies import fact_sets

from dudao.errors import DudaoError
from dudao.exchange import Reading, read_facts_json, write_facts_json
from dudao.facts import ClassFact, FactSet, Key, SchoolType, Stage
from dudao.metrics import shared_vocabulary

VOCABULARY = shared_vocabulary()


def school(**changes: Any) -> dict[str, Any]:
    """Return a sound primary school as the facts file writes it."""
    return {
        "code": "S001",
        "kind": "school",
        "name": "示例小学",
        "attributes": {"type": "primary", "owner": 7, "area": "town", "built": 2008},
        "facts": {"teaching_area": "2700.5", "sports_area": 4000, "multimedia_rooms": 14},
        "stages": {"primary": {"students": 600, "teachers_above_degree": 30}},
        "classes": [{"grade": 1, "students": 44}],
        **changes,
    }


def county(**changes: Any) -> dict[str, Any]:
    """Return a sound county as the facts file writes it."""
    return {"code": "640221", "kind": "county", "facts": {"rotation_eligible": 900}, **changes}


def read(*subjects: dict[str, Any], **changes: Any) -> Reading:
    """Read a facts file with these subjects."""
    document = {"tenant": "640221", "period": "2023", "subjects": list(subjects), **changes}
    text = json.dumps(document, ensure_ascii=False)
    return read_facts_json(text, VOCABULARY, "facts.json")


def faults(reading: Reading) -> list[str]:
    """Return the faults as people read them."""
    return [str(problem) for problem in reading.problems]


def only_fault(*subjects: dict[str, Any], **changes: Any) -> str:
    """Return the single fault of a facts file."""
    (fault,) = faults(read(*subjects, **changes))
    return fault


def facts_of(reading: Reading) -> FactSet:
    """Return the facts of a reading that has some."""
    assert reading.facts is not None
    return reading.facts


def test_a_sound_file_is_read_whole() -> None:
    reading = read(school(), county())
    facts = facts_of(reading)
    assert faults(reading) == []
    assert (facts.tenant, facts.period) == ("640221", "2023")
    first = facts.schools[0]
    assert first.name == "示例小学"
    assert first.school is not None
    assert first.school.type is SchoolType.PRIMARY
    assert first.facts["teaching_area"] == 27005000
    assert first.stages == {Stage.PRIMARY: {"students": 600, "teachers_above_degree": 30}}
    assert first.classes == (ClassFact("1-1", 1, 44),)
    assert facts.county.facts == {"rotation_eligible": 900}


def test_each_figure_has_its_place() -> None:
    places = read(school(), county()).places
    assert places[Key("S001", None, "sports_area")] == "subjects[0] S001 facts.sports_area"
    assert (
        places[Key("S001", Stage.PRIMARY, "students")] == "subjects[0] S001 stages.primary.students"
    )
    assert places[Key("640221", None, "rotation_eligible")].startswith("subjects[1] 640221")


@given(st.decimals(min_value=0, max_value=10**12, places=4))
def test_decimals_are_read_exactly_as_numbers_and_as_text(number: Decimal) -> None:
    text = '{"tenant":"1","period":"2023","subjects":[{"code":"1","kind":"county","facts":'
    text += f'{{"gdp":{number:f},"education_spending":"{number:f}"}}}}]}}'
    facts = facts_of(read_facts_json(text, VOCABULARY, "facts.json")).county.facts
    assert facts["gdp"] == facts["education_spending"] == number * 10**4


def test_classes_without_a_code_are_numbered_within_their_grade() -> None:
    classes = [{"grade": grade, "students": 40} for grade in (3, 4, 3)]
    subject = facts_of(read(school(classes=classes))).schools[0]
    assert [one.code for one in subject.classes] == ["3-1", "4-1", "3-2"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"facts": {"sport_area": 1}},
            "facts.sport_area:不认识的数据项 sport_area;是否为 sports_area(体育运动场馆面积)?",
        ),
        (
            {"facts": {"students": 600}},
            "facts.students:“在校学生数”(students)填错了位置;按学段填报",
        ),
        ({"facts": {"gdp": 600}}, "填错了位置;按县填报"),
        ({"facts": {"sports_area": -1}}, "facts.sports_area:-1 是负数"),
        ({"facts": {"multimedia_rooms": 1.5}}, "1.5 不是整数"),
        ({"facts": {"sports_area": "1,200"}}, "“1,200”是文本,不是数字;请填 1200"),
        ({"facts": {"sports_area": "12%"}}, "“12%”带百分号"),
        ({"facts": {"sports_area": "很大"}}, "“很大”不是数字"),
        ({"facts": {"sports_area": True}}, "是/否(是)不能填在“体育运动场馆面积”"),
        ({"facts": {"sports_area": [1]}}, "列表(列表)不能填在“体育运动场馆面积”"),
        ({"facts": {"charter": "也许"}}, "“也许”不是可选值"),
        ({"facts": [1]}, "S001 facts:是列表,不是一组键值"),
        ({"stages": {"junior": {"students": 5}}}, "小学没有初中学段;小学可填:小学"),
        ({"stages": {"senior": {"students": 5}}}, "“senior”不是可选值"),
        ({"stages": {"primary": 5}}, "stages.primary:是数字,不是一组键值"),
        (
            {"stages": {"primary": {"students": 0}}},
            "stages.primary.students:学生数为 0;没有学生的学段请整段不填",
        ),
        ({"classes": {"grade": 1}}, "S001 classes:是一组键值,不是列表"),
        ({"classes": [{"grade": 7, "students": 4}]}, "classes[0] grade:小学没有 7 年级"),
        ({"classes": [{"grade": 10, "students": 4}]}, "classes[0] grade:10 不可能;应为 1 至 9"),
        ({"classes": [{"grade": 1, "students": 0}]}, "classes[0] students:班级人数为 0"),
        ({"classes": [{"grade": 1, "students": 201}]}, "201 不可能;应为 1 至 200 的整数"),
        ({"classes": [{"grade": 1, "students": 1.5}]}, "1.5 不可能"),
        ({"classes": [{"grade": 1}]}, "缺少班级人数(students)"),
        ({"classes": [{"students": 3}]}, "缺少年级(grade)"),
        ({"attributes": {"owner": 7}}, "缺少学校类型(type)"),
        ({"attributes": {"type": "小型"}}, "attributes.type:“小型”不是可选值;可选:小学(primary)"),
        ({"attributes": {"type": "primary", "owner": 11}}, "“11”不是举办者代码"),
        ({"attributes": {"type": "primary", "area": "山区"}}, "“山区”不是可选值"),
        ({"attributes": {"type": "primary", "built": 208}}, "208 不可能;应为 1800 至 2024"),
        ({"attributes": {"type": "primary", "boarding": "或许"}}, "应为是或否"),
        ({"attributes": {"type": "primary", "ares": "town"}}, "不认识的学校属性 ares;是否为 area?"),
        ({"attributes": {"type": "primary", "counts_as_school": False}}, "没有所属学校"),
        ({"attributes": {"type": "primary", "parent": "S9"}}, "所属学校 S9 不存在"),
        ({"attributes": {"type": "primary", "parent": "S001"}}, "S001 不能作所属学校"),
        ({"code": ""}, "code:是空的"),
        ({"code": None}, "code:缺少代码"),
        ({"code": "=1+1"}, "“=1+1”不能作代码"),
        ({"kind": "kindergarten"}, "kind:“kindergarten”不是可选值;可选:学校(school)、县(county)"),
        ({"kind": None}, "缺少类别(kind)"),
        ({"stage": {}}, "subjects[0]:不认识的键 stage;是否为 stages?"),
        ({"name": "示例\x07小学"}, "含有不可见字符"),
        ({"name": "\ud800"}, "含有不可见字符"),
    ],
)
def test_a_fault_of_a_school_is_named_with_its_place(
    changes: dict[str, Any], expected: str
) -> None:
    fault = only_fault(school(**changes))
    assert fault.startswith("facts.json subjects[0]")
    assert expected in fault


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"tenant": None}, "facts.json tenant:缺少行政区代码"),
        ({"period": None}, "facts.json period:缺少年度"),
        ({"period": "23"}, "“23”不是年份;应为四位年份"),
        ({"period": 2023.5}, "不是文本"),
        ({"perod": "2023"}, "不认识的键 perod;是否为 period?"),
        ({"subjects": {}}, "subjects:是一组键值,不是列表"),
    ],
)
def test_a_fault_of_the_head_is_named(changes: dict[str, Any], expected: str) -> None:
    assert any(expected in fault for fault in faults(read(school(), **changes)))


def test_without_tenant_or_period_there_are_no_facts() -> None:
    assert read(school(), period="23").facts is None
    assert read(school(), tenant=None).facts is None


def test_a_file_without_subjects_is_a_fault() -> None:
    assert "没有任何填报对象" in only_fault()


def test_a_subject_must_be_an_object() -> None:
    text = '{"tenant": "1", "period": "2023", "subjects": [1]}'
    assert "subjects[0]:是数字" in faults(read_facts_json(text, VOCABULARY, "f.json"))[0]


def test_two_subjects_with_one_code_are_both_left_out() -> None:
    reading = read(school(), school(), school(code="S002"))
    assert faults(reading) == [
        "facts.json subjects[1] S001 code:代码 S001 重复,已用于 subjects[0] S001 code"
    ]
    assert [one.code for one in facts_of(reading).schools] == ["S002"]
    assert {key.subject for key in reading.places} == {"S002"}


def test_two_classes_with_one_code_leave_out_the_schools_classes() -> None:
    classes = [
        {"code": "甲", "grade": 1, "students": 40},
        {"code": "甲", "grade": 1, "students": 9},
    ]
    reading = read(school(classes=classes))
    assert "班级代码 甲 重复" in faults(reading)[0]
    assert facts_of(reading).schools[0].classes == ()


def test_the_countys_code_must_be_the_tenants() -> None:
    reading = read(school(), county(code="640222"))
    assert "县级数据的代码 640222 与行政区代码 640221 不一致" in faults(reading)[0]
    assert facts_of(reading).county.facts == {}


def test_a_county_has_no_stages() -> None:
    assert "县级数据不能有学校属性" in only_fault(county(stages={"primary": {"students": 5}}))


def test_a_point_names_a_parent_that_counts_itself() -> None:
    point = {"type": "teaching_point", "counts_as_school": False, "parent": "S001"}
    inner = {**point, "parent": "S002"}
    sound = read(school(), school(code="S002", attributes=point, classes=[]))
    assert faults(sound) == []
    nested = read(
        school(),
        school(code="S002", attributes=point, classes=[]),
        school(code="S003", attributes=inner, classes=[]),
    )
    assert ["所属学校 S002 自身不计校数" in fault for fault in faults(nested)] == [True]
    assert len(facts_of(nested).schools) == 2


def test_a_point_is_left_out_with_its_faulty_parent() -> None:
    point = {"type": "teaching_point", "counts_as_school": False, "parent": "S001"}
    reading = read(
        school(attributes={"type": "?"}), school(code="S002", attributes=point, classes=[])
    )
    assert "所属学校 S001 有错误,未能采用" in faults(reading)[1]
    assert facts_of(reading).schools == ()


def test_all_faults_are_told_at_once_and_the_rest_is_read() -> None:
    reading = read(
        school(facts={"sports_area": -1, "books": 5}),
        school(code="S002", stages={"primary": {"students": "六百", "teachers": 3}}),
        county(facts={"gdp": "x", "rotation_eligible": 9}),
    )
    assert len(reading.problems) == 3
    first, second = facts_of(reading).schools
    assert first.facts == {"books": 5}
    assert second.stages == {Stage.PRIMARY: {"teachers": 3}}
    assert facts_of(reading).county.facts == {"rotation_eligible": 9}


def test_null_reports_nothing() -> None:
    reading = read(school(facts={"sports_area": None, "books": 5}, stages=None, classes=None))
    assert faults(reading) == []
    assert facts_of(reading).schools[0].facts == {"books": 5}


def test_a_key_given_twice_is_refused_wherever_it_stands() -> None:
    text = (
        '{"tenant": "1", "period": "2023", "period": "2024", "subjects": [{"code": "1",'
        ' "kind": "county", "facts": {"gdp": 1, "gdp": 2}}]}'
    )
    reading = read_facts_json(text, VOCABULARY, "f.json")
    assert faults(reading) == [
        "f.json:键 period 出现了两次;请只留一个",
        "f.json subjects[0] 1 facts:键 gdp 出现了两次;请只留一个",
        "f.json period:缺少年度(period)",
    ]
    assert reading.facts is None


def test_a_figure_given_twice_is_left_out() -> None:
    text = (
        '{"tenant": "1", "period": "2023", "subjects": [{"code": "1",'
        ' "kind": "county", "facts": {"gdp": 1, "gdp": 2, "rotation_eligible": 3}}]}'
    )
    reading = read_facts_json(text, VOCABULARY, "f.json")
    assert facts_of(reading).county.facts == {"rotation_eligible": 3}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", "f.json:文件是空的"),
        (" \n", "f.json:文件是空的"),
        ('{"tenant": "1",\n oops}', "f.json 第 2 行第 2 列:不是有效的 JSON"),
        ("[" * 100_000, "f.json:嵌套过深"),
        (b"\xff\xfe{}", "f.json:第 1 个字节不是 UTF-8"),
        ('{"gdp": NaN}', "NaN 不是数字"),
        ('{"gdp": -Infinity}', "-Infinity 不是数字"),
        ("[]", "f.json:是列表,不是填报文件"),
    ],
)
def test_what_is_not_a_facts_file_is_refused(text: str | bytes, expected: str) -> None:
    with pytest.raises(DudaoError, match=r"f\.json") as refusal:
        read_facts_json(text, VOCABULARY, "f.json")
    assert expected in str(refusal.value)


@pytest.mark.parametrize(
    "number", ["9" * 5000, "1e999999999999", "1e-400", "0." + "1" * 50, "1e14"]
)
def test_a_number_that_no_figure_can_be_is_a_fault(number: str) -> None:
    text = '{"tenant":"1","period":"2023","subjects":[{"code":"1","kind":"county","facts":'
    text += f'{{"gdp":{number},"rotation_eligible":1}}}}]}}'
    reading = read_facts_json(text, VOCABULARY, "f.json")
    assert "facts.gdp" in faults(reading)[0]
    assert len(reading.problems) == 1
    assert len(faults(reading)[0]) < 300


@given(fact_sets())
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back_equal(facts: FactSet) -> None:
    text = write_facts_json(facts, VOCABULARY)
    reading = read_facts_json(text, VOCABULARY, "facts.json")
    assert faults(reading) == []
    assert reading.facts == facts
    assert facts_of(reading).digest() == facts.digest()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["facts", "stages", "primary", "students", "classes", "code", "type", "kind"]
            )
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def survives(document: Any) -> bool:
    """Return whether a document gives a reading with something in it, or a refusal."""
    try:
        reading = read_facts_json(json.dumps(document), VOCABULARY, "facts.json")
    except DudaoError as refusal:
        return bool(refusal.problems)
    return bool(reading.problems) or reading.facts is not None


@given(json_values, json_values, json_values)
@settings(deadline=None)
def test_any_json_gives_a_reading_or_a_refusal(one: Any, other: Any, third: Any) -> None:
    sound = school()
    subjects = [third, {**sound, "facts": one}, {**sound, "code": other, "classes": third}]
    assert survives(one)
    assert survives({"tenant": one, "period": other, "subjects": third})
    assert survives({"tenant": "1", "period": "2023", "subjects": subjects})
