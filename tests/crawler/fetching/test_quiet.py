"""Quiet hours: when they are, and when they end."""

from datetime import UTC, datetime, time, timedelta

import pytest

from crawler.config import stretches
from crawler.fetching.quiet import DAY, quiet_until
from crawler.fetching.replay import VIETNAM


def at(clock, day=21):
    hour, minute = clock.split(":")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=VIETNAM).astimezone(UTC)


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        (["07:00-09:00"], "06:59", None),
        (["07:00-09:00"], "07:00", "09:00"),
        (["07:00-09:00"], "08:59", "09:00"),
        (["07:00-09:00"], "09:00", None),
        (["07:00-09:00", "08:30-10:00"], "07:10", "10:00"),
        (["07:00-09:00", "09:00-10:00"], "07:10", "10:00"),
        (["22:00-05:00"], "21:59", None),
        (["22:00-05:00"], "04:59", "05:00"),
        (["22:00-05:00"], "05:00", None),
        ([], "12:00", None),
    ],
)
def test_quiet_hours_begin_and_end(quiet, now, until):
    found = quiet_until(stretches(quiet), at(now))
    assert found == (at(until) if until else None)


def test_quiet_hours_go_over_midnight():
    assert quiet_until(stretches(["22:00-05:00"]), at("23:30")) == at("05:00", 22)


@pytest.mark.parametrize("quiet", [["00:00-00:00"], ["06:00-18:00", "18:00-06:00"]])
def test_a_day_that_is_all_quiet_ends_a_day_from_now(quiet):
    assert quiet_until(stretches(quiet), at("12:00")) == at("12:00") + DAY


def test_every_minute_of_a_day_is_told_right():
    quiet = ((time(23, 0), time(1, 0)), (time(12, 0), time(13, 30)))
    for minute in range(0, 24 * 60, 7):
        now = at("00:00") + timedelta(minutes=minute)
        is_quiet = minute < 60 or minute >= 23 * 60 or 12 * 60 <= minute < 13 * 60 + 30
        until = quiet_until(quiet, now)
        assert (until is not None) is is_quiet, minute
        assert until is None or quiet_until(quiet, until) is None
