"""What a person typed into a search: words, "phrases" in quotes, and -words to leave out.

Everything else is punctuation: no character and no word (AND, OR, NEAR, *, ^, :) has a meaning for
the search engine. A word with punctuation inside (06/QĐ-TTg) is the phrase of its syllables. A term
matches whatever marks the text carries; one that is left out with marks (-hóa) leaves out those
marks only. The phrase "dịch vụ công" is not found in "dịch vụ công nghệ" (see `fts`).
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from archive.errors import BadQuery
from archive.storage import fts
from archive.text.normal import nfc

QUOTES = re.compile("[“”„‟«»＂]")
PIECE = re.compile(r'(?P<out>(?<!\S)[-−](?=[^\s-]))?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
TERMS = 40
LETTERS = 1000


@dataclass(frozen=True, slots=True)
class Term:
    """Syllables that stand together: folded, and as typed (lower case, one tone style)."""

    folded: tuple[str, ...]
    marked: tuple[str, ...]

    @property
    def has_marks(self) -> bool:
        """Whether it was typed with marks, so that texts with the same marks come first."""
        return self.folded != self.marked

    def variants(self, *, exact: bool) -> list[tuple[str, ...]]:
        """Its syllables as the index may hold them: as they are, or parted by a stop phrase."""
        own = self.marked if exact and self.has_marks else self.folded
        return list(dict.fromkeys((own, fts.part(own))))


@dataclass(frozen=True, slots=True)
class Words:
    """A search as it is understood: all of `wanted`, none of `unwanted`."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...]

    @property
    def has_marks(self) -> bool:
        """Whether any wanted term was typed with marks."""
        return any(term.has_marks for term in self.wanted)


def understand(query: str) -> Words:
    """The terms of a search; raises BadQuery where it names no word to find."""
    text = QUOTES.sub('"', nfc(query)).strip()
    if len(text) > LETTERS:
        raise BadQuery(f"the search is {len(text)} letters long, at most {LETTERS} are understood")
    if text.count('"') % 2:
        raise BadQuery('a quotation mark (") stands alone: close the phrase, or leave it out')
    pieces = list(PIECE.finditer(text))
    wanted = _terms([piece for piece in pieces if not piece["out"]])
    unwanted = _terms([piece for piece in pieces if piece["out"]])
    if not wanted:
        raise BadQuery(_nothing(query, unwanted))
    if len(wanted) + len(unwanted) > TERMS:
        raise BadQuery(f"the search has more than {TERMS} words: leave some out")
    return Words(wanted, unwanted)


def _terms(pieces: list[re.Match[str]]) -> tuple[Term, ...]:
    typed = [piece["word"] if piece["phrase"] is None else piece["phrase"] for piece in pieces]
    terms = [Term(tuple(fts.words(fts.folded(t))), tuple(fts.words(fts.marked(t)))) for t in typed]
    return tuple(dict.fromkeys(term for term in terms if term.folded))


def _nothing(query: str, unwanted: tuple[Term, ...]) -> str:
    if unwanted:
        return "the search only leaves words out: name at least one word to find"
    if not query.strip():
        return "the search is empty: name at least one word to find"
    return f"there is no word to find in “{query.strip()}”: letters or digits are needed"


def neighbours(words: Words) -> list[Term]:
    """Each two terms that follow one another, as a phrase: asked for beside the terms themselves.

    Most Vietnamese words have two syllables, so that texts in which they stand together are nearer
    to what is meant. The first term is always there, so that the phrases change no hit, only ranks.
    """
    return [
        Term(first.folded + second.folded, first.marked + second.marked)
        for first, second in pairwise(words.wanted)
    ]


def sqlite_match(words: Words, *, as_typed: bool = False) -> str:
    """The search as an FTS5 expression; `as_typed`: terms with marks match these marks only."""

    def one(term: Term, exact: bool) -> str:
        columns = "title lead body"
        if exact and term.has_marks:
            columns = "title_marked lead_marked body_marked"
        phrases = [f'"{" ".join(syllables)}"' for syllables in term.variants(exact=exact)]
        return f"{{{columns}}} : ({' OR '.join(phrases)})"

    expression = " AND ".join(one(term, as_typed) for term in words.wanted)
    if len(words.wanted) > 1 and not as_typed:
        either = (*neighbours(words), words.wanted[0])
        expression += f" AND ({' OR '.join(one(term, False) for term in either)})"
    for term in words.unwanted:
        expression = f"({expression}) NOT {one(term, True)}"
    return expression


def postgresql_match(words: Words, *, as_typed: bool = False) -> str:
    """The search as a tsquery's text; phrases are made of pairs of syllables."""

    def one(term: Term, exact: bool) -> str:
        return "(" + " | ".join(map(_phrase, term.variants(exact=exact))) + ")"

    wanted = [one(term, as_typed) for term in words.wanted]
    if len(words.wanted) > 1 and not as_typed:
        either = (*neighbours(words), words.wanted[0])
        wanted.append(f"({' | '.join(one(term, False) for term in either)})")
    return " & ".join(wanted + [f"!{one(term, True)}" for term in words.unwanted])


def _phrase(syllables: tuple[str, ...]) -> str:
    pairs = [f"{first}_{second}" for first, second in pairwise(syllables)]
    return "(" + " <-> ".join(f"'{lexeme}'" for lexeme in pairs or syllables) + ")"
