"""A date that only the address states: the month, kept as its first day and marked as inferred."""

from dataclasses import replace
from datetime import datetime

from archive.record import Precision, Reading
from crawler.reading.dates import VIETNAM, When, doubts


def dated(reading: Reading, month: str | None, fetched_at: datetime | None) -> Reading:
    """The reading, dated by the month (YYYYMM) of its address where its page states nothing: a
    date that the page states and nobody can read is not replaced.
    """
    if month is None or reading.published_at is not None or reading.published_raw is not None:
        return reading
    at = datetime(int(month[:4]), int(month[4:]), 1, tzinfo=VIETNAM)
    against = doubts(When(at, Precision.INFERRED, month), "url", fetched_at)
    return replace(
        reading,
        published_at=at,
        published_precision=Precision.INFERRED,
        published_raw=month,
        published_from="url",
        doubts=(*against, *reading.doubts),
    )
