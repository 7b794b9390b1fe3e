"""Two sequences beside each other: what stands in both, in order, whatever their length.

`difflib` alone is quadratic in what is repeated: long sequences are first cut at what stands once
in each of them (patience diff), and it sees only what lies between.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

Code = tuple[str, int, int, int, int]  # equal or replace, and what of either sequence
SMALL = 40_000  # pairs that difflib looks at in a moment
Same = tuple[int, int, int]  # where in the one, where in the other, how many


def opcodes(old: Sequence[Hashable], new: Sequence[Hashable], *, anchor: int = 1) -> list[Code]:
    """Stretches that are equal and those that are not, in order, covering both sequences.

    `anchor` is how many elements in a row must stand once in each for a long sequence to be cut
    there: one for sentences, some for words.
    """
    codes: list[Code] = []
    i = j = 0
    for a, b, size in _merged(_same(old, new, 0, len(old), 0, len(new), anchor)):
        if i < a or j < b:
            codes.append(("replace", i, a, j, b))
        codes.append(("equal", a, a + size, b, b + size))
        i, j = a + size, b + size
    if i < len(old) or j < len(new):
        codes.append(("replace", i, len(old), j, len(new)))
    return codes


def _merged(parts: Iterator[Same]) -> Iterator[Same]:
    held: Same | None = None
    for a, b, size in parts:
        if held and held[0] + held[2] == a and held[1] + held[2] == b:
            held = (held[0], held[1], held[2] + size)
            continue
        if held:
            yield held
        held = (a, b, size)
    if held:
        yield held


def _same(
    old: Sequence[Hashable], new: Sequence[Hashable], a: int, b: int, c: int, d: int, anchor: int
) -> Iterator[Same]:
    """The equal stretches of old[a:b] and new[c:d]."""
    start = a
    while a < b and c < d and old[a] == new[c]:
        a, c = a + 1, c + 1
    if a > start:
        yield start, c - (a - start), a - start
    tail = 0
    while a < b - tail and c < d - tail and old[b - tail - 1] == new[d - tail - 1]:
        tail += 1
    b, d = b - tail, d - tail
    if (b - a) * (d - c) <= SMALL:
        matcher = SequenceMatcher(None, old[a:b], new[c:d], autojunk=False)
        yield from ((a + i, c + j, size) for i, j, size in matcher.get_matching_blocks() if size)
    else:
        anchors = _anchors(old[a:b], new[c:d], anchor)
        cuts = [(a, c), *((a + i, c + j) for i, j in anchors), (b, d)]
        for (i, j), (k, m) in pairwise(cuts) if anchors else ():
            yield from _same(old, new, i, k, j, m, anchor)
    if tail:
        yield b, d, tail


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable], size: int) -> list[tuple[int, int]]:
    """Where the same stands once in each, in an order that holds in both."""
    places = _once(new, size)
    pairs = [(i, places[gram]) for gram, i in _once(old, size).items() if gram in places]
    ends: list[int] = []  # longest increasing run of the second places
    links: list[tuple[int, int]] = []
    last: list[int] = []
    for at, (_, j) in enumerate(pairs):
        place = bisect_left(ends, j)
        links.append((at, last[place - 1] if place else -1))
        ends[place : place + 1], last[place : place + 1] = [j], [at]
    found = []
    at = last[-1] if last else -1
    while at >= 0:
        found.append(pairs[at])
        at = links[at][1]
    return found[::-1]


def _once(sequence: Sequence[Hashable], size: int) -> dict[Hashable, int]:
    """What stands once in a sequence, `size` elements in a row, and where; in order."""
    grams = [tuple(sequence[i : i + size]) for i in range(len(sequence) - size + 1)]
    counts = Counter(grams)
    return {gram: i for i, gram in enumerate(grams) if counts[gram] == 1}
