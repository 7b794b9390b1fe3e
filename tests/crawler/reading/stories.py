"""The samples' articles as plain stories, of any length: the gold of the adversarial pages."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from samples import texts
from tests.crawler.reading import invented

CREDIT = "Ảnh: Minh Khuê"


@dataclass(frozen=True)
class Story:
    """An article as its newsroom wrote it; `blocks` are (kind, text): `p`, `h2` or `img`."""

    name: str
    title: str
    lead: str
    blocks: tuple[tuple[str, str], ...]
    author: str
    section: str
    tags: tuple[str, ...]

    @property
    def body(self) -> list[str]:
        """Paragraphs and headings."""
        return [text for kind, text in self.blocks if kind != "img"]

    @property
    def captions(self) -> list[str]:
        return [text for kind, text in self.blocks if kind == "img"]

    @property
    def words(self) -> int:
        return len(f"{self.lead} {' '.join(self.body)}".split())


@cache
def stories() -> tuple[Story, ...]:
    """All samples that differ, by name; each has a caption and two headings at least."""
    found = {"tan-lam": _invented()}
    for article in itertools.chain.from_iterable(texts.night(n).values() for n in texts.NIGHTS):
        blocks = tuple(article.blocks)
        if article.lead and article.title not in {story.title for story in found.values()}:
            name = article.slug
            found[name] = _dressed(
                Story(name, article.title, article.lead, blocks, article.author or "Thanh Lam",
                      article.section, article.tags or ("chuyển đổi số",))
            )  # fmt: skip
    return tuple(found[name] for name in sorted(found))


def _invented() -> Story:
    kinds = ["h2" if n in invented.HEADINGS else "p" for n in range(len(invented.BODY))]
    blocks = list(zip(kinds, invented.BODY, strict=True))
    blocks.insert(2, ("img", invented.CAPTION))
    return Story("tan-lam", invented.TITLE, invented.LEAD, tuple(blocks), invented.AUTHOR,
                 "Chuyển đổi số", ("một cửa", "Tân Lâm"))  # fmt: skip


def _dressed(story: Story) -> Story:
    """With a picture behind the first paragraph and a heading before the third."""
    blocks = list(story.blocks)
    if not story.captions:
        blocks.insert(1, ("img", f"Người dân theo dõi hồ sơ của mình tại địa phương. {CREDIT}"))
    if all(kind != "h2" for kind, _ in blocks) and len(blocks) > 3:
        blocks.insert(3, ("h2", "Từ việc nhỏ đến thói quen mới"))
    return replace(story, blocks=tuple(blocks))


def short(story: Story, words: int = 60) -> Story:
    """The first paragraphs up to that many words, without picture and heading."""
    kept: list[tuple[str, str]] = []
    left = words - len(story.lead.split())
    for text in _paragraphs(story):
        for sentence in re.split(r"(?<=[.!?]) ", text):
            if left > 0:
                kept.append(("p", sentence))
                left -= len(sentence.split())
    return replace(story, name=f"{story.name}-short", blocks=tuple(kept))


def long(story: Story, words: int = 20_000) -> Story:
    """The story and, chapter by chapter, all others, again and again with other figures."""
    blocks = list(story.blocks)
    count = story.words
    for turn, other in enumerate(itertools.cycle(stories())):
        if count >= words:
            break
        blocks.append(("h2", f"Chương {turn + 1}. {other.title}"))
        for text in (other.lead, *_paragraphs(other)):
            varied = re.sub(r"\d+", lambda m, t=turn: str(int(m[0]) + t), text)
            blocks.append(("p", varied))
            count += len(varied.split())
    return replace(story, name=f"{story.name}-long", blocks=tuple(blocks))


def _paragraphs(story: Story) -> Iterator[str]:
    return (text for kind, text in story.blocks if kind == "p")
