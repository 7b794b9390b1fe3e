"""From bytes to text: the charset by BOM, then by what decodes, then by what is declared.

Declarations lie more often than UTF-8 decodes by chance, so UTF-8 wins wherever it fits; a page cut
in the middle of a letter still fits.
"""

import codecs
import re
import unicodedata

from crawler.errors import Undecodable

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE = 4096
META = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)|encoding\s*=\s*["']([\w.:-]+)""", re.I)
HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
# What pages call by these names is windows-1252 or windows-1258 (WHATWG Encoding Standard)
WESTERN = {"ascii", "iso8859-1", "cp1252", "latin-1"}
VIETNAMESE = re.compile("[\u1ea0-\u1ef9ơưăđƠƯĂĐ]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def decode(html: bytes, content_type: str | None = None) -> tuple[str, str]:
    """The text without NUL and control characters, and the charset that gave it.

    Raises `Undecodable` where no charset gives text.
    """
    text, charset = _decode(html, content_type)
    bad = text.count("\ufffd") + len(CONTROL.findall(text[:SAMPLE])) - text[:SAMPLE].count("\x00")
    if bad * 10 > len(text):
        raise Undecodable(f"{bad} of {len(text)} characters are no text in {charset}")
    return CONTROL.sub("", text), charset


def _decode(html: bytes, content_type: str | None) -> tuple[str, str]:
    for mark, charset in BOMS:
        if html.startswith(mark):
            return html[len(mark) :].decode(charset, "replace"), charset
    wide = _wide(html[:SAMPLE])
    if wide:
        return html.decode(wide, "replace"), wide
    text = _utf8(html)
    if text is not None:
        return text, "utf-8"
    return _narrow(html, declared(html, content_type))


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: markup in it has a zero in every other byte."""
    half = len(sample) // 2
    if half < 2 or sample.count(0) * 4 < half:
        return None
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else None


def _utf8(html: bytes) -> str | None:
    """The text if the bytes are UTF-8, a few broken letters (a cut, a bad splice) forgiven."""
    try:
        return html.decode("utf-8")
    except UnicodeDecodeError:
        text = html.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    letters = len(re.findall("[\u0080-\ufffc]", text))
    return text.rstrip("\ufffd") if broken * 20 <= letters + 20 and letters else None


def declared(html: bytes, content_type: str | None) -> list[str]:
    """The charsets that the header and the page declare, in that order, as Python names."""
    names = HEADER.findall(content_type or "")
    names += [(a or b).decode("ascii", "ignore") for a, b in META.findall(html[:SAMPLE])]
    found = []
    for name in names:
        try:
            found.append(codecs.lookup(name).name)
        except LookupError:
            continue
    return found


def _narrow(html: bytes, names: list[str]) -> tuple[str, str]:
    """An eight-bit charset. windows-1258 writes tones as marks of their own: composed, they give
    letters that no western charset has.
    """
    vietnamese = unicodedata.normalize("NFC", html.decode("cp1258", "replace"))
    if len(VIETNAMESE.findall(vietnamese)) >= 3 and not _other(names):
        return vietnamese, "cp1258"
    for name in [*names, "cp1252"]:
        charset = "cp1252" if name in WESTERN else name
        if charset.startswith(("utf-16", "utf-32")):
            continue
        text = html.decode(charset, "replace")
        if text.count("\ufffd") * 100 <= len(text):
            return text, charset
    return vietnamese, "cp1258"


def _other(names: list[str]) -> bool:
    """Whether a charset is declared that is neither western nor Vietnamese nor UTF."""
    return any(n not in WESTERN and n != "cp1258" and not n.startswith("utf") for n in names)
