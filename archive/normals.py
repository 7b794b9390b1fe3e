"""What a site's nights usually bring, learned from its own past by weekday, and when a night falls
short of it. Pure.

A night brings what was published since the one before, mostly between six and ten at night, so what
is usual is a rate per day of publication, by weekday; holidays teach nothing and are measured by
nothing. A number is called too low where chance would hardly explain it: articles appear by chance
around a level that scatters log-normally, as far as the site's own nights do. Slow sites are
measured over several nights together.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from statistics import fmean, median, median_low

from archive.quiet_days import is_quiet

VIETNAM = timezone(timedelta(hours=7))
LOOKED = ("healthy", "quiet", "unproven", "thin", "stale-layout", "silent")  # listings answered
TAUGHT = ("healthy", "quiet", "unproven", "thin")  # what such nights bring is usual
WINDOW = 56  # nights
LEAST = 10  # nights, before anything is usual
LEAST_LIKE = 2  # nights of a kind of day, before anything is usual for it
LEAST_SURE = 5  # of them, before one of old articles among them is told from the others
SHRINK = 4  # nights of the same kind of day that a single weekday's own weigh up
OPEN, SHUT = time(6), time(22)  # papers publish between
SPREAD = (0.1, 0.2, 0.25)  # the least, the assumed and the greatest scatter
SLOW = 0.12  # that of sites with too few articles to show it: chance alone scatters them
DOUBT = 1.5  # times the scatter that a few nights show is taken for it
MOST_OF_A_DAY = 0.75
MOST_DAYS = timedelta(days=2)  # whose articles are expected of one night
LOW = 0.5  # of the expected number: a night that belongs to a row of low ones


@dataclass(frozen=True, slots=True)
class Night:
    """The figures of one run of a whole site; `at` is its begin."""

    at: datetime
    outcome: str = ""
    discovered: int = 0
    new: int = 0
    read: int = 0
    fields: Mapping[str, float] = field(default_factory=dict)  # share of the pages read, by field
    words: float | None = None  # median of the pages read
    layout: str = ""  # that read most of them
    listings: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    # of each listing that was read: addresses on its first page, and how many new ones it named
    unchanged: bool = False  # a listing answered that it had not changed: fewer addresses are named
    rules: tuple[str, ...] = ()  # that failed

    @property
    def named(self) -> int:
        """Article addresses on the first pages of its listings; 0 where that was not kept."""
        return sum(found for found, _ in self.listings.values())

    @property
    def looked(self) -> bool:
        """Whether its listings answered."""
        return self.outcome in LOOKED

    @property
    def teaches(self) -> bool:
        """Whether what it brought is usual: all that was there came."""
        return self.outcome in TAUGHT and not set(self.rules) - {"new", "discovered"}


@dataclass(frozen=True, slots=True)
class Normal:
    """What a site usually brings; `nights` is what it rests on, rates are articles a day."""

    nights: int = 0
    rates: Mapping[int, float] = field(default_factory=dict)  # by weekday, Monday is 0
    scatter: float = SPREAD[1]  # of the logarithm of a night, squared
    seen: int = 0  # articles in these nights: how exactly the rates are known
    addresses: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # median, least
    read: float | None = None  # median
    shares: Mapping[str, float] = field(default_factory=dict)
    words: float | None = None

    @property
    def is_known(self) -> bool:
        """Whether it rests on enough nights."""
        return self.nights >= LEAST

    def expected(self, since: datetime, until: datetime) -> float:
        """How many new articles a look at `until` should bring after one at `since`; 0 where that
        is not known, or a holiday.
        """
        if not self.is_known:
            return 0.0
        first = max(since, until - MOST_DAYS)  # listings hold no more
        return sum(
            share * self.rates.get(day.weekday(), 0.0)
            for day, share in covered(first, until)
            if not is_quiet(day)
        )

    def discovered(self, since: datetime | None, until: datetime) -> tuple[float, float] | None:
        """How many addresses the listings name on such a day: median, and least on a good night;
        None where that is not known, or a holiday.
        """
        day = day_of(since, until)
        known = not is_quiet(day) and whole(since, until)
        return self.addresses.get(kind(day)) if known else None


@lru_cache(maxsize=8192)
def covered(since: datetime, until: datetime) -> tuple[tuple[date, float], ...]:
    """The days of publication between two looks, each with the share of it that lies there."""
    first, last = since.astimezone(VIETNAM), until.astimezone(VIETNAM)
    days, day = [], max(first, last - timedelta(days=WINDOW)).date()
    while day <= last.date():
        begin = max(first, datetime.combine(day, OPEN, VIETNAM))
        end = min(last, datetime.combine(day, SHUT, VIETNAM))
        whole = datetime.combine(day, SHUT) - datetime.combine(day, OPEN)
        if end > begin:
            days.append((day, (end - begin) / whole))
        day += timedelta(days=1)
    return tuple(days)


def day_of(since: datetime | None, until: datetime) -> date:
    """The day of publication that a look shows most of, the later one of two; the newest where
    nothing was published in between.
    """
    days = covered(since or until - timedelta(days=1), until)
    if not days:
        days = covered(until - timedelta(days=1), until)
    return max(days, key=lambda one: (one[1], one[0]))[0]


def whole(since: datetime | None, until: datetime) -> bool:
    """Whether most of a day of publication lies between two looks: of less fewer pages of the
    listings are asked.
    """
    return since is None or sum(share for _, share in covered(since, until)) >= MOST_OF_A_DAY


def kind(day: date) -> str:
    """Days on which a paper publishes alike."""
    return {5: "Saturday", 6: "Sunday"}.get(day.weekday(), "workday")


# --- learning -------------------------------------------------------------------------------------


def normal_of(nights: Sequence[Night]) -> Normal:
    """What the nights (oldest first) usually bring; the newest ones that teach anything count."""
    teaching = list(_teaching(nights))[-WINDOW:]
    samples = [one for one in teaching if one.share > LOW and not is_quiet(one.day)]
    rates = _rates(samples)
    good = [one.night for one in teaching]
    reads = [one.read for one in good if one.read]
    lengths = [one.words for one in good if one.words]
    return Normal(
        nights=len(samples),
        rates=rates,
        scatter=_scatter(samples, rates),
        seen=sum(one.night.new for one in samples),
        addresses=_addresses(teaching),
        read=median(reads) if reads else None,
        shares=_shares(good),
        words=median(lengths) if lengths else None,
    )


@dataclass(frozen=True, slots=True)
class _Sample:
    """A night that teaches, with the day that it shows and how many days it covers."""

    night: Night
    day: date
    share: float

    @property
    def rate(self) -> float:
        return self.night.new / self.share


def _teaching(nights: Sequence[Night]) -> Iterator[_Sample]:
    before: datetime | None = None
    for night in whole_nights([one for one in nights if one.looked]):
        if before is not None and night.teaches:
            share = sum(part for _, part in covered(before, night.at))
            yield _Sample(night, day_of(before, night.at), share)
        before = night.at


def _rates(samples: Sequence[_Sample]) -> dict[int, float]:
    """Articles a day, by weekday: its own nights and those of its kind of day, outliers cut."""
    kinds: dict[str, list[_Sample]] = defaultdict(list)
    for one in samples:
        kinds[kind(one.day)].append(one)
    rates: dict[int, float] = {}
    for some in kinds.values():
        if len(some) < LEAST_LIKE:
            continue
        if len(some) < LEAST_SURE:
            usual = median_low([one.rate for one in some])
            rates |= dict.fromkeys((one.day.weekday() for one in some), usual)
            continue
        most = _most([one.rate for one in some])
        usual = fmean(min(one.rate, most) for one in some)
        for weekday in {one.day.weekday() for one in some}:
            own = [min(one.rate, most) for one in some if one.day.weekday() == weekday]
            rates[weekday] = (sum(own) + SHRINK * usual) / (len(own) + SHRINK)
    return rates


def _most(rates: Sequence[float]) -> float:
    """What is above is odd: a first night, a bulk of old articles."""
    middle = median(rates)
    return middle + 4 * median(abs(rate - middle) for rate in rates) + 3


def _scatter(samples: Sequence[_Sample], rates: Mapping[int, float]) -> float:
    """How far nights scatter beyond mere chance, as a share of the square of what is expected."""
    least, assumed, most = SPREAD
    pairs = [(one.rate, rates.get(one.day.weekday(), 0.0)) for one in samples]
    apart = [min(abs(rate / mean - 1), 1.0) ** 2 - 1 / mean for rate, mean in pairs if mean >= 3]
    if len(apart) >= LEAST:
        return min(max(DOUBT * fmean(apart), least), most)
    return SLOW if len(pairs) - len(apart) >= LEAST else assumed


def _addresses(teaching: Sequence[_Sample]) -> dict[str, tuple[float, float]]:
    found: dict[str, list[_Sample]] = defaultdict(list)
    for one in teaching:
        if one.share < MOST_OF_A_DAY or is_quiet(one.day):
            continue
        if one.night.named and not one.night.unchanged:
            found[kind(one.day)].append(one)
    every = [one for some in found.values() for one in some]
    if len(every) < LEAST:
        return {}
    return {name: _usual(found[name] if len(found[name]) > SHRINK else every) for name in KINDS}


KINDS = ("workday", "Saturday", "Sunday")


def _usual(some: Sequence[_Sample]) -> tuple[float, float]:
    good = [one.night.named for one in some if one.night.outcome != "thin"]
    return median(one.night.named for one in some), float(min(good, default=0))


def _shares(good: Sequence[Night]) -> dict[str, float]:
    """The share of the pages read that had a field."""
    told = [one for one in good if one.read and one.fields]
    read = sum(one.read for one in told)
    names = {name for one in told for name in one.fields}
    return {
        name: sum(one.fields.get(name, 0.0) * one.read for one in told) / read for name in names
    }


def whole_nights(looked: Sequence[Night]) -> list[Night]:
    """Nights in the place of those that cover little of a day; the newest of these, which no night
    has made whole yet, are left out.
    """
    found: list[Night] = []
    new = 0
    for night in looked:
        new += night.new
        if not found or whole(found[-1].at, night.at):
            found.append(replace(night, new=new))
            new = 0
    return found
