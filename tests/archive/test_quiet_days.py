"""Public holidays through 2035, checked against the moon, and the days around them."""

from datetime import date, timedelta
from math import floor, pi, sin

import pytest

from archive.quiet_days import holidays_of, is_quiet, pace, tet, why_quiet

TETS = (
    *("2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13"),
    "2030-02-02",  # at 23:07 in Hà Nội; in Beijing the moon is new on the third
    *("2031-01-23", "2032-02-11", "2033-01-31", "2034-02-19", "2035-02-08"),
)


def new_moon(number):
    """The day in Vietnam of a new moon, counted from 1900, as J. Meeus (1991) computes it."""
    t = number / 1236.85
    at = 2415020.75933 + 29.53058868 * number + 0.0001178 * t**2
    at += 0.00033 * sin((166.56 + 132.87 * t - 0.009173 * t**2) * pi / 180)
    sun = (359.2242 + 29.10535608 * number - 0.0000333 * t**2) * pi / 180
    moon = (306.0253 + 385.81691806 * number + 0.0107306 * t**2) * pi / 180
    node = (21.2964 + 390.67050646 * number - 0.0016528 * t**2) * pi / 180
    at += (0.1734 - 0.000393 * t) * sin(sun) + 0.0021 * sin(2 * sun)
    at += -0.4068 * sin(moon) + 0.0161 * sin(2 * moon) - 0.0004 * sin(3 * moon)
    at += 0.0104 * sin(2 * node) - 0.0051 * sin(sun + moon) - 0.0074 * sin(sun - moon)
    at += 0.0004 * sin(2 * node + sun) - 0.0004 * sin(2 * node - sun)
    at += -0.0006 * sin(2 * node + moon) + 0.0010 * sin(2 * node - moon)
    at += 0.0005 * sin(2 * moon + sun)
    late = -0.000278 + 0.000265 * t + 0.000262 * t**2
    return date.fromordinal(floor(at - late + 0.5 + 7 / 24) - 1721425)


@pytest.mark.parametrize("named", TETS)
def test_tet_is_on_its_day_and_on_a_new_moon(named):
    day = date.fromisoformat(named)
    assert tet(day.year) == day
    number = round((day - date(1900, 1, 1)).days / 29.530588853)
    assert day in {new_moon(number + each) for each in (-1, 0, 1)}


@pytest.mark.parametrize("year", range(2026, 2036))
def test_every_year_through_2035_has_its_holidays_and_few_quiet_days(year):
    fixed = (date(year, 1, 1), date(year, 4, 30), date(year, 5, 1), date(year, 9, 2))
    assert all(is_quiet(day) for day in fixed)
    assert all(is_quiet(tet(year) + timedelta(days)) for days in range(-2, 6))
    assert "Hung Kings" in "".join(holidays_of(year).values())
    days = [date(year, 1, 1) + timedelta(days) for days in range(365)]
    assert 20 <= sum(map(is_quiet, days)) <= 48


@pytest.mark.parametrize(
    ("day", "quiet"),
    [
        ("2026-02-10", False),  # ông Táo, 23 tháng Chạp: papers are full
        ("2026-02-15", True),  # 28 tháng Chạp
        ("2026-02-22", True),  # mùng 6
        ("2026-02-23", False),
        ("2026-03-03", False),  # rằm
        ("2026-05-02", True),  # the Saturday behind 30/4 and 1/5
        ("2026-01-02", True),  # a Friday between New Year and a Saturday
        ("2026-09-03", False),
        ("2026-06-06", False),  # any Saturday
        ("2027-02-03", False),
        ("2027-02-12", True),  # a Friday between the 6th of the year and a Saturday
        ("2027-02-14", True),  # the weekend behind it
        ("2027-02-15", False),
    ],
)
def test_bridges_and_the_days_around_tet_are_quiet_and_other_days_are_not(day, quiet):
    assert is_quiet(date.fromisoformat(day)) is quiet


def test_a_quiet_day_says_for_which_holiday():
    assert why_quiet(date(2026, 5, 3)) == "International Labor Day"
    assert why_quiet(date(2026, 2, 21)) == "Lunar New Year"
    assert why_quiet(date(2026, 6, 8)) == ""


@pytest.mark.parametrize("year", [1900, 2101, 8922])
def test_a_day_beyond_the_tables_is_judged_as_any_day(year):
    days = [date(year, 1, 2) + timedelta(days) for days in range(90)]
    assert tet(year) is None
    assert all(pace(day) == 1.0 for day in days if not is_quiet(day))
    assert sum(map(is_quiet, days)) < 10
