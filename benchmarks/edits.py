"""What papers do to a text that they take over: nineteen kinds of edits, and which are the same.

The same text, by the archive's rule: six tenths of all windows of five syllables are common, or
four fifths of the shorter text's are, it is at least two thirds as long, and four tenths of the
numbers are common. Less than that is an excerpt.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

SENTENCE = re.compile(r"(?<=[.!?”])\s+(?=[\w“])")
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"


@dataclass(frozen=True, slots=True)
class Text:
    """A title and paragraphs; the first one is the lead."""

    title: str
    paragraphs: tuple[str, ...]

    @property
    def words(self) -> int:
        """Its length, roughly in syllables."""
        return sum(len(part.split()) for part in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Desk:
    """What an editor has at hand: chance, other articles, sentences of other matters."""

    rng: random.Random
    others: Sequence[Text]
    sentence: Callable[[random.Random, int], str]


Edit = Callable[[Text, Desk], Text]


def _with(text: Text, *paragraphs: str) -> Text:
    return replace(text, paragraphs=paragraphs)


def exact(text: Text, desk: Desk) -> Text:
    return text


def dateline(text: Text, desk: Desk) -> Text:
    place = desk.rng.choice(("(Báo Sơn Khê) - ", "Hà Giao, ngày 7/9 - ", "(Phú Giang online) – "))
    return _with(text, place + text.paragraphs[0], *text.paragraphs[1:])


def lead_rewritten(text: Text, desk: Desk) -> Text:
    length = len(text.paragraphs[0].split())
    return _with(text, desk.sentence(desk.rng, min(length, 30)), *text.paragraphs[1:])


def paragraph_dropped(text: Text, desk: Desk) -> Text:
    """One that is at most a quarter of the text."""
    short = [part for part in text.paragraphs[1:] if len(part.split()) * 4 <= text.words]
    gone = desk.rng.choice(short)
    return _with(text, *(part for part in text.paragraphs if part is not gone))


def _kept(text: Text, share: float) -> Text:
    """The beginning, by whole sentences, up to a share of the words."""
    kept: list[str] = []
    left = text.words * share
    for part in text.paragraphs:
        some = []
        for sentence in SENTENCE.split(part):
            left -= len(sentence.split())
            if left < 0:
                return _with(text, *kept, *([" ".join(some)] if some else []))
            some.append(sentence)
        kept.append(" ".join(some))
    return _with(text, *kept)


def kept_60(text: Text, desk: Desk) -> Text:
    return _kept(text, 0.6)


def kept_30(text: Text, desk: Desk) -> Text:
    return _kept(text, 0.32)


def typos(text: Text, desk: Desk, share: float = 0.02) -> Text:
    """A letter exchanged in one word of fifty."""

    def spoilt(word: str) -> str:
        if desk.rng.random() > share or not word.isalpha():
            return word
        place = desk.rng.randrange(len(word))
        return word[:place] + desk.rng.choice(LETTERS) + word[place + 1 :]

    parts = (" ".join(spoilt(word) for word in part.split(" ")) for part in text.paragraphs)
    return _with(text, *parts)


TONES = "\u0300\u0301\u0303\u0309\u0323"
NEW_STYLE = re.compile(
    f"(?<![qQ])([oO])([{TONES}])([aAeE])(?!\\w)|(?<![qQ])([uU])([{TONES}])([yY])(?!\\w)"
)


def tone_style(text: Text, desk: Desk) -> Text:
    """hòa -> hoà, khỏe -> khoẻ, thúy -> thuý."""

    def old(part: str) -> str:
        apart = unicodedata.normalize("NFD", part)
        moved = NEW_STYLE.sub(r"\1\3\2\4\6\5", apart)
        return unicodedata.normalize("NFC", moved)

    return _with(text, *map(old, text.paragraphs))


def nfd(text: Text, desk: Desk) -> Text:
    return _with(text, *(unicodedata.normalize("NFD", part) for part in text.paragraphs))


def numbers_corrected(text: Text, desk: Desk) -> Text:
    """Two numbers put right."""
    body = "\n".join(text.paragraphs)
    places = [match.span() for match in re.finditer(r"\d+", body)]
    for start, end in sorted(desk.rng.sample(places, min(2, len(places))), reverse=True):
        body = body[:start] + str(int(body[start:end]) + desk.rng.randrange(1, 9)) + body[end:]
    return _with(text, *body.split("\n"))


def sidebar_left_over(text: Text, desk: Desk) -> Text:
    """Headlines of other articles that an extractor took for text."""
    lines = [one.title for one in desk.rng.sample(list(desk.others), 5)]
    place = desk.rng.randrange(1, len(text.paragraphs))
    return _with(text, *text.paragraphs[:place], "TIN LIÊN QUAN", *lines, *text.paragraphs[place:])


def source_line_added(text: Text, desk: Desk) -> Text:
    return _with(text, *text.paragraphs, "Theo Báo Sơn Khê điện tử, https://baosonkhe.example")


def round_up(text: Text, desk: Desk) -> Text:
    """This article and another one of like length, both whole, under one title."""
    alike = [one for one in desk.others if 3 * one.words > 2 * text.words > one.words * 4 / 3]
    other = desk.rng.choice(alike)
    first = "Điểm tin hành chính trong tuần của các địa phương."
    return Text(
        "Điểm tin trong tuần",
        (first, text.title, *text.paragraphs, other.title, *other.paragraphs),
    )


def combined(text: Text, desk: Desk) -> Text:
    """As papers repost: title and dateline, a paragraph less, a caption, slips, a source line."""
    held = dateline(typos(paragraph_dropped(text, desk), desk, 0.01), desk)
    caption = f"Ảnh minh họa: {desk.sentence(desk.rng, 8)}"
    parts = (held.paragraphs[0], caption, *held.paragraphs[1:])
    return source_line_added(Text(desk.sentence(desk.rng, 9), parts), desk)


def reordered(text: Text, desk: Desk) -> Text:
    rest = list(text.paragraphs[1:])
    desk.rng.shuffle(rest)
    return _with(text, text.paragraphs[0], *rest)


def headings_added(text: Text, desk: Desk) -> Text:
    parts: list[str] = []
    for number, part in enumerate(text.paragraphs):
        parts += [desk.sentence(desk.rng, 6).rstrip(".")] if number in (1, 3) else []
        parts.append(part)
    return _with(text, *parts)


def quotes_shortened(text: Text, desk: Desk) -> Text:
    """Of three sentences with commas the last clause is left out, quotes first."""
    sentences = [(p, s) for p, part in enumerate(text.paragraphs) for s in SENTENCE.split(part)]
    long = [s for _, s in sentences if s.count(",") and len(s.split()) > 14]
    chosen = set(sorted(long, key=lambda s: ("“" not in s, len(s)))[:3])
    parts: list[list[str]] = [[] for _ in text.paragraphs]
    for place, sentence in sentences:
        cut = sentence.rpartition(",")[0] + "." if sentence in chosen else sentence
        parts[place].append(cut)
    return _with(text, *(" ".join(part) for part in parts))


def captions_mixed_in(text: Text, desk: Desk) -> Text:
    """Three captions among the paragraphs."""
    parts = list(text.paragraphs)
    for place in (3, 2, 1):
        parts.insert(place, f"{desk.sentence(desk.rng, 11).rstrip('.')}. Ảnh: CTV")
    return _with(text, *parts)


SPELT = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "phần trăm": "%",
    "Sở Khoa học và Công nghệ": "Sở KH&CN",
    "tỷ đồng": "tỉ VNĐ",
    "cán bộ, công chức": "CBCC",
    "căn cước": "thẻ căn cước",
    "ứng dụng": "app",
}


def abbreviations(text: Text, desk: Desk) -> Text:
    """Written out or shortened, as the house style has it."""

    def spelt(part: str) -> str:
        for one, other in SPELT.items():
            part = part.replace(one, other)
        return part

    return _with(text, *map(spelt, text.paragraphs))


# name: the edit, and whether what comes out is the same text by the rule
KINDS: dict[str, tuple[Edit, bool]] = {
    "exact": (exact, True),
    "dateline added": (dateline, True),
    "lead rewritten": (lead_rewritten, True),
    "paragraph dropped": (paragraph_dropped, True),
    "kept 60 %": (kept_60, False),
    "kept 30 %": (kept_30, False),
    "typos": (typos, True),
    "tone style": (tone_style, True),
    "NFD": (nfd, True),
    "numbers corrected": (numbers_corrected, True),
    "sidebar left over": (sidebar_left_over, True),
    "source line added": (source_line_added, True),
    "round-up of two": (round_up, False),
    "combined repost": (combined, True),
    "paragraphs reordered": (reordered, True),
    "headings added": (headings_added, True),
    "quotes shortened": (quotes_shortened, True),
    "captions mixed in": (captions_mixed_in, True),
    "abbreviations": (abbreviations, True),
}
