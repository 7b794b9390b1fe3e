"""How a reading is scored against what a page holds, as ../shared/score.py does it."""

import difflib
import re
import unicodedata
from datetime import datetime
from itertools import takewhile
from typing import Any

from crawler.errors import PageRefused
from crawler.sites import read
from tests.crawler.reading.adversarial import Made

Row = dict[str, Any]


def words(text: str | None) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text or "").lower())


def plain(text: str | None) -> str:
    return " ".join(words(text))


def lines(text: str) -> list[str]:
    return [line for line in re.split(r"\n+", text) if words(line)]


def free(truth: Row) -> set[str]:
    """Lines that may be there or not: the title, captions and the author."""
    shown = {plain(truth["title"]), plain(truth["author"])}
    return shown | {plain(line) for line in truth["captions"]}


def f1(got: str, truth: Row) -> float:
    """2 * common words in order / (words got + words wanted)."""
    out = free(truth)
    kept = words("\n".join(line for line in lines(got) if plain(line) not in out))
    want = words("\n".join([*truth["lead"], *truth["body"]]))
    if not kept or not want:
        return float(kept == want)
    both = len(kept) + len(want)
    start = sum(1 for _ in takewhile(lambda two: two[0] == two[1], zip(kept, want, strict=False)))
    kept, want = kept[start:], want[start:]
    back = zip(reversed(kept), reversed(want), strict=False)
    end = sum(1 for _ in takewhile(lambda two: two[0] == two[1], back))
    kept, want = kept[: len(kept) - end], want[: len(want) - end]
    match = difflib.SequenceMatcher(None, kept, want, autojunk=len(want) > 5000)
    return 2 * (start + end + sum(b.size for b in match.get_matching_blocks())) / both


def missing(got: str, truth: Row) -> list[str]:
    flat = plain(got)
    wanted = [line for line in (*truth["lead"], *truth["body"]) if len(words(line)) >= 3]
    return [line for line in wanted if plain(line) not in flat]


def extra(got: str, truth: Row) -> list[str]:
    gold = [truth["title"], *truth["lead"], *truth["body"], *truth["captions"]]
    flat = f" {plain(' '.join([*gold, truth['author'] or '']))} "
    return [line for line in lines(got) if f" {plain(line)} " not in flat]


def ours(made: Made) -> tuple[str, list[str]]:
    """The text (captions included, as lines that may be there), and the fields that are wrong."""
    try:
        got = read(made.html.encode(), made.url)
    except PageRefused as refusal:
        return "", [f"refused: {refusal}"]
    truth = made.truth
    inside = {plain(line) for line in lines(got.body)}
    when = datetime.fromisoformat(truth["published_at"])
    captions = sorted(map(plain, truth["captions"]))
    wrong = {
        "title": plain(got.title) != plain(truth["title"]),
        "lead": plain(got.lead) != plain(" ".join(truth["lead"])),
        "captions": sorted(map(plain, got.captions)) != captions or bool(inside & set(captions)),
        "minute": got.published_at is None
        or abs((got.published_at - when).total_seconds()) >= 60,
        "author": plain(got.author) != plain(truth["author"]),
    }  # fmt: skip
    text = "\n".join(part for part in (got.lead, got.body, *got.captions) if part)
    return text, [name for name, is_wrong in wrong.items() if is_wrong]
