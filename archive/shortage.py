"""When a night falls short of what is usual, by more than chance explains. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import exp, lgamma, log
from statistics import fmean

from archive.learning import normal_of
from archive.normals import LOW, Night, Normal, covered, day_of, whole, whole_nights
from archive.quiet_days import is_quiet
from archive.scatter import chance

ALPHA = 1e-4  # what chance would bring more rarely than this is none: fifty sites, one night in 200
FEWER = 0.33  # of the expected number
MOST_NIGHTS = 60  # in a row
LASTING = 10  # nights of little in a row, before they are asked what is usual, too
HALF = 0.5  # of a day of publication
GONE = 2e-5  # as ALPHA, of what pages lack: several fields of several rows of them are looked at
LEFT = 0.1  # of a share, where a field is gone: pages of an older make still have it
SURE = 0.97  # the share of pages with a field beyond which none is believed
ALIKE = 5  # looks at the same hours, before they tell which part of a day comes by then
HOURS = timedelta(hours=2)  # apart at most are the same
UNTOLD = 0.5  # the part that is expected where they do not tell
BY_HOURS = 0.3  # of ALPHA: hours of a day vary more than days do
TOLD_APART = 200  # pages that tell a share: those of one night are alike, and more tell no more


@dataclass(frozen=True, slots=True)
class Low:
    """Nights in a row that brought too few new articles, after the look at `since`; `nights`
    without those of holidays.
    """

    since: datetime
    silent: bool  # none at all
    nights: int
    new: int
    expected: float


def low(
    past: Sequence[Night],
    tonight: Night,
    alpha: float = ALPHA,
    *,
    looks: Sequence[Night] = (),
) -> Low | None:
    """Whether tonight, alone or with the nights before it (oldest first), brought too few new
    articles for chance; None where it did not, or nothing can be said.

    Nights that cover little of a day are taken together with the next; what a holiday brings is
    passed over. `looks` are these nights, tonight the last, and the looks between them, each with
    what it brought itself: what a look by day took must not hide that there was nothing after it.
    """
    before = [one for one in past if one.looked]
    joined = whole_nights([*before, tonight])
    found = _row(joined, past, alpha)
    each = looks or [*before, tonight]
    is_apart = joined[-1].new > each[-1].new or len(each) > len(before) + 1
    if is_apart and (_most_of(each) or _is_told(each)):
        alone = _row(each, past, alpha * BY_HOURS)
        if found is None or (alone is not None and alone.silent and _goes_back(alone, found)):
            return alone
    return found


def _goes_back(one: Low, other: Low) -> bool:
    """Whether a silence tells more than what else was found: of two the longer one does, since no
    more than so many looks are counted.
    """
    return not other.silent or one.since < other.since


def _most_of(looks: Sequence[Night]) -> bool:
    """Whether half a day of publication lies before the newest: enough to miss its news."""
    return sum(share for _, share in covered(looks[-2].at, looks[-1].at)) >= HALF


def _is_told(looks: Sequence[Night]) -> bool:
    """Whether what the newest should bring is known from looks at the same hours."""
    return len(_alike(looks, len(looks) - 1)) >= ALIKE


def _row(looked: Sequence[Night], past: Sequence[Night], alpha: float) -> Low | None:
    """As `low`, of nights of which the newest is tonight's."""
    if len(looked) < 2:
        return None
    if looked[-1].new:
        row = _few(looked, _before_few(looked, past), 1 + _silent(looked), alpha)
        return None if is_quiet(day_of(looked[-2].at, looked[-1].at)) else row
    quiet = next((place for place, one in enumerate(reversed(looked)) if one.new), len(looked))
    usual = normal_of(past[: len(past) - _zeros(past)])
    row = _few(looked, usual, len(looked) - quiet, alpha)
    before = whole_nights([one for one in past if one.looked and row and one.at <= row.since])
    if row is None or row.expected <= _longest(before, usual):
        return _still_few(looked, past, alpha)
    return row


def _still_few(looked: Sequence[Night], past: Sequence[Night], alpha: float) -> Low | None:
    """As `_row`, of a night of nothing that is none too many by itself: too few articles came up to
    the night before, and with none more they are no less so, on holidays too.
    """
    before = next((one for one in reversed(past) if one.looked), None)
    if before is None or "new" not in before.rules:
        return None
    row = _few(looked, _before_few(looked, past), 1 + _silent(looked), alpha)
    return None if row is None or row.silent else row


def _before_few(looked: Sequence[Night], past: Sequence[Night]) -> Normal:
    """What is usual without the newest nights that brought little: those that are doubted do not
    tell how far nights scatter, until they are so many that they may be what is usual now.
    """
    usual = normal_of(past)
    since = None
    for before, night in list(pairwise(looked))[: -LASTING - 1 : -1]:
        here = usual.expected(before.at, night.at)
        if night.new >= LOW * here and (here or night.new):
            break
        since = night.at
    kept = [one for one in past if since is None or one.at < since]
    return usual if len(kept) == len(past) else normal_of(kept)


