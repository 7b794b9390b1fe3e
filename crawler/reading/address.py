"""Which article a URL names: an id space with a native id, or the path where the address carries
none.

A site declares its address forms as patterns; every form of one article (print, AMP, another
section's path, a foreign id under the local path) gives the same identity, and addresses that are
no articles are refused by name.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Literal
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from crawler.reading.layout import Evidence

PATH_SPACE = "path"
VIETNAM = timezone(timedelta(hours=7))

_TRACKING = re.compile(
    r"utm_.*|fbclid|gclid|zarsrc|ref|amp|print|outputtype|mobile|gidzl|_gl|mc_[ce]id", re.I
)
PLAIN_HOST = re.compile(r"https?://(?:www\.)?([a-z0-9.-]*[a-z0-9])(?=[/?#]|$)")
PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+(/[A-Za-z0-9/._~-]*)")
_FORMS = re.compile(r"^/(?:amp|print)(?=/)|(?:/amp|/print|\.amp)$|\.amp(?=\.\w+$)", re.I)
_SLASHES = re.compile("/{2,}")
_AMP = re.compile(r"\.amp/*(?:[?#]|$)", re.I)


@dataclass(frozen=True, slots=True)
class Address:
    """One form of a site's addresses.

    `pattern` is a regular expression that the whole path must match (path and kept query where it
    contains `\\?`), whatever the case of its letters. An article's id is its group `id`; without
    such a group the path itself is the identity, in lower case and without its query. A group
    `month` (YYYYMM) says when the article was published, for pages that do not. `kind="refuse"`
    names addresses that look like articles and are none, `reason` says what they are. `since`
    (inclusive) and `until` (exclusive) bound the days of looks for which the form counts.
    """

    pattern: str
    id_space: str = PATH_SPACE
    evidence: Evidence = Evidence.GUESS
    kind: Literal["article", "refuse"] = "article"
    reason: str = ""
    since: date | None = None
    until: date | None = None

    def valid_on(self, day: date | None) -> bool:
        """Whether the form counts on that day; for a look of unknown day it always does."""
        return day is None or in_period(day, self.since, self.until)

    def match(self, path: str, at: date | None = None) -> str | None:
        """The native id in a path that is in lower case (the path that was matched where the form
        has none), or None where the form does not fit.
        """
        if not self.valid_on(at):
            return None
        subject = path if r"\?" in self.pattern else path.partition("?")[0]
        found = _compiled(self.pattern).fullmatch(subject)
        if found is None:
            return None
        return found["id"] if "id" in found.re.groupindex else subject


def refuse(pattern: str, reason: str, evidence: Evidence = Evidence.CODE) -> Address:
    """A form of addresses that are no articles."""
    return Address(pattern, "", evidence, "refuse", reason)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a URL names within its site: exactly one of `native_id` and `path` is set."""

    id_space: str
    native_id: str | None = None
    path: str | None = None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    letters = pattern.replace("(?P<", "")  # where all are small the faster way is as good
    return re.compile(pattern, 0 if letters == letters.lower() else re.I)


def path_of(url: str) -> str:
    """Path and kept query of a URL: decoded, NFC, print and AMP marks and tracking off, no trailing
    slash.
    """
    if plain := PLAIN.fullmatch(url):  # nothing to decode: most of a sitemap's 300,000
        path = _SLASHES.sub("/", plain[1]) if "//" in plain[1] else plain[1]
        return _FORMS.sub("", path.rstrip("/")).rstrip("/") or "/"
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # "http://[::1" and the like name nothing
        return "/"
    path = unicodedata.normalize("NFC", unquote(parts.path))
    path = _FORMS.sub("", _SLASHES.sub("/", path).rstrip("/")).rstrip("/")
    path = quote(path, safe="/:@!$&'()*+,;=~-._") or "/"
    if not parts.query:
        return path
    kept = sorted(
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(key)
    )
    return f"{path}?{urlencode(kept)}" if kept else path


def host_of(url: str) -> str:
    """The host of a URL, lower case, without port and `www.`; empty where there is none."""
    if plain := PLAIN_HOST.match(url):
        return plain[1]
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").rstrip(".")


def day_of(at: date | datetime | None) -> date | None:
    """The day of a look, in Vietnam."""
    if isinstance(at, datetime):
        return (at.astimezone(VIETNAM) if at.tzinfo else at).date()
    return at


def in_period(day: date, since: date | None, until: date | None) -> bool:
    """Whether a day lies in a period: `since` inclusive, `until` exclusive, open where None."""
    return (since is None or since <= day) and (until is None or day < until)


def _first(
    addresses: Sequence[Address], url: str, at: date | datetime | None
) -> tuple[Address, str, str] | None:
    """The first form that fits a URL, with the name that it gives and the path that it fits. An AMP
    address that ends in `.amp` may stand for one that ends in `.html` or `.htm`.
    """
    path, day = path_of(url).lower(), day_of(at)
    endings = ("", ".html", ".htm") if ".amp" in url and _AMP.search(url) else ("",)
    for address in addresses:
        for ending in endings:
            found = address.match(path + ending, day)
            if found is not None:
                return address, found, path + ending
    return None


def identify(
    addresses: Sequence[Address], url: str, at: date | datetime | None = None
) -> Identity | None:
    """The identity that the site's forms give a URL; None where it is refused.

    The first form that fits decides, so refusals stand first. A URL that fits none is known by its
    path.
    """
    found = _first(addresses, url, at)
    if found is None:
        return Identity(PATH_SPACE, path=path_of(url))
    address, name, _ = found
    if address.kind == "refuse":
        return None
    if "(?P<id>" in address.pattern:
        return Identity(address.id_space, native_id=name)
    return Identity(address.id_space, path=name)


def month_of(
    addresses: Sequence[Address], url: str, at: date | datetime | None = None
) -> str | None:
    """The month in which an address says that its article was published, as YYYYMM."""
    found = _first(addresses, url, at)
    if found is None or "(?P<month>" not in found[0].pattern:
        return None
    match = _compiled(found[0].pattern).fullmatch(found[2].partition("?")[0])
    return match["month"] if match else None


def is_article(addresses: Sequence[Address], url: str, at: date | datetime | None = None) -> bool:
    """Whether a declared form says that the URL is an article's."""
    found = _first(addresses, url, at)
    return found is not None and found[0].kind == "article"


def article_test(
    addresses: Sequence[Address], at: date | datetime | None = None
) -> Callable[[str], bool]:
    """`is_article` for many URLs of one day: the forms are looked at once."""
    day = day_of(at)
    forms = [
        (_compiled(each.pattern).fullmatch, r"\?" in each.pattern, each.kind == "article")
        for each in addresses
        if each.valid_on(day)
    ]

    def is_one(url: str) -> bool:
        path = path_of(url)
        bare = path.partition("?")[0]
        return next((yes for fits, asks, yes in forms if fits(path if asks else bare)), False)

    return is_one


def refusal(
    addresses: Sequence[Address], url: str, at: date | datetime | None = None
) -> str | None:
    """What a refused URL is (`topic`, `event`, …); None where no form refuses it."""
    found = _first(addresses, url, at)
    return found[0].reason if found is not None and found[0].kind == "refuse" else None
