"""Looks that cover some hours of a day, and what they took from a night."""

from dataclasses import replace

from archive.normals import Night
from archive.shortage import low
from tests.archive.test_normals import DAY, HOUR, after, weeks


def test_a_night_that_covers_little_of_a_day_waits_for_the_next():
    nights = weeks(5)
    again = Night(nights[-1].at + 3 * HOUR, "quiet")
    assert low(nights, again) is None, "in three hours at night nothing is published"
    noon = Night(nights[-1].at + 34 * HOUR, "healthy", new=60)
    late = Night(nights[-1].at + 48 * HOUR, "healthy", new=20)
    assert low([*nights, noon], late) is None, "together they brought what is usual"


def test_news_of_the_day_before_do_not_hide_that_tonight_brings_none():
    nights = weeks(5)
    noon = Night(nights[-1].at + 34 * HOUR, "healthy", new=60)
    half = Night(nights[-1].at + 48 * HOUR, "healthy", new=20)
    found = low([*nights, noon, half], Night(half.at + DAY, "quiet"))
    assert (found.silent, found.nights) == (True, 1)


def twice(weeks_, night, noon):
    """Looks at 01:30 and at 13:30."""
    looks = []
    for one in weeks(weeks_):
        looks.append(replace(one, new=night))
        looks.append(replace(one, at=one.at + 12 * HOUR, new=noon))
    return looks


def test_a_paper_of_the_morning_that_is_looked_at_twice_a_day_has_poor_nights():
    looks = twice(3, night=3, noon=40)
    assert low(*after_half(looks, 2)) is None
    looks = twice(3, night=40, noon=3)
    assert low(*after_half(looks, 0)).silent


def after_half(looks, new):
    """A look half a day after the others."""
    return looks, Night(looks[-1].at + 12 * HOUR, "healthy" if new else "quiet", new=new)


def test_news_of_noon_make_no_poor_night_of_a_silent_one():
    nights = weeks(4, workday=100)[:-4]
    noon = Night(nights[-1].at + 12 * HOUR, "healthy", new=9)
    tonight = Night(nights[-1].at + DAY, "quiet")
    found = low([*nights, noon], tonight)
    assert found is not None
    assert found.silent


def test_a_silence_grows_no_shorter_since_there_are_many_looks_by_day():
    nights = after(weeks(4), *[0] * 15)
    nights = [*nights[0], nights[1]]
    looks = [
        replace(one, at=one.at - hours * HOUR, new=one.new // 2 if hours in (0, 8) else 0)
        for one in nights
        for hours in (16, 14, 12, 10, 8, 0)
    ]
    found = low(nights[:-1], nights[-1], looks=looks)
    assert found is not None
    assert (found.silent, found.nights) == (True, 15)


def test_an_evening_without_news_after_looks_that_took_those_of_the_day_is_silent():
    nights, looks = weeks(4, workday=80), []
    for one in nights:
        evening = one.new // 3
        looks.append(Night(one.at - 7 * HOUR, "healthy", new=one.new - evening))
        looks.append(replace(one, new=evening))
    friday = nights[-1].at.replace(day=26)
    past = [one for one in nights if one.at <= friday]
    *seen, feeds, _ = [one for one in looks if one.at <= past[-1].at]
    tonight = replace(past[-1], new=feeds.new)
    found = low(past[:-1], tonight, looks=[*seen, feeds, replace(tonight, new=0)])
    assert found is not None
    assert (found.silent, found.nights, found.since) == (True, 1, feeds.at)
    assert low(past[:-1], tonight) is None, "nothing else tells"
