"""How far a reading is to be believed, measured by what its site usually yields. Pure.

The score is 1 where nothing speaks against a reading; each thing that does takes its share of what
is left, and says so in a sentence for a person. A site of few readings has no normal yet: then
nothing but what is odd on any site counts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from statistics import median, quantiles

from archive.record import DATE_DOUBTS, Precision, Reading

BAR = 0.5  # a score below is flagged
LEAST = 20  # readings, before a site (or a layout of it) has a normal
LEAST_COMPARED = 5  # readings with a second opinion, before there is a normal agreement
USUAL = 0.9  # a field that so many articles have is missed
FIELDS = {  # what is left of the score where a field that all others have is missing
    "title": 0.8,
    "lead": 0.7,
    "author": 0.7,
    "published_at": 0.4,
    "section": 0.9,
}
NAMES = {"title": "title in its place", "published_at": "date of publication"}
TITLE_ELSEWHERE = "title-from-head"  # the doubt that the layout's own title is not on the page
SPREAD = 1.4826  # times the median absolute deviation: the standard deviation, if all is regular
LEAST_SPREAD = 0.25  # of the logarithm of lengths: texts of one length are no measure
THIN = 60  # words, on a site without a normal
FAR = 3.5  # standard deviations
SHORTER = 0.5  # of the usual words
SHORT, LONG = 0.45, 0.6  # what is left of the score of a text that is far too short or too long
APART = 0.2  # the least difference of agreement from the site's that counts
DISAGREED = 0.45  # what is left at most where trafilatura reads something else
ALONE = 0.6  # the agreement below which a reading is doubted whatever its site's normal
DATE_DOUBTED = 0.8
DOUBTED: Mapping[str, tuple[float, str]] = {
    "layout-empty": (0.45, "the layout matched, and its region is empty: read generically"),
    "layout-thin": (0.45, "the layout's region holds far less than the page: read generically"),
    "layout-unmatched": (0.6, "no layout of the site fits the page: read generically"),
    "cipher-line": (0.45, "a line of the text was sent encrypted: it is missing"),
    "body-by-trafilatura": (0.45, "no rule found the text: taken as trafilatura gives it"),
}


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a reading is measured; `words` are those of lead and body."""

    layout: str
    words: int
    fields: frozenset[str]  # of `FIELDS` those that it has
    doubts: tuple[str, ...] = ()
    agreement: float | None = None
    second_words: int | None = None


@dataclass(frozen=True, slots=True)
class Normal:
    """What a site, or one layout of it, usually yields; `readings` is what it rests on."""

    readings: int = 0
    shares: Mapping[str, float] = field(default_factory=dict)
    words: tuple[float, float] = (0.0, 0.0)  # median and spread of their logarithm
    usual_words: tuple[int, int] = (0, 0)  # nine of ten readings have so many
    long: float = 1.0  # the share that has no less than `SHORTER` of the median
    agreement: tuple[float, float] | None = None  # median and spread

    @property
    def is_known(self) -> bool:
        """Whether it rests on enough readings."""
        return self.readings >= LEAST


@dataclass(frozen=True, slots=True)
class Score:
    """From 0 to 1, with sentences that say what speaks against the reading."""

    score: float
    reasons: tuple[str, ...]
    normal: int  # how many readings the normal rested on

    @property
    def is_flagged(self) -> bool:
        """Whether a person should look."""
        return self.score < BAR


class Normals:
    """The normals of one site: of all its readings, and of each layout that has enough of them."""

    def __init__(self, past: Sequence[Traits]) -> None:
        layouts: dict[str, list[Traits]] = defaultdict(list)
        for one in past:
            layouts[one.layout].append(one)
        # where a site's layouts fail, the generic reading is measured by what these gave
        apart = layouts.pop("generic", []) if layouts.keys() - {"generic"} else []
        self.all = normal_of([one for part in layouts.values() for one in part] or apart)
        known = {name: part for name, part in layouts.items() if len(part) >= LEAST}
        self.layouts = {name: normal_of(part) for name, part in known.items()}
        self.counts = Counter({name: len(part) for name, part in layouts.items()})

    def of(self, layout: str) -> Normal:
        """What readings by a layout are measured by."""
        return self.layouts.get(layout, self.all)


def traits(reading: Reading) -> Traits:
    """What of a reading is measured."""
    return Traits(
        reading.layout,
        len(reading.lead.split()) + len(reading.body.split()),
        frozenset(_held(reading)),
        reading.doubts,
        reading.agreement,
        reading.second_words,
    )


