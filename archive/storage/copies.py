"""The same text elsewhere: links between versions as facts. Stories are derived from them.

Every pair of versions that have enough in common is linked, also two of several of an article: what
was a copy as of a day is told by the versions of that day. Cross-posts are linked by their id, even
where one was rewritten beyond recognition or is too short for a sketch.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from archive.storage import crossposts
from archive.storage.columns import AnyRow
from archive.storage.derived import shingle, shingle_stop
from archive.storage.origins import Naming, Side, in_order
from archive.storage.parts import in_parts
from archive.storage.schema import article, copy_link, reading, site, version, version_reading
from archive.storage.sharing import Candidate, candidates
from archive.text import sketch
from archive.text.sketch import Match, Relation, Text

MOST = 40  # candidates of which no question is asked
LIKELY = 4  # of a text with six tenths in common a sketch shares this part of its hashes, and more
FORM = 12  # articles of one site and one title without digits that are looked at, of more than MOST
COMMON = 2000  # versions in which a hash may stand before it says nothing


def look_for(
    conn: sa.Connection, version_id: int, measured: Text, recorded_at: datetime
) -> list[int]:
    """Notes a new version's sketch and its links to texts already held.

    Returns the articles that are the same text.
    """
    hashes = sketch.sketch(measured.windows)
    found = set(crossposts.of(conn, version_id))
    if hashes:
        note(conn, version_id, hashes)
        sharing = candidates(conn, version_id, hashes)
        near = worth_a_look(conn, version_id, sharing, len(hashes))
        found.update(one.version_id for one in near)
    if not found:
        return []
    sides = _sides(conn, [version_id, *sorted(found)], {version_id: measured})
    return _link(conn, sides.pop(version_id), sides.values(), recorded_at)


def _link(
    conn: sa.Connection, own: Side, others: Iterable[Side], recorded_at: datetime
) -> list[int]:
    """Notes what a version has in common with others; the articles that are the same text."""
    naming = Naming(conn)
    same: set[int] = set()
    rows = []
    for other in others:
        match = _compare(own, other)
        is_same = match.relation is Relation.SAME or own.is_cross_post(other)
        if is_same or match.relation is not None:
            rows.append(_row(naming, own, other, match, recorded_at))
        if is_same:
            same.add(other.article_id)
    if rows:
        conn.execute(sa.insert(copy_link), rows)
    return sorted(same)


def look_again(conn: sa.Connection, version_id: int, recorded_at: datetime) -> list[int]:
    """The same for a version whose text is held already."""
    return look_for(conn, version_id, _sides(conn, [version_id])[version_id].text, recorded_at)


def note(conn: sa.Connection, version_id: int, hashes: tuple[int, ...]) -> None:
    """Writes the sketch of a version."""
    conn.execute(sa.insert(shingle), [{"hash": one, "version_id": version_id} for one in hashes])


def rebuild_sketches(conn: sa.Connection) -> None:
    """Writes the sketches of all versions anew."""
    conn.execute(sa.delete(shingle))
    every = conn.scalars(sa.select(version.c.id).order_by(version.c.id)).all()
    for some in in_parts(every):
        for version_id, side in _sides(conn, some).items():
            if hashes := sketch.sketch(side.text.windows):
                note(conn, version_id, hashes)


def refresh_stop_list(conn: sa.Connection, at: datetime) -> int:
    """Lists anew the hashes that stand in too many versions to tell anything; returns how many."""
    conn.execute(sa.delete(shingle_stop))
    common = sa.select(shingle.c.hash).group_by(shingle.c.hash).having(sa.func.count() > COMMON)
    rows = [{"hash": one, "refreshed_at": at} for one in conn.scalars(common)]
    if rows:
        conn.execute(sa.insert(shingle_stop), rows)
    return len(rows)


def worth_a_look(
    conn: sa.Connection, version_id: int, found: Sequence[Candidate], size: int
) -> list[Candidate]:
    """Of very many candidates those that may be the same text, and of all others the nearest.

    However many papers copied a text, all of them are looked at; of the thousand fillings of one
    form (weather, prices) only the nearest, since the others could be related at most.
    """
    if len(found) <= MOST:
        return list(found)
    likely = [one for one in found if one.shared * LIKELY >= size]
    others = [one for one in found if one.shared * LIKELY < size]
    if len(likely) > MOST:
        likely = _nearest_of_each_form(conn, likely)
    return [*likely, *others[: max(0, MOST - len(likely))]]


def _nearest_of_each_form(conn: sa.Connection, found: Sequence[Candidate]) -> list[Candidate]:
    forms = _forms(conn, [one.version_id for one in found])
    held: Counter[tuple[int, str]] = Counter()
    taken: set[tuple[int, tuple[int, str]]] = set()
    kept = []
    for one in found:
        form = forms[one.version_id]
        if (one.article_id, form) not in taken:
            if held[form] == FORM:
                continue
            held[form] += 1
            taken.add((one.article_id, form))
        kept.append(one)
    return kept


def _forms(conn: sa.Connection, version_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Of each version its site and its title without digits."""
    forms: dict[int, tuple[int, str]] = {}
    for some in in_parts(version_ids):
        for row in conn.execute(_TITLES, {"ids": some}):
            form = row.site_id, " ".join(sketch.without_digits(row.title))
            forms.setdefault(row.id, form)
    return forms


