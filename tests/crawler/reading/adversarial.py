# ruff: noqa: E501 - markup stands in one line, as systems print it
"""Pages made to be misread, by a script from the samples' articles; what they hold is known.

`single()` gives one attack a page, `pairs()` two together; both are the same for the same seed.
"""

import itertools
import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from tests.crawler.reading import old_markup
from tests.crawler.reading.clutter import Clutter
from tests.crawler.reading.layouts import LAYOUTS, Plan
from tests.crawler.reading.stories import Story, long, short, stories

KEPT = frozenset("html head body meta title script link a img br b strong i em input".split())  # noqa: SIM905
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
NAMED = re.compile(r' (class|id)="([^"]*)"')
HINTS = re.compile(r' (?:data-(?!src|original)[\w-]+|itemprop|rel|itemtype)="[^"]*"')
ESCAPES = {
    "ộ": "&amp;#7897;",
    "à": "&amp;agrave;",
    "ê": "&amp;ecirc;",
    "“": "&amp;ldquo;",
    "”": "&amp;rdquo;",
}


@dataclass(frozen=True)
class Made:
    """A page and what it holds, in the form of a gold.json."""

    name: str
    attacks: tuple[str, ...]
    html: str = field(repr=False)
    url: str
    truth: dict[str, Any] = field(repr=False)


Attack = Callable[[Made], Made]


def _rewritten(change: Callable[[str], str]) -> Attack:
    """An attack on the letters: the gold changes with the page where it keeps them."""

    def attack(made: Made) -> Made:
        truth = {name: _changed(value, change) for name, value in made.truth.items()}
        return replace(made, html=change(made.html), truth=truth)

    return attack


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    return [change(text) for text in value] if isinstance(value, list) else value


def old_tones(text: str) -> str:
    """ "hòa" as "hoà", "thúy" as "thuý": where the mark stood before the 1980s, and often stands."""
    marks = {"o": "òóỏõọ", "u": "ùúủũụ"}
    after = {"a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ"}
    for first, seconds in (("o", "ae"), ("u", "y")):
        for second in seconds:
            for number, marked in enumerate(marks[first]):
                text = re.sub(
                    rf"(?<![qQ]){marked}{second}(?!\w)", first + after[second][number], text
                )
    return text


def shuffled(made: Made) -> Made:
    """Class names and ids are nonsense, roles and other hints are gone."""
    chance, names = random.Random(made.name), dict[str, str]()

    def nonsense(match: re.Match[str]) -> str:
        new = []
        for name in match[2].split():
            letters = "".join(chance.choices("bcdfghjklmnpqrstvwxz", k=6))
            new.append(names.setdefault(name, letters))
        return f' {match[1]}="{" ".join(new)}"'

    return replace(made, html=HINTS.sub("", NAMED.sub(nonsense, made.html)))


def divs(made: Made) -> Made:
    """Every element is a div, but for links, pictures, line breaks and letters in bold or italic."""
    html = TAG.sub(lambda m: m[0] if m[2].lower() in KEPT else f"<{m[1]}div", made.html)
    return replace(made, html=html)


def escaped(made: Made) -> Made:
    """Entities escaped twice, in the text as in the head."""
    html = made.html
    for letter, entity in ESCAPES.items():
        html = html.replace(letter, entity)
    return replace(made, html=html)


def early_end(made: Made) -> Made:
    """The document ends before it begins, or in the middle of the text."""
    if len(made.name) % 2:
        return replace(made, html=made.html.replace("<head>", "</html><head>", 1))
    middle = made.truth["body"][len(made.truth["body"]) // 2]
    place = made.html.find(">", made.html.find(middle))
    return replace(made, html=f"{made.html[: place + 1]}</body></html>{made.html[place + 1 :]}")


STORIES: dict[str, Callable[[Story], Story]] = {"short": short, "long": long}
PLANS: dict[str, dict[str, object]] = {
    "inside": {"inside": True},
    "heavy": {"heavy": True},
    "linked": {"linked": True},
}
MARKUP = {"brs": old_markup.brs, "tables": old_markup.tables, "aspnet": old_markup.aspnet}
PAGES: dict[str, Attack] = {
    "shuffled": shuffled,
    "divs": divs,
    "escaped": escaped,
    "early": early_end,
    "tones": _rewritten(old_tones),
    "nfd": _rewritten(lambda text: unicodedata.normalize("NFD", text)),
}
ATTACKS = (*MARKUP, *PLANS, *STORIES, *PAGES)


@cache
def make(story: Story, attacks: tuple[str, ...], seed: int) -> Made:
    """One page of a story under some attacks."""
    told = story
    for attack in attacks:
        told = STORIES[attack](told) if attack in STORIES else told
    options = {name: True for attack in attacks for name in PLANS.get(attack, ())}
    plan = Plan(
        clutter=Clutter([s for s in stories() if s.title != story.title], seed),
        seed=seed,
        **options,
    )
    layouts = [MARKUP[attack] for attack in attacks if attack in MARKUP]
    layout = layouts[0] if layouts else LAYOUTS[seed % len(LAYOUTS)]
    html, truth = layout(told, plan)
    name = f"{'+'.join(attacks) or 'plain'}/{layout.__name__}/{told.name}"
    made = Made(
        name, attacks, html, f"https://bao{seed}.example/{story.name}-{48000 + seed}.html", truth
    )
    for attack in PAGES:
        made = PAGES[attack](made) if attack in attacks else made
    return made


def single(each: int = 6, seed: int = 1) -> Iterator[Made]:
    """Pages under one attack, `each` of every kind, on stories and layouts in turn; plain ones first."""
    for number, (attack, turn) in enumerate(itertools.product(("", *ATTACKS), range(each))):
        count = 2 if attack == "long" else each
        if turn < count:
            story = stories()[(seed * 7 + number * 5) % len(stories())]
            yield make(story, (attack,) if attack else (), seed + turn)


def pairs(each: int = 2, seed: int = 1) -> Iterator[Made]:
    """Pages under two attacks; two kinds of markup, or two lengths, go not together."""
    for number, two in enumerate(itertools.combinations(ATTACKS, 2)):
        if any(set(two) <= set(kind) for kind in (MARKUP, STORIES)):
            continue
        for turn in range(1 if "long" in two else each):
            story = stories()[(seed * 11 + number * 3 + turn) % len(stories())]
            yield make(story, two, seed + number + turn)
