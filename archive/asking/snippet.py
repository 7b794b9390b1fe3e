"""The piece of an article's text that shows best why it was found, with its marks and capitals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from archive.asking.words import Term, Words
from archive.storage import lexemes
from archive.text.normal import nfc, squeeze

LENGTH = 200  # letters


@dataclass(frozen=True, slots=True)
class Snippet:
    """Accented text, and where in it the matches stand: (start, end) in letters."""

    text: str
    marks: tuple[tuple[int, int], ...]


def snippet(words: Words | None, texts: dict[str, list[str]], length: int = LENGTH) -> Snippet:
    """The window with the most different terms, else the beginning.

    `texts` maps the fields that may be shown to their texts; no phrase runs from one into another.
    """
    parts = [(name, squeeze(nfc(text))) for name, some in texts.items() for text in some]
    parts = [(name, text) for name, text in parts if text]
    found: list[tuple[int, int, int]] = []
    at = 0
    for name, text in parts:
        found += [(at + a, at + b, number) for a, b, number in matches(words, text, name)]
        at += len(text) + 1
    text = " ".join(text for _, text in parts)
    start = min(_window(found, length), max(0, len(text) - length))
    end = min(len(text), start + length)
    start, end = _whole_words(text, start, end)
    before = "… " if start else ""
    after = " …" if end < len(text) else ""
    shift = len(before) - start
    inside = [(a + shift, b + shift) for a, b, _ in found if a >= start and b <= end]
    return Snippet(before + text[start:end] + after, merge(inside))


def marks(words: Words | None, text: str, field: str) -> tuple[tuple[int, int], ...]:
    """Where the wanted terms stand in a text of a field; none where letters of it take no room."""
    if nfc(text) != text:
        return ()
    return merge([(start, end) for start, end, _ in matches(words, text, field)])


def matches(words: Words | None, text: str, field: str) -> list[tuple[int, int, int]]:
    """Where the wanted terms stand in an NFC text: (start, end, number of the term), in order."""
    if words is None:
        return []
    folded = lexemes.folded(text)
    breaks = {match.end(1) for match in lexemes.STOP.finditer(text)}
    return sorted(
        (start, end, number)
        for number, term in enumerate(words.terms)
        if term.field in (None, field)
        for variant in term.variants()
        for start, end in _places(variant, term, folded, breaks)
    )


def _places(
    variant: tuple[str, ...], term: Term, folded: str, breaks: set[int]
) -> Iterator[tuple[int, int]]:
    """Where the syllables of a variant stand together, parted by breaks just where it is."""
    for match in _pattern(variant, term.is_begun).finditer(folded):
        parted = {match.end(name) for name in match.re.groupindex}
        if parted == {place for place in breaks if match.start() < place < match.end()}:
            yield match.span()


@lru_cache(maxsize=256)
def _pattern(variant: tuple[str, ...], is_begun: bool) -> re.Pattern[str]:
    """The syllables as they stand in a folded text; those before a break are named groups."""
    parts = []
    for at, one in enumerate(variant):
        if one != lexemes.BREAK:
            written = re.escape(lexemes.letters(one))
            before = variant[at + 1 : at + 2] == (lexemes.BREAK,)
            parts.append(f"(?P<break{at}>{written})" if before else written)
    end = r"[^\W_]*" if is_begun else r"(?![^\W_])"
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(parts) + end)


def merge(marks: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Marks that touch, or have one space between them, as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _window(found: list[tuple[int, int, int]], length: int) -> int:
    """Where the best window begins: the most terms, then the most matches, then the earliest."""
    best, best_start = (0, 0), 0
    for i, (start, _, _) in enumerate(found):
        inside = [number for a, b, number in found[i : i + 60] if b <= start + length - 40]
        value = (len(set(inside)), len(inside))
        if value > best:
            best, best_start = value, start
    return max(0, best_start - 40)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    if start:
        start = text.find(" ", start) + 1
    if end < len(text):
        end = max(text.rfind(" ", start, end), start)
    return start, end
