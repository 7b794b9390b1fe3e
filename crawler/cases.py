"""Saved pages as cases: a folder `tests/sites/<site>/<date>-<slug>/` for each.

page.html      the bytes as they came
meta.json      url, fetched_at (the time at which the case stands still), content_type, and
               `"synthetic": true` where the page was written by hand in its system's structure
expected.json  what the reading must be; `"reviewed": false` until a person has compared the two
refused.json   in its place where the page is no article: the `reason`, reviewed likewise
"""

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.errors import Refused
from archive.record import Reading
from archive.text.normal import fold
from crawler import sites
from crawler.reading import address

EXPECTED = (
    "layout",
    "title",
    "lead",
    "author",
    "published_at",
    "published_precision",
    "modified_at",
    "section",
    "tags",
    "source_name",
    "source_url",
    "blocks",
    "images",
    "attachments",
    "doubts",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One saved page; `expected` is None where the page must be refused, for `reason` then."""

    folder: Path
    html: bytes
    url: str
    fetched_at: datetime
    content_type: str | None = None
    synthetic: bool = False
    reviewed: bool = False
    expected: dict[str, Any] | None = None
    reason: str | None = None

    @property
    def site(self) -> str:
        """The site's name, which is the name of the folder above."""
        return self.folder.parent.name


def as_json(reading: Reading) -> dict[str, Any]:
    """A reading as JSON takes it: times in ISO form, blocks as `[kind, text]`, body and captions
    derived.
    """
    facts = asdict(reading)
    facts["blocks"] = [[block.kind.value, block.text] for block in reading.blocks]
    for name in ("published_at", "modified_at"):
        facts[name] = facts[name].isoformat() if facts[name] else None
    facts["tags"], facts["doubts"] = list(reading.tags), list(reading.doubts)
    for name in ("images", "links", "attachments"):
        facts[name] = [list(pair.values()) for pair in facts[name]]
    facts["body"], facts["captions"] = reading.body, list(reading.captions)
    return facts


def expected_of(reading: Reading) -> dict[str, Any]:
    """The part of a reading that a case holds it to."""
    facts = as_json(reading)
    return {name: facts[name] for name in EXPECTED}


def load(folder: Path) -> Case:
    """The case in a folder."""
    meta = read_json(folder / "meta.json")
    refused = folder / "refused.json"
    wanted = read_json(refused if refused.exists() else folder / "expected.json")
    return Case(
        folder,
        (folder / "page.html").read_bytes(),
        meta["url"],
        datetime.fromisoformat(meta["fetched_at"]),
        meta.get("content_type"),
        meta.get("synthetic", False),
        wanted.pop("reviewed", False),
        expected=None if refused.exists() else wanted,
        reason=wanted["reason"] if refused.exists() else None,
    )


def differences(case: Case) -> list[str]:
    """What the reading of a case's page does otherwise than expected, one line each; empty where
    all is right.
    """
    if not case.reviewed:
        return [
            f"compare the page with what {case.folder} expects, then set reviewed to true there"
        ]
    try:
        reading = sites.read(case.html, case.url, case.fetched_at, case.content_type)
    except Refused as refusal:
        if case.reason == refusal.reason:
            return []
        return [f"refused ({refusal}), expected {case.reason or 'a reading'}"]
    if case.expected is None:
        return [f"read as {reading.title!r} by {reading.layout}, expected refusal {case.reason}"]
    got = expected_of(reading)
    return [
        f"{name}: {got.get(name)!r}, expected {value!r}"
        for name, value in case.expected.items()
        if got.get(name) != value
    ]


def save(
    root: Path,
    site: str,
    html: bytes,
    url: str,
    fetched_at: datetime,
    content_type: str | None = None,
) -> Path:
    """Writes a page as a case of a site, not yet reviewed, below `root`; gives its folder.

    Raises FileExistsError where that case is there already.
    """
    folder = root / site / f"{fetched_at.astimezone(address.VIETNAM).date()}-{slug_of(url)}"
    try:
        name, facts = "expected.json", expected_of(sites.read(html, url, fetched_at, content_type))
    except Refused as refusal:
        name, facts = "refused.json", {"reason": refusal.reason, "detail": refusal.detail}
    folder.mkdir(parents=True)
    (folder / "page.html").write_bytes(html)
    meta = {
        "url": url,
        "fetched_at": fetched_at.astimezone(UTC).isoformat(timespec="seconds"),
        "content_type": content_type,
    }
    write_json(folder / "meta.json", meta)
    write_json(folder / name, {"reviewed": False, **facts})
    return folder


def slug_of(url: str) -> str:
    """A short folder name from a URL's last path part."""
    last = address.path_of(url).partition("?")[0].rsplit("/", 1)[-1].rsplit(".", 1)[0]
    words = re.findall(r"[a-z0-9]+", fold(last))
    return "-".join(words[:6]) or "front-page"


def write_json(path: Path, facts: dict[str, Any]) -> None:
    """JSON as people read it: accents as they are, keys in the given order."""
    path.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file."""
    facts: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return facts
