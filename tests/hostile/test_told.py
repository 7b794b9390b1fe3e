"""What a person gets to see: neither a page's controls nor a secret of the environment."""

import re

import sqlalchemy as sa

from archive.storage.engine import connect
from tests.mau.archived import Archived
from tests.mau.pages import article, section
from tests.mau.server import Server
from tests.mau.warcs import Warc

ROOT = "https://baomau.example"
EVIL = (
    "Sơn Khê \x1b[31mđỏ\x1b]0;tên cửa sổ\x07 \x9b2J\x90q\x9c \u202engược\u2066 \u200bẩn\ufeff "
    "[red]đỏ[/red] [link=https://xau.example]a[/link] &#27;[5m &#155;1m \r\x08"
)
STEERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
SECRET = "bi-mat-Zq81Xw"


def evil_page() -> str:
    head = "".join(
        f'<meta {name} content="{EVIL}">'
        for name in ('name="author"', 'property="article:section"')
    )
    page = article(EVIL).replace("</head>", f"{head}</head>")
    return page.replace("</article>", f"<p>{EVIL}</p></article>")


def test_no_command_gives_a_pages_controls_to_the_terminal(archived, tmp_path):
    url = f"{ROOT}/bai-doc-7001.html"
    with Warc(tmp_path / "night.warc.gz") as warc:
        warc.add(f"{ROOT}/chuyen-doi-so", section("/bai-doc-7001.html", "/%1b%5b31m-7002.html"))
        warc.add(url, evil_page())
        moved = {"Location": f"{ROOT}/\x1b[31m\x9b-7003.html"}
        warc.add(f"{ROOT}/%1b%5b31m-7002.html", status="302 \x1b[31mFound", headers=moved)
    crawled = archived.crawl(warc=warc.path)
    page = tmp_path / "page.html"
    page.write_bytes(evil_page().encode())
    (row,) = archived.rows("SELECT article_id FROM current_article")
    commands = (
        ("egov", "search", "dịch vụ công"),
        ("egov", "search", "dịch vụ công", "--json"),
        ("egov", "show", row["article_id"]),
        ("egov", "show", row["article_id"], "--json"),
        ("egov", "runs"),
        ("scrapy", "read", str(page), "--url", url, "--removed"),
        ("scrapy", "read", str(page), "--url", url, "--json"),
    )
    told = {"crawl": crawled.said}
    for program, *words in commands:
        module = "tests.hostile.egov" if program == "egov" else program
        told[" ".join(words)] = archived.run(module, *words).said
    for command, said in told.items():
        assert said.strip(), command
        assert "Traceback" not in said, said
        assert not STEERS.search(said), command
    assert "[red]đỏ[/red]" in told[f"show {row['article_id']}"]


def test_a_secret_of_the_environment_is_told_nowhere(archived, tmp_path):
    secrets = {
        "ARCHIVE_DATABASE_URL": f"postgresql+psycopg://mau:{SECRET}@127.0.0.1:1/egov",
        "EGOV_ALERTS": f"json://mau:{SECRET}@127.0.0.1:1/{SECRET}",
        "EGOV_PING": f"http://127.0.0.1:1/{SECRET}",
    }
    for words in (
        ("tests.hostile.egov", "upgrade"),
        ("scrapy", "crawl", "baomau"),
        ("scheduler", "--once", "--site", "baomau"),
    ):
        ended = archived.run(*words, **secrets)
        assert ended.status, words
        assert SECRET not in ended.said, words
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes(), file


def test_a_night_with_alerts_report_and_figures_writes_no_secret(postgres_url, tmp_path):
    url = sa.make_url(postgres_url)
    archived = Archived(postgres_url, tmp_path)
    (tmp_path / "egov.toml").write_text(f'[health]\nprometheus = "{tmp_path}/egov.prom"\n')
    with Server() as server:  # which has nothing
        ended = archived.run(
            "tests.scheduled",
            "--once",
            BAOMAU_ROOT=server.root,
            ARCHIVE_DATABASE_URL=url.set(password=SECRET).render_as_string(hide_password=False),
            EGOV_CONFIG=str(tmp_path / "egov.toml"),
            EGOV_ALERTS=f"json://mau:{SECRET}@127.0.0.1:1/{SECRET}",
            EGOV_PING=f"http://127.0.0.1:1/{SECRET}",
        )
    assert "baomau" in ended.said, ended.said
    assert SECRET not in ended.said
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert {".prom", ".txt", ".json", ".log"} <= {file.suffix for file in files}, files
    assert [file for file in files if SECRET.encode() in file.read_bytes()] == []
    engine = connect(postgres_url)
    with engine.connect() as conn:
        tables = sa.inspect(conn).get_table_names()
        assert {"run", "schedule", "alert", "health"} <= set(tables)
        for table in tables:
            rows = conn.exec_driver_sql(f'SELECT t::text FROM "{table}" t').scalars()
            assert not any(SECRET in row for row in rows), table
        assert conn.exec_driver_sql("SELECT count(*) FROM run").scalar()
    engine.dispose()
