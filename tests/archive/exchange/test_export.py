"""Exports of rows: equal to the views, opened by a spreadsheet without harm, told of whole."""

import csv
import hashlib
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from archive import Archive
from archive.exchange import tables
from archive.exchange.rows import VIEWS, view
from archive.exchange.tables import uncell
from archive.text.controls import CONTROL
from tests.archive.crawl import DAY, NIGHT, OTHER, TEXT, Crawl
from tests.archive.exchange.test_proof import fill

ONE, TWO = (f"https://baosonkhe.example/tin-{n}.htm" for n in (1, 2))


def held(archive: Archive, name: str) -> list[dict[str, Any]]:
    table = view(name)
    order = table.c.article_id, table.c.version_no
    with archive.engine.connect() as conn:
        return [dict(row) for row in conn.execute(sa.select(table).order_by(*order)).mappings()]


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def sheet(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as a spreadsheet shows them."""
    with file.open(encoding="utf-8-sig", newline="") as handle:
        return [dict(row) for row in csv.DictReader(handle)]


def typed(value: Any, kind: str) -> Any:
    """What a text of a file stands for."""
    if value is None or (value == "" and kind != "text"):
        return None
    match kind:
        case "time":
            assert value.endswith("Z")
            return datetime.fromisoformat(value)
        case "day":
            return date.fromisoformat(value)
        case "number":
            return int(value)
        case "share":
            return float(value)
        case "truth":
            return value in (True, "true")
        case "list":
            return value if isinstance(value, list) else json.loads(value)
    return value


@pytest.mark.parametrize("versions", [False, True])
@pytest.mark.parametrize("to", ["jsonl", "csv", "parquet"])
def test_the_rows_of_an_export_are_those_of_the_view(
    crawl: Crawl, archive: Archive, tmp_path: Path, to: str, versions: bool
) -> None:
    fill(crawl)
    out, name = tmp_path / "out", "article_version" if versions else "current_article"
    done = archive.export(to, out, statuses=(), versions=versions)
    wanted, kinds = held(archive, name), VIEWS[name]
    file = out / f"{'versions' if versions else 'articles'}.{to}"
    if to == "parquet":
        found = pq.read_table(file).to_pylist()
    elif to == "jsonl":
        found = [{n: typed(v, kinds[n]) for n, v in row.items()} for row in lines(file)]
    else:
        found = [{n: typed(uncell(v), kinds[n]) for n, v in row.items()} for row in sheet(file)]
        wanted = [{n: "" if v is None and kinds[n] == "text" else v for n, v in row.items()}
                  for row in wanted]  # fmt: skip
    assert found == wanted
    assert done.rows == len(wanted) > 4
    assert list(found[0]) == list(kinds)


def test_parquet_has_the_types_of_the_columns_and_is_packed(
    crawl: Crawl, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "GROUP", 2)
    fill(crawl)
    archive.export("parquet", tmp_path / "out", statuses=(), versions=True)
    archive.export("parquet", tmp_path / "articles", statuses=())
    file = pq.ParquetFile(tmp_path / "out" / "versions.parquet")
    assert file.metadata.num_row_groups == -(-file.metadata.num_rows // 2)
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    types = {one.name: str(one.type) for one in file.schema_arrow}
    assert types["seen_at"] == "timestamp[us, tz=UTC]"
    assert types["changed_fields"].startswith("list<")
    types = {
        one.name: str(one.type)
        for one in pq.read_schema(tmp_path / "articles" / "articles.parquet")
    }
    assert (types["published_on"], types["is_origin"]) == ("date32[day]", "bool")


def test_a_spreadsheet_computes_no_cell_and_shows_vietnamese(
    crawl: Crawl, archive: Archive, tmp_path: Path
) -> None:
    titles = ["=1+1", "+84 là mã vùng", "-5 độ", "@cong-dan", "\tTab", "'=2", "Tăng 5 = 6", "'Nhà"]
    for number, title in enumerate(titles, 1):
        crawl.look(f"https://baosonkhe.example/tin-{number}.htm", NIGHT, title=title)
    archive.export("csv", tmp_path / "out", statuses=())
    file = tmp_path / "out" / "articles.csv"
    shown = {row["title"] for row in sheet(file)}
    assert shown == {
        "'=1+1", "'+84 là mã vùng", "'-5 độ", "'@cong-dan", "'\tTab", "''=2", "Tăng 5 = 6", "'Nhà",
    }  # fmt: skip
    assert {uncell(title) for title in shown} == set(titles)
    assert file.read_bytes().startswith(b"\xef\xbb\xbfarticle_id,")
    assert any("apostrophe" in note for note in manifest(tmp_path / "out")["notes"])


def test_lines_of_json_steer_no_terminal_and_hold_what_was_published(
    crawl: Crawl, archive: Archive, tmp_path: Path
) -> None:
    title = "Tin \u202engược\u2069 \x9b2J"
    crawl.look("https://baosonkhe.example/tin-1.htm", NIGHT, title=title)
    archive.export("jsonl", tmp_path / "out", statuses=())
    file = tmp_path / "out" / "articles.jsonl"
    assert not CONTROL.search(file.read_text("utf-8").replace("\n", ""))
    assert [row["title"] for row in lines(file)] == [title]


def test_a_cell_that_no_spreadsheet_holds_is_whole_and_told_of(
    crawl: Crawl, archive: Archive, tmp_path: Path
) -> None:
    long = crawl.look(ONE, NIGHT, body="\n\n".join([TEXT] * 90))
    crawl.look(TWO, NIGHT, title="Ngày hội cốm", body=OTHER)
    done = archive.export("csv", tmp_path / "out", statuses=())
    bodies = {row["article_id"]: row["body"] for row in sheet(tmp_path / "out" / "articles.csv")}
    assert len(bodies[long.article_id]) > tables.CELL
    assert any("only: 1." in note and long.article_id in note for note in done.notes)


def test_the_manifest_tells_what_was_asked_and_what_is_covered(
    crawl: Crawl, archive: Archive, tmp_path: Path
) -> None:
    for night in (0, 1, 4):
        run = crawl.store.start_run("baosonkhe", "nightly", NIGHT + night * DAY)
        crawl.look(ONE, NIGHT + night * DAY, run, published="2026-09-30T08:00:00+07:00")
        from archive.record import RunCounts

        crawl.store.finish_run(run, NIGHT + night * DAY, "healthy", RunCounts())
    down = crawl.store.start_run("baosonkhe", "nightly", NIGHT + 2 * DAY)
    crawl.store.finish_run(down, NIGHT + 2 * DAY, "down", RunCounts())
    out = tmp_path / "out"
    archive.export("jsonl", out, "hành chính công", sites=["baosonkhe"], statuses=())
    told = manifest(out)
    assert (told["query"], told["filters"]["sites"]) == ("hành chính công", ["baosonkhe"])
    assert told["counts"] == {"articles": 1, "versions": 1, "looks": 3, "rows": 1, "records": 0}
    site = told["sites"]["baosonkhe"]
    assert (site["first_seen_on"], site["last_seen_on"]) == ("2026-10-02", "2026-10-06")
    assert site["first_published_on"] == "2026-09-30"
    assert site["runs"] == {"down": 1, "healthy": 3}
    assert site["gaps"] == [
        {"from": "2026-10-04", "to": "2026-10-04", "reason": "down"},
        {"from": "2026-10-05", "to": "2026-10-05", "reason": "no run"},
    ]
    data = (out / "articles.jsonl").read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    assert told["files"] == [{"name": "articles.jsonl", "bytes": len(data), "sha256": digest}]
    assert (told["schema_revision"], told["software"].split()[0]) == ("0005", "egov-archive")
    assert told["readers"] == {"plain-1": 1}
    assert "hành chính công" in told["citation"]["vi"]
    assert digest[:16] in told["citation"]["en"]
    assert "Cách trích dẫn" in (out / "README.txt").read_text(encoding="utf-8")


def test_an_export_as_of_a_time_has_the_rows_of_that_time(
    crawl: Crawl, archive: Archive, tmp_path: Path
) -> None:
    crawl.look(ONE, NIGHT, title="Trước")
    crawl.look(ONE, NIGHT + DAY, title="Sau")
    crawl.look(TWO, NIGHT + 2 * DAY, title="Muộn hơn", body=OTHER)
    at = NIGHT + DAY / 2
    archive.export("jsonl", tmp_path / "rows", statuses=(), as_of=at)
    (row,) = lines(tmp_path / "rows" / "articles.jsonl")
    assert (row["title"], row["version_count"], row["url"]) == ("Trước", 1, ONE)
    archive.export("jsonl", tmp_path / "versions", statuses=(), as_of=at, versions=True)
    assert [row["title"] for row in lines(tmp_path / "versions" / "versions.jsonl")] == ["Trước"]
    archive.export("warc", tmp_path / "pages", statuses=(), as_of=at)
    assert manifest(tmp_path / "pages")["counts"]["looks"] == 1


def test_a_public_export_leaves_out_what_publishers_close_to_archives(
    crawl: Crawl, archive: Archive, tmp_path: Path
) -> None:
    closed = crawl.look(ONE, NIGHT, title="Đóng", lead="Mở đầu", robots="noindex, NOARCHIVE")
    crawl.look(TWO, NIGHT, title="Mở", body=OTHER)
    done = archive.export("jsonl", tmp_path / "out", statuses=(), public=True)
    rows = {row["title"]: row for row in lines(tmp_path / "out" / "articles.jsonl")}
    assert (rows["Đóng"]["body"], rows["Đóng"]["lead"]) == (None, "Mở đầu")
    assert rows["Mở"]["body"] == OTHER
    assert any("noarchive" in note for note in done.notes)
    archive.export("warc", tmp_path / "pages", statuses=(), public=True)
    told = manifest(tmp_path / "pages")
    assert told["left_out"]["noarchive_articles"] == {"baosonkhe": 1}
    assert told["counts"]["looks"] == 1
    archive.export("jsonl", tmp_path / "own", statuses=())
    own = {row["article_id"]: row for row in lines(tmp_path / "own" / "articles.jsonl")}
    assert own[closed.article_id]["body"] == TEXT


def test_a_page_that_is_lost_is_told_of_and_the_others_go_out(
    crawl: Crawl, archive: Archive, tmp_path: Path
) -> None:
    crawl.look(ONE, NIGHT)
    crawl.look(TWO, NIGHT + 40 * DAY, title="Ngày hội cốm", body=OTHER)
    first = min((tmp_path / "data" / "warc").glob("*/*/*.warc.gz"))
    first.unlink()
    done = archive.export("warc", tmp_path / "out", statuses=())
    told = manifest(tmp_path / "out")
    assert (done.lost, told["left_out"]["lost_looks"], told["counts"]["looks"]) == (1, 1, 1)
    assert ONE in told["left_out"]["lost"][0]


def test_a_wacz_has_its_parts_with_their_hashes_and_an_index_in_order(
    crawl: Crawl, archive: Archive, tmp_path: Path
) -> None:
    fill(crawl)
    archive.export("wacz", tmp_path / "out", statuses=())
    with zipfile.ZipFile(tmp_path / "out" / "pages.wacz") as wacz:
        package = json.loads(wacz.read("datapackage.json"))
        for part in package["resources"]:
            data = wacz.read(part["path"])
            assert part["bytes"] == len(data)
            assert part["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        digest = json.loads(wacz.read("datapackage-digest.json"))
        data = wacz.read("datapackage.json")
        assert digest["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert wacz.getinfo("archive/pages-00001.warc.gz").compress_type == zipfile.ZIP_STORED
        assert all(not one.extra for one in wacz.infolist())  # zip64 fields stop ReplayWeb.page
        index = wacz.read("indexes/index.cdxj").decode().splitlines()
        pages = [json.loads(line) for line in wacz.read("pages/pages.jsonl").splitlines()]
        warc = wacz.read("archive/pages-00001.warc.gz")
    assert index == sorted(index)
    told = json.loads(index[0].split(" ", 2)[2])
    start, length = int(told["offset"]), int(told["length"])
    import gzip

    assert told["url"].encode() in gzip.decompress(warc[start : start + length])
    assert index[0].startswith("example,baosonkhe)/tin-1.htm 2026")
    assert pages[0]["format"] == "json-pages-1.0"
    assert len(pages) - 1 == len(held(archive, "article_version"))
    assert package["wacz_version"] == "1.1.1"


def test_times_are_utc_with_z() -> None:
    assert tables.plain(datetime(2026, 3, 1, 1, 2, 3, 4, UTC)) == "2026-03-01T01:02:03.000004Z"
