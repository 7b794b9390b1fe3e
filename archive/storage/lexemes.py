"""What the search indexes hold of a text: its syllables and the pairs of them, on both databases.

Both databases get the same lexemes, made here: folded, and as written (lower case, one tone style).
A phrase is asked for by its pairs, which are much rarer than syllables. Letters beyond the Latin of
Vietnamese stand by their number (`東` as `u6771`), since the databases know different Unicodes.
Who changes anything here has to rebuild the index (`fts.rebuild`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Set
from itertools import pairwise

from archive.text.normal import fold, nfc, one_tone_style

WORD = re.compile(r"[^\W_]+")
POSITIONS = 16_382  # PostgreSQL clamps positions above; ours start again at 1
SYLLABLES = 20_000  # of one field: a tsvector may not exceed 1 MB
LENGTH = 100  # letters of one word: a lexeme of PostgreSQL may not exceed 2 kB
BREAK = "ↄ"  # a letter of no language here: stands between two words that make no phrase
JOIN = {"sqlite": "ǀ", "postgresql": "_"}  # what a pair is written with
# "dịch vụ công nghệ" is a service of technology: the phrase "dịch vụ công" does not stand in it
STOPS = frozenset(("chứng", "cộng", "nghiệp", "nghệ", "ty", "ích", "đoàn"))
STOP = re.compile(
    rf"(?i)(?<![^\W_])(dịch[\W_]+vụ)(?=[\W_]+công[\W_]+(?:{'|'.join(sorted(STOPS))})\b)"
)
_PUBLIC: dict[tuple[str, ...], Set[str]] = {
    ("dịch", "vụ", "công"): STOPS,
    ("dich", "vu", "cong"): {fold(one) for one in STOPS},
}
_LETTERS = "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
_OTHER = re.compile(f"[^\0-\x7f{_LETTERS}{BREAK}“”‘’–—…\xa0]")
_NUMBERED = re.compile(r"u([0-9a-f]{2,5})")


def folded(text: str) -> str:
    """The text as the index holds it without marks; letter for letter that of `nfc(text)`."""
    return fold(nfc(text))


def marked(text: str) -> str:
    """The text as the index holds it with marks: NFC, one tone style, lower case."""
    return one_tone_style(nfc(text)).lower()


def words(text: str) -> list[str]:
    """The lexemes of single syllables of a folded or marked text."""
    return [word[:LENGTH] for word in WORD.findall(_OTHER.sub(_number, text))[:SYLLABLES]]


def letters(lexeme: str) -> str:
    """The letters that a lexeme stands for."""
    return _NUMBERED.sub(lambda found: _letter(found[1]) or found[0], lexeme)


def _letter(number: str) -> str:
    point = int(number, 16)
    found = chr(point) if point < 0x110000 else ""
    return found if _OTHER.fullmatch(found) and found.isalnum() else ""


def _number(letter: re.Match[str]) -> str:
    return f"u{ord(letter[0]):x}" if letter[0].isalnum() else letter[0]


def pair(first: str, second: str, dialect: str) -> str:
    """The lexeme of two syllables that stand together.

    On SQLite it begins with a letter that no syllable begins with, so that a prefix finds none.
    """
    join = JOIN[dialect]
    return f"{join}{first}{join}{second}" if dialect == "sqlite" else f"{first}{join}{second}"


def parted(text: str) -> str:
    """NFC text with a break inside each stop phrase."""
    return STOP.sub(rf"\1 {BREAK}", nfc(text))


def part(syllables: tuple[str, ...]) -> tuple[str, ...]:
    """A phrase as it stands in the index, with or without marks: parted where a text is."""
    found: list[str] = []
    for i, syllable in enumerate(syllables):
        start = syllables[i - 2 : i + 1] if i >= 2 else ()
        if syllables[i + 1 : i + 2] and syllables[i + 1] in _PUBLIC.get(start, ()):
            found.append(BREAK)
        found.append(syllable)
    return tuple(found)


def columns(fields: Iterable[str]) -> tuple[str, ...]:
    """What FTS5 indexes of the parted fields: each folded, then each as written."""
    fields = tuple(fields)
    return tuple(_line(words(form(text)), "sqlite") for form in (folded, marked) for text in fields)


def _line(syllables: list[str], dialect: str) -> str:
    return " ".join([*syllables, *_pairs(syllables, dialect)])


def vector(title: str, lead: str, body: str) -> str:
    """A tsvector's text: syllables and pairs, folded and, where it differs, as written.

    Weights: title A, lead B, body C. A pair's position is that of its first syllable.
    """
    places: dict[str, list[str]] = defaultdict(list)
    start = 0
    for text, weight in ((title, "A"), (lead, "B"), (body, "C")):
        plain, written = words(folded(text)), words(marked(text))
        at = [f"{i % POSITIONS + 1}{weight}" for i in range(start, start + len(plain))]
        pairs = _pairs(plain, "postgresql")
        _place(places, plain, at)
        _place(places, pairs, at)
        if len(written) == len(plain):
            _place(places, written, at, plain)
            _place(places, _pairs(written, "postgresql"), at, pairs)
        start += len(plain) + 1  # a gap, so that no phrase runs from one field into the next
    # PostgreSQL keeps 255 positions of a lexeme
    return " ".join([f"'{lexeme}':{','.join(at[:255])}" for lexeme, at in places.items()])


def _pairs(syllables: list[str], dialect: str) -> list[str]:
    join = JOIN[dialect]
    before = join if dialect == "sqlite" else ""
    return [f"{before}{first}{join}{second}" for first, second in pairwise(syllables)]


def _place(
    places: dict[str, list[str]],
    lexemes: list[str],
    at: list[str],
    other_than: list[str] | None = None,
) -> None:
    """Notes where each lexeme stands; with `other_than` only where it differs from that one."""
    if other_than is None:
        for one, place in zip(lexemes, at, strict=False):
            places[one].append(place)
        return
    for one, other, place in zip(lexemes, other_than, at, strict=False):
        if one != other:
            places[one].append(place)
