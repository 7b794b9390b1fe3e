"""The import of WARC and WACZ files by any writer: records become looks, as a crawl takes them.

Only hosts of declared sites count, by the day of the record. Records are taken in the order of
time, those of our own exports in the order in which they were recorded, so that the same articles,
versions and stories come of them. A look that is held already is left as it is.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from warcio.exceptions import ArchiveLoadFailed

from archive.errors import BadQuery, NotFound, PageLost, Refused
from archive.exchange.gathered import Gathered, Hosts, Item, gather
from archive.exchange.journal import Journal
from archive.exchange.taking import Taken, Unusable, take
from archive.record import ArticleKey, Captured, Look, Reader, Reading
from archive.storage.address import normal_url
from archive.storage.recorded import key as asked_form
from archive.storage.room import check_room
from archive.storage.store import Store

FRONT_PAGES = ("", "/", "/index.html", "/index.htm", "/default.aspx", "/home", "/trang-chu")
PAGES = ("text/html", "application/xhtml+xml")
EXAMPLES = 3
CHECKED = 200  # records, after which the disk is looked at again
Progress = Callable[[int, int | None], None]


@dataclass(slots=True)
class Some:
    """How many of one kind there were, with the first addresses."""

    count: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, url: str) -> None:
        """Counts one."""
        self.count += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(url)


@dataclass(slots=True)
class Imported:
    """What came of an import.

    `passed` are records that are no looks at articles, by the reason; `refused` pages that are no
    articles, by the reason; `bad` files, or what follows in them, that cannot be read; `sites`
    the figures of the runs by site; `repeats` looks that were held already.
    """

    records: int = 0
    looks: int = 0
    repeats: int = 0
    passed: dict[str, int] = field(default_factory=dict)
    refused: dict[str, Some] = field(default_factory=dict)
    bad: dict[str, str] = field(default_factory=dict)
    sites: dict[str, dict[str, int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


class Import:
    """One import into a store."""

    def __init__(self, store: Store, reader: Reader) -> None:
        self.store = store
        self.reader = reader
        self.journal = Journal(store)
        self.hosts = Hosts(reader.sites())
        self.passed: Counter[str] = Counter()
        self.refused: dict[str, Some] = {}
        self.looks = 0
        self.repeats = 0

    def run(
        self, paths: Sequence[Path], sites: Sequence[str], progress: Progress | None
    ) -> Imported:
        """Takes in all files."""
        declared = self.reader.sites()
        names = sorted(site.name for site in declared)
        if unknown := [site for site in sites if site not in names]:
            raise BadQuery(f"no site {unknown[0]} is declared: there are {', '.join(names)}")
        self.store.declare(declared)
        self.store.recover()
        found = gather(paths, self.hosts, sites, lambda _: None, self.store.now())
        self.passed.update(found.passed)
        try:
            self._all(found, progress)
        except BaseException:
            self.journal.break_off()
            raise
        finally:
            found.index.close()
        return Imported(
            found.records,
            self.looks,
            self.repeats,
            dict(self.passed.most_common()),
            dict(sorted(self.refused.items(), key=lambda pair: -pair[1].count)),
            found.bad,
            self.journal.close(),
            self.journal.notes,
        )

    def _all(self, found: Gathered, progress: Progress | None) -> None:
        for number, item in enumerate(found.items, 1):
            if number % CHECKED == 1:
                check_room(self.store.data_dir, 0, "what is left of the import")
            try:
                if self.journal.is_settled(item):
                    self.repeats += 1
                else:
                    self._one(found, item)
            except (ArchiveLoadFailed, EOFError, StopIteration, ValueError) as error:
                reason = " ".join(str(error).split())[:200]
                found.bad[str(found.index.files[item.place.file])] = (
                    f"the record at byte {item.place.offset} cannot be read: {reason}"
                )
            if progress:
                progress(number, len(found.items))

    def _one(self, found: Gathered, item: Item) -> None:
        try:
            taken = take(found.index, item)
            meaning = self._noted if taken.noted else self._foreign
            meaning(found, item, taken)
        except Unusable as why:
            self.passed[str(why)] += 1

    # --- what our own exports say of a look ------------------------------------------------------

    def _noted(self, found: Gathered, item: Item, taken: Taken) -> None:
        look, noted = taken.look, taken.noted
        leads_to = noted.get("leads-to") or look.url
        if "attached" in noted:
            self._file(item, taken, leads_to)
        elif look.outcome == "redirect":
            self._capture(item, taken)
        elif noted.get("verdict") == "gone":
            captured = self._capture(item, taken)
            hard = noted.get("reason") != "soft"
            told = self.store.missing(captured.fetch_id, leads_to, look.requested_at, hard=hard)
            self.journal.count(told)
        elif look.outcome == "not-modified":
            self._unchanged(item, taken, leads_to)
        elif "given-up" in noted:  # its bytes are nowhere any more: it changed nothing
            self._unchanged(item, replace(taken, look=without_body(look)), leads_to)
        elif noted.get("verdict") == "refused" and (look.outcome != "ok" or not look.decoded):
            refusal = Refused(noted.get("reason", "refused"), noted.get("detail", ""))
            key = self.reader.key(look.url, look.requested_at)
            self._refuse(item, taken, refusal, key, whatever=True)
        else:
            self._read(item, taken, whatever=True)

    def _file(self, item: Item, taken: Taken, leads_to: str) -> None:
        key = self.reader.key(leads_to, taken.look.requested_at)
        if key is None:
            raise Unusable("a file of an address that is no article's")
        captured = self._capture(item, taken)
        attached, at = taken.noted["attached"], taken.look.requested_at
        try:
            self.journal.count(self.store.file_seen(captured.fetch_id, key, attached, at))
        except NotFound:
            raise Unusable("a file of an article that is not here") from None

    # --- what any other record says --------------------------------------------------------------

    def _foreign(self, found: Gathered, item: Item, taken: Taken) -> None:
        look = taken.look
        if look.outcome == "ok":
            self._read(item, taken)
        elif look.outcome == "redirect":
            self._redirect(found, item, taken)
        elif look.outcome == "missing":
            self._missing(item, taken, hard=True)
        elif look.outcome == "not-modified":
            if not self._is_known(item, look):
                raise Unusable("a 304 of an address that was no article's then")
            self._unchanged(item, taken, look.url)
        else:
            raise Unusable(f"an answer that says nothing of an article ({look.outcome})")

    def _is_known(self, item: Item, look: Look) -> bool:
        known = self.store.known(item.site, look.url)
        return known is not None and known.first_seen_at <= look.requested_at

    def _missing(self, item: Item, taken: Taken, *, hard: bool) -> None:
        look = taken.look
        if not self._is_known(item, look):
            raise Unusable("a missing page of an address that was no article's then")
        captured = self._capture(item, taken)
        told = self.store.missing(captured.fetch_id, look.url, look.requested_at, hard=hard)
        self.journal.count(told)

    def _unchanged(self, item: Item, taken: Taken, leads_to: str) -> None:
        captured = self._capture(item, taken)
        try:
            told = self.store.unchanged(captured.fetch_id, leads_to, taken.look.requested_at)
        except NotFound:
            raise Unusable("a 304 of an address that was no article's then") from None
        self.journal.count(told)

    def _redirect(self, found: Gathered, item: Item, taken: Taken) -> None:
        look = taken.look
        target = look.location or ""
        if normal_url(target) == normal_url(look.url):
            raise Unusable("a redirect to another form of the same address")
        if self.reader.key(look.url, look.requested_at) is None:
            raise Unusable("an address of no article")
        if self.hosts.owner(target, look.requested_at) != item.site:
            raise Unusable("a redirect to another site")
        if is_front_page(target):
            self._missing(item, taken, hard=False)
            return
        here = asked_form(target) in found.index.places
        if not here and not any(self.store.known(item.site, url) for url in (target, look.url)):
            raise Unusable("a redirect to an address that is not here")
        self._capture(item, taken)

    def _read(self, item: Item, taken: Taken, *, whatever: bool = False) -> None:
        """A page: an article's reading is recorded; `whatever`: it was a look at an article."""
        look = taken.look
        mime = (taken.content_type or PAGES[0]).partition(";")[0].strip().lower()
        key = self.reader.key(look.url, look.requested_at)
        if not whatever:
            if mime not in PAGES:
                raise Unusable(f"no web page ({mime[:40]})")
            if key is None or is_front_page(look.url):
                raise Unusable("an address of no article")
        try:
            found = self.reader.read(
                look.decoded or b"", look.url, look.requested_at, taken.content_type
            )
        except Refused as refusal:
            self._refuse(item, taken, refusal, key, whatever=whatever)
            return
        except PageLost:
            raise
        except Exception as error:  # one page that the reader cannot stand must not end the import
            wrong = Refused("reader-error", repr(error)[:500])
            self._refuse(item, taken, wrong, key, whatever=whatever)
            return
        if key is None:
            nameless = Refused("no-article", "the address is not that of an article")
            self._refuse(item, taken, nameless, key, whatever=whatever)
            return
        if not whatever and is_doubtful(key, found) and not self._is_known(item, look):
            raise Unusable("a page without a date of its own at an address of no article's form")
        captured = self._capture(item, taken)
        self.journal.count(self.store.record(captured, key, found, look.requested_at))

    def _refuse(
        self, item: Item, taken: Taken, refusal: Refused, key: ArticleKey | None, *, whatever: bool
    ) -> None:
        look = taken.look
        if refusal.reason == "listing" and not whatever:
            raise Unusable("a listing")
        if refusal.reason == "soft-404" and not whatever:
            self._missing(item, taken, hard=False)
            return
        self.refused.setdefault(refusal.reason, Some()).add(look.url)
        if not whatever and not self._is_known(item, look):
            return  # a crawl would hardly have asked for it, and a later reader may read it
        captured = self._capture(item, taken)
        told = refusal.reason, refusal.detail
        self.store.refuse(captured.fetch_id, *told, look.requested_at, key)
        self.journal.refused()

    def _capture(self, item: Item, taken: Taken) -> Captured:
        self.looks += 1
        return self.journal.capture(item, taken.look, taken.noted)


def is_doubtful(key: ArticleKey, found: Reading) -> bool:
    """Whether a page may be a section page that was read as an article, as no crawl would ask it.

    Any address on a declared host has a key, and the generic reading finds text and days in lists.
    """
    if key.native_id is not None:
        return False
    return found.published_at is None or (
        found.layout == "generic" and found.published_from == "visible"
    )


def without_body(look: Look) -> Look:
    """A look of which only the row is known."""
    told = "its page was given up where it was exported, as it changed nothing"
    return replace(look, raw=None, decoded=None, headers=(), detail=told)


def is_front_page(url: str) -> bool:
    """Whether an address is that of a site's front page."""
    return urlsplit(url).path.lower() in FRONT_PAGES
