"""What is in the files of an import: the records of declared hosts, in the order to take them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from archive.asking.time import VIETNAM
from archive.exchange.members import FIELDS, SOFTWARE
from archive.exchange.sources import files
from archive.record import SiteFacts
from archive.storage.address import MOBILE, is_bounded
from archive.storage.heads import LONGEST
from archive.storage.recorded import CONTROL, Index, Place, WarcFile, WholeGzip, scan, warc_date
from archive.storage.recorded import number as whole_number
from archive.text.sources import host_of

NO_SITE, NOT_ASKED, NO_DATE = (
    "of a host that no declared site had on that day",
    "of a site that was not asked for",
    "without a date",
)
NO_ADDRESS = "of no web address"
TOO_LONG = "of an address that is longer than any"
NO_TIME = "of a time that cannot be: before the web, or to come"
NO_ANSWER = "no answer of a server ({})".format
BESIDE = ("warcinfo", "metadata", "request")  # records that only say something of others
NAMES = ("kind", "outcome", "verdict", "reason")  # of our fields: these are names, not words
NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
LONGEST_FACT = 20_000  # letters: a header of an answer has fewer
EARLIEST = datetime(1991, 1, 1, tzinfo=UTC)
SLACK = timedelta(days=1)  # by which a recorder's clock may be ahead of ours


class Item(NamedTuple):
    """A record that may be a look; `order` is the one in which it was recorded where it was ours,
    else that of time.
    """

    order: tuple[datetime, int, datetime]
    url: str
    site: str
    place: Place
    ours: bool


@dataclass(slots=True)
class Gathered:
    """The records of some files."""

    index: Index
    items: list[Item] = field(default_factory=list)
    records: int = 0
    passed: Counter[str] = field(default_factory=Counter)
    bad: dict[str, str] = field(default_factory=dict)  # file -> why it, or its rest, is not used


class Hosts:
    """Which site had a host on which day."""

    def __init__(self, sites: Iterable[SiteFacts]) -> None:
        self._owners: dict[str, list[tuple[date | None, date | None, str]]] = {}
        for site in sites:
            for host in site.hosts:
                name = host.host.lower().removeprefix("www.")
                self._owners.setdefault(name, []).append((host.since, host.until, site.name))

    def owner(self, url: str, at: datetime) -> str | None:
        """The site whose host the address had on the Vietnamese day of `at`, else the last that had
        had it by then: the pages of papers that ended are served on for years.
        """
        name = host_of(url)
        if name is None:
            return None
        owners = self._owners.get(name)
        if owners is None:
            bare = next((name[len(m) :] for m in MOBILE if name.startswith(m)), name)
            owners = self._owners.get(bare, [])
        on = at.astimezone(VIETNAM).date()
        for since, until, site in owners:
            if (since is None or since <= on) and (until is None or on < until):
                return site
        ended = [(until, site) for _, until, site in owners if until is not None and until <= on]
        return max(ended)[1] if ended else None


def gather(
    paths: Sequence[Path],
    hosts: Hosts,
    sites: Sequence[str],
    told: Callable[[int], None],
    now: datetime,
) -> Gathered:
    """Looks through all files; `told` is called with the number of files that are behind it.

    A record from before the web or from after `now` is passed over: its look would stand for ever
    before or after every true one.
    """
    found: list[WarcFile] = []
    bad: dict[str, str] = {}
    for path, file, reason in files(paths):
        if file is None:
            bad[str(path)] = reason
        else:
            found.append(file)
    gathered = Gathered(Index(found), bad=bad)
    for number in range(len(found)):
        _scan(gathered, number, hosts, sites, now + SLACK)
        told(number + 1)
    gathered.index.sort()
    gathered.items.sort(key=lambda item: (item.order, item.place.at, item.url))
    return gathered


def _scan(
    gathered: Gathered, number: int, hosts: Hosts, sites: Sequence[str], latest: datetime
) -> None:
    file = gathered.index.files[number]
    orders: dict[str, tuple[datetime, int]] = {}
    before = gathered.records
    last: Place | None = None

    def trouble(_: WarcFile, reason: str) -> None:
        if reason.endswith(("has no date", "is no address")):
            gathered.records += 1
            gathered.passed[NO_DATE if reason.endswith("date") else NO_ADDRESS] += 1
        else:
            gathered.bad[str(file)] = reason

    def other(record: Any) -> None:
        gathered.records += 1
        if record.rec_type == "metadata" and (order := _order(record)):
            orders[record.rec_headers.get_header("WARC-Concurrent-To") or ""] = order
        elif record.rec_type in ("response", "revisit"):  # dns: records of Heritrix are such
            gathered.passed[NO_ADDRESS] += 1
        elif record.rec_type not in BESIDE:
            gathered.passed[NO_ANSWER(str(record.rec_type)[:40])] += 1

    try:
        for url, name, place in scan(file, number, trouble, other):
            gathered.records += 1
            last = place
            if not EARLIEST <= place.at <= latest:
                gathered.passed[NO_TIME] += 1
                continue
            _note(gathered, hosts, sites, url, place, orders.get(name))
    except WholeGzip as error:
        gathered.bad[str(file)] = str(error)
    except OSError as error:
        gathered.bad[str(file)] = error.strerror or str(error)
    if last is not None and _ends_within(gathered.index, last):
        gathered.bad.setdefault(str(file), "it ends within a record: the end of it is missing")
    if gathered.records == before:
        gathered.bad.setdefault(str(file), "it holds no record")


def _ends_within(index: Index, place: Place) -> bool:
    """Whether the last record of a file is cut off, of which readers of WARC say nothing, or cannot
    be found again where it began.
    """
    record = next(index.read_on(place), None)
    if record is None:
        return True
    stream = record.raw_stream
    while stream.read(1 << 20):
        pass
    return bool(getattr(stream, "limit", 0))


def _note(
    gathered: Gathered,
    hosts: Hosts,
    sites: Sequence[str],
    url: str,
    place: Place,
    order: tuple[datetime, int] | None,
) -> None:
    if not is_bounded(url):
        gathered.passed[TOO_LONG] += 1
        return
    site = hosts.owner(url, place.at)
    if site is None:
        gathered.passed[NO_SITE] += 1
        return
    gathered.index.add(url, place)
    if sites and site not in sites:
        gathered.passed[NOT_ASKED] += 1
        return
    when = (*order, place.at) if order else (place.at, 0, place.at)
    gathered.items.append(Item(when, url, site, place, order is not None))


def facts(record: Any) -> dict[str, str]:
    """Our fields of a metadata record; empty where it is not ours. Whoever wrote them: a name that
    is none of ours is left out, and no value is longer than one of ours can be.
    """
    if record.rec_headers.get_header("Content-Type") != FIELDS:
        return {}
    lines = record.raw_stream.read(LONGEST).decode("utf-8", "replace").splitlines()
    named = (line.partition(":") for line in lines)
    prefix = f"{SOFTWARE}-"
    told = {
        n.removeprefix(prefix): CONTROL.sub("", v).strip()[:LONGEST_FACT]
        for n, _, v in named
        if n.startswith(prefix)
    }
    return {n: v for n, v in told.items() if n not in NAMES or NAME.fullmatch(v)}


def _order(record: Any) -> tuple[datetime, int] | None:
    told = facts(record)
    at = warc_date(told.get("recorded-at"))
    position = whole_number(told.get("number", ""))
    return (at, position) if at and position is not None else None
