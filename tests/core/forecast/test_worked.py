"""A school small enough to be reckoned by hand, and what becomes of unusual ones."""

from __future__ import annotations

from fractions import Fraction

from tests.core.forecast.series import level, listed, one_school, series

from dudao.facts import Stage
from dudao.forecast import Assumptions, GradeYear, Origin, Range, forecast

# Grades 1 to 3, one class each. Nobody moves on to a fourth grade: 38 + 40 pupils, none arrived.
YEARS = (
    {1: [40], 2: [40], 3: [38]},
    {1: [44], 2: [38], 3: [40]},
    {1: [48], 2: [46], 3: [37]},
)
NOBODY = Range(0, 0, 0)


def test_a_school_is_foretold_as_by_hand() -> None:
    found = forecast(one_school(*YEARS), 2020, Assumptions(capacities={"A": 3}))
    [school] = found.schools
    rates = {each.grade: each for each in school.rates}
    # Entry: (40 + 44 + 48) / 3 = 44, between 40 and 48.
    assert rates[1].origin is Origin.MEAN
    assert rates[1].exact == Range(Fraction(40), Fraction(44), Fraction(48))
    # Into grade 2: (38 + 46) / (40 + 44) = 1, between 38/40 and 46/44.
    assert rates[2].exact == Range(Fraction(19, 20), Fraction(1), Fraction(23, 22))
    # Into grade 3: (40 + 37) / (40 + 38) = 77/78, between 37/38 and 40/40.
    assert rates[3].exact == Range(Fraction(37, 38), Fraction(77, 78), Fraction(1))
    assert rates[4].exact == Range(Fraction(0), Fraction(0), Fraction(0))

    next_year, after = school.years
    [stage] = next_year.stages
    assert stage.grades == (
        GradeYear(1, Range(40, 44, 48), 1, Range(1, 1, 2), Range(0, 0, 1)),
        # 48 × 1 = 48; 48 × 19/20 = 45.6; 48 × 23/22 = 50.18. Over 45, so two classes.
        GradeYear(2, Range(46, 48, 50), 1, Range(2, 2, 2), Range(1, 1, 1)),
        # 46 × 77/78 = 45.41; 46 × 37/38 = 44.79; 46 × 1 = 46.
        GradeYear(3, Range(45, 45, 46), 1, Range(1, 1, 2), Range(0, 0, 1)),
        *(GradeYear(grade, NOBODY, 0, NOBODY, NOBODY) for grade in (4, 5, 6)),
    )
    assert (stage.pupils, stage.kept) == (Range(131, 137, 144), 3)
    assert (stage.needed, stage.over) == (Range(4, 4, 6), Range(1, 1, 3))
    # One class more; 14 teachers for 3 classes make ⌈14/3⌉ = 5 for one. Room for 3, 4 needed.
    assert (stage.added, stage.teachers, next_year.missing) == (1, 5, 1)

    # The exact numbers go on, not the printed ones: 45.6 × 37/38 = 44.4; 48 × 77/78 = 47.38.
    assert after.stages[0].grades[2].pupils == Range(44, 47, 50)
    # Entry 44; its cohort of the year before: 40 × 19/20 = 38; 44 × 1; 48 × 23/22 = 50.18.
    assert after.stages[0].grades[1].pupils == Range(38, 44, 50)


def test_the_last_year_is_foretold_from_the_years_before_it() -> None:
    tested = forecast(one_school(*YEARS), 2019).back_test
    assert tested
    # Told 42, 41.8 → 42 and 38 for 48, 46 and 37: 6 + 4 + 1 over three grades.
    assert tested.year == 2018
    assert tested.pupils.error == Fraction(11, 3)
    assert (tested.pupils.compared, tested.pupils.told, tested.pupils.came) == (3, 122, 131)
    assert tested.inside == 0
    # No class told over 45; 48 and 46 were.
    assert (tested.over.error, tested.over.told, tested.over.came) == (2, 0, 2)


def test_the_back_test_sees_nothing_of_the_year_it_foretells() -> None:
    changed = {**YEARS[2], 2: [90]}
    told = [forecast(one_school(*YEARS[:2], last)).back_test for last in (YEARS[2], changed)]
    assert [each.pupils.told for each in told if each] == [122, 122]


def test_a_given_entry_takes_the_place_of_the_mean() -> None:
    found = forecast(one_school(*YEARS), 2019, Assumptions(entries={("A", None): 91}))
    first = found.schools[0].years[0].stages[0].grades[0]
    assert first.pupils == Range(91, 91, 91)
    assert (first.needed, first.over) == (Range(3, 3, 3), Range(1, 1, 1))


def test_a_limit_of_ones_own_decides_what_is_over() -> None:
    found = forecast(one_school(*YEARS), 2019, Assumptions(limits={Stage.PRIMARY: 48}))
    assert found.schools[0].years[0].stages[0].over == Range(0, 0, 1)
    assert found.limits == {Stage.PRIMARY: 48, Stage.JUNIOR: 50}


def test_classes_are_filled_evenly_so_that_only_the_surplus_is_over() -> None:
    # 46 + 45 pupils move up as they are: two classes, one of them over 45.
    found = forecast(one_school(*[{1: [46, 45], 2: [46, 45]}] * 2), 2017 + 1)
    assert found.schools[0].years[0].stages[0].grades[1].over == Range(1, 1, 1)


