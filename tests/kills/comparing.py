"""What an archive holds, by public names and content alone: so that two can be compared.

Row ids, and the times at which things were recorded, are left out: these differ.
"""

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa

from archive.storage.engine import connect

READ = "page.sha256, reading.url, reading.reader, reading.layout"
HELD = {
    "articles": """SELECT article.public_id, site.name, id_space, key, serial, url, etag,
        last_modified, version_count, looks, first_seen_at, last_seen_at, last_look_at, gone_at,
        topic_status, topic_score, story_id, is_origin FROM article
        JOIN site ON site.id = article.site_id
        JOIN article_state ON article_state.article_id = article.id""",
    "addresses": """SELECT url, public_id, since, via FROM address
        JOIN article ON article.id = address.article_id""",
    "versions": """SELECT version.public_id, article.public_id AS article, version.seen_at, chain,
        page.sha256, number, kind, changed_fields, reverted_to, ratio, version_state.seen_at AS at
        FROM version JOIN article ON article.id = version.article_id
        JOIN page ON page.id = version.page_id
        JOIN version_state ON version_state.version_id = version.id""",
    "readings": f"""SELECT {READ}, title, lead, body, blocks, author, published_at,
        published_precision, published_raw, section, tags, source_name, source_url, links, doubts,
        digest, digest_title, digest_text, digest_folded, digest_media, digest_metadata, agreement
        FROM reading JOIN page ON page.id = reading.page_id""",
    "readings of versions": f"""SELECT version.public_id, {READ} FROM version_reading
        JOIN version ON version.id = version_reading.version_id
        JOIN reading ON reading.id = version_reading.reading_id
        JOIN page ON page.id = reading.page_id""",
    "looks": """SELECT fetch_event.url, fetch_event.kind, fetch_event.requested_at, status, outcome,
        etag, last_modified, location, page.sha256, site.name FROM fetch_event
        JOIN site ON site.id = fetch_event.site_id
        LEFT JOIN page ON page.id = fetch_event.page_id""",
    "sightings": """SELECT fetch_event.url, fetch_event.requested_at, verdict, article.public_id,
        version.public_id AS version, reason, sighting.seen_at FROM sighting
        JOIN fetch_event ON fetch_event.id = sighting.fetch_id
        LEFT JOIN article ON article.id = sighting.article_id
        LEFT JOIN version ON version.id = sighting.version_id""",
    "pages": "SELECT sha256, size, content_type FROM page",
    "files": """SELECT article.public_id, attached_file.url, attached_file.seen_at, page.sha256,
        version.public_id AS version FROM attached_file
        JOIN article ON article.id = attached_file.article_id
        JOIN page ON page.id = attached_file.page_id
        LEFT JOIN version ON version.id = attached_file.version_id""",
    "copies": """SELECT CASE WHEN a.public_id < b.public_id THEN a.public_id ELSE b.public_id END,
        CASE WHEN a.public_id < b.public_id THEN b.public_id ELSE a.public_id END AS other,
        relation, jaccard, evidence,
        CASE origin WHEN 'a' THEN a.public_id WHEN 'b' THEN b.public_id END AS origin
        FROM copy_link JOIN version a ON a.id = version_a JOIN version b ON b.id = version_b""",
    "stories": "SELECT * FROM story_copy",
    "other ids of stories": "SELECT alias, story_id FROM story_alias",
    "mentions": "SELECT * FROM article_mention",
    "topics": f"""SELECT {READ}, lexicon, score FROM topic
        JOIN reading ON reading.id = topic.reading_id JOIN page ON page.id = reading.page_id""",
    "found addresses": """SELECT url, name, listing, known_address.title, published_at, found_at,
        why, earliest_at, latest_at, backlog FROM known_address
        JOIN site ON site.id = known_address.site_id""",
    "given up": """SELECT page.sha256, fetch_event.url, fetch_event.requested_at FROM compacted
        JOIN page ON page.id = compacted.page_id
        JOIN fetch_event ON fetch_event.file = compacted.file
            AND compacted."offset" = fetch_event."offset" """,
    "furniture": """SELECT name, number, text_hash, furniture.kind, text, rule, removed_number
        FROM furniture JOIN site ON site.id = furniture.site_id""",
    "windows": """SELECT hash, public_id FROM shingle JOIN version ON version.id = version_id""",
}


@dataclass(frozen=True)
class Held:
    """The rows of an archive, by what they are of."""

    rows: dict[str, Counter[str]]

    def counts(self) -> dict[str, int]:
        """How many there are of each."""
        return {name: found.total() for name, found in self.rows.items()}

    def differences(self, other: "Held") -> dict[str, list[str]]:
        """What only one of the two holds: `-` this one, `+` the other."""
        found = {}
        for name, own in self.rows.items():
            less, more = own - other.rows[name], other.rows[name] - own
            told = [f"- {row}" for row in less.elements()] + [f"+ {row}" for row in more.elements()]
            if told:
                found[name] = told
        return found


def held(url: str) -> Held:
    """What the archive at a database URL holds."""
    engine = connect(url)
    try:
        with engine.connect() as conn:
            return Held(
                {
                    name: Counter(str(tuple(row)) for row in conn.execute(sa.text(sql)))
                    for name, sql in HELD.items()
                }
            )
    finally:
        engine.dispose()
