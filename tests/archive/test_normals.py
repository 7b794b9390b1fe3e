"""What is usual of a site by weekday, and when a night falls short of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from archive.learning import normal_of
from archive.normals import LEAST, Night, covered, day_of
from archive.shortage import at_least, low, share_is_gone

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MONDAY = datetime(2026, 6, 1, 18, 30, tzinfo=UTC)  # 01:30 of Tuesday in Vietnam
LISTING = "https://baomau.example/tin"


def weeks(number, workday=40, saturday=20, sunday=10, begin=MONDAY):
    """Nights of some weeks, which bring what was published on the day before."""
    found = []
    for night in range(number * 7):
        day = day_of(None, begin + night * DAY)
        new = {5: saturday, 6: sunday}.get(day.weekday(), workday)
        found.append(
            Night(
                *(begin + night * DAY, "healthy" if new else "quiet"),
                new=new + (night % 3 if new > 3 else 0),
                read=new,
                fields={"author": 0.97},
                words=450,
                listings={LISTING: (30, new)},
            )
        )
    return found


def after(nights, *new, **values):
    """Further nights, the last apart: what `low` is asked of."""
    nights = list(nights)
    for number in new:
        outcome = "healthy" if number else "quiet"
        nights.append(Night(nights[-1].at + DAY, outcome, new=number, **values))
    return nights[:-1], nights[-1]


def test_a_normal_is_learned_by_weekday():
    normal = normal_of(weeks(6))
    rates = [round(normal.rates[day].mean) for day in range(7)]
    assert rates == [41, 41, 41, 41, 41, 21, 11]
    assert (normal.words, normal.shares["author"], normal.read) == (450, pytest.approx(0.97), 40)
    tuesday = MONDAY + 42 * DAY
    assert normal.expected(tuesday - DAY, tuesday) == pytest.approx(41, abs=1)
    assert normal.discovered(tuesday - DAY, tuesday) == (30, 30)


def test_of_a_few_nights_nothing_is_usual_and_nothing_is_too_little():
    nights = weeks(2)[:LEAST]
    assert not normal_of(nights).is_known
    assert low(*after(nights, 0, 0)) is None
    assert normal_of(nights).expected(MONDAY, MONDAY + DAY) == 0


def test_one_bulk_of_old_articles_teaches_nothing():
    nights = weeks(5)
    nights[9] = Night(nights[9].at, "healthy", new=4000)
    assert normal_of(nights).rates[2].mean < 60


def test_of_two_saturdays_the_one_with_old_articles_teaches_nothing():
    nights = weeks(2)
    saturday = next(place for place, one in enumerate(nights) if one.new in (20, 21, 22))
    nights[saturday] = Night(nights[saturday].at, "healthy", new=400)
    assert normal_of(nights).rates[5].mean < 25


def test_a_large_site_without_news_on_a_working_day_is_silent_the_first_night():
    found = low(*after(weeks(5), 0))
    assert (found.silent, found.nights, round(found.expected)) == (True, 1, 41)


def test_a_slow_site_is_silent_once_its_nights_together_cannot_be_chance():
    slow = weeks(8, workday=2, saturday=1, sunday=1)
    assert low(*after(slow, 0, 0, 0)) is None
    found = low(*after(slow, *[0] * 9))
    assert (found.silent, found.nights) == (True, 9)


def test_a_site_that_is_silent_now_and_then_is_not_called_so_for_less():
    nights = weeks(8, workday=12)
    for place in (9, 10, 11, 12, 30, 31):
        nights[place] = Night(nights[place].at, "quiet")
    assert low(*after(nights, 0, 0)) is None


def test_a_long_silence_that_was_told_of_does_not_hide_the_next_one():
    nights = weeks(8)
    for place in range(21, 31):
        nights[place] = Night(nights[place].at, "silent")
    found = low(*after(nights, 0))
    assert found is not None
    assert (found.silent, found.nights) == (True, 1)


def test_a_night_of_nothing_does_not_end_too_few():
    past, tonight = after(weeks(8, workday=10, saturday=10, sunday=10), 1, 1, 1, 0)
    assert low(past, tonight) is None, "nothing on one of these is no silence"
    past[-1] = replace(past[-1], outcome="thin", rules=("new",))
    found = low(past, tonight)
    assert found is not None
    assert (found.silent, found.new, found.nights) == (False, 3, 4)


def test_a_holiday_of_nothing_does_not_end_too_few():
    nights = weeks(8, begin=datetime(2026, 7, 6, 18, 30, tzinfo=UTC))
    past, tonight = after([one for one in nights if one.at.date() < date(2026, 8, 27)], 4, 4, 0)
    assert day_of(past[-1].at, tonight.at) == date(2026, 8, 29), "five days off begin"
    past[-1] = replace(past[-1], outcome="thin", rules=("new",))
    found = low(past, tonight)
    assert found is not None
    assert (found.silent, found.new, found.nights) == (False, 8, 2)


def test_some_nights_of_nothing_among_too_few_do_not_end_these():
    past, tonight = after(weeks(8, workday=10, saturday=10, sunday=10), 1, 1, 1, 0, 0, 0, 1)
    told = ["thin", "silent", "silent", "silent"]
    for place, outcome in enumerate(told, len(past) - 4):
        rules = ("new",) if outcome == "thin" else ("nothing-new",)
        past[place] = replace(past[place], outcome=outcome, rules=rules)
    found = low(past, tonight)
    assert found is not None
    assert (found.silent, found.new, found.nights) == (False, 4, 7)


def test_far_fewer_than_usual_is_told_with_its_figures_and_a_poor_day_is_not():
    found = low(*after(weeks(5), 3))
    assert (found.silent, found.new, round(found.expected)) == (False, 3, 41)
    assert low(*after(weeks(5), 25)) is None
    assert low(*after(weeks(5), 40)) is None


def test_a_quiet_sunday_is_nothing_where_it_is_usual():
    nights = weeks(5, sunday=0)
    sundays = [each for each in nights if not each.new]
    assert len(sundays) == 5
    assert low(nights[:-2], nights[-2]) is None
    nights = weeks(5)[:-2]
    assert low(*after(nights, 0)).silent, "a Saturday that brings 20 else"


def test_holidays_neither_alarm_nor_teach():
    before = weeks(6, begin=datetime(2026, 1, 6, 18, 30, tzinfo=UTC))
    eve = [each for each in before if each.at.date() < date(2026, 2, 15)]
    past, night = after(eve, *[0] * 8)
    assert night.at.date() == date(2026, 2, 22)
    assert low(past, night) is None
    assert low(*after([*past, night], 0)).nights == 1, "the first working day after Tết counts"
    usual = normal_of([*past, night]).rates[2].mean
    assert usual == pytest.approx(normal_of(eve).rates[2].mean)


def test_rows_without_news_are_measured_by_what_was_to_be_expected_of_them():
    nights = weeks(8, workday=40, saturday=2, sunday=2)
    for place, one in enumerate(nights):
        if one.new in (2, 3, 4):
            nights[place] = Night(one.at, "quiet")
    nights = nights[:-2]
    assert low(*after(nights[:-1], 0)).silent, "quiet weekends excuse no quiet Friday"


def test_after_an_outage_no_more_is_expected_than_listings_hold():
    nights = weeks(5)
    back = nights[-1].at + 10 * DAY
    assert normal_of(nights).expected(nights[-1].at, back) < 90


def test_news_after_a_silence_end_it():
    past, night = after(weeks(8, workday=4, saturday=1, sunday=1), *[0] * 9, 3)
    names = ["quiet"] * 4 + ["silent"] * 5
    silent = [Night(each.at, name) for each, name in zip(past[-9:], names, strict=True)]
    assert low([*past[:-9], *silent], night) is None


def test_a_lower_level_that_stays_becomes_usual():
    past = weeks(8)
    for _ in range(40):
        *_, last = past
        night = Night(last.at + DAY, "thin", new=5, rules=("new",))
        past.append(night)
    assert low(past, Night(past[-1].at + DAY, new=5)) is None


@pytest.mark.parametrize(
    ("found", "of", "usual", "gone"),
    [
        (3, 40, 0.97, True),
        (0, 5, 1.0, True),
        (2, 5, 1.0, False),
        (1, 6, 0.9, False),
        (3, 7, 0.82, False),
        (20, 40, 0.97, True),
        (36, 40, 0.97, False),
    ],
)
def test_a_field_is_gone_where_chance_does_not_explain_its_lack(found, of, usual, gone):
    assert share_is_gone(found, of, usual, 200) is gone


@pytest.mark.parametrize("of", [40, 1_030, 20_000])
def test_of_thousands_of_pages_it_is_said_too_whether_a_field_is_gone(of):
    assert share_is_gone(of // 10, of, 0.97, 200)
    assert not share_is_gone(of * 9 // 10, of, 0.97, 200)
    assert at_least(of // 10, of, 0.01) < 1e-3
    assert at_least(of // 500, of, 0.01) > 0.5
    assert at_least(of + 1, of, 0.01) == pytest.approx(0, abs=1e-9)


def test_a_share_that_few_pages_told_is_not_believed_as_one_of_many():
    assert share_is_gone(0, 7, 0.9, 200)
    assert not share_is_gone(0, 7, 0.9, 10)


def test_of_few_saturdays_is_less_sure_than_of_many():
    saturday = date(2026, 6, 6)
    doubts = [normal_of(weeks(number)).doubt({saturday: 20.0}) for number in (3, 4, 8)]
    assert doubts == sorted(doubts, reverse=True)
    assert doubts[0] ** 2 > 2 * doubts[2] ** 2, "as variances"


def test_a_weekly_is_missed_on_its_day_and_on_no_other():
    nights = weeks(6, 0, 0, 0)
    week = [replace(each, new=30 if day_of(None, each.at).weekday() == 3 else 1) for each in nights]
    thursday = next(back for back, each in enumerate(reversed(week)) if each.new == 30)
    assert low(*after(week[: len(week) - thursday - 1], 0)).silent
    assert low(*after(week[: len(week) - thursday], 0)) is None


def test_a_day_is_covered_by_the_hours_in_which_papers_publish():
    began = datetime(2026, 6, 2, 18, 30, tzinfo=UTC)  # 01:30 of Wednesday
    assert covered(began - DAY, began) == ((date(2026, 6, 2), 1.0),)
    assert covered(began, began + 4 * HOUR) == ()
    assert covered(began, began + 12 * HOUR + HOUR / 2) == ((date(2026, 6, 3), 0.5),)


def paced(rate, number=84):
    """Nights of a paper that publishes so many articles on a day, and how many are called low."""
    past, called = [], 0
    for place in range(number):
        at = MONDAY + place * DAY
        night = Night(
            at, "healthy" if rate(day_of(None, at)) else "quiet", new=rate(day_of(None, at))
        )
        called += low(past, night) is not None
        past.append(night)
    return called


@pytest.mark.parametrize(
    "rate",
    [
        lambda day: 40 if day.weekday() in (0, 3) else 0,
        lambda day: 30 if day.weekday() == 4 else day.day % 2,
        lambda day: 20 if day < date(2026, 7, 10) else 40,
        lambda day: 20 if day < date(2026, 7, 10) else 10,
    ],
    ids=["twice a week", "once a week", "doubled", "halved"],
)
def test_a_rhythm_of_its_own_is_no_lack(rate):
    assert paced(rate) == 0


def test_plenty_on_a_holiday_ends_what_was_too_little_before_it():
    before = weeks(6, begin=datetime(2026, 1, 3, 18, 30, tzinfo=UTC))
    eve = [each for each in before if each.at.date() < date(2026, 2, 15)][:-3]
    poor, night = after(eve, 2, 2, 2)
    poor = [*poor, night]
    assert low(poor[:-1], night).nights == 3
    past, night = after(poor, *[0] * 4, 60, 0, 0, 0, 0, 15)
    assert low(past, night) is None


def test_what_weekdays_have_of_their_own_evens_out_over_several():
    normal = normal_of(weeks(5))
    monday, thursday = date(2026, 7, 6), date(2026, 7, 9)
    one, both = {monday: 82.0}, {monday: 41.0, thursday: 41.0}
    assert normal.doubt(both) < 0.9 * normal.doubt(one)


def test_in_the_days_before_tet_less_is_expected_than_else():
    eve = weeks(8, begin=datetime(2026, 1, 6, 18, 30, tzinfo=UTC))
    before = [one for one in eve if one.at.date() < date(2026, 2, 10)]
    past, night = after(before, 41, 41)
    usual = normal_of(past)
    assert day_of(past[-1].at, night.at) == date(2026, 2, 11), "six days before the first"
    assert usual.expected(past[-1].at, night.at) == pytest.approx(0.6 * 41, rel=0.05)
    assert normal_of([*past, night]).nights == usual.nights, "and such days teach nothing"