def _silent(nights: Sequence[Night]) -> int:
    """The place of the newest night that was silent: with news that is over; 0 without one, or
    where it followed on too few: with a few more that is not over.
    """
    last = max((place for place, one in enumerate(nights) if one.outcome == "silent"), default=0)
    first = last
    while first and nights[first].outcome == "silent":
        first -= 1
    return 0 if "new" in nights[first].rules else last


def _zeros(past: Sequence[Night]) -> int:
    """How many of the newest nights brought nothing."""
    return next((place for place, one in enumerate(reversed(past)) if one.new), len(past))


def _few(nights: Sequence[Night], usual: Normal, first: int, alpha: float) -> Low | None:
    """The longest row of low nights up to the newest that chance does not explain; rows begin at
    the place `first` at the earliest.
    """
    if not usual.is_known:
        return None
    new, found = 0, None
    days: dict[date, float] = defaultdict(float)
    for place in range(len(nights) - 1, max(first, len(nights) - MOST_NIGHTS, 1) - 1, -1):
        here = usual.expected(nights[place - 1].at, nights[place].at)
        here *= by_hours(nights, place, usual)
        if not here and nights[place].new < LOW * fmean(one.mean for one in usual.rates.values()):
            continue
        if nights[place].new >= LOW * here:
            break
        new += nights[place].new
        days[day_of(nights[place - 1].at, nights[place].at)] += here
        expected = list(days.values())
        doubt = usual.doubt(days)
        if new < FEWER * sum(expected) and chance(new, expected, usual.scatter, doubt) < alpha:
            found = Low(nights[place - 1].at, not new, len(days), new, sum(expected))
    return found


def by_hours(looked: Sequence[Night], place: int, usual: Normal) -> float:
    """The part of what the length of its day makes one expect of a look that looks at such hours
    bring: when a paper publishes is known from them alone.
    """
    since, until = looked[place - 1].at, looked[place].at
    if whole(since, until):
        return 1.0
    told = [
        (new, expected)
        for begin, end, new in _alike(looked, place)
        if (expected := usual.expected(begin, end))
    ]
    share = sum(share for _, share in covered(since, until))
    if len(told) < ALIKE or not share:
        return UNTOLD
    found = sum(new for new, _ in told) / sum(expected for _, expected in told)
    return min(found, 1 / share)  # no more than a day's come by then


def _alike(looked: Sequence[Night], place: int) -> list[tuple[datetime, datetime, int]]:
    """The looks before at such hours of a day, as begin, end and what they brought."""
    since, until = looked[place - 1].at, looked[place].at
    return [
        (before.at, each.at, each.new)
        for before, each in pairwise(looked[:place])
        if _beside(before.at, since) and _beside(each.at, until)
    ]


def _beside(one: datetime, other: datetime) -> bool:
    """Whether two looks were at about the same hour of a day."""
    apart = abs(one - other) % timedelta(days=1)
    return min(apart, timedelta(days=1) - apart) <= HOURS


def _longest(nights: Sequence[Night], usual: Normal) -> float:
    """The longest row of nights without anything new that nobody was told of, as the number of
    articles that were usual in it: nights of a weekend are shorter than others. Nights that were
    called silent excuse no others: a trouble of weeks would hide the next one.
    """
    longest = row = 0.0
    for before, night in pairwise(nights):
        is_over = night.new or night.outcome == "silent"
        row = 0.0 if is_over else row + usual.expected(before.at, night.at)
        longest = max(longest, row)
    return longest


def at_least(number: int, of: int, share: float) -> float:
    """How likely chance gives so many or more of some, where each has such a share."""
    have, lack = log(share), log(1 - share)
    some = range(min(number, of + 1))
    fewer = (exp(_log_ways(k, of) + k * have + (of - k) * lack) for k in some)
    return max(0.0, 1 - sum(fewer))


def share_is_gone(found: int, of: int, usual: float, pages: int) -> bool:
    """Whether so few pages of some have what a share of all usually has, as `pages` told, that
    chance hardly explains it (beta-binomial: the share is known no better than these pages tell).
    """
    told = min(pages, TOLD_APART)
    share = min(usual, SURE)
    have, lack = share * told + 0.5, (1 - share) * told + 0.5
    return (
        sum(
            exp(_log_ways(k, of) + _log_beta(have + k, lack + of - k) - _log_beta(have, lack))
            for k in range(found + 1)
        )
        < GONE
    )


def leans_to_gone(found: int, of: int, usual: float) -> float:
    """How much likelier so many pages of some with a field are where it is gone than where it is as
    usual, as a logarithm: below 0 they look as they always did.
    """
    share = min(max(usual, 1 - SURE), SURE)
    left = share * LEFT
    return found * log(left / share) + (of - found) * log((1 - left) / (1 - share))


def _log_ways(number: int, of: int) -> float:
    """The logarithm of the number of ways to choose so many of some: of thousands of pages the
    number itself is beyond every float.
    """
    return -log(of + 1) - _log_beta(number + 1, of - number + 1)


def _log_beta(one: float, other: float) -> float:
    return lgamma(one) + lgamma(other) - lgamma(one + other)
