"""What few nights teach, and what nights of little do not."""

from dataclasses import replace

from archive.learning import normal_of
from archive.normals import day_of
from archive.shortage import low
from tests.archive.test_normals import DAY, HOUR, after, weeks


def test_a_weekday_that_no_night_has_shown_is_expected_as_the_others_of_its_kind():
    nights = weeks(4)
    for place, one in enumerate(nights[:-1]):
        if day_of(None, one.at).weekday() == 2:
            after = nights[place + 1]
            nights[place] = replace(one, outcome="down", new=0)
            nights[place + 1] = replace(after, new=one.new + after.new)
    normal = normal_of(nights)
    assert 35 < normal.rates[2].mean < 45
    assert normal.rates[2].doubt > normal.rates[0].doubt, "and known worse"


def test_of_a_few_small_numbers_the_mean_is_usual_not_none():
    nights = weeks(3, saturday=0)
    saturdays = [place for place, one in enumerate(nights) if day_of(None, one.at).weekday() == 5]
    nights[saturdays[-1]] = replace(nights[saturdays[-1]], new=2)
    assert 0.5 < normal_of(nights).rates[5].mean < 1.5


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


def test_a_paper_that_grows_is_expected_to_bring_what_it_lately_brought():
    nights = [replace(one, new=round(one.new * 1.01**place)) for place, one in enumerate(weeks(8))]
    normal = normal_of(nights)
    workdays = [one.new for one in nights[-14:] if day_of(None, one.at).weekday() < 5]
    lately = sum(workdays) / len(workdays)
    assert 0.9 * lately < normal.rates[1].mean < 1.05 * lately
    assert normal.rates[1].mean > 1.1 * sum(one.new for one in nights) / len(nights)


def test_a_bulk_of_the_newest_nights_lifts_no_other_night():
    nights = weeks(8)
    usual = normal_of(nights).rates[1].mean
    nights[-4] = replace(nights[-4], new=900)
    assert normal_of(nights).rates[1].mean < 1.1 * usual
