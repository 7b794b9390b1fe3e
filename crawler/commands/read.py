"""`scrapy read FILE --url URL`: what the reader makes of a saved page."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from scrapy.commands import ScrapyCommand

from archive.cli.paper import clean
from archive.errors import Refused
from archive.record import Block, BlockKind, Reading
from archive.text.controls import escaped
from crawler import cases, sites
from crawler.commands import stop
from crawler.reading import address
from crawler.reading.address import VIETNAM

if TYPE_CHECKING:
    from crawler.reading.removed import Removed

MARKS = {
    BlockKind.PARAGRAPH: "",
    BlockKind.HEADING: "## ",
    BlockKind.ITEM: "- ",
    BlockKind.ROW: "| ",
    BlockKind.QUOTE: "> ",
    BlockKind.CAPTION: "[caption] ",
}
FIRST_YEAR, LAST_YEAR = 1991, 9000
FIELDS = (
    "layout",
    "title",
    "lead",
    "author",
    "published_at",
    "published_precision",
    "published_raw",
    "published_from",
    "modified_at",
    "section",
    "tags",
    "source_name",
    "source_url",
    "dateline",
    "canonical_url",
    "robots",
    "doubts",
)


class Command(ScrapyCommand):
    """Reads one saved page and prints the reading; exit status 1 where the page is refused."""

    requires_project = True
    default_settings: ClassVar[dict[str, object]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "FILE --url URL [--json] [--removed] [--furniture]"

    def short_desc(self) -> str:
        return "Read a saved page and print what was found in it"

    def add_options(self, parser: ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--url", help="the address that the page was saved from")
        parser.add_argument("--at", help="when it was saved, as 2026-03-07T08:00+07:00")
        parser.add_argument("--content-type", help="the Content-Type header that came with it")
        parser.add_argument("--json", action="store_true", help="print the reading as JSON")
        parser.add_argument("--removed", action="store_true", help="print what was left out, too")
        parser.add_argument(
            "--furniture",
            action="store_true",
            help="read it without what the archive knows to stand in many articles of its site",
        )

    def run(self, args: list[str], opts: Namespace) -> None:
        if len(args) != 1 or not opts.url:
            stop("name one file and the address of its page: FILE --url URL")
        if not address.host_of(opts.url):
            stop(f"--url {opts.url}: not an address like https://baosonkhe.example/tin-1.html")
        html, at = page_bytes(args[0]), moment(opts.at)
        reader = furnished() if opts.furniture else sites.reader
        try:
            reading = reader.read(html, opts.url, at, opts.content_type)
        except Refused as refusal:
            print(f"refused: {clean(str(refusal))}", file=sys.stderr)
            self.exitcode = 1
            return
        removed = left_out(html, reading, opts.content_type) if opts.removed else None
        if removed is not None and opts.furniture:
            found = by_furniture(reader, html, opts.url, at, opts.content_type)
            told = {each.text for each in found}
            removed = [*found, *(each for each in removed if each.text not in told)]
        print("\n".join(_json(reading, removed) if opts.json else _lines(reading, removed)))


def page_bytes(name: str) -> bytes:
    """The bytes of a file that a person named."""
    try:
        return Path(name).read_bytes()
    except OSError as error:
        stop(f"{name}: {error.strerror}")


def moment(text: str | None) -> datetime | None:
    """The time that a person gave with its zone; without a zone it is Vietnam's."""
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        stop(f"--at {text}: not a time like 2026-03-07T08:00")
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        stop(f"--at {text}: no page was saved then")
    return at if at.tzinfo else at.replace(tzinfo=VIETNAM)


def furnished() -> sites.SiteReader:
    """The reader that knows the furniture of the archive."""
    from archive.errors import ArchiveError
    from archive.storage import furniture
    from archive.storage.engine import begin_read, connect
    from archive.storage.upgrade import check_head, check_there

    try:
        check_there(None)
        engine = connect()
        check_head(engine)
        with begin_read(engine) as conn:
            return sites.reader.furnished(furniture.sets(conn))
    except ArchiveError as error:
        stop(str(error))


def by_furniture(
    reader: sites.SiteReader, html: bytes, url: str, at: datetime | None, content_type: str | None
) -> list[Removed]:
    """Each line that is furniture of the page's site, with the piece's kind and id."""
    from crawler.furnishing import taken
    from crawler.reading.removed import Removed

    spider = sites.site_of(url, at)
    known = reader.sets.get(spider.name) if spider else None
    if spider is None or known is None:
        return []
    found = taken(spider, html, url, at, content_type, known)
    return [Removed(f"furniture {piece.kind} {piece.id}", text) for piece, text in found]


def left_out(html: bytes, reading: Reading, content_type: str | None) -> list[Removed]:
    """Each line that was left out, with the rule that did it."""
    from crawler.reading.removed import removed  # loads trafilatura, which no other command needs

    layouts = sites.layouts_of(reading.url)
    layout = next((each for each in layouts if each.name == reading.layout), None)
    return removed(html, reading, layout, content_type)


def _json(reading: Reading, removed: list[Removed] | None) -> Iterator[str]:
    facts = cases.as_json(reading)
    if removed is not None:
        facts["removed"] = [[each.rule, each.text] for each in removed]
    yield escaped(json.dumps(facts, ensure_ascii=False, indent=1))


def _lines(reading: Reading, removed: list[Removed] | None) -> Iterator[str]:
    facts = cases.as_json(reading)
    for name in FIELDS:
        value = facts[name]
        if value:
            yield f"{name:20} {clean(', '.join(value) if isinstance(value, list) else str(value))}"
    yield ""
    yield from (_line(block) for block in reading.blocks)
    yield ""
    for name in ("images", "links", "attachments"):
        yield from (f"{name[:-1]:12} {clean('  '.join(filter(None, row)))}" for row in facts[name])
    if removed is not None:
        yield "\nremoved:"
        yield from (f"- [{each.rule}] {clean(each.text)}" for each in removed)


def _line(block: Block) -> str:
    return MARKS[block.kind] + clean(block.text)
