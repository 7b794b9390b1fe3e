"""The sample sites' texts: front matter in TOML, text in Markdown, what changed on which night.

An article's file says what its site showed; `[[edits]]` say what differed on the nights that they
name. `copy_of` takes the text of another article, so that a copy is the same to the letter where no
edit says otherwise.
"""

import itertools
import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "articles"
__all__ = ["NIGHTS", "UTC", "VIETNAM", "Article", "Site", "night", "removed", "sites"]
VIETNAM = timezone(timedelta(hours=7))
NIGHTS = (1, 2, 3)


@dataclass(frozen=True)
class Site:
    """One sample site; `sections` are (path, name).

    The first is its e-government listing, which shows every article but those of the sections that
    `elsewhere` maps to another listing.
    """

    name: str
    title: str
    host: str
    family: str
    email: str
    sections: tuple[tuple[str, str], ...]
    elsewhere: dict[str, str]


@dataclass(frozen=True)
class Article:
    """An article as its site showed it on one night.

    `blocks` are (kind, text) with kind `p`, `h2` or `img`, whose text is the caption.
    """

    site: Site
    slug: str
    id: str
    section: str
    published: datetime
    changed: datetime
    author: str
    tags: tuple[str, ...]
    source: str
    source_url: str
    title: str
    lead: str
    blocks: tuple[tuple[str, str], ...]
    images: tuple[str, ...]

    @property
    def name(self) -> str:
        """`site/slug`, by which the truth table names it."""
        return f"{self.site.name}/{self.slug}"

    @property
    def path(self) -> str:
        """The path of its address, in its family's form."""
        tail = {
            "vccorp": "{}.htm",
            "epi": "post{}.html",
            "huea": "a{}.html",
            "mastercms": "{}.html",
        }
        return f"/{self.slug}-{tail[self.site.family].format(self.id)}"

    @property
    def url(self) -> str:
        return f"https://{self.site.host}{self.path}"


@cache
def sites() -> dict[str, Site]:
    """All sample sites by name."""
    found = {}
    for path in sorted(FOLDER.glob("*/site.toml")):
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
        sections = tuple((slug, title) for slug, title in facts.pop("sections"))
        found[path.parent.name] = Site(name=path.parent.name, sections=sections, **facts)
    return found


def night(number: int) -> dict[str, Article]:
    """What all sites show on a night, by `site/slug`, in order of publication, newest first."""
    shown = [article for name in _names() if (article := _on(name, number))]
    shown.sort(key=lambda article: (article.published, article.name), reverse=True)
    return {article.name: article for article in shown}


def removed(number: int) -> dict[str, Article]:
    """What was shown on an earlier night and is taken down on this one."""
    gone = [name for name in _names() if number in _file(name)[0].get("gone", ())]
    return {name: _read(name, 1) for name in gone}


@cache
def _names() -> tuple[str, ...]:
    return tuple(
        sorted(str(path.relative_to(FOLDER).with_suffix("")) for path in FOLDER.glob("*/*.md"))
    )


@cache
def _file(name: str) -> tuple[dict[str, Any], str]:
    _, front, text = (FOLDER / f"{name}.md").read_text(encoding="utf-8").split("+++\n", 2)
    facts = tomllib.loads(front)
    if "copy_of" in facts:
        facts, text = (
            _file(facts["copy_of"])[0] | {"edits": [], "gone": []} | facts,
            _file(facts["copy_of"])[1],
        )
        facts["shown"] = tomllib.loads(front).get("shown", NIGHTS)
    return facts, text


def _on(name: str, number: int) -> Article | None:
    facts, _ = _file(name)
    if number not in facts.get("shown", NIGHTS) or number in facts.get("gone", ()):
        return None
    return _read(name, number)


def _read(name: str, number: int) -> Article:
    facts, text = _file(name)
    site, slug = name.split("/")
    published = facts["published"].replace(tzinfo=VIETNAM)
    article = Article(
        sites()[site], slug, facts["id"], facts["section"], published, published,
        facts.get("author", ""), tuple(facts["tags"]),
        facts.get("source", ""), facts.get("source_url", ""), "", "", (), (),
    )  # fmt: skip
    for edit in facts.get("edits", ()):
        if number not in edit["nights"]:
            continue
        if "was" in edit:
            if edit["was"] not in text:
                raise ValueError(f"{name}: an edit looks for {edit['was']!r}, which is not there")
            text = text.replace(edit["was"], edit["now"])
        article = replace(article, author=edit.get("author", article.author))
    return _filled(replace(article, changed=_changed(facts, published, number)), text)


def _changed(facts: dict[str, Any], published: datetime, number: int) -> datetime:
    """When the text was last touched: the afternoon before the night that first shows it so."""
    last = published
    for before, now in itertools.pairwise(NIGHTS[:number]):
        if any(
            (before in edit["nights"]) != (now in edit["nights"]) for edit in facts.get("edits", ())
        ):
            last = datetime(2026, 10, 4 + now, 14, 5, tzinfo=VIETNAM)
    return max(last, published)


def _filled(article: Article, text: str) -> Article:
    title, lead, blocks, images = "", "", [], []
    for part in filter(None, (part.strip() for part in text.split("\n\n"))):
        if part.startswith("# "):
            title = part[2:]
        elif part.startswith("> "):
            lead = part[2:]
        elif part.startswith("!["):
            caption, _, image = part[2:-1].rpartition("](")
            blocks.append(("img", caption))
            images.append(image)
        else:
            blocks.append(("h2", part[3:]) if part.startswith("## ") else ("p", part))
    return replace(article, title=title, lead=lead, blocks=tuple(blocks), images=tuple(images))
