"""What a person may call a thing by that articles name, and which thing is meant.

`document:06/QĐ-TTg`, `06/qđ-ttg`, `đề án 06`, `bộ công an`, `VNeID`: a kind and a key, or any form
or label of the gazetteers, or of what the archive holds; marks and capitals do not matter unless
two things differ in them alone.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

import sqlalchemy as sa

from archive.errors import BadQuery, NotFound
from archive.storage.schema import mention
from archive.text import documents, mentions
from archive.text.forms import prepared
from archive.text.gazetteer import plain_dashes
from archive.text.normal import fold, nfc, one_tone_style
from archive.text.scan import rows

NEAR = 5  # things offered where none or several answer to a name
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Thing:
    """What may be named: `label` is its name for people."""

    kind: str
    key: str
    label: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key} ({self.label})"


def resolve(conn: sa.Connection, text: str) -> tuple[str, str]:
    """The kind and key of what is called so.

    Raises BadQuery where several things are, naming them, and NotFound where none is, naming near
    ones.
    """
    kinds, name = kinds_of(text)
    if not spoken(name):
        raise BadQuery("an empty name: write document:06/QĐ-TTg, or words of a label (bộ công an)")
    found = _in_gazetteers(name, kinds) or _numbered(name, kinds)
    if not found:
        held = list(things(conn, kinds))
        found = [one for one in held if spoken(name) in (spoken(one.key), spoken(one.label))]
        found = found or list(matching(held, name))
        if not found:
            raise NotFound(f"nothing is called “{text.strip()}”{_near(name, held, kinds)}")
    if len(found) > 1:
        raise BadQuery(f"“{text.strip()}” may mean {_listed(found)}: write one of them")
    return found[0].kind, found[0].key


def kinds_of(text: str) -> tuple[tuple[str, ...], str]:
    """The kinds that a name may be of, and the name: `document:06/QĐ-TTg`; raises BadQuery."""
    kind, colon, name = text.partition(":")
    if colon and kind.strip().lower() in mentions.KINDS:
        return (kind.strip().lower(),), name.strip()
    if colon and re.fullmatch(r"\s*[a-z]+\s*", kind):
        raise BadQuery(
            f"nothing is of the kind “{kind.strip()}”: there are {', '.join(mentions.KINDS)}"
        )
    return mentions.KINDS, text.strip()


def spoken(name: str) -> str:
    """A name without what is left out in typing: marks, capitals, signs."""
    return _SIGNS.sub(" ", fold(one_tone_style(nfc(name)))).strip()


@cache
def _forms() -> dict[str, set[Thing]]:
    """What the gazetteers know, by every key, label and form as typed without marks."""
    known: dict[str, set[Thing]] = defaultdict(set)
    for row in rows():
        if row.kind in mentions.KINDS:
            thing = Thing(row.kind, row.key, mentions.label(row.kind, row.key))
            for form in (row.key, row.label, *row.forms):
                known[spoken(form)].add(thing)
    return known


def _in_gazetteers(name: str, kinds: Iterable[str]) -> list[Thing]:
    found = [one for one in _forms().get(spoken(name), ()) if one.kind in kinds]
    if len(found) > 1:  # as typed, with its marks
        plain = plain_dashes(name).lower()
        exact = {
            (row.kind, row.key)
            for row in rows()
            if plain in {form.lower() for form in (row.key, row.label, *row.forms)}
        }
        found = [one for one in found if (one.kind, one.key) in exact] or found
    return sorted(found, key=str)


def _numbered(name: str, kinds: Iterable[str]) -> list[Thing]:
    """The document whose number in full a name holds, known or not."""
    if "document" not in kinds:
        return []
    found: Counter[str] = Counter()
    documents.take(prepared(name).upper(), found)
    return [Thing("document", key, mentions.label("document", key)) for key in sorted(found)]


def things(conn: sa.Connection, kinds: Iterable[str] = mentions.KINDS) -> Iterator[Thing]:
    """All that is or was named in the archive, by kind and key: one look into the index each."""
    for kind in kinds:
        least = sa.select(sa.func.min(mention.c.key)).where(mention.c.kind == kind)
        keys = sa.select(least.scalar_subquery().label("key")).cte("keys", recursive=True)
        after = least.where(mention.c.key > keys.c.key).scalar_subquery()
        keys = keys.union_all(sa.select(after).where(keys.c.key.is_not(None)))
        label = (
            sa.select(mention.c.label)
            .where(mention.c.kind == kind, mention.c.key == keys.c.key)
            .limit(1)
            .scalar_subquery()
        )
        query = sa.select(keys.c.key, label).where(keys.c.key.is_not(None))
        for key, written in conn.execute(query):
            yield Thing(kind, key, written)


def matching(held: Iterable[Thing], words: str) -> Iterator[Thing]:
    """The things whose key or label holds all the words, each as the beginning of a word."""
    wanted = spoken(words).split()
    for one in held:
        text = f" {spoken(one.key)} {spoken(one.label)}"
        if all(f" {word}" in text for word in wanted):
            yield one


def called(words: str, kinds: Iterable[str]) -> set[tuple[str, str]]:
    """What the gazetteers call by just these words."""
    return {(one.kind, one.key) for one in _in_gazetteers(words, kinds)}


def _near(name: str, held: Iterable[Thing], kinds: Iterable[str]) -> str:
    known: dict[str, Thing] = {}
    for one in held:
        known.setdefault(spoken(one.label), one)
        known.setdefault(spoken(one.key), one)
    for form, some in _forms().items():
        for one in some:
            if one.kind in kinds:
                known.setdefault(form, one)
    near = dict.fromkeys(known[form] for form in get_close_matches(spoken(name), known, NEAR, 0.7))
    return f": do you mean {_listed(list(near))}?" if near else ": `egov mentions` lists what is"


def _listed(some: list[Thing]) -> str:
    shown = " or ".join(str(one) for one in some[:NEAR])
    return f"{shown} or {len(some) - NEAR} others" if len(some) > NEAR else shown
