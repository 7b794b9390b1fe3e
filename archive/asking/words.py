"""What a person typed into a search, understood or refused.

Words, "phrases" in quotes, -words and -"phrases" to leave out, `one OR other`, the beginning of a
word (`chuyen*`, also at the end of a phrase), `title:` and `lead:` before a word or phrase. AND is
what holds anyway, NOT is the minus. Everything else is punctuation, so that nothing is an error of
the search engine. A word with punctuation inside (06/QĐ-TTg) is the phrase of its syllables. A term
matches whatever marks the text carries; one that is left out with marks (-hóa) leaves out those
marks only. The phrase "dịch vụ công" is not found in "dịch vụ công nghệ" (see `lexemes`).
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from archive.errors import BadQuery
from archive.storage import lexemes
from archive.text.normal import fold, nfc

QUOTES = re.compile("[“”„‟«»＂]")
PIECE = re.compile(
    r"(?P<out>(?<!\S)[-−](?=[^\s-]))?(?:(?P<field>title|lead):(?=[^\s]))?"
    r'(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))'
)
BRACKETS = re.compile(r"\(([^()]*)\)")
TERMS = 40
LETTERS = 1000
BEGINNING = 2  # letters before a *, at least


@dataclass(frozen=True, slots=True)
class Term:
    """Syllables that stand together: folded, and as typed (lower case, one tone style).

    `is_begun`: the last syllable may go on. `field`: title or lead, if it has to stand there.
    """

    folded: tuple[str, ...]
    marked: tuple[str, ...]
    is_begun: bool = False
    field: str | None = None

    @property
    def has_marks(self) -> bool:
        """Whether it was typed with marks, so that texts with the same marks come first."""
        return self.folded != self.marked

    def variants(self, *, exact: bool = False) -> list[tuple[str, ...]]:
        """Its syllables as the index may hold them: as they are, or parted by a stop phrase."""
        own = self.marked if exact and self.has_marks else self.folded
        found = [own, lexemes.part(own)]
        if self.is_begun and len(own) > 1:
            for stop in sorted(lexemes.STOPS):
                for whole in (stop, fold(stop)):
                    parted = lexemes.part((*own[:-1], whole))
                    if whole.startswith(own[-1]) and len(parted) > len(own):
                        found.append((*parted[:-1], own[-1]))
        return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Words:
    """A search as it is understood: of each group in `wanted` one term, none of `unwanted`."""

    wanted: tuple[tuple[Term, ...], ...]
    unwanted: tuple[Term, ...]

    @property
    def has_marks(self) -> bool:
        """Whether any wanted term was typed with marks."""
        return any(term.has_marks for term in self.terms)

    @property
    def terms(self) -> tuple[Term, ...]:
        """All wanted terms."""
        return tuple(term for group in self.wanted for term in group)


def understand(query: str, *, any_word: bool = False) -> Words:
    """The terms of a search; with `any_word` one of them is enough. Raises BadQuery."""
    text = QUOTES.sub('"', nfc(query)).strip()
    if len(text) > LETTERS:
        raise BadQuery(f"the search is {len(text)} letters long, at most {LETTERS} are understood")
    if text.count('"') % 2:
        raise BadQuery(_unclosed(text))
    pieces = list(PIECE.finditer(text))
    if any(piece["word"] == "OR" for piece in pieces):
        _check_brackets(text)
    wanted, unwanted = _sorted(pieces)
    if not wanted:
        raise BadQuery(_nothing(query, unwanted))
    if sum(map(len, wanted)) + len(unwanted) > TERMS:
        raise BadQuery(f"the search has more than {TERMS} words: leave some out")
    groups = [tuple(dict.fromkeys(group)) for group in wanted]
    if any_word:
        groups = [tuple(dict.fromkeys(term for group in groups for term in group))]
    return Words(tuple(dict.fromkeys(groups)), tuple(dict.fromkeys(unwanted)))


def _sorted(pieces: list[re.Match[str]]) -> tuple[list[list[Term]], list[Term]]:
    """The groups of wanted terms and the unwanted terms, in order."""
    wanted: list[list[Term]] = []
    unwanted: list[Term] = []
    before = ""  # the operator that waits for its term
    last = ""  # what stood before it: a wanted term, an unwanted one, or nothing
    for piece in pieces:
        if piece["word"] in ("OR", "AND", "NOT") and not piece["out"] and not piece["field"]:
            if piece["word"] == "OR" and (before or last != "wanted"):
                raise BadQuery(_LONE_OR)
            before = _joined(before, piece["word"])
            continue
        term = _term(piece)
        if term is None:
            continue
        if piece["out"] or before == "NOT":
            if before == "OR":
                raise BadQuery(_LONE_OR)
            unwanted.append(term)
        elif before == "OR":
            wanted[-1].append(term)
        else:
            wanted.append([term])
        before, last = "", "unwanted" if piece["out"] or before == "NOT" else "wanted"
    if before:
        raise BadQuery(_LONE_OR if before == "OR" else _lone(before))
    return wanted, unwanted


def _joined(before: str, word: str) -> str:
    if before in ("", "AND") or before == word:
        return word
    raise BadQuery(f"after {before} a word to find is missing: {word} stands there")


def _lone(word: str) -> str:
    return f"behind {word} a word is missing: write one, or “{word.lower()}” to look for that word"


_LONE_OR = (
    "OR stands between two words or phrases, of which one is enough: "
    "write one on each side, or “or” to look for that word"
)


def _term(piece: re.Match[str]) -> Term | None:
    typed = piece["word"] if piece["phrase"] is None else piece["phrase"]
    if piece["out"] and typed.startswith("(") and ")" not in typed:
        raise BadQuery("brackets cannot be left out as a whole: write - before each word")
    begun = _is_begun(typed)
    folded, marked = (
        tuple(lexemes.words(form(typed))) for form in (lexemes.folded, lexemes.marked)
    )
    if begun and len(folded) == 1 and len(folded[0]) < BEGINNING:
        raise BadQuery(f"“{typed}” would find too much: write {BEGINNING} letters before the *")
    return Term(folded, marked, begun, piece["field"]) if folded else None


def _is_begun(typed: str) -> bool:
    """Whether the last word may go on; raises BadQuery where a * stands elsewhere."""
    if "*" not in typed:
        return False
    if not re.search(r"[^\W_]", typed):
        raise BadQuery(
            "a * alone has no meaning, and there is no word to find in it: "
            "write it behind the beginning of a word, as in chuyen*"
        )
    if re.search(r"[^\W_]\*[\W_]*$", typed) and typed.count("*") == 1:
        return True
    raise BadQuery(f"a * can only stand at the end of a word or phrase: “{typed}”")


def _unclosed(text: str) -> str:
    rest = text.rpartition('"')[2].strip()
    if not rest:
        return 'a quotation mark (") stands alone: close the phrase, or leave it out'
    return (
        f'a quotation mark (") stands alone, so that the phrase would be “{rest}”: '
        "close it where it ends, or leave the mark out"
    )


def _check_brackets(text: str) -> None:
    """Raises BadQuery where brackets hold anything but words joined by OR."""
    for group in BRACKETS.findall(re.sub(r'"[^"]*"', "x", text)):
        parts = group.split()
        alternate = all((part == "OR") == (place % 2 == 1) for place, part in enumerate(parts))
        if len(parts) > 1 and not (alternate and len(parts) % 2):
            raise BadQuery(
                f"brackets may only hold words joined by OR, as in (xã OR phường): “({group})”"
            )


def _nothing(query: str, unwanted: list[Term]) -> str:
    if unwanted:
        return "the search only leaves words out: name at least one word to find"
    if not query.strip():
        return "the search is empty: name at least one word to find"
    return f"there is no word to find in “{query.strip()}”: letters or digits are needed"


def neighbours(words: Words) -> list[Term]:
    """Each two wanted terms that follow one another, as a phrase.

    Most Vietnamese words have two syllables, so that texts in which they stand together are nearer
    to what is meant.
    """
    return [
        Term(one.folded + other.folded, one.marked + other.marked, other.is_begun)
        for (one, *more), (other, *others) in pairwise(words.wanted)
        if not (more or others or one.is_begun or one.field or other.field)
    ]


def expression(
    words: Words, dialect: str, *, exact: bool = False, fields: tuple[str, ...] = ()
) -> str:
    """The search as the engine of a dialect takes it.

    `exact`: terms with marks match these marks only. `fields`: where the wanted terms stand.
    """
    one = _SPOKEN[dialect]
    both, either, without = (" AND ", " OR ", " NOT ") if dialect == "sqlite" else _SIGNS
    groups = [
        f"({either.join(one(term, exact, fields) for term in group)})" for group in words.wanted
    ]
    found = f"({both.join(groups)})"
    if not words.unwanted:
        return found
    return f"{found}{without}({either.join(one(term, True, ()) for term in words.unwanted)})"


def together(words: Words, dialect: str) -> str | None:
    """What finds the texts in which any neighbours stand together; None without neighbours."""
    found = neighbours(words)
    return expression(Words((tuple(found),), ()), dialect) if found else None


_SIGNS = (" & ", " | ", " & !")


def _sqlite(term: Term, exact: bool, fields: tuple[str, ...]) -> str:
    columns = fields or ("title", "lead", "body")
    if term.field:
        columns = (term.field,)
        if fields and term.field not in fields:
            return f'"{lexemes.BREAK * 2}"'  # what no text holds
    if exact and term.has_marks:
        columns = tuple(f"{name}_marked" for name in columns)
    end = " *" if term.is_begun else ""
    phrases = [f'"{" ".join(_lexemes(one, "sqlite"))}"{end}' for one in term.variants(exact=exact)]
    return f"{{{' '.join(columns)}}} : ({' OR '.join(phrases)})"


def _postgresql(term: Term, exact: bool, fields: tuple[str, ...]) -> str:
    # where all terms stand in some fields is asked of an index of these (see `fts`)
    weight = {"title": "A", "lead": "B", None: ""}[term.field]
    found = []
    for one in term.variants(exact=exact):
        *some, last = _lexemes(one, "postgresql")
        end = f":{weight}*" if term.is_begun else f":{weight}" if weight else ""
        middle = [f"'{lexeme}'{f':{weight}' if weight else ''}" for lexeme in some]
        found.append("(" + " <-> ".join([*middle, f"'{last}'{end}"]) + ")")
    return f"({' | '.join(found)})"


_SPOKEN = {"sqlite": _sqlite, "postgresql": _postgresql}


def _lexemes(syllables: tuple[str, ...], dialect: str) -> list[str]:
    pairs = [lexemes.pair(first, second, dialect) for first, second in pairwise(syllables)]
    return pairs or list(syllables)
