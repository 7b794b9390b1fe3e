"""The piece of an article's text that shows best why it was found, with its marks and capitals."""

import re
from dataclasses import dataclass

from archive.asking.words import Words
from archive.storage import fts
from archive.text.normal import nfc, squeeze

LENGTH = 200  # letters


@dataclass(frozen=True, slots=True)
class Snippet:
    """Accented text, and where in it the matches stand: (start, end) in letters."""

    text: str
    marks: tuple[tuple[int, int], ...]


def snippet(words: Words, lead: str, body: str, length: int = LENGTH) -> Snippet:
    """The window of lead and body with the most different terms, else their beginning."""
    text = squeeze(nfc(f"{lead} {body}"))
    found = matches(words, text)
    start = min(_window(found, length), max(0, len(text) - length))
    end = min(len(text), start + length)
    start, end = _whole_words(text, start, end)
    before = "… " if start else ""
    after = " …" if end < len(text) else ""
    shift = len(before) - start
    inside = [(a + shift, b + shift) for a, b, _ in found if a >= start and b <= end]
    return Snippet(before + text[start:end] + after, merge(inside))


def matches(words: Words, text: str) -> list[tuple[int, int, int]]:
    """Where the wanted terms stand in an NFC text: (start, end, number of the term), in order."""
    folded = fts.folded(text)
    patterns = [r"[\W_]+".join(map(re.escape, term.folded)) for term in words.wanted]
    return sorted(
        (match.start(), match.end(), number)
        for number, pattern in enumerate(patterns)
        for match in re.finditer(rf"(?<![^\W_]){pattern}(?![^\W_])", folded)
    )


def merge(marks: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Marks that touch, or have one space between them, as one."""
    merged: list[tuple[int, int]] = []
    for start, end in marks:
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
