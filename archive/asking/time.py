"""Days and hours as people in Viet Nam name them; the databases hold UTC."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

import sqlalchemy as sa

from archive.errors import BadQuery
from archive.storage.moments import Moment as Moment  # questions know it from here

VIETNAM = timezone(timedelta(hours=7))  # without summer time since 1975
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_CLOCK = re.compile(
    r"(?P<day>\S+?)(?:T|\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:\.(?P<fraction>\d{1,6})\d*)?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE,
)
_LEAST = timedelta(microseconds=1)  # what both databases tell apart


def moment(as_of: str | None = None, known_at: str | None = None) -> Moment:
    """What `--as-of` and `--known-at` mean (see `at`); raises BadQuery."""
    return Moment(at(as_of) if as_of else None, at(known_at) if known_at else None)


def at(text: str) -> datetime:
    """The last moment of the day, minute or second that is named, Vietnamese unless it has a zone.

    `2026-03-07`, `07/03/2026`, `2026-03-07 10:30`, `2026-03-07T03:30:00Z`. What is named is
    included whole, so that a version shown as of 10:30 is there at 10:30. Raises BadQuery.
    """
    return _span(text)[1]


def begin(text: str) -> datetime:
    """The first moment of the day, minute or second that is named; raises BadQuery."""
    return _span(text)[0]


def _span(text: str) -> tuple[datetime, datetime]:
    """The first and the last moment of what is named."""
    text = text.strip()
    if _DAY.fullmatch(text):
        return day_start(day(text)), day_end(day(text)) - _LEAST
    if not (found := _CLOCK.fullmatch(text)) or not _DAY.fullmatch(found["day"]):
        raise BadQuery(
            f"“{text}” is no moment: write 2026-03-07, 07/03/2026, 2026-03-07 10:30 "
            "or 2026-03-07T03:30:00Z"
        )
    try:
        clock = time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
        start = datetime.combine(day(found["day"]), clock, _zone(found["zone"])).astimezone(UTC)
        if found["fraction"]:
            start += timedelta(microseconds=int(found["fraction"].ljust(6, "0")))
            return start, start
        length = timedelta(**{"seconds" if found["second"] else "minutes": 1})
        return start, start + length - _LEAST
    except (ValueError, OverflowError):
        raise BadQuery(f"there is no moment {text}") from None


def _zone(text: str | None) -> timezone:
    if text is None:
        return VIETNAM
    if text.upper() == "Z":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-ahead if text[0] == "-" else ahead)


def day(text: str) -> date:
    """The day of `2026-03-07` or, as Vietnamese write it, `07/03/2026`; raises BadQuery."""
    if match := _DAY.fullmatch(text.strip()):
        year, month, number, *vietnamese = match.groups()
        if year is None:
            number, month, year = vietnamese
        try:
            found = date(int(year), int(month), int(number))
            day_start(found), day_end(found)
        except (ValueError, OverflowError):
            raise BadQuery(f"there is no day {text.strip()}") from None
        return found
    raise BadQuery(f"“{text.strip()}” is not a day: write 2026-03-07 or 07/03/2026")


def day_start(of: date) -> datetime:
    """The moment at which a day begins in Viet Nam."""
    return datetime.combine(of, time(), VIETNAM).astimezone(UTC)


def day_end(of: date) -> datetime:
    """The moment at which a day has ended in Viet Nam: the next one's first."""
    return day_start(of + timedelta(days=1))


def year(column: sa.ColumnElement[datetime], dialect: str) -> sa.ColumnElement[int]:
    """The Vietnamese year of a time column, empty where that is."""
    if dialect == "sqlite":
        # the text of a UTC time, and half of what strftime takes
        text = sa.type_coerce(column, sa.Text)
        turned = sa.case((sa.func.substr(text, 6, 8) >= "12-31T17", 1), else_=0)
        return turned + sa.cast(sa.func.substr(text, 1, 4), sa.Integer)
    local = sa.func.timezone(sa.literal_column("INTERVAL '+07:00'"), column)
    return sa.cast(sa.func.date_part("year", local), sa.Integer)


def shown(at: datetime | None, precision: str | None = None) -> str:
    """A time for people: Vietnamese, to the minute, or the day alone where no more is known."""
    if at is None:
        return "—"
    local = at.astimezone(VIETNAM)
    day_only = f"{local.year:04d}-{local:%m-%d}"
    return day_only if precision in ("day", "inferred") else f"{day_only} {local:%H:%M}"
