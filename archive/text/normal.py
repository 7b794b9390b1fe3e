"""Normal forms of Vietnamese text: NFC, one style of tone placement, folding for search.

The rules of tone placement are those of the two styles in use: `hoà, khoẻ, thuý` (old) and `hòa,
khỏe, thúy` (new); they differ only in open syllables that end in oa, oe or uy. The new style is the
normal form here.
"""

import re
import unicodedata

TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook, dot below
ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
SPACES = re.compile(r"\s+")
SYLLABLE = re.compile(r"\w+")


def _toned(letter: str) -> str:
    return "".join(unicodedata.normalize("NFC", letter + tone) for tone in TONES)


def _tone_moves() -> dict[str, str]:
    """`oà` -> `òa` and so on, for every tone and case."""
    moves = {}
    for first, second in ("oa", "oe", "uy"):
        for one in (first, first.upper()):
            for two in (second, second.upper()):
                for tone in TONES:
                    old = one + unicodedata.normalize("NFC", two + tone)
                    moves[old] = unicodedata.normalize("NFC", one + tone) + two
    return moves


_MOVES = _tone_moves()
# The letter with the tone is looked for first, since it is rare: a quarter of the time.
_AFTER_O, _AFTER_U = (_toned(low) + _toned(high) for low, high in ("aA", "yY"))
_AFTER_O += _toned("e") + _toned("E")
_OLD_STYLE = re.compile(
    rf"[{_AFTER_O}{_AFTER_U}](?<=[oO][{_AFTER_O}]|[uU][{_AFTER_U}])(?<![qQ][uU].)(?![^\W\d_])"
)


def nfc(text: str) -> str:
    """The text in NFC without zero-width characters; otherwise as published."""
    return ZERO_WIDTH.sub("", unicodedata.normalize("NFC", text))


def squeeze(text: str) -> str:
    """Every run of white space, no-break spaces included, as one space; none at the ends."""
    return SPACES.sub(" ", text).strip()


def one_tone_style(text: str) -> str:
    """NFC text with tones placed in the new style (`hoà` -> `hòa`); its length does not change."""
    places = [match.start() for match in _OLD_STYLE.finditer(text)]
    if not places:
        return text
    letters = list(text)
    for place in places:
        letters[place - 1 : place + 1] = _MOVES[text[place - 1 : place + 1]]
    return "".join(letters)


def plain(text: str) -> str:
    """The form in which texts are compared: NFC, one tone style, single spaces; marks are kept."""
    return squeeze(one_tone_style(nfc(text)))


class _Folded(dict[int, str]):
    """Each letter's folded form, worked out when it is met first."""

    def __missing__(self, point: int) -> str:
        folded = self[point] = _fold_letter(chr(point))
        return folded


def _fold_letter(letter: str) -> str:
    if letter in "đĐ":
        return "d"
    bare = "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
    return bare.lower() if len(bare.lower()) == 1 else letter.lower()[:1] or letter


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Marks off, đ -> d, lower case, letter for letter: positions in the NFC text stay valid."""
    return unicodedata.normalize("NFC", text).translate(_FOLDED)


def syllables(text: str) -> list[str]:
    """The syllables and numbers of a text, lower case, marks kept, one tone style."""
    return SYLLABLE.findall(one_tone_style(nfc(text)).lower())


def folded_syllables(text: str) -> list[str]:
    """The syllables and numbers of a text as search sees them."""
    return SYLLABLE.findall(fold(nfc(text)))
