"""What any reading comes down to: lines and fields gathered from a page, made into a Reading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from archive.record import Attachment, Block, BlockKind, Image, Link, Reading
from crawler.reading.blocks import Line, Picture
from crawler.reading.dates import Dated
from crawler.reading.files import file_of
from crawler.reading.head import Head
from crawler.reading.name import READER
from crawler.reading.sources import Source, dateline_of
from crawler.reading.text import key, text_of

LONGEST_HEADING = 160
LONGEST_CAPTION = 400
LINKED = 0.5
BOX_LEVELS = 4  # elements around a picture
CREDIT = re.compile(r"\b(?:Ảnh|Nguồn ảnh|Đồ họa)\s*[:/]\s*\S[^.:]{0,60}\)?\.?$")


@dataclass(slots=True)
class Draft:
    """The parts of a reading as found; lines are the article's own, in page order."""

    layout: str
    title: str
    lead: str = ""
    lines: list[Line] = field(default_factory=list, repr=False)
    pictures: list[Picture] = field(default_factory=list, repr=False)
    links: list[tuple[str, HtmlElement]] = field(default_factory=list, repr=False)
    author: str | None = None
    published: Dated = field(default_factory=Dated)
    modified: Dated = field(default_factory=Dated)
    section: str | None = None
    tags: tuple[str, ...] = ()
    source: Source = field(default_factory=Source)
    doubts: tuple[str, ...] = ()
    reader: str = READER
    lists: str = ""  # what shows that the page lists articles and is none
    walked: Sequence[Line] = field(default=(), repr=False)  # all that was looked at, and by place
    causes: dict[int, str] = field(default_factory=dict, repr=False)  # the rule that left it out


def finished(draft: Draft, head: Head) -> Reading:
    """The Reading of a draft."""
    published, modified = draft.published.when, draft.modified.when
    blocks = tuple(_blocks(draft))
    first = next((block.text for block in blocks if block.kind is not BlockKind.CAPTION), "")
    return Reading(
        url=head.url,
        title=draft.title,
        reader=draft.reader,
        layout=draft.layout,
        lead=draft.lead,
        blocks=blocks,
        author=draft.author,
        published_at=published.at if published else None,
        published_precision=published.precision if published else None,
        published_raw=draft.published.raw,
        published_from=draft.published.origin,
        modified_at=modified.at if modified else None,
        section=draft.section,
        tags=draft.tags,
        source_name=draft.source.name,
        source_url=draft.source.url,
        dateline=dateline_of(draft.lead) or dateline_of(first),
        canonical_url=head.canonical,
        images=tuple(_images(draft, head)),
        links=tuple(_links(draft, head)),
        attachments=tuple(_attachments(draft, head)),
        doubts=(*draft.published.doubts, *draft.doubts),
        robots=head.robots,
    )


def mark_captions(lines: Sequence[Line], pictures: Sequence[Picture]) -> None:
    """A short line right behind a picture is its caption where it is centred, wholly italic, ends
    in the photographer's credit ("Ảnh: …"), or stands alone with the picture in a box.
    """
    for picture in pictures:
        place = picture.position
        if place >= len(lines):
            continue
        line = lines[place]
        if line.kind is not BlockKind.PARAGRAPH or len(line.text) > LONGEST_CAPTION:
            continue
        styled = line.align == "center" or line.italic > 0.9 or CREDIT.search(line.text)
        if styled or (line.linked < LINKED and _is_boxed(picture, place, lines)):
            line.kind = BlockKind.CAPTION


def _is_boxed(picture: Picture, place: int, lines: Sequence[Line]) -> bool:
    """Whether one element holds the picture, this line beside it, and no other line."""
    box = picture.element.getparent()
    for _ in range(BOX_LEVELS):
        if box is None or box.tag == "body" or box is lines[place].element:
            return False
        if _below(lines[place].element, box):
            near = lines[max(place - 1, 0) : place + 2]
            return sum(_below(line.element, box) for line in near) == 1
        box = box.getparent()
    return False


def _below(element: HtmlElement, box: HtmlElement) -> bool:
    return element is box or any(above is box for above in element.iterancestors())


def is_heading(line: Line) -> bool:
    """A heading by its element, or a short line all in bold that ends no sentence."""
    if line.kind is BlockKind.HEADING:
        return True
    short = line.words >= 2 and len(line.text) <= LONGEST_HEADING
    ends = line.text.rstrip().endswith((".", ";", ":", ",", "…"))
    return line.kind is BlockKind.PARAGRAPH and line.bold > 0.95 and short and not ends


def _blocks(draft: Draft) -> list[Block]:
    """Blocks of the lines: title and lead are not said again, a caption is said once."""
    said = {key(draft.title), key(draft.lead)}
    captions: set[str] = set()
    blocks: list[Block] = []
    for line in draft.lines:
        text = key(line.text)
        if not text and not line.text.strip("*-–—_=.· "):
            continue
        if line.kind is BlockKind.CAPTION:
            if text not in captions:
                blocks.append(Block(line.kind, line.text))
            captions.add(text)
        elif (line.words > 3 and text in captions) or (len(blocks) < 3 and text in said):
            continue
        elif is_heading(line):
            blocks.append(Block(BlockKind.HEADING, line.text, line.level or 3))
        else:
            blocks.append(Block(line.kind, line.text))
    return _closed(blocks)


def _closed(blocks: list[Block]) -> list[Block]:
    """A bold line that nothing follows heads nothing: it is a paragraph."""
    last = next((b for b in reversed(blocks) if b.kind is not BlockKind.CAPTION), None)
    if last is None or last.kind is not BlockKind.HEADING:
        return blocks
    return [Block(BlockKind.PARAGRAPH, b.text) if b is last else b for b in blocks]


def _images(draft: Draft, head: Head) -> list[Image]:
    found: dict[str, Image] = {}
    for picture in draft.pictures:
        url = head.absolute(picture.src)
        following = draft.lines[picture.position : picture.position + 1]
        caption = next((line.text for line in following if line.kind is BlockKind.CAPTION), "")
        if url:
            found.setdefault(url, Image(url, caption))
    return list(found.values())


def _links(draft: Draft, head: Head) -> list[Link]:
    found: dict[str, Link] = {}
    for href, element in draft.links:
        url = head.absolute(href)
        if url and not file_of(href) and not href.startswith("#"):
            found.setdefault(url, Link(url, text_of(element)))
    return list(found.values())


def _attachments(draft: Draft, head: Head) -> list[Attachment]:
    found: dict[str, Attachment] = {}
    for href, element in draft.links:
        url = head.absolute(file_of(href) or "")
        if url:
            found.setdefault(url, Attachment(url, text_of(element)))
    return list(found.values())
