"""Days on which papers publish little: public holidays, the days around Tết, bridges between them.

The holidays are those of the package `holidays` (Vietnam; decided ones, and from the lunar calendar
where the government has not decided yet). Pure but for that package's tables.
"""

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

TET = "Lunar New Year"
BEFORE, AFTER = 2, 5  # from two days before the first of the year (the 29th) to the sixth (mùng 6)
SLOW, SLOWER = 5, 0.6  # days before, on which papers begin to rest; the part they still bring
DAY = timedelta(days=1)
SATURDAY = 5


@cache
def holidays_of(year: int) -> dict[date, str]:
    """The public holidays of a year, observed days included, each with its English name."""
    return dict(country_holidays("VN", years=year, language="en_US").items())


@cache
def tet(year: int) -> date | None:
    """The first day of the lunar year (mùng 1); None beyond the package's tables, which end with
    2100: what a clock that was wrong has dated is judged as any day.
    """
    return next((day for day, name in holidays_of(year).items() if TET in name.split("; ")), None)


def is_off(day: date) -> bool:
    """A Saturday, a Sunday, a public holiday or a day around Tết."""
    return day.weekday() >= SATURDAY or day in holidays_of(day.year) or is_tet(day)


def is_tet(day: date) -> bool:
    """Whether a day is of those around Tết."""
    first = tet(day.year)
    return first is not None and -BEFORE <= (day - first).days <= AFTER


@cache
def why_quiet(day: date) -> str:
    """The holiday for which little is published on a day; empty on ordinary days, weekends too.

    Weekends and single workdays that lie between a holiday and other days off belong to it.
    """
    if name := holidays_of(day.year).get(day):
        return name
    if is_tet(day):
        return TET
    if day.weekday() >= SATURDAY or (is_off(day - DAY) and is_off(day + DAY)):
        return _beside(day)
    return ""


def is_quiet(day: date) -> bool:
    """Whether little is published for the sake of a holiday."""
    return bool(why_quiet(day))


def pace(day: date) -> float:
    """What part of an ordinary day's articles a day may be expected to bring."""
    if is_quiet(day):
        return 0.0
    first = tet(day.year)
    until = (first - day).days - BEFORE if first is not None else 0
    return SLOWER if 0 < until <= SLOW else 1.0


def _beside(day: date) -> str:
    """The holiday that an unbroken row of days off leads to, from a day off or a bridge."""
    for step in (-DAY, DAY):
        other = day + step
        while is_off(other) or (is_off(other - DAY) and is_off(other + DAY)):
            if name := holidays_of(other.year).get(other) or (TET if is_tet(other) else ""):
                return name
            other += step
    return ""