def _sides(
    conn: sa.Connection, version_ids: Iterable[int], measured: dict[int, Text] | None = None
) -> dict[int, Side]:
    """Versions by the reading they were recorded with; the text of some may be `measured`."""
    sides: dict[int, Side] = {}
    texts: dict[str, Text] = {}  # versions often differ in nothing but a title or an author
    for some in in_parts(version_ids):
        for row in conn.execute(_SIDES, {"ids": some}):
            if row.id in sides:
                continue
            text = (measured or {}).get(row.id)
            if text is None:
                words = text_of(row.lead, row.body)
                text = texts.get(words) or texts.setdefault(words, sketch.measure(words))
            sides[row.id] = _side(row, text)
    return sides


_READ = (
    sa.select(version.c.id, article.c.site_id, reading.c.title)
    .join(article, article.c.id == version.c.article_id)
    .join(version_reading, version_reading.c.version_id == version.c.id)
    .join(reading, reading.c.id == version_reading.c.reading_id)
    .where(version.c.id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(version.c.id, version_reading.c.recorded_at, reading.c.id)
)
_TITLES = _READ
_SIDES = _READ.join(site, site.c.id == article.c.site_id).add_columns(
    version.c.article_id,
    article.c.id_space,
    article.c.native_id,
    article.c.serial,
    site.c.id_prefix,
    reading.c.lead,
    reading.c.body,
    reading.c.source_name,
    reading.c.source_url,
    reading.c.dateline,
)


def _side(row: AnyRow, text: Text) -> Side:
    return Side(
        version_id=row.id,
        article_id=row.article_id,
        site_id=row.site_id,
        title=row.title,
        text=text,
        source_name=row.source_name,
        source_url=row.source_url,
        dateline=row.dateline,
        shared_id=crossposts.shared_id(
            row.site_id, row.id_space, row.native_id, row.serial, row.id_prefix
        ),
    )


def text_of(lead: str, body: str) -> str:
    """The text that is compared."""
    return f"{lead}\n{body}"


def _compare(own: Side, other: Side) -> Match:
    one_site = own.site_id == other.site_id
    template = sketch.is_template(own.title, other.title, own.text, other.text, one_site=one_site)
    return sketch.compare(own.text, other.text, template=template)


def _row(
    naming: Naming, own: Side, other: Side, match: Match, recorded_at: datetime
) -> dict[str, object]:
    is_cross_post = own.is_cross_post(other)
    is_same = is_cross_post or match.relation is Relation.SAME
    origin, evidence = naming.origin(own, other) if is_same else (None, ())
    # what makes them the same stands there too, whoever is named
    told = {*evidence, "id"} if is_cross_post else {*evidence}
    if match.relation is Relation.SAME or not is_cross_post:
        told.add("text")
    return {
        "version_a": own.version_id,
        "version_b": other.version_id,
        "relation": Relation.SAME if is_same else match.relation,
        "jaccard": round(match.jaccard, 6),
        "containment": round(match.containment, 6),
        "number_overlap": round(match.number_overlap, 6),
        "length_ratio": round(match.length_ratio, 6),
        "evidence": "+".join(in_order(told)),
        "origin": origin,
        "recorded_at": recorded_at,
    }
