"""How many of the articles found are of each site, unit, kind of site, year and topic status."""

from collections import Counter

import sqlalchemy as sa

from archive.asking.filters import newest_gazetteer, papers
from archive.asking.found import Found
from archive.asking.time import year
from archive.storage.moments import Moment
from archive.storage.schema import mention

NAMED = 10  # of what is named most
COUNTED = 200  # articles whose mentions are counted; where more were found it takes too long
Facets = dict[str, dict[str, int]]


def facets(conn: sa.Connection, what: Found, moment: Moment) -> tuple[Facets, int]:
    """The counts of all that was found, and how much that is."""
    state = what.state
    published = year(state.c.published_at, conn.dialect.name)
    columns = (state.c.site_id, state.c.topic_status, published)
    rows = conn.execute(
        what.matching.with_only_columns(*columns, sa.func.count()).group_by(*columns)
    ).all()
    names = papers(conn)
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("site", "unit", "kind", "year", "status")
    }
    for site_id, status, in_year, number in rows:
        paper = names[site_id]
        counts["site"][paper.name] += number
        counts["unit"][paper.unit or "none"] += number
        counts["kind"][paper.kind] += number
        counts["year"][str(in_year) if in_year else "undated"] += number
        counts["status"][status or "unlabelled"] += number
    total = counts["site"].total()
    found = {name: dict(counted.most_common()) for name, counted in counts.items()}
    found["year"] = dict(sorted(counts["year"].items(), reverse=True))
    if total <= COUNTED:
        found["mention"] = _mentions(conn, what, moment) if total else {}
    return found, total


def _mentions(conn: sa.Connection, what: Found, moment: Moment) -> dict[str, int]:
    """In how many articles each of the most named stands, by `kind:key`."""
    readings = what.matching.with_only_columns(what.state.c.head_reading_id)
    number = sa.func.count().label("number")
    rows = conn.execute(
        sa.select(mention.c.kind, mention.c.key, number)
        .where(mention.c.reading_id.in_(readings), newest_gazetteer(moment))
        .group_by(mention.c.kind, mention.c.key)
        .order_by(number.desc(), mention.c.kind, mention.c.key)
        .limit(NAMED)
    )
    return {f"{row.kind}:{row.key}": row.number for row in rows}
