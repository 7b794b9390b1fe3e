"""Days and hours as people in Viet Nam name them; the databases hold UTC."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

import sqlalchemy as sa

from archive.errors import BadQuery

VIETNAM = timezone(timedelta(hours=7))  # without summer time since 1975
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


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


def year(column: sa.ColumnElement[datetime], dialect: str) -> sa.ColumnElement[str]:
    """The Vietnamese year of a time column, as text on both databases."""
    if dialect == "sqlite":
        return sa.func.strftime("%Y", column, "+7 hours", type_=sa.Text)
    local = sa.func.timezone(sa.literal_column("INTERVAL '+07:00'"), column)
    return sa.func.to_char(local, sa.literal_column("'YYYY'"), type_=sa.Text)


def shown(at: datetime | None, precision: str | None = None) -> str:
    """A time for people: Vietnamese, to the minute, or the day alone where no more is known."""
    if at is None:
        return "—"
    local = at.astimezone(VIETNAM)
    day_only = f"{local.year:04d}-{local:%m-%d}"
    return day_only if precision in ("day", "inferred") else f"{day_only} {local:%H:%M}"
