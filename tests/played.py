"""An archive into which nights of the sample sites are played, and what must come of it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from archive.storage.engine import connect
from archive.storage.store import Store
from samples import nights, pack, texts
from samples.texts import Article
from tests import stored
from tests.crawl import TIMEOUT, Crawl, Crawls

TRUTH = tomllib.loads((Path(texts.__file__).parent / "truth.toml").read_text(encoding="utf-8"))
SITES = ("nhipso", "baosonkhe", "baovinhlam", "doanhnghiepso")
ORIGINS, COPIES = SITES[:2], SITES[2:]
AFTER_ALL = datetime(2026, 10, 20, 1, 30, tzinfo=texts.VIETNAM)  # no text is of a later date
NAMES = {
    article.url: name for number in texts.NIGHTS for name, article in texts.night(number).items()
}

VERSIONS = ("first", "substantive", "headline", "media", "metadata", "reverted")

LOOKS = """
SELECT fetch_event.url, fetch_event.requested_at, fetch_event.outcome, fetch_event.conditional,
       sighting.verdict, version_state.kind
FROM fetch_event LEFT JOIN sighting ON sighting.fetch_id = fetch_event.id
LEFT JOIN version_state ON version_state.version_id = sighting.version_id
WHERE fetch_event.kind = 'article'
"""


@dataclass
class Played:
    """An archive after some nights: how to ask it, and what was noted after each night."""

    url: str
    data_dir: Path
    crawls: Crawls
    stories: list[dict[str, dict[str, Any]]] = field(default_factory=list)
    statuses: list[list[int]] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)

    def rows(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        return stored.named(self.url, sql, **values)

    def meanings(self, at: datetime) -> dict[str, str]:
        """What each article's look meant in the hour after a time, in the truth table's words."""
        begin, end = moment(at), moment(at + timedelta(hours=1))
        rows = (row for row in self.rows(LOOKS) if begin <= moment(row["requested_at"]) < end)
        return {NAMES[row["url"]]: meaning(row) for row in rows if row["verdict"]}

    def play(
        self, sites: Sequence[str], at: datetime, named: Mapping[str, Article] | None = None
    ) -> None:
        """Crawls sites as they stood at a time (or their `named` articles), notes the stories."""
        self.statuses.append([self.crawls.run(self.crawl(site, at, named)) for site in sites])
        self.times.append(at)
        rows = self.rows("SELECT * FROM story_copy")
        self.stories.append({NAMES[row["url"]]: row for row in rows})

    def crawl(self, site: str, at: datetime, named: Mapping[str, Article] | None) -> Crawl:
        """The crawl of a site as it stood at a time."""
        settings = {"REPLAY": str(self.data_dir / "nights"), "REPLAY_AT": until(at)}
        arguments = {}
        if named:
            file = self.data_dir / f"{site}.urls"
            own = (article.url for article in named.values() if article.site.name == site)
            file.write_text("\n".join(own), encoding="utf-8")
            arguments = {"urls": str(file)}
        into = (self.url, str(self.data_dir), "samples.settings")
        return Crawl(*into, site, settings, arguments)


def until(at: datetime) -> str:
    return (at + timedelta(minutes=20)).isoformat()


def moment(at: datetime | str) -> datetime:
    """A time as either database gives it to a plain query."""
    return at if isinstance(at, datetime) else datetime.fromisoformat(at)


def meaning(row: dict[str, Any]) -> str:
    if row["verdict"] == "unchanged":
        return "304" if row["outcome"] == "not-modified" else "unchanged"
    return str(row["kind"] if row["verdict"] == "changed" else row["verdict"])


def history() -> dict[str, list[tuple[int, str]]]:
    """The truth table: what each article's looks must mean, night by night."""
    return {
        f"{site}/{slug}": list(enumerate(row, start=1))
        for site, articles in TRUTH["articles"].items()
        for slug, row in articles.items()
    }


def expected(night: int) -> dict[str, str]:
    """The truth table's column of a night."""
    cells = {name: dict(row)[night] for name, row in history().items()}
    return {name: cell for name, cell in cells.items() if cell}


def versions(archive: Played) -> dict[str, list[tuple[date, str]]]:
    """Each article's versions: the Vietnamese day on which it was first seen so, and the kind."""
    found: dict[str, list[tuple[date, str]]] = {}
    sql = "SELECT url, seen_at, change FROM article_version ORDER BY url, version_no"
    for row in archive.rows(sql):
        day = moment(row["seen_at"]).astimezone(texts.VIETNAM).date()
        found.setdefault(NAMES[row["url"]], []).append((day, row["change"]))
    return found


def archive_at(url: str, folder: Path, crawls: Crawls) -> Played:
    (folder / "nights").mkdir()
    return Played(url, folder, crawls)


FAULTS = {
    "challenge": (200, b"<html><body><script>document.cookie=\"D1N=0f3a\";"
                       b"window.location.reload(true);</script></body></html>"),
    "forbidden": (403, b"<html><body>Forbidden</body></html>"),
    "server-error": (503, b"<html><body>Service Unavailable</body></html>"),
    "timeout": (TIMEOUT, b""),
}  # fmt: skip


def show(
    archive: Played,
    at: datetime,
    night: int,
    rendered: datetime | None = None,
    faults: dict[str, tuple[int, bytes]] | None = None,
) -> None:
    """Packs a night as the answers of a time; `faults` take the place of a site's articles."""
    answers = [
        with_fault(answer, (faults or {}).get(NAMES.get(answer.url, "").split("/")[0]))
        for answer in nights.answers(night, rendered or at)
    ]
    pack.write(archive.data_dir / "nights" / f"{at:%Y-%m-%d}.warc.gz", answers, at)


def with_fault(answer: nights.Answer, fault: tuple[int, bytes] | None) -> nights.Answer:
    if fault is None:
        return answer
    status, body = fault
    return replace(answer, status=status, body=body, headers=nights.typed("text/html", body))


def holds(stories: dict[str, dict[str, Any]], story: dict[str, Any]) -> None:
    """The story stands as the truth says: one id, its origin, its copy, the evidence."""
    origin, copy = stories[story["origin"]], stories[story["copy"]]
    assert (origin["role"], copy["role"]) == ("origin", "copy")
    assert origin["story_id"] == copy["story_id"]
    assert (copy["relation"], copy["evidence"]) == ("same", story["evidence"])


def derived(archive: Played) -> list[list[dict[str, Any]]]:
    """All rows of the derived tables, in an order of their own."""
    keys = {"article_state": "article_id", "version_state": "version_id"}
    keys |= {"story_copy_state": "story_id, article_id", "story_alias": "alias"}
    return [archive.rows(f"SELECT * FROM {table} ORDER BY {key}") for table, key in keys.items()]


def rebuild(archive: Played) -> None:
    """Derives all state anew from the facts."""
    engine = connect(archive.url)
    try:
        Store(engine, archive.data_dir).rebuild()
    finally:
        engine.dispose()


def url_of(name: str) -> str:
    return next(url for url, each in NAMES.items() if each == name)


def id_of(archive: Played, name: str) -> str:
    sql = "SELECT article_id FROM current_article WHERE url = :url"
    return str(archive.rows(sql, url=url_of(name))[0]["article_id"])


def bare(author: str) -> str:
    """A byline without what was done ("Tin, ảnh: …")."""
    return author.removeprefix("Tin, ảnh: ")
