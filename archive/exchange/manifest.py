"""What an export says of itself: a manifest for programs, a README for people, how to cite it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import sqlalchemy as sa

from archive.asking.search import Filters
from archive.asking.time import VIETNAM
from archive.exchange.folder import Folder
from archive.exchange.rows import VIEWS
from archive.exchange.tables import plain
from archive.exchange.tally import Tally, coverage, day
from archive.storage.moments import Moment
from archive.storage.upgrade import revisions
from archive.text.mentions import GAZETTEER
from archive.text.topics import LEXICON

FORMAT = "egov-export-1"
SOFTWARE = "egov-archive"
CSV_NOTES = (
    "A cell that begins with = + - @, a tab or a carriage return has an apostrophe before it, so "
    "that no spreadsheet computes it; a cell that began with apostrophes before such a sign has "
    "one more.",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an export was asked for."""

    to: str
    query: str | None
    filters: Filters
    moment: Moment
    versions: bool
    public: bool


def software() -> str:
    """Name and version of this software."""
    return f"{SOFTWARE} {version(SOFTWARE)}"


def describe(
    conn: sa.Connection, asked: Asked, tally: Tally, folder: Folder, at: datetime
) -> dict[str, Any]:
    """The manifest of an export."""
    covered = coverage(conn, tally)
    table = asked.to in ("jsonl", "csv", "parquet")
    view = "article_version" if asked.versions else "current_article"
    told: dict[str, Any] = {
        "format": FORMAT,
        "exported_at": at,
        "software": software(),
        "schema_revision": revisions()[-1],
        "to": asked.to,
        "query": asked.query,
        "filters": {name: _listed(value) for name, value in asdict(asked.filters).items()},
        "as_of": asked.moment.as_of,
        "known_at": asked.moment.known_at,
        "public": asked.public,
        "view": view if table else None,
        "columns": dict(VIEWS[view]) if table else None,
        "counts": _counts(tally),
        "sites": covered,
        "readers": dict(sorted(tally.readers.items())),
        "lexicon": LEXICON,
        "gazetteer": GAZETTEER,
        "left_out": _left_out(tally),
        "notes": notes(asked, tally),
        "files": [
            {"name": name, "bytes": output.bytes, "sha256": output.sha256}
            for name, output in sorted(folder.files.items())
        ],
    }
    told["citation"] = citation(asked, told, at)
    return told


def _counts(tally: Tally) -> dict[str, int]:
    whole = {name: tally.total(name) for name in ("articles", "versions", "looks")}
    return {**whole, "rows": tally.rows, "records": tally.records}


def _left_out(tally: Tally) -> dict[str, Any]:
    return {
        "noarchive_articles": dict(sorted(tally.closed.items())),
        "withheld_looks": tally.withheld,
        "lost_looks": tally.lost_count,
        "lost": tally.lost,
    }


def notes(asked: Asked, tally: Tally) -> list[str]:
    """Sentences that whoever uses the files has to know."""
    said = list(tally.notes)
    if asked.to == "csv":
        said += CSV_NOTES
    if asked.public and tally.closed:
        said.append(
            f"Articles whose text and pages are not in this export, since their publishers ask "
            f"archives not to show them (robots noarchive): {tally.closed.total():,}."
        )
    if tally.lost_count:
        said.append(
            f"{_looks(tally.lost_count)} missing, since the archive cannot read the record any "
            "more: run `egov verify`."
        )
    if tally.withheld:
        said.append(f"{_looks(tally.withheld)} missing, since the page is withheld.")
    return said


def _looks(number: int) -> str:
    return "1 look is" if number == 1 else f"{number:,} looks are"


