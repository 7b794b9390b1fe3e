"""Quiet hours: stretches of the day, in Vietnam, in which a site is asked for nothing. Pure.

They stand in the configuration (`[site.baochinhphu] quiet = ["07:00-09:00"]`), and may go over
midnight. A stretch that ends where it begins is the whole day.
"""

from datetime import datetime, timedelta

from crawler.config import Quiet
from crawler.fetching.replay import VIETNAM

DAY = timedelta(days=1)
MOST = timedelta(hours=1)  # a crawl waits so long for the end of a stretch, else it ends early


def quiet_until(quiet: Quiet, now: datetime) -> datetime | None:
    """When the quiet hours of this moment end; None where there are none now.

    Stretches that touch are one; such as cover the whole day end a day from now.
    """
    at = now
    while (end := end_of_one(quiet, at)) is not None and end - now < DAY:
        at = end
    if end is not None:
        return now + DAY
    return at if at > now else None


def end_of_one(quiet: Quiet, at: datetime) -> datetime | None:
    """The latest end of the stretches in which a moment lies; its beginning lies in it, its end
    does not.
    """
    local = at.astimezone(VIETNAM)
    ends = []
    for first, last in quiet:
        for day in (local.date() - DAY, local.date()):
            begins = datetime.combine(day, first, VIETNAM)
            ends_at = datetime.combine(day if last > first else day + DAY, last, VIETNAM)
            if begins <= local < ends_at:
                ends.append(ends_at)
    return max(ends).astimezone(at.tzinfo) if ends else None
