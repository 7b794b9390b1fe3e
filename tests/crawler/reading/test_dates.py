"""Dates as Vietnamese pages write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.record import Precision
from crawler.reading.dates import Spot, choose, parse
from crawler.reading.layout import Order

TABLE = [
    ("04/03/2019 4:59 PM", "2019-03-04T16:59:00+07:00"),
    ("Thứ Sáu, 08/01/2021 14:57", "2021-01-08T14:57:00+07:00"),
    ("ClockThứ Sáu, 08/01/2021 14:57", "2021-01-08T14:57:00+07:00"),
    ("Chủ nhật 21/12/2025 08:24", "2025-12-21T08:24:00+07:00"),
    ("01/03/2026 09:51", "2026-03-01T09:51:00+07:00"),
    ("01/03/2026 09:54:33", "2026-03-01T09:54:33+07:00"),
    ("14:05, 21/07/2017", "2017-07-21T14:05:00+07:00"),
    ("08/01/2026 - 18:21", "2026-01-08T18:21:00+07:00"),
    ("15-01-2024 13:04", "2024-01-15T13:04:00+07:00"),
    ("09:00 | 10/03/2021", "2021-03-10T09:00:00+07:00"),
    ("07/03/2026 08:01 GMT+7", "2026-03-07T08:01:00+07:00"),
    ("07/03/2026\xa0 08:52 (GMT+07:00)", "2026-03-07T08:52:00+07:00"),
    ("Thứ bảy, 7/3/2026, 00:05 (GMT+7)", "2026-03-07T00:05:00+07:00"),
    ("Thứ Tư, 24/12/2025 09:30:00 +07:00", "2025-12-24T09:30:00+07:00"),
    ("07-03-2026 - 00:01 AM", "2026-03-07T00:01:00+07:00"),
    ("Ngày đăng 24/04/2018 | 04:39 PM | View count: 1252", "2018-04-24T16:39:00+07:00"),
    ("Thứ Hai, ngày 8 tháng 1 năm 2021 | 9h30", "2021-01-08T09:30:00+07:00"),
    ("12/05/2026 - 14:35Hoàng Vân", "2026-05-12T14:35:00+07:00"),
    ("2025-06-17T13:43:02+0700", "2025-06-17T13:43:02+07:00"),
    ("2026-03-07T08:52:11.000 +07:00", "2026-03-07T08:52:11+07:00"),
    ("2026-03-07T00:01:00", "2026-03-07T00:01:00+07:00"),
    ("2025-11-06T06:33:00+00:00", "2025-11-06T13:33:00+07:00"),
    ("2025-11-06T06:33:00.1234567Z", "2025-11-06T13:33:00+07:00"),
    ("1772816700", "2026-03-07T00:05:00+07:00"),
    ("Sat, 07 Mar 2026 08:01:00 +07", "2026-03-07T08:01:00+07:00"),
    ("Sat, 07 Mar 2026 08:01:00 GMT+7", "2026-03-07T08:01:00+07:00"),
    ("Sat, 07 Mar 26 08:01:00 +07:00", "2026-03-07T08:01:00+07:00"),
]


@pytest.mark.parametrize(("raw", "wanted"), TABLE)
def test_a_date_is_read_to_the_minute_with_its_zone(raw: str, wanted: str) -> None:
    found = parse(raw)
    assert found
    assert found.at == datetime.fromisoformat(wanted)
    assert found.precision in (Precision.MINUTE, Precision.SECOND)


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("2/26/2026 12:00:00 PM", "2026-02-26T12:00:00+07:00"),
        ("9/5/2026 1:30:00 PM", "2026-09-05T13:30:00+07:00"),
    ],
)
def test_month_first_is_read_where_it_is_declared(raw: str, wanted: str) -> None:
    found = parse(raw, Order.MDY)
    assert found
    assert found.at == datetime.fromisoformat(wanted)


@pytest.mark.parametrize(
    "raw", ["2/26/2026 12:00:00 PM", "31/02/2020 10:00", "0001-01-01T00:00:00", "8320-01-01", ""]
)
def test_what_can_be_no_date_is_none_and_the_order_is_never_guessed(raw: str) -> None:
    assert parse(raw) is None


@pytest.mark.parametrize(
    ("raw", "doubt"), [("0001-01-01", "before-1997"), ("8320-02-03", "future")]
)
def test_an_impossible_year_leaves_its_raw_form_and_a_doubt(raw: str, doubt: str) -> None:
    dated = choose([Spot(raw, "meta")])
    assert (dated.when, dated.raw, dated.doubts) == (None, raw, (doubt,))


def test_a_day_without_time_is_a_day_and_nothing_more() -> None:
    found = parse("2026-01-08")
    assert found
    assert (found.precision, found.midnight) == (Precision.DAY, False)


def test_midnight_is_a_day_and_is_doubted() -> None:
    dated = choose([Spot("12/10/2020 00:00", "visible")])
    assert dated.when
    assert dated.when.precision is Precision.DAY
    assert dated.doubts == ("migration-midnight",)


def test_a_time_of_the_same_day_is_preferred_to_the_day_alone() -> None:
    dated = choose([Spot("2026-01-08", "json-ld"), Spot("08/01/2026 - 18:21", "visible")])
    assert dated.when
    assert (dated.when.at.hour, dated.origin) == (18, "visible")


def test_a_time_of_another_day_does_not_replace_the_day() -> None:
    dated = choose([Spot("2026-01-08", "json-ld"), Spot("09/01/2026 - 18:21", "visible")])
    assert dated.origin == "json-ld"


@pytest.mark.parametrize(
    ("fetched", "doubts"),
    [
        ("2026-03-01T09:51:30+07:00", ("page-clock",)),
        ("2026-03-01T09:30:00+07:00", ("later-than-seen",)),
        ("2026-02-20T09:30:00+07:00", ("future",)),
        ("2026-03-02T09:30:00+07:00", ()),
    ],
)
def test_a_date_is_doubted_against_the_moment_of_the_look(
    fetched: str, doubts: tuple[str, ...]
) -> None:
    spot = Spot("01/03/2026 09:51", "visible")
    assert choose([spot], datetime.fromisoformat(fetched)).doubts == doubts


@given(st.text(max_size=60))
def test_no_string_breaks_the_parser(raw: str) -> None:
    found = parse(raw)
    assert found is None or found.at.tzinfo is not None


@given(st.datetimes(datetime(1997, 12, 1), datetime(2099, 1, 1), timezones=st.just(UTC)))
def test_an_iso_time_comes_back_as_it_was(at: datetime) -> None:
    found = parse(at.replace(microsecond=0).isoformat())
    assert found
    assert found.at == at.replace(microsecond=0)