def _held(reading: Reading) -> Iterator[str]:
    """The fields that the page itself gave, each in its place."""
    for name in FIELDS:
        inferred = name == "published_at" and reading.published_precision is Precision.INFERRED
        elsewhere = name == "title" and TITLE_ELSEWHERE in reading.doubts
        if getattr(reading, name) and not inferred and not elsewhere:
            yield name


def normal_of(past: Sequence[Traits]) -> Normal:
    """What some readings usually yield, whatever a few odd ones among them say."""
    if not past:
        return Normal()
    held = Counter(name for one in past for name in one.fields)
    lengths = [log(max(one.words, 1)) for one in past]
    median_words = median(one.words for one in past)
    compared = [one.agreement for one in past if one.agreement is not None]
    return Normal(
        readings=len(past),
        shares={name: held[name] / len(past) for name in FIELDS},
        words=_spread(lengths, LEAST_SPREAD),
        usual_words=_usual([one.words for one in past]),
        long=sum(one.words >= SHORTER * median_words for one in past) / len(past),
        agreement=_spread(compared, 0.0) if len(compared) >= LEAST_COMPARED else None,
    )


def score(one: Traits, normal: Normal) -> Score:
    """How far a reading is to be believed."""
    left, reasons = 1.0, []
    for part, reason in _against(one, normal):
        left *= part
        reasons.append(reason)
    if not normal.is_known:
        held = "1 reading" if normal.readings == 1 else f"{normal.readings} readings"
        reasons.append(f"the site has no normal yet: {held}, {LEAST} are needed")
    return Score(round(left, 3), tuple(reasons), normal.readings)


def is_off(one: Traits, normal: Normal) -> bool:
    """Whether a field or the length calls for a second opinion: on a site without a normal the lack
    of a date does, and a text of few words.
    """
    if set(one.doubts) & DOUBTED.keys():
        return True
    if not normal.is_known:
        return "published_at" not in one.fields or one.words < THIN
    return any(True for _ in _fields(one, normal)) or any(True for _ in _length(one, normal))


def _against(one: Traits, normal: Normal) -> Iterator[tuple[float, str]]:
    """What is left of the score by each thing that speaks against a reading, and its sentence."""
    yield from _fields(one, normal)
    yield from _length(one, normal)
    yield from _second(one, normal)
    for doubt in one.doubts:
        if doubt in DOUBTED:
            yield DOUBTED[doubt]
    if dates := DATE_DOUBTS.intersection(one.doubts):
        yield DATE_DOUBTED, f"its date is doubted: {', '.join(sorted(dates))}"


def _fields(one: Traits, normal: Normal) -> Iterator[tuple[float, str]]:
    if not normal.is_known:
        return
    for name, left in FIELDS.items():
        share = normal.shares[name]
        if name not in one.fields and share >= USUAL:
            named = NAMES.get(name, name)
            yield left, f"no {named}, {share:.0%} of the site's articles have one"


def _length(one: Traits, normal: Normal) -> Iterator[tuple[float, str]]:
    if not normal.is_known:
        return
    middle, spread = normal.words
    apart = (log(max(one.words, 1)) - middle) / spread
    if abs(apart) > FAR:
        low, high = normal.usual_words
        said = f"{one.words:,} words, the site's articles have {low:,}–{high:,}"
        yield (SHORT if apart < 0 else LONG), said


def _second(one: Traits, normal: Normal) -> Iterator[tuple[float, str]]:
    """Where trafilatura disagrees more than it usually does on this site."""
    if one.agreement is None:
        return
    usual, spread = normal.agreement or (1.0, 0.0)
    bar = usual - max(APART, FAR * spread) if normal.agreement else ALONE
    if one.agreement < bar:
        yield min(DISAGREED, one.agreement / usual), _apart(one)


def _apart(one: Traits) -> str:
    ratio = (one.second_words or 0) / max(one.words, 1)
    if ratio >= 1.5:
        return f"trafilatura reads {ratio:.1f} times as much"
    if ratio <= 0.67:
        return f"trafilatura reads {ratio:.0%} of its words"
    return f"trafilatura reads other words: {one.agreement or 0:.0%} are the same"


def _spread(values: Sequence[float], least: float) -> tuple[float, float]:
    middle = median(values)
    deviation = median(abs(value - middle) for value in values)
    return middle, max(SPREAD * deviation, least)


def _usual(words: Iterable[int]) -> tuple[int, int]:
    values = sorted(words)
    if len(values) < 2:
        return values[0], values[-1]
    cuts = quantiles(values, n=20, method="inclusive")
    return round(cuts[0]), round(cuts[-1])
