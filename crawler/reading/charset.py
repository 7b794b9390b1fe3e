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
# what Python decodes beside charsets: it fails at what others wrote, or makes half letters of it
NO_CHARSETS = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7", "undefined"}
META = re.compile(  # possessive, as a header may be of nothing but spaces
    rb"""charset\s*+=\s*+["']?\s*+([\w.:-]+)|encoding\s*+=\s*+["']([\w.:-]+)""", re.I
)
HEADER = re.compile(r"charset\s*+=\s*+[\"']?\s*+([\w.:-]+)", re.I)
# What pages call by these names is windows-1252 or windows-1258 (WHATWG Encoding Standard)
WESTERN = {"ascii", "iso8859-1", "cp1252", "latin-1"}
VIETNAMESE = re.compile("[\u1ea0-\u1ef9ơưăđƠƯĂĐ]")
# "ChÃ­nh phá»§": the bytes of UTF-8 as letters of windows-1252
DOUBLED = re.compile("\u00e1[\u00ba\u00bb]|\u00c6[\u00a0\u00b0]|\u00c4[\u0090\u2018\x91]")
# how the same begins in UTF-8: counted in a fifth of the time, and next to never on another page
DOUBLING = (b"\xc3\xa1\xc2", b"\xc3\x86\xc2", b"\xc3\x84\xc2", b"\xc3\x84\xe2\x80")
# Frequent words ("và", "là", "của", "các", "những", …) as the old fonts write them, and
# the letter that no text in them lacks: few other pages have it
FONTS = {
    ("TCVN3", "µ"): re.compile(r"(?<!\w)(?:vµ|lµ|cña|c¸c|®Õn|nh÷ng|kh«ng|ngµy|ViÖt|®·|nhµ)(?!\w)"),
    ("VNI", "ø"): re.compile(
        r"(?<!\w)(?:vaø|laø|cuûa|caùc|ñeán|nhöõng|khoâng|ngaøy|Vieät|ñaõ|nhaø)(?!\w)"
    ),
}
LEAST_MARKS = 5
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
NO_LETTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
CONTROLS = bytes({*range(32), 127} - set(b"\t\n\r"))
NO_CHARACTER = "\ufffe\uffff".encode()[:2]  # what both begin with, and few letters beside them
NUMBERED = (  # the same by their numbers, which parsers turn into what no tree may hold
    r"&#(?:[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]|7[fF]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[efEF])"
    r"(?![0-9a-fA-F])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|127|6553[45]|5529[6-9]|55[3-9][0-9]{2}"
    r"|56[0-9]{3}|57[0-2][0-9]{2}|573[0-3][0-9]|5734[0-3])(?![0-9]));?"
)
NUMBER = re.compile(NUMBERED)
LAYERS = 3  # of numbers within numbers


def decode(html: bytes, content_type: str | None = None) -> tuple[str, str]:
    """The text without NUL and control characters, and the charset that gave it.

    Raises `Undecodable` where no charset gives text.
    """
    text, charset = _decode(html, content_type)
    text = _once(text)
    _check_font(text)
    bad = text.count("\ufffd") + len(CONTROL.findall(text[:SAMPLE])) - text[:SAMPLE].count("\x00")
    if bad * 10 > len(text):
        raise Undecodable(f"{bad} of {len(text)} characters are no text in {charset}")
    return _unnumbered(letters(text)), charset


def _unnumbered(text: str) -> str:
    """The text without the numbers of what no tree may hold; what is left of one taken out of
    another may be a third, so beyond some layers they are marked as what they are.
    """
    for _ in range(LAYERS if "&#" in text else 0):
        text, number = NUMBER.subn("", text)
        if not number:
            return text
    return NUMBER.sub("\ufffd", text) if "&#" in text else text


def letters(text: str) -> str:
    """The text without what is no letter anywhere, and what no tree and no database takes."""
    try:
        told = text.encode()
    except UnicodeEncodeError:  # half letters
        return NO_LETTER.sub("", text)
    if len(told) == len(told.translate(None, CONTROLS)) and NO_CHARACTER not in told:
        return text  # nearly every page, in a third of the time
    return NO_LETTER.sub("", text)


def _once(text: str) -> str:
    """Text that was UTF-8, was read as windows-1252 and written again: the first text, where it is
    to be had whole. Raises `Undecodable` where not.
    """
    told = text.encode("utf-8", "surrogatepass")
    if sum(map(told.count, DOUBLING)) < LEAST_MARKS:
        return text
    doubled = len(DOUBLED.findall(text))
    if doubled < LEAST_MARKS or doubled < len(VIETNAMESE.findall(text)):
        return text
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except UnicodeError as error:
        raise Undecodable("UTF-8 that was read as windows-1252 and written again") from error


def _byte(letter: str) -> bytes:
    """The byte that was read as this letter; windows-1252 leaves five bytes open."""
    return letter.encode("latin-1" if "\x80" <= letter <= "\x9f" else "cp1252")


def _check_font(text: str) -> None:
    """Raises `Undecodable` for text that only a font of the 1990s shows as Vietnamese."""
    for (name, letter), words in FONTS.items():
        if letter in text and len(words.findall(text)) >= LEAST_MARKS:
            raise Undecodable(f"the text is written for {name} fonts")


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
    return [charset for name in names if (charset := named(name))]


def named(name: str) -> str | None:
    """Python's name of a charset; None for what is unknown, or no charset of a page (`rot13`)."""
    try:
        b"a".decode(name, "replace")
        charset = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return None if charset in NO_CHARSETS else charset


def _narrow(html: bytes, names: list[str]) -> tuple[str, str]:
    """An eight-bit charset. windows-1258 writes tones as marks of their own: composed, they give
    letters that no western charset has.
    """
    _check_font(html.decode("cp1252", "replace"))
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
