"""What few nights teach, and what nights of little do not."""

from dataclasses import replace

from archive.learning import by_chance, normal_of
from archive.normals import day_of
from archive.shortage import low
from tests.archive.test_normals import DAY, HOUR, after, weeks


def test_a_weekday_that_no_night_has_shown_is_expected_as_the_others_of_its_kind():
    nights = [
        replace(one, outcome="down") if day_of(None, one.at).weekday() == 2 else one
        for one in weeks(4)
    ]
    normal = normal_of(nights)
    assert 35 < normal.rates[2] < 45
    assert normal.told[2] < normal.told[0], "and known no better than the others are alike"


def test_chance_scatters_small_numbers_further_than_one_in_the_mean():
    assert by_chance(4) > 0.35
    assert 0.01 < by_chance(90) < 0.014


def test_of_a_few_small_numbers_the_mean_is_usual_not_none():
    nights = weeks(3, saturday=0)
    saturdays = [place for place, one in enumerate(nights) if day_of(None, one.at).weekday() == 5]
    nights[saturdays[-1]] = replace(nights[saturdays[-1]], new=2)
    assert 0.5 < normal_of(nights).rates[5] < 1.5


def test_a_trickle_does_not_tell_how_far_nights_scatter():
    found = low(*after(weeks(3, saturday=40, sunday=40), 12, 12, 12))
    assert found is not None
    assert (found.nights, found.new) == (3, 36)
    assert found.expected > 110, "what is usual is what was before the trickle"


def test_looks_at_the_same_hours_tell_that_most_of_a_day_comes_late():
    nights = []
    for one in weeks(4):
        nights += [replace(one, at=one.at - 12 * HOUR, new=4), replace(one, new=one.new - 4)]
    *past, tonight = [*nights, replace(nights[-2], at=nights[-2].at + DAY)]
    past.append(tonight)
    found = low(past, replace(nights[-1], at=nights[-1].at + DAY, new=0))
    assert found is not None
    assert found.silent
