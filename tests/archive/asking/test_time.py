"""A day, a minute or a second that is named is meant whole, in Viet Nam unless a zone is given."""

from datetime import UTC, datetime, timedelta

import pytest

from archive.asking.time import Moment, at, moment
from archive.errors import BadQuery

LEAST = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2026-03-07", datetime(2026, 3, 7, 17, tzinfo=UTC)),
        ("07/03/2026", datetime(2026, 3, 7, 17, tzinfo=UTC)),
        ("2026-03-07T10:30", datetime(2026, 3, 7, 3, 31, tzinfo=UTC)),
        ("2026-03-07 10:30", datetime(2026, 3, 7, 3, 31, tzinfo=UTC)),
        ("07/03/2026 10:30:15", datetime(2026, 3, 7, 3, 30, 16, tzinfo=UTC)),
        ("2026-03-07T10:30:15Z", datetime(2026, 3, 7, 10, 30, 16, tzinfo=UTC)),
        ("2026-03-07T10:30+00:00", datetime(2026, 3, 7, 10, 31, tzinfo=UTC)),
        ("2026-03-07 10:30 -0130", datetime(2026, 3, 7, 12, 1, tzinfo=UTC)),
    ],
)
def test_what_is_named_is_meant_to_its_end(text, end):
    assert at(text) == end - LEAST


def test_a_fraction_of_a_second_is_the_moment_itself():
    told = "2026-03-07T03:30:15.250000Z"
    assert at(told) == datetime(2026, 3, 7, 3, 30, 15, 250_000, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["yesterday", "2026-02-30", "2026-03-07 25:00", "2026-03-07T10:30+25:00", "9999-12-31"]
)
def test_what_is_no_moment_is_refused_by_name(text):
    with pytest.raises(BadQuery, match=r"there is no|no moment"):
        at(text)


def test_now_is_no_moment_of_the_past():
    assert not moment(None, None)
    assert not moment("", "")
    assert moment("2026-03-07", None) == Moment(as_of=at("2026-03-07"))
    assert bool(Moment(known_at=at("2026-03-07")))


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(BadQuery, match="as_of needs a zone"):
        Moment(as_of=datetime(2026, 3, 7))
