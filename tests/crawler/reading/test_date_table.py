"""Each form of a date that is known of a site: what it says, how exactly, and what is doubted."""

from datetime import datetime

import pytest

from archive.record import Precision
from crawler.reading.dates import Spot, choose
from crawler.reading.layout import Order

DMY, MDY = Order.DMY, Order.MDY
DAY, MINUTE, SECOND = Precision.DAY, Precision.MINUTE, Precision.SECOND
LOOKED_AT = datetime.fromisoformat("2026-11-22T08:24:00+07:00")
# (string, order of the spot, where it stands, time, precision, doubts)
TABLE = [
    ("04/03/2019 4:59 PM", DMY, "visible", "2019-03-04T16:59:00+07:00", MINUTE, ()),
    ("Thứ Sáu, 08/01/2021 14:57", DMY, "visible", "2021-01-08T14:57:00+07:00", MINUTE, ()),
    ("ClockThứ Sáu, 08/01/2021 14:57", DMY, "visible", "2021-01-08T14:57:00+07:00", MINUTE, ()),
    ("12/10/2020 00:00", DMY, "visible", "2020-10-12T00:00:00+07:00", DAY, ("migration-midnight",)),
    ("01/03/2026 09:51", DMY, "visible", "2026-03-01T09:51:00+07:00", MINUTE, ()),
    ("26/02/2026 12:00", DMY, "visible", "2026-02-26T12:00:00+07:00", MINUTE, ()),
    ("2/26/2026 12:00:00 PM", MDY, "visible", "2026-02-26T12:00:00+07:00", MINUTE, ()),
    ("9/5/2026 1:30:00 PM", MDY, "feed", "2026-09-05T13:30:00+07:00", MINUTE, ()),
    ("9/26/2026 9:20:00 AM", MDY, "feed", "2026-09-26T09:20:00+07:00", MINUTE, ()),
    ("01/03/2026 09:54:33", DMY, "visible", "2026-03-01T09:54:33+07:00", SECOND, ()),
    ("14:05, 21/07/2017", DMY, "visible", "2017-07-21T14:05:00+07:00", MINUTE, ()),
    ("18:53, 14/08/2026", DMY, "visible", "2026-08-14T18:53:00+07:00", MINUTE, ()),
    ("08/01/2026 - 18:21", DMY, "visible", "2026-01-08T18:21:00+07:00", MINUTE, ()),
    ("14/08/2026 - 21:20", DMY, "visible", "2026-08-14T21:20:00+07:00", MINUTE, ()),
    ("15-01-2024 13:04", DMY, "visible", "2024-01-15T13:04:00+07:00", MINUTE, ()),
    ("09:00 | 10/03/2021", DMY, "visible", "2021-03-10T09:00:00+07:00", MINUTE, ()),
    ("18:27 | 14/08/2026", DMY, "visible", "2026-08-14T18:27:00+07:00", MINUTE, ()),
    ("17:26 - 18/01/2016", DMY, "visible", "2016-01-18T17:26:00+07:00", MINUTE, ()),
    ("21/07/2022 | 10:00 AM", DMY, "visible", "2022-07-21T10:00:00+07:00", MINUTE, ()),
    ("Ngày đăng 24/04/2018 | 04:39 PM | View count: 1252", DMY, "visible",
     "2018-04-24T16:39:00+07:00", MINUTE, ()),
    ("21/12/2012 | 12:00 AM", DMY, "visible", "2012-12-21T00:00:00+07:00", DAY,
     ("migration-midnight",)),
    ("07/03/2026 08:01 GMT+7", DMY, "visible", "2026-03-07T08:01:00+07:00", MINUTE, ()),
    ("07/03/2026\xa008:01 (GMT+7)", DMY, "visible", "2026-03-07T08:01:00+07:00", MINUTE, ()),
    ("07/03/2026 08:01 (GMT+07:00)", DMY, "visible", "2026-03-07T08:01:00+07:00", MINUTE, ()),
    ("Thứ bảy, 7/3/2026, 00:05 (GMT+7)", DMY, "visible", "2026-03-07T00:05:00+07:00", MINUTE, ()),
    ("Thứ bảy, 07/03/2026 - 08:07", DMY, "visible", "2026-03-07T08:07:00+07:00", MINUTE, ()),
    ("Thứ Tư, 24/12/2025 09:30:00 +07:00", DMY, "visible", "2025-12-24T09:30:00+07:00", MINUTE, ()),
    ("- 07/03/2026 08:47", DMY, "visible", "2026-03-07T08:47:00+07:00", MINUTE, ()),
    ("| 07/03/2026 08:47", DMY, "visible", "2026-03-07T08:47:00+07:00", MINUTE, ()),
    ("07-03-2026 - 00:01 AM", DMY, "visible", "2026-03-07T00:01:00+07:00", MINUTE, ()),
    ("07-03-2026 - 15:20 PM", DMY, "visible", "2026-03-07T15:20:00+07:00", MINUTE, ()),
    ("2025-06-17T13:43:02+0700", DMY, "meta", "2025-06-17T13:43:02+07:00", SECOND, ()),
    ("2026-03-07T00:01:00", DMY, "meta", "2026-03-07T00:01:00+07:00", MINUTE, ()),
    ("2026-03-07 08:07", DMY, "visible", "2026-03-07T08:07:00+07:00", MINUTE, ()),
    ("2026-03-07T08:52:11.000 +07:00", DMY, "json-ld", "2026-03-07T08:52:11+07:00", SECOND, ()),
    ("2025-12-23T09:02:07.000+07:00", DMY, "meta", "2025-12-23T09:02:07+07:00", SECOND, ()),
    ("1772816700", DMY, "meta", "2026-03-07T00:05:00+07:00", MINUTE, ()),
    ("2025-11-06T06:33:00+00:00", DMY, "sitemap", "2025-11-06T13:33:00+07:00", MINUTE, ()),
    ("2025-11-06T06:33:00.1234567Z", DMY, "sitemap", "2025-11-06T13:33:00+07:00", MINUTE, ()),
    ("2026-01-08", DMY, "json-ld", "2026-01-08T00:00:00+07:00", DAY, ()),
    ("2026-01-08T00:00:00+07:00", DMY, "json-ld", "2026-01-08T00:00:00+07:00", DAY,
     ("migration-midnight",)),
    ("2026-01-07T17:00:00Z", DMY, "json-ld", "2026-01-08T00:00:00+07:00", DAY,
     ("migration-midnight",)),
    ("Sat, 07 Mar 2026 08:01:00 +07", DMY, "feed", "2026-03-07T08:01:00+07:00", MINUTE, ()),
    ("Sat, 07 Mar 2026 08:01:00 GMT+7", DMY, "feed", "2026-03-07T08:01:00+07:00", MINUTE, ()),
    ("Sat, 07 Mar 2026 08:01:00 +07:00", DMY, "feed", "2026-03-07T08:01:00+07:00", MINUTE, ()),
    ("Sat, 07 Mar 26 08:01:00 +0700", DMY, "feed", "2026-03-07T08:01:00+07:00", MINUTE, ()),
    ("08/01/2021", DMY, "visible", "2021-01-08T00:00:00+07:00", DAY, ()),
    ("Thứ Hai, ngày 8 tháng 1 năm 2021", DMY, "visible", "2021-01-08T00:00:00+07:00", DAY, ()),
    ("Chủ nhật 22/11/2026 08:24", DMY, "visible", "2026-11-22T08:24:00+07:00", MINUTE,
     ("page-clock",)),
    ("22/11/2026 08:50", DMY, "visible", "2026-11-22T08:50:00+07:00", MINUTE,
     ("later-than-seen",)),
    ("24/12/2026 08:50", DMY, "visible", "2026-12-24T08:50:00+07:00", MINUTE, ("future",)),
    ("12/05/1996 07:00", DMY, "visible", "1996-05-12T07:00:00+07:00", MINUTE, ("before-1997",)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "order", "origin", "wanted", "precision", "doubts"), TABLE, ids=[r[0] for r in TABLE]
)
def test_each_form_gives_its_time_precision_and_doubts(
    raw: str, order: Order, origin: str, wanted: str, precision: Precision, doubts: tuple[str, ...]
) -> None:
    dated = choose([Spot(raw, origin, order)], LOOKED_AT)
    assert dated.when
    assert dated.when.at == datetime.fromisoformat(wanted)
    assert dated.when.at.utcoffset() is not None
    assert (dated.when.precision, dated.doubts, dated.origin) == (precision, doubts, origin)