def citation(asked: Asked, told: Mapping[str, Any], at: datetime) -> dict[str, str]:
    """How to name the export in a text: in Vietnamese and in English."""
    counts, sites = told["counts"], told["sites"].values()
    firsts = [one["first_seen_on"] for one in sites if one["first_seen_on"]]
    lasts = [one["last_seen_on"] for one in sites if one["last_seen_on"]]
    hashed = ", ".join(f"{one['name']} {one['sha256'][:16]}" for one in told["files"][:3])
    span = f"{min(firsts):%d/%m/%Y}–{max(lasts):%d/%m/%Y}" if firsts and lasts else "—"
    span_en = f"{min(firsts)} to {max(lasts)}" if firsts and lasts else "no day"
    today = at.astimezone(VIETNAM)
    query_vi = f"từ khóa “{asked.query}”" if asked.query else "toàn bộ bài viết được chọn"
    query_en = f"query “{asked.query}”" if asked.query else "all selected articles"
    as_of = asked.moment.as_of
    then_vi = f", theo trạng thái ngày {day(as_of):%d/%m/%Y}" if as_of else ""
    then_en = f", as of {day(as_of)}" if as_of else ""
    return {
        "vi": (
            f"Kho lưu trữ tin tức chính phủ điện tử Việt Nam ({told['software']}), bản trích xuất "
            f"ngày {today:%d/%m/%Y}: {query_vi}{then_vi}; {counts['articles']} bài, "
            f"{counts['versions']} phiên bản của {len(told['sites'])} trang báo, ghi nhận {span}. "
            f"SHA-256: {hashed}."
        ),
        "en": (
            f"Archive of Vietnamese e-government news ({told['software']}), export of "
            f"{today:%Y-%m-%d}: {query_en}{then_en}; {counts['articles']} articles, "
            f"{counts['versions']} versions of {len(told['sites'])} publications, seen {span_en}. "
            f"SHA-256: {hashed}."
        ),
    }


def dumped(told: Mapping[str, Any]) -> str:
    """The manifest as JSON: times in UTC, Vietnamese readable."""
    return json.dumps(told, ensure_ascii=False, indent=2, default=plain) + "\n"


def readme(told: Mapping[str, Any]) -> str:
    """The manifest for people."""
    counts = told["counts"]
    lines = [
        "Export of an archive of Vietnamese e-government news",
        "Bản trích xuất từ kho lưu trữ tin tức chính phủ điện tử Việt Nam",
        "",
        f"Made      {told['exported_at'].astimezone(UTC):%Y-%m-%d %H:%M} UTC by {told['software']}",
        f"Query     {told['query'] or '(all articles)'}",
        *(f"{name:<9} {value}" for name, value in _chosen(told)),
        f"Articles  {counts['articles']:,} with {counts['versions']:,} versions",
        "",
        "Files",
        *(
            f"  {one['name']}  {one['bytes']:,} bytes  SHA-256 {one['sha256']}"
            for one in told["files"]
        ),
        *_what(told["to"]),
        "",
        "Sites (articles, days on which they were seen)",
        *(
            f"  {name}  {one['articles']:,}  {one['first_seen_on']} to {one['last_seen_on']}"
            f"{f', days without an answer: {_days(one)}' if one['gaps'] else ''}"
            for name, one in told["sites"].items()
        ),
        *(["", "To know", *(f"  {note}" for note in told["notes"])] if told["notes"] else []),
        "",
        "How to cite / Cách trích dẫn",
        f"  {told['citation']['vi']}",
        f"  {told['citation']['en']}",
        "",
        "All figures, gaps and hashes are in manifest.json.",
    ]
    return "\n".join(lines) + "\n"


def _chosen(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    chosen = [(name, value) for name, value in told["filters"].items() if value]
    shown = [("Filter", f"{name} = {_shown(value)}") for name, value in chosen]
    times = (("As of", told["as_of"]), ("Known at", told["known_at"]))
    return [*shown, *((name, plain(at)) for name, at in times if at)]


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _days(covered: Mapping[str, Any]) -> int:
    return sum((gap["to"] - gap["from"]).days + 1 for gap in covered["gaps"])


def _what(to: str) -> Sequence[str]:
    """How the files are opened."""
    told = {
        "jsonl": "One JSON object a line, UTF-8.",
        "csv": "UTF-8 with a byte order mark: a spreadsheet opens it as it is.",
        "parquet": "For pandas, DuckDB, R; times are UTC.",
        "warc": "Web archive files; `egov import` takes them into another archive.",
        "wacz": "Opens in https://replayweb.page; `egov import` takes it into another archive.",
    }
    return ["", f"  {told[to]}"]


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple | set | frozenset) else value
