"""Addresses: the one form in which two spellings of an address are compared, and whose they are."""

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit, urlunsplit

TRACKING = re.compile(
    r"(?i)(?:utm_\w+|fb_\w+|mc_[ce]id|__cf_chl\w*|(?:fb|g|d|ms|y|tt)clid|[gw]braid|_g[al]|_gac|igshid?"
    r"|zarsrc|gidzl|zalo_\w+|ref|ref_src|ref_url|referrer|spm|share_?(?:from|id)?|amp_gsa|usqp)"
)
ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
BARE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)
PORTS = (80, 443)
LONGEST = 2000  # letters of an address; PostgreSQL cannot index one much longer
# most addresses, in which nothing but scheme and `www.` can differ; a sitemap has 300,000 of them
PLAIN = re.compile(r"https?://(?:www\.)?([a-z0-9.-]*[a-z0-9]/[A-Za-z0-9/._~-]*)")


MOBILE = ("m.", "mobile.", "amp.")  # hosts of a site's mobile forms begin so


def spellings(url: str) -> set[str]:
    """The addresses under which what is asked for may be kept: as given, normal, not mobile."""
    normal = normal_url(url)
    host = normal.removeprefix("https://")
    bare = [f"https://{host.removeprefix(form)}" for form in MOBILE if host.startswith(form)]
    return {url, normal, *bare}


@lru_cache(maxsize=4096)
def normal_url(url: str) -> str:
    """The address in the form in which addresses are compared; what is no web address, stripped.

    https, host in lower case without `www.` and default port, no fragment, no tracking query, other
    query in order, percent escapes in one spelling. It is for comparing: what is asked for is the
    address as found, since some hosts answer only with `www.`
    """
    if plain := PLAIN.fullmatch(url):
        return f"https://{plain[1]}"
    text = "".join(url.split())
    if BARE.match(text):
        text = f"https://{text}"
    elif text.startswith("//"):
        text = f"https:{text}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return text
    if parts.scheme.lower() not in ("http", "https") or not host:
        return text
    host = host.lower().rstrip(".").removeprefix("www.")
    if ":" in host:
        host = f"[{host}]"
    if port and port not in PORTS:
        host = f"{host}:{port}"
    return urlunsplit(("https", host, _escaped(parts.path) or "/", _query(parts.query), ""))


def is_bounded(url: str) -> bool:
    """Whether an address is short enough to be kept, also in the form in which it is compared."""
    return len(url) <= LONGEST and (len(url) * 3 <= LONGEST or len(normal_url(url)) <= LONGEST)


def _query(query: str) -> str:
    kept = [
        part for part in query.split("&") if part and not TRACKING.fullmatch(part.split("=")[0])
    ]
    return "&".join(sorted(_escaped(part) for part in kept))


def _escaped(text: str) -> str:
    # a `%` that begins no escape is itself escaped, so that a second pass changes nothing
    text = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    return quote(ESCAPE.sub(_one_spelling, text), safe="%/:=?~+!$,;'@()*&")


def _one_spelling(found: re.Match[str]) -> str:
    byte = int(found.group(1), 16)
    return chr(byte) if byte in UNRESERVED else f"%{byte:02X}"
