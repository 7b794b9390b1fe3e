"""From bytes to a tree, bounded in size, number of elements and depth."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import html as lxml_html
from lxml.etree import ElementDefaultClassLookup, LxmlError
from lxml.html import HtmlElement

from crawler.errors import EmptyPage, NotHtml, TooDeep, TooLarge
from crawler.reading.charset import decode

# lxml.html asks a Python function for the class of each element; one class for all is enough here
ELEMENTS = ElementDefaultClassLookup(element=HtmlElement)
MAX_BYTES = 12 * 2**20  # the largest real page seen had 1.5 MB
MAX_TAGS = 80_000
MAX_LETTERS = 2_000_000  # of text: the longest law has a quarter of that
MAX_PAIRS = 5000**2  # of attributes of one element: the parser compares each with each
LONG_TAG = 600  # letters: shorter ones are not looked at
LONGEST_NAME = 1000  # letters of a class or style: each line in the element may be told by it
NAMING = ("class", "id", "style", "rel", "itemprop", "type", "data-role", "data-slot")
SNIFF = 2048
INLINE_DATA = re.compile(rb"data:[\w/+.;=-]{1,80};base64,[A-Za-z0-9+/=\s]+")
# Papers close the document early and go on; the parser would stop there
ENDS = re.compile(r"</(?:body|html)\s*>", re.I)
FORMATTING = re.compile(r"</?(?:font|b|i|u|em|strong|span|center|small|big)\b[^<>]*>", re.I)
MAGIC = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "an image"),
    (b"GIF8", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\x1f\x8b", "still compressed"),
    (b"\xd0\xcf\x11\xe0", "an Office file"),
    (b"RIFF", "an image or sound"),
)
# Never more than once over a letter: a quote without its end is met once a page
TAG = re.compile(r"""<[A-Za-z](?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+""")
VALUE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']*+)""")
LONG_NAME = re.compile(  # most long tags have but a long address
    rf"(?:{'|'.join(NAMING)})\s*+=\s*+"
    rf"""(?:"[^"]{{{LONGEST_NAME}}}|'[^']{{{LONGEST_NAME}}}|[^\s"'>]{{{LONGEST_NAME}}})""",
    re.I,
)
FEEDS = re.compile(r"<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b", re.I)


# Elements of tools; one that holds most of the page was never closed
TOOLS = frozenset(
    """
    nav button select option svg noscript video audio object dialog template canvas map
    """.split()  # noqa: SIM905
)
# Elements whose content is letters and no markup: never closed, they swallow the page
RAW = re.compile(r"</?(?:iframe|textarea|noscript|template|xmp|noembed|noframes)\b[^<>]*>", re.I)


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page: its tree (lxml), its text as decoded, and the charset that was right."""

    tree: HtmlElement = field(repr=False)
    source: str = field(repr=False)
    charset: str


def parse(html: bytes, content_type: str | None = None) -> Page:
    """The page of some bytes.

    Raises `EmptyPage`, `NotHtml`, `TooLarge`, `TooDeep` or `Undecodable`. Comments and processing
    instructions are not in the tree.
    """
    if len(html) > MAX_BYTES:
        html = INLINE_DATA.sub(b"", html)
    if len(html) > MAX_BYTES:
        raise TooLarge(f"{len(html)} bytes, {MAX_BYTES} are read at most")
    _check_kind(html)
    text, charset = decode(html, content_type)
    if "<" not in text:
        raise EmptyPage("no markup") if not text.strip() else NotHtml("plain text")
    start = text.lstrip()[:600]
    if FEEDS.search(start) and "<html" not in start.lower():
        raise NotHtml("a feed or sitemap")
    if text.count("<") > MAX_TAGS:
        raise TooLarge(f"{text.count('<')} tags, {MAX_TAGS} are read at most")
    long = [tag[0] for tag in TAG.finditer(text) if tag.end() - tag.start() > LONG_TAG]
    if pairs_of_attributes(long) > MAX_PAIRS:
        raise TooLarge("elements with more attributes than any page has")
    tree = _tree(ENDS.sub("", text))
    if any(LONG_NAME.search(tag) for tag in long if len(tag) > LONGEST_NAME):
        shorten_names(tree)
    if len(text) > MAX_LETTERS and letters_of(tree) > MAX_LETTERS:
        raise TooLarge(f"more than {MAX_LETTERS} letters of text")
    return Page(tree, text, charset)


def letters_of(tree: HtmlElement) -> int:
    """How many letters of text a page has, those of scripts and styles not counted."""
    texts = tree.xpath("descendant::text()[not(parent::script or parent::style)]")
    return sum(len(each) for each in texts)


def pairs_of_attributes(tags: Iterable[str]) -> int:
    """How many pairs the attributes of each tag make, in all."""
    return sum(len(VALUE.sub(" ", tag).replace("/", " ").split()) ** 2 for tag in tags)


def shorten_names(tree: HtmlElement) -> None:
    """Cuts classes and what else an element is told by where they are longer than any."""
    for element in tree.iter():
        for name in NAMING:
            value = element.get(name)
            if value and len(value) > LONGEST_NAME:
                element.set(name, value[:LONGEST_NAME])


def open_tools(body: HtmlElement) -> None:
    """Makes a div of each tool that holds most of the page's text: it was never closed."""
    tools = list(body.iter(*TOOLS))
    letters = len(body.text_content()) if tools else 0
    for element in tools:
        if len(element) and len(element.text_content()) * 2 > letters:
            element.tag = "div"


def unwrapped(page: Page) -> Page | None:
    """The page without the tags of elements that may have swallowed it; None where it has none."""
    text = RAW.sub("", page.source)
    if text == page.source:
        return None
    return Page(_tree(ENDS.sub("", text)), page.source, page.charset)


def _check_kind(html: bytes) -> None:
    if not html.strip(b" \t\r\n\x00"):
        raise EmptyPage("no bytes")
    for mark, kind in MAGIC:
        if html.startswith(mark):
            raise NotHtml(kind)
    start = html[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in b"{[" and b"<html" not in html[:SNIFF].lower():
        raise NotHtml("JSON")


def _tree(text: str) -> HtmlElement:
    tree, too_deep = _parse(text)
    if too_deep:
        # formatting tags that were never closed nest without end; they carry no structure
        tree, too_deep = _parse(FORMATTING.sub("", text))
    if too_deep:
        raise TooDeep("elements nested more than 255 deep")
    if tree is None or not len(tree):
        raise EmptyPage("no elements")
    return tree


def _parse(text: str) -> tuple[HtmlElement | None, bool]:
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(ELEMENTS)
    try:
        tree = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError) as error:
        if "empty" in str(error).lower():
            return None, False
        raise NotHtml(f"no markup that can be parsed: {error}") from error
    deep = any("depth" in entry.message for entry in parser.error_log)
    return tree, deep
