"""Why a page is no article: told before it is read where that is plain, else after."""

import re
from collections.abc import Collection, Sequence

from lxml.etree import XPath
from lxml.html import HtmlElement

from archive.record import BlockKind
from crawler.errors import (
    Challenge,
    EncryptedBody,
    GalleryPage,
    ListingPage,
    NoBody,
    PageRefused,
    SoftMissing,
    Unrendered,
    VideoPage,
)
from crawler.reading.blocks import Line
from crawler.reading.head import Head
from crawler.reading.labels import CIPHER, TEMPLATE
from crawler.reading.page import Page
from crawler.reading.text import clean, key
from crawler.reading.titles import SEPARATORS

CHECKS = ("document.cookie", "location.reload", "location.href", "location.replace", "cf-chl")
CHECK_TITLE = re.compile(
    r"just a moment|attention required|checking your browser|ddos|access denied|xác minh bạn là"
    r"|bot verification|are you a robot|security check",
    re.I,
)
_THING = r"(?:trang|trang web|bài viết|bài báo|nội dung|đường dẫn|địa chỉ|tin bài)"
_YOURS = r"(?: (?:này|mà|bạn|quý khách|quý vị|đang|muốn|cần|yêu cầu|tìm|kiếm|truy cập|xem))*"
# Whole titles only, and of this page: articles too are about things that could not be found
MISSING = re.compile(
    r"(?:lỗi )?404(?: not found)?|(?:page |trang )?not found|(?:error|lỗi) 404.*"
    rf"|(?:(?:lỗi )?404 |rất tiếc )?không (?:tìm thấy|tồn tại)(?: {_THING}{_YOURS})?"
    rf"|(?:(?:lỗi )?404 |rất tiếc )?{_THING}{_YOURS}"
    r" (?:không tìm thấy|không tồn tại|đã bị (?:xóa|xoá|gỡ)|không có)(?: hoặc .{0,60})?"
)
TEMPLATES = re.compile(r"\{\{\s*[\w.$]+\s*\}\}|(?:^|>)\s*\{\w+\}\s*(?:\{\w+\})*\s*<")
FEW = 400  # letters of a page that is only a check
LINKS = 20
FEW_LINKS = 4  # enough where nothing else is on the page
CIPHER_BODY = re.compile(r">\s*+([A-Za-z0-9+/=]{200,}+)\s*+<")
SHOWN = XPath(  # `.//text()` compares each with each where thousands stand in one element
    "descendant::text()[not(parent::script or parent::style or parent::noscript)]",
    smart_strings=False,
)
CIPHER_LINE = "cipher-line"


def check(page: Page, head: Head) -> None:
    """Raises `Challenge` or `SoftMissing` where a page is that and nothing else."""
    if CHECK_TITLE.search(head.title) or _is_script_check(page):
        raise Challenge(head.title or "a script that sets a cookie and loads the page again")
    headings = (page.tree.find(f".//{tag}") for tag in ("h1", "h2"))
    shown = [clean(each.text_content()) for each in headings if each is not None]
    for text in (head.title, SEPARATORS.split(head.title)[0], *shown):
        if text and len(text) < 120 and MISSING.fullmatch(key(text)):
            raise SoftMissing(text)


def check_cipher(page: Page, letters: int) -> None:
    """Raises `EncryptedBody` where a cipher is longer than the text that was found: what stands
    around it is not the article.
    """
    longest = max((len(found) for found in CIPHER_BODY.findall(page.source)), default=0)
    if longest > letters:
        raise EncryptedBody(f"the text is one line of {longest} letters of base64")


def check_region(lines: Sequence[Line], noise: Collection[int]) -> tuple[str, ...]:
    """What speaks against the text of a layout's region: the doubt `cipher-line` where a line of it
    is a cipher. `noise` are the places of lines that are no text.

    Raises `EncryptedBody` where more is cipher than text, `Unrendered` where all of it is a
    template: the article is not on the page, and what stands beside it must not be taken for it.
    """
    hidden = sum(len(line.text) for line in lines if CIPHER.fullmatch(line.text))
    told = [line for place, line in enumerate(lines) if place not in noise]
    plain = sum(
        len(line.text)
        for line in told
        if line.kind is not BlockKind.CAPTION and not CIPHER.fullmatch(line.text)
    )
    if hidden > plain:
        raise EncryptedBody(f"{hidden} letters of base64 stand where the text should")
    if not plain and any(TEMPLATE.fullmatch(line.text) for line in lines):
        raise Unrendered("the text is a template that a script would have filled")
    return (CIPHER_LINE,) if hidden else ()


def _is_script_check(page: Page) -> bool:
    if len(page.source) > 20_000 or not any(mark in page.source for mark in CHECKS):
        return False
    return len(visible(page.tree)) < FEW


def visible(tree: HtmlElement) -> str:
    """The text that a browser would show, scripts and styles left out."""
    body = tree.find("body")
    parts = SHOWN(tree if body is None else body)
    return clean(" ".join(str(part) for part in parts)) if isinstance(parts, list) else ""


def reason(page: Page, head: Head) -> PageRefused:
    """The refusal of a page on which no article's text was found."""
    tree, text = page.tree, visible(page.tree)
    if any(CIPHER.fullmatch(word) for word in text.split()):
        return EncryptedBody("the text is one line of base64")
    heading = tree.find(".//h1")
    unrendered = Unrendered("templates that a script would have filled")
    if heading is not None and TEMPLATE.fullmatch(clean(heading.text_content())):
        return unrendered
    kind = f"{head.meta.get('og:type', '')} {head.ld.get('@type', '')}".lower()
    if "video" in kind or tree.find(".//video") is not None or _has_player(tree):
        return VideoPage("a player and no text")
    links = sum(1 for link in tree.iter("a") if len((link.text_content() or "").split()) >= 5)
    if links >= LINKS:
        return ListingPage(f"{links} linked headlines and no text")
    images = sum(1 for image in tree.iter("img") if next(image.iterancestors("a"), None) is None)
    if images >= 3:
        return GalleryPage(f"{images} pictures and no text")
    # some systems leave templates for comments on every page: they say least, and come last
    if TEMPLATES.search(text) or TEMPLATES.search(page.source):
        return unrendered
    if links >= FEW_LINKS:
        return ListingPage(f"{links} linked headlines and no text")
    return NoBody(f"{len(text)} letters, none of them an article's")


def _has_player(tree: HtmlElement) -> bool:
    hosts = ("youtube", "player", "video", "vimeo")
    return any(any(h in (f.get("src") or "") for h in hosts) for f in tree.iter("iframe"))
