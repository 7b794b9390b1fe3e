"""What the weekdays of a site tell of each other."""

import pytest

from archive.week import cut, rates_of

SCATTER = 0.04
DAYS = range(5)


def week(*levels, nights=4):
    return {day: [float(level)] * nights for day, level in enumerate(levels)}


def test_weekdays_that_are_alike_are_known_better_together():
    alone = rates_of({5: [20.0] * 4 + [21.0]}, (5,), SCATTER)[5]
    rate = rates_of(week(20, 21, 19, 20, 20), DAYS, SCATTER)[0]
    assert rate.mean == pytest.approx(20, rel=0.03)
    assert rate.doubt < 0.6 * alone.doubt


def test_a_weekly_is_told_by_its_own_weekdays():
    rates = rates_of(week(6, 6, 12, 160, 16), DAYS, SCATTER)
    assert [rates[day].mean for day in DAYS] == pytest.approx([6, 6, 12, 160, 16], rel=0.05)
    assert rates[3].doubt == pytest.approx(SCATTER / 4, rel=0.2)


def test_a_weekday_not_seen_is_as_the_others_and_as_doubtful_as_they_differ():
    even = {day: own for day, own in week(20, 21, 19, 20, 20).items() if day != 3}
    weekly = {day: own for day, own in week(6, 6, 12, 0, 160).items() if day != 3}
    assert rates_of(even, DAYS, SCATTER)[3].mean == pytest.approx(20, rel=0.03)
    assert rates_of(even, DAYS, SCATTER)[3].doubt < 0.05
    assert rates_of(weekly, DAYS, SCATTER)[3].doubt > 1


def test_all_in_all_weekdays_bring_what_they_brought():
    days = {0: [3.0, 4.0], 1: [0.0, 0.0, 0.0], 2: [9.0], 4: [2.0, 2.0]}
    rates = rates_of(days, DAYS, SCATTER)
    brought = sum(sum(own) for own in days.values())
    assert sum(len(own) * rates[day].mean for day, own in days.items()) == pytest.approx(brought)


def test_one_odd_night_is_cut_and_three_of_a_weekday_are_its_own():
    days = week(20, 21, 19, 20, 22)
    once = cut({**days, 2: [19.0, 19.0, 400.0, 19.0]})
    assert max(once[2]) < 30
    assert cut({**days, 2: [400.0, 420.0, 380.0]})[2] == [400.0, 420.0, 380.0]


def test_nothing_is_usual_where_no_night_tells():
    assert rates_of({}, DAYS, SCATTER) == {}