@pytest.mark.parametrize("raw", ["2/26/2026 12:00:00 PM", "9/26/2026 9:20:00 AM"])
def test_month_first_is_no_date_where_day_first_is_declared(raw: str) -> None:
    assert choose([Spot(raw, "visible", DMY)], LOOKED_AT).when is None


def test_the_year_one_gives_no_date_but_its_raw_form_and_a_doubt() -> None:
    dated = choose([Spot("0001-01-01T00:00:00", "sitemap")], LOOKED_AT)
    assert (dated.when, dated.raw, dated.doubts) == (None, "0001-01-01T00:00:00", ("before-1997",))


def test_the_first_declared_spot_wins_and_a_later_one_only_adds_its_time() -> None:
    spots = [Spot("08/01/2026", "visible"), Spot("2026-01-08T18:21:00+07:00", "meta")]
    assert choose(spots, LOOKED_AT).origin == "meta"
    assert choose(spots[::-1], LOOKED_AT).origin == "meta"
    other = [Spot("08/01/2026 07:00", "visible"), Spot("2026-01-08T18:21:00+07:00", "meta")]
    assert choose(other, LOOKED_AT).origin == "visible"


def test_a_migration_midnight_yields_to_a_time_of_the_same_day() -> None:
    spots = [Spot("12/10/2020 00:00", "visible"), Spot("12/10/2020 09:15", "visible")]
    dated = choose(spots, LOOKED_AT)
    assert (dated.raw, dated.doubts) == ("12/10/2020 09:15", ())
