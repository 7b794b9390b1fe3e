from datetime import UTC, datetime

import pytest

from crawler.fetching.dates import parse_date

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("9/5/2026 1:30:00 PM", "MDY", "2026-09-05T06:30:00"),
        ("9/5/2026 1:30:00 PM", "DMY", "2026-05-09T06:30:00"),
        ("2/26/2026 12:00:00 PM", "MDY", "2026-02-26T05:00:00"),
        ("2/26/2026 12:05:00 AM", "MDY", "2026-02-25T17:05:00"),
        ("Sat, 07 Mar 2026 08:01:00 +0700", "DMY", "2026-03-07T01:01:00"),
        ("Sat, 07 Mar 2026 08:01:00 +07:00", "DMY", "2026-03-07T01:01:00"),
        ("Sat, 07 Mar 2026 08:01:00 +07", "DMY", "2026-03-07T01:01:00"),
        ("Sat, 07 Mar 2026 08:01:00 GMT+7", "DMY", "2026-03-07T01:01:00"),
        ("Sat, 07 Mar 2026 01:01:00 GMT", "DMY", "2026-03-07T01:01:00"),
        ("Sat, 07 Mar 26 08:01:00 +0700", "DMY", "2026-03-07T01:01:00"),
        ("7 March 2026 08:01", "DMY", "2026-03-07T01:01:00"),
        ("2025-11-06T06:33:00.1234567+00:00", "DMY", "2025-11-06T06:33:00"),
        ("2025-06-17T13:43:02+0700", "DMY", "2025-06-17T06:43:02"),
        ("2026-03-07T00:01:00", "DMY", "2026-03-06T17:01:00"),
        ("2026-03-07T00:01:00Z", "DMY", "2026-03-07T00:01:00"),
        ("2026-03-07", "DMY", "2026-03-06T17:00:00"),
        ("07/03/2026 08:01 GMT+7", "DMY", "2026-03-07T01:01:00"),
        ("14:05, 21/07/2017", "DMY", "2017-07-21T07:05:00"),
        ("07-03-2026 - 00:01 AM", "DMY", "2026-03-06T17:01:00"),
        ("Thứ Sáu, 08/01/2021 14:57", "DMY", "2021-01-08T07:57:00"),
    ],
)
def test_every_form_of_date_that_feeds_use_is_read(text, order, expected):
    assert parse_date(text, order, NOW) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hôm qua",
        "0001-01-01T00:00:00",
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "8320-05-05T10:00:00+07:00",
        "Thu, 01 Jan 8320 00:00:00 GMT",
        "9999-12-31T23:59:59-12:00",
        "32/13/2026 08:00",
        "2026-02-30",
        "01/01/1990 08:00",
        "23/11/2026 08:00",
        "07/03/2026 27:61",
    ],
)
def test_a_date_that_no_paper_can_mean_is_no_date(text):
    assert parse_date(text, "DMY", NOW) is None