def test_pupils_enter_junior_school_by_its_share_of_the_countys_leavers() -> None:
    primary = listed("P", {5: [50], 6: [100, 100]})
    juniors = [
        [listed("J", {7: [60]}, "junior"), listed("K", {7: [130]}, "junior")],
        [listed("J", {7: [80]}, "junior"), listed("K", {7: [110]}, "junior")],
    ]
    found = forecast(series(*([primary, *each] for each in juniors)), 2019)
    # Of 200 leavers 80 came to J: 2/5. 200 leave now, then as many as the 50 of grade 5 become.
    rate = found.schools[0].rates[0]
    assert (rate.origin, rate.exact and rate.exact.value) == (Origin.SHARE, Fraction(2, 5))
    into_six = Fraction(200, 50)
    entering = [each.stages[0].grades[0].pupils for each in found.schools[0].years]
    assert [each and each.value for each in entering] == [80, 50 * into_six * Fraction(2, 5)]


def test_without_primary_lists_junior_schools_fill_by_their_mean() -> None:
    found = forecast(one_school({7: [40]}, {7: [50]}, type="junior"), 2018)
    assert found.schools[0].rates[0].origin is Origin.MEAN
    assert found.schools[0].years[0].stages[0].grades[0].pupils == Range(40, 45, 50)


def test_a_small_cohort_takes_the_countys_ratio() -> None:
    big = [listed("B", {1: [50, 50], 2: [30, 30]}), listed("B", {1: [50], 2: [45, 45]})]
    small = [listed("S", {1: [20], 2: [20]}), listed("S", {1: [20], 2: [18]})]
    found = forecast(series(*zip(big, small, strict=True)), 2018)
    rate = found.schools[1].rates[1]
    # (90 + 18) / (100 + 20) over the county, not 18/20.
    assert (rate.origin, rate.exact and rate.exact.value) == (Origin.COUNTY, Fraction(9, 10))


def test_a_school_that_takes_pupils_in_at_a_higher_grade_is_not_emptied() -> None:
    found = forecast(one_school({4: [30], 5: [30]}, {4: [40], 5: [30]}), 2018)
    grades = {each.grade: each for each in found.schools[0].years[0].stages[0].grades}
    assert found.schools[0].rates[3].origin is Origin.MEAN
    assert grades[4].pupils == Range(30, 35, 40)


def test_what_nobody_ever_moved_into_cannot_be_told_and_is_named() -> None:
    found = forecast(one_school({7: [40]}, {7: [40], 8: [39]}, type="junior"), 2018)
    [stage] = found.schools[0].years[0].stages
    assert [each.pupils and each.pupils.value for each in stage.grades] == [40, 39, None]
    assert (stage.pupils, stage.needed, stage.over, stage.added) == (None, None, None, None)
    assert found.sums[0].stages[0].pupils is None
    said = "A A学校 9 年级:自 2018 年起无法推算,本校和全县历年都没有可比较的 8 年级学生,没有升级率"
    assert said in found.notes


def test_schools_and_years_left_out_are_named() -> None:
    both = [listed("A", {1: [40]}), listed("B", {1: [40]})]
    years = series([], both, both, [listed("A", {1: [40]})])
    found = forecast(years, 2020)
    assert [each.code for each in found.schools] == ["A"]
    assert found.past == (2017, 2018, 2019)
    assert found.notes == (
        "2016 年没有班级数据,没有用到",
        "B B学校:2019 年没有班级数据,未作预测",
    )


def test_two_years_are_too_few_for_a_back_test_and_that_is_said() -> None:
    found = forecast(one_school(*YEARS[:2]), 2018)
    assert found.back_test is None
    assert "只有两年的班级数据,不能回测;有连续三年的数据即可" in found.notes


def test_teachers_nobody_reported_are_not_guessed() -> None:
    found = forecast(one_school(*[{7: [60]}] * 2, type="junior"), 2018)
    [stage] = found.schools[0].years[0].stages
    assert (stage.added, stage.teachers) == (1, None)
    assert "最近一年未报教师数,所需教师不推算:A A学校初中" in found.notes


def test_a_cohort_of_thirty_over_all_years_is_large_enough() -> None:
    other = listed("B", {1: [60], 2: [60]})
    origins = []
    for pupils in (14, 15):
        small = listed("S", {1: [pupils], 2: [pupils]})
        found = forecast(series(*[[other, small]] * 3), 2019)
        origins.append(found.schools[1].rates[1].origin)
    assert origins == [Origin.COUNTY, Origin.OWN]


def test_entries_are_those_of_the_latest_three_years() -> None:
    found = forecast(one_school({1: [90]}, {1: [30]}, {1: [40]}, {1: [50]}), 2020)
    assert found.schools[0].rates[0].exact == Range(Fraction(30), Fraction(40), Fraction(50))


def test_what_the_back_test_could_not_foretell_is_counted_and_not_compared() -> None:
    growing = one_school({7: [40]}, {7: [40], 8: [39]}, level(40, (7, 8, 9)), type="junior")
    tested = forecast(growing, 2019).back_test
    assert tested
    # Grades 7 and 8 are told (40; 40 × 39/40), grade 9 had nobody before it.
    assert (tested.pupils.compared, tested.pupils.told, tested.skipped) == (2, 79, 1)
    assert (tested.over.compared, tested.over.error) == (0, None)


def test_schools_that_closed_are_not_held_against_the_method() -> None:
    both = [listed("A", {1: [40]}), listed("B", {1: [400]})]
    tested = forecast(series(both, both, [listed("A", {1: [40]})]), 2019).back_test
    assert tested
    assert (tested.pupils.compared, tested.pupils.error) == (1, 0)


def test_a_small_school_whose_pupils_always_leave_does_not_get_the_countys_ratio() -> None:
    central = listed("B", level(60))
    point = listed("S", {1: [8], 2: [8], 3: [8]}, "teaching_point")
    found = forecast(series([central, point], [central, point]), 2018)
    [stage] = found.schools[1].years[0].stages
    assert [each.pupils and each.pupils.value for each in stage.grades] == [8, 8, 8, 0, 0, 0]
    assert stage.kept == 3
