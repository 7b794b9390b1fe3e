"""The text of a new site's spider file."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from crawler.commands.clues import SITEMAPS, Clues
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import host_of, is_article, path_of

NUMBERED = re.compile(r"(?:.*/)?[^/]*?(?P<mark>-[a-z]*)(?P<id>\d{3,})(?P<end>\.\w+)?")
IN_FOLDER = re.compile(r"/(?:[^/]+/)*\d{5,}/[^/]+")  # a longer number than that of a year
WORDS = 5  # hyphens of a slug that is no section's name
INDENT = "    "
WIDTH = 100


def spider_text(name: str, url: str, found: Clues, family: type[NewsSpider]) -> str:
    """The whole file: docstring, imports, one class of attributes."""
    parts = [
        f'"""{found.title or name}."""',
        "\n".join(_imports(url, family)),
        f"\nclass {name.capitalize()}Spider({family.__name__}):\n" + "\n".join(
            INDENT + line if line else "" for line in _attributes(name, url, found, family)
        ),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _imports(url: str, family: type[NewsSpider]) -> list[str]:
    lines = [
        f"from {family.__module__} import {family.__name__}",
        "from crawler.fetching.listings import Listing",
    ]
    if not is_article(family.addresses, url):
        lines += [
            "from crawler.reading.address import Address",
            "from crawler.reading.layout import Evidence",
        ]
    return sorted(lines)


def _attributes(name: str, url: str, found: Clues, family: type[NewsSpider]) -> Iterator[str]:
    host = host_of(url)
    yield f'name = "{name}"'
    yield f'title = "{found.title or name}"'
    if found.unit is None:
        yield 'kind = "other"  # central, ministry, provincial (then unit = "VN-…") or other'
    else:
        yield f'unit = "{found.unit.code}"  # {found.unit.name}, by its title'
        yield 'kind = "provincial"'
    yield f'hosts = ("{host}",)'
    if found.asset_hosts:
        yield f"asset_hosts = {_tuple(map(_quoted, found.asset_hosts))}"
    if not is_article(family.addresses, url):
        yield from address_lines(url, family)
    yield from _listings(host, found)


def _listings(host: str, found: Clues) -> Iterator[str]:
    """E-government sections first, then feeds and sitemaps."""
    root = f"https://{host}"
    sections = [_listing(url, topic=True, evidence="real") for url, _ in found.sections]
    front = _listing(f"{root}/", evidence="guess")
    yield from _assigned("listings", [*sections, front])
    if found.feeds:
        yield from _assigned(
            "feeds", [_listing(url, evidence="real", kind="feed") for url in found.feeds]
        )
    known = [_listing(url, evidence="real", kind="sitemap") for url in found.sitemaps]
    first, *others = [root + path for path in SITEMAPS]
    guess = _listing(first, evidence="guess", kind="sitemap", instead=others)
    yield from _assigned("sitemaps", known or [guess])


def _listing(
    url: str,
    *,
    evidence: str,
    topic: bool = False,
    kind: str = "",
    instead: list[str] | None = None,
) -> str:
    parts = [_quoted(url), *(["topic=True"] if topic else []), f'evidence="{evidence}"']
    parts += [f'kind="{kind}"'] if kind else []
    line = f"Listing({', '.join(parts)})"
    if not instead:
        return line
    inner = "".join(f"{INDENT * 4}{_quoted(one)},\n" for one in instead)
    head = "".join(f"{INDENT * 3}{part},\n" for part in parts)
    return f"Listing(\n{head}{INDENT * 3}instead=(\n{inner}{INDENT * 3}),\n{INDENT * 2})"


def _assigned(name: str, listings: list[str]) -> Iterator[str]:
    whole = f"{name} = {_tuple(listings)}"
    if "\n" not in whole and len(INDENT + whole) <= WIDTH:
        yield whole
        return
    yield f"{name} = ("
    yield from (f"{INDENT}{each}," for each in listings)
    yield ")"


def address_lines(url: str, family: type[NewsSpider]) -> Iterator[str]:
    """The declaration of an address form that fits one article's address: by its number, if any."""
    path = path_of(url).partition("?")[0]
    found = NUMBERED.fullmatch(path)
    if found:
        end = re.escape(found["end"] or "")
        pattern, space = rf"(?:/[^/]+)*/[^/]*{found['mark']}(?P<id>\d+){end}", '"native", '
    elif IN_FOLDER.fullmatch(path):
        pattern, space = r"/(?:[^/]+/)*(?P<id>\d{5,})/[^/]+", '"native", '
    else:
        slug = f"(?:[^/-]+-){{{WORDS},}}[^/]+" if path.count("-") >= WORDS else "[^/]+"
        pattern, space = f"(?:/[^/]+)*/{slug}" + re.escape(PurePosixPath(path).suffix), ""
    form = f'Address(r"{_raw(pattern)}", {space}evidence=Evidence.GUESS)'
    if not family.addresses and len(form) + len("    addresses = (,)") <= WIDTH:
        yield f"addresses = ({form},)"
        return
    yield "addresses = ("
    if family.addresses:
        yield f"{INDENT}*{family.__name__}.addresses,"
    yield f"{INDENT}{form},"
    yield ")"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "%5C").replace('"', "%22")
    return f'"{escaped}"'


def _raw(pattern: str) -> str:
    """A regular expression that cannot end the raw string in which it stands: it is of an address
    that a page may have chosen, and the file is run.
    """
    return "".join(
        each if each.isprintable() and each != '"' else f"\\U{ord(each):08x}" for each in pattern
    )


def _tuple(parts: Iterable[str]) -> str:
    listed = list(parts)
    return f"({', '.join(listed)}{',' if len(listed) == 1 else ''})"
