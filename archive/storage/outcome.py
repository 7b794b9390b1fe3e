"""What an answer is, by its name: the one judgement of crawls and imports. Pure."""

import re
from collections.abc import Mapping
from urllib.parse import urljoin

STATUSES = {304: "not-modified", 404: "missing", 410: "missing"}
REDIRECTS = (301, 302, 303, 307, 308)
FORBIDDEN = (401, 403, 429)
CHALLENGE = re.compile(
    rb"document\.cookie\s*=|cf-browser-verification|cf_chl_opt|challenge-platform|slowAES", re.I
)
ENDED = re.compile(
    rb"</(?:html|body|rss|feed|rdf:rdf|urlset|sitemapindex)\s*>|%%EOF|[}\]]\s*$", re.I
)
RANGE = re.compile(r"\s*bytes\s+0-(\d{1,18})/(\d{1,18})\s*", re.I)  # of the beginning, of how much
CHALLENGE_SIZE = 8 * 1024  # bytes: a page that only sets a cookie or runs a check is small


def outcome(
    status: int, headers: Mapping[str, str], body: bytes, *, whole: bool
) -> tuple[str, str]:
    """The outcome of an answer (see `archive.record.Look`), and what more is to be said of it.

    The names of `headers` are in lower case; `whole` is false where the body was cut off.
    """
    if is_challenge(headers, body):
        return "challenge", "a check of cookies or browser stands in place of the page"
    if status in REDIRECTS and "location" in headers:
        return "redirect", ""
    if status in STATUSES:
        return STATUSES[status], ""
    if status in FORBIDDEN:
        return "forbidden", ""
    if status >= 500:
        return "server-error", ""
    if not 200 <= status < 300:
        return "http-error", f"status {status}"
    if status == 206 and not is_all(headers.get("content-range", "")):
        return "truncated", "status 206: a part of the page, which nobody asked for"
    return ("ok", "") if whole else ("truncated", "the body ended too early")


def led_to(url: str, location: str | None) -> str | None:
    """The address that an answer from `url` leads to by its Location, which may be a part of one;
    as it stands where no address can be made of it.
    """
    try:
        return None if location is None else urljoin(url, location).partition("#")[0]
    except ValueError:
        return location


def is_all(content_range: str) -> bool:
    """Whether a Content-Range is that of all there is: some caches call a whole page a part."""
    found = RANGE.fullmatch(content_range)
    return found is not None and int(found[1]) + 1 == int(found[2])


def is_ended(body: bytes) -> bool:
    """Whether a body whose length nobody told, as servers of HTTP/1.0 do, looks whole: markup, JSON
    and PDF have an end of their own; plain text has none, and is taken as it came.
    """
    return b"<" not in body[:4096] + body[-4096:] or ENDED.search(body[-4096:]) is not None


def is_challenge(headers: Mapping[str, str], body: bytes) -> bool:
    """Whether a check of the browser was served: such a page is small, or says so in a header."""
    if headers.get("cf-mitigated") == "challenge":
        return True
    return 0 < len(body) < CHALLENGE_SIZE and CHALLENGE.search(body) is not None
