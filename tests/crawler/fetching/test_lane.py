"""One host's lane: how long the next request waits, and when the host is left."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetching.lane import Lane, lane_name, seconds_of

NOW = datetime(2026, 11, 21, 18, 30, tzinfo=UTC)
TIMES = st.floats(0, 1000)


def lane(**named):
    return Lane("a.example", 2.0, **named)


def answer(made, url="/a", look="ok", status=200, wait=None, now=100.0):
    made.came(url, look, status, wait, now)
    return made


def test_the_first_request_waits_for_nothing():
    assert lane().pause(5.0) == 0.0


def test_the_pause_is_counted_from_the_end_of_the_answer():
    assert lane(ended=100.0).pause(100.5) == 1.5
    assert lane(ended=100.0).pause(103.0) == 0.0


@given(TIMES, TIMES, TIMES, TIMES)
def test_the_longest_of_all_that_is_asked_for_is_kept(robots, throttled, ended, later):
    made = lane(asked_for=robots, ended=ended)
    left = made.pause(ended + later, throttled)
    assert left >= max(2.0, robots, throttled) - later - 1e-6


def test_the_forms_of_a_host_share_a_lane():
    forms = ("a.example", "www.a.example", "m.a.example", "A.example.")
    assert {lane_name(form) for form in forms} == {"a.example"}
    assert lane_name("tin.a.example") == "tin.a.example"


@pytest.mark.parametrize("status", [429, 503, 302])
def test_a_host_that_says_when_to_come_back_is_asked_then(status):
    made = answer(lane(ended=100.0), look="any", status=status, wait=30.0)
    assert (made.pause(100.0), made.left, made.told_when) == (30.0, "", True)


def test_a_host_that_wants_to_be_left_for_an_hour_is_left_for_this_run():
    made = answer(lane(), look="server-error", status=503, wait=3600.0)
    assert made.left == "asks to wait 3600 s (Retry-After)"


def test_who_is_told_off_without_a_time_slows_down_and_the_second_time_goes():
    made = answer(lane(ended=100.0), look="forbidden", status=429)
    assert (made.pause(100.0), made.left) == (4.0, "")
    answer(made, look="forbidden", status=429)
    assert made.left == "answered 429 again after we had slowed down"


def test_who_is_told_off_three_times_goes_though_a_time_is_named():
    made = lane()
    for _ in range(2):
        assert not answer(made, look="forbidden", status=429, wait=1.0).left
    assert answer(made, look="forbidden", status=429, wait=1.0).left == "answered 429 3 times"


@pytest.mark.parametrize("look", ["timeout", "server-error", "connection", "dns"])
def test_after_five_addresses_in_a_row_without_an_answer_a_host_is_left(look):
    made = lane()
    for n in range(4):
        answer(made, f"/{n}", look, 0)
        answer(made, f"/{n}", look, 0)  # the same address again is no further one
    assert not made.left
    assert answer(made, "/4", look, 0).left == (
        f"did not answer at 5 addresses in a row ({look} the last)"
    )


def test_after_ten_refusals_in_a_row_a_host_is_left():
    made = lane()
    for n in range(9):
        answer(made, f"/{n}", ("challenge", "forbidden")[n % 2], 403)
    assert not made.left
    assert "refused 10 addresses in a row" in answer(made, "/9", "challenge", 403).left


def test_one_answer_between_them_begins_the_count_anew():
    made = lane()
    for n in range(40):
        answer(made, f"/{n}", "missing" if n % 4 == 0 else "timeout", 0)
    assert not made.left


def test_what_was_never_sent_says_nothing_of_a_host():
    made = lane()
    for n in range(20):
        answer(made, f"/{n}", "timeout" if n < 4 else "robots", 0)
    assert not made.left


# --- Retry-After ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (b"120", 120.0),
        (b" 0 ", 0.0),
        (b"Sat, 21 Nov 2026 18:32:00 GMT", 120.0),
        (b"Saturday, 21-Nov-26 18:32:00 GMT", 120.0),
        (b"Fri, 20 Nov 2026 18:32:00 GMT", 0.0),
        (b"9" * 400, 999_999_999.0),
    ],
)
def test_a_time_to_come_back_is_understood(header, seconds):
    assert seconds_of(header, None, NOW) == seconds


@pytest.mark.parametrize(
    "header", [None, b"", b"soon", b"-5", b"1e3", b"\xff\x00", "１２".encode(), b"Sat, 99 Nov 2026"]
)
def test_a_time_that_says_nothing_is_none(header):
    assert seconds_of(header, None, NOW) is None


@given(st.binary(max_size=60))
def test_no_header_breaks_a_run(header):
    found = seconds_of(header, header, NOW)
    assert found is None or found >= 0


def test_a_time_is_counted_from_the_clock_of_the_host():
    ahead = "Sat, 21 Nov 2026 19:30:{} GMT"
    assert seconds_of(ahead.format("30").encode(), ahead.format("00").encode(), NOW) == 30.0
    assert NOW + timedelta(hours=1) == datetime(2026, 11, 21, 19, 30, tzinfo=UTC)
