"""Answers that lie about their form, times and addresses: a night of them, all at once."""

import gzip
import zlib

import brotli
from backports import zstd
from warcio.archiveiterator import ArchiveIterator

from archive.keeping.verify import verify
from archive.storage.engine import connect
from archive.storage.recorded import scan
from tests.hostile import answers
from tests.hostile.conftest import GOOD, Night, tls
from tests.mau.pages import article
from tests.mau.server import Server

PAGE = article("Bài độc").encode()
LIMITS = ("-s", f"DOWNLOAD_MAXSIZE={12 * 2**20}", "-s", "DOWNLOAD_TIMEOUT=10")


def whole(
    *lines: str, body: bytes = PAGE, kind: str = answers.HTML, status: str = "200 OK"
) -> answers.Raw:
    """An answer with its true length."""
    length = f"Content-Length: {len(body)}"
    return answers.sends(answers.head(*lines, length, kind=kind, status=status), body)


def within(start: bytes, part: bytes, times: int, close: bytes, end: bytes) -> bytes:
    """A page with an element of so many parts before the end of another."""
    return PAGE.replace(end, start + part * times + close + end)


def layers(number: int) -> bytes:
    body = PAGE
    for _ in range(number):
        body = gzip.compress(body)
    return body


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


def lies(other: str) -> dict[str, tuple[str, answers.Raw]]:
    """Outcome and answer by path."""
    chunked = answers.head("Transfer-Encoding: chunked")
    ten = b"<html><body>" + b"<div>" * (10 * 2**20 // 5)
    names = b" ".join(b"a%d" % n for n in range(100_000))
    zeros = zstd.compress(b" " * (50 * 2**20))
    canonical = f'<link rel="canonical" href="{other}">'.encode()
    listed = {
        "khong-dai": (
            "ok",
            answers.sends(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n", PAGE),
        ),
        "khong-dai-cut": ("truncated", answers.sends(answers.head(), PAGE[:-60])),
        "khuc-lon": ("truncated", answers.sends(chunked, b"F" * 20 + b"\r\n" + PAGE)),
        "khuc-am": ("truncated", answers.sends(chunked, b"-5\r\n" + PAGE)),
        "khuc-duoi": ("truncated", answers.for_ever(chunked + b"0\r\n", b"X-T: a\r\n" * 9000)),
        "som": (
            "too-large",
            answers.for_ever(b"", b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n"),
        ),
        "doi": ("connection", answers.sends(b"HTTP/1.1 101 Switching Protocols\r\n\r\n", PAGE)),
        "ten-dau": ("connection", whole("X-\rB: c")),
        "dau": ("ok", whole("X-A: a\x0bWARC/1.1\x0c\x85", "  WARC/1.0", "Egov-Outcome: missing")),
        "loai": ("ok", whole(kind="image/png; charset=bz2_codec")),
        "ma": ("ok", whole(kind="text/html; charset=utf-7")),
        "nhieu-goi": (
            "too-large",
            whole("Content-Encoding: gzip", body=gzip.compress(b"") * 50_000),
        ),
        "nhieu-lop": (
            "too-large",
            whole(f"Content-Encoding: gzip{', gzip' * 49}", body=layers(50)),
        ),
        "tho": ("ok", whole("Content-Encoding: deflate", body=raw_deflate(PAGE))),
        "zstd": ("too-large", whole("Content-Encoding: zstd", body=zeros)),
        "ld": (
            "ok",
            whole(
                body=within(
                    b'<script type="application/ld+json">',
                    b'{"a":[',
                    150_000,
                    b"</script>",
                    b"</head>",
                )
            ),
        ),
        "so": ("server-error", answers.sends(b"HTTP/1.1 999999999999999999999 OK\r\n\r\n", PAGE)),
        "so-am": ("http-error", answers.sends(b"HTTP/1.1 -200 OK\r\nContent-Length: 0\r\n\r\n")),
        "dai-lon": ("too-large", answers.sends(answers.head(f"Content-Length: {'9' * 30}"), PAGE)),
        "sau": ("ok", whole(body=ten)),
        "thuoc-tinh": ("ok", whole(body=b"<html><body><p " + names + b">" + PAGE)),
        "chu": (
            "ok",
            whole(body=within(b"<p>", b"Nguyen Van A ", 200_000, b"</p>", b"</article>")),
        ),
        "the": ("ok", whole(f'ETag: "{"e" * 15_000}"', "Last-Modified: a\rHost: xau.example")),
        "chinh": ("ok", whole(body=PAGE.replace(b"</head>", canonical + b"</head>"))),
        "banh": (
            "redirect",
            answers.sends(
                answers.head("Location: /banh-1.html", "Set-Cookie: a=b", status="302 Found")
            ),
        ),
        "mot-phan": (
            "truncated",
            whole("Content-Range: bytes 0-99/9999", status="206 Partial Content"),
        ),
        "ba-lop": (
            "ok",
            whole(
                "Content-Encoding: gzip, br, gzip",
                body=gzip.compress(brotli.compress(gzip.compress(PAGE))),
            ),
        ),
    }
    return {f"/{name}-{7000 + n}.html": each for n, (name, each) in enumerate(listed.items())}


REFUSED = {"sau": "too-large", "thuoc-tinh": "too-large", "chu": "too-large"}


def test_answers_that_lie_about_their_form_are_named_each_and_the_archive_is_whole(
    night: Night,
) -> None:
    other = f"{night.harmless.root}/bai-lanh-2000.html"
    told = lies(other)
    for path, (_, answer) in told.items():
        night.hostile.raw[path] = answer
    ended = night.crawl_paths(*told, limits=LIMITS)
    found = night.outcomes()
    assert {path: found[path] for path in told} == {
        path: outcome for path, (outcome, _) in told.items()
    }, ended.said
    refused = night.archived.refusals()
    assert {path[1:-10]: reason for path, reason in refused.items()} == REFUSED
    engine = connect(night.archived.url)
    assert verify(engine, night.folder / "data").findings == ()
    engine.dispose()
    for file in night.folder.glob("data/warc/*/*/*.warc.gz"):
        with file.open("rb") as stream:
            kinds = [each.rec_type for each in ArchiveIterator(stream)]
        assert set(kinds) <= {"warcinfo", "request", "response", "revisit"}
        assert len(list(scan(file, 0))) == kinds.count("response") + kinds.count("revisit")
    owners = night.archived.rows("SELECT site, url FROM current_article")
    assert {row["site"] for row in owners if row["url"] == other} <= {"baolanh"}
    again = night.archived.run(
        "scrapy", "crawl", "baodoc", "-a", f"url={night.hostile.root}/the-7022.html", **night.named
    )
    assert again.status == 0, again.said
    assert "If-None-Match" not in night.hostile.looks("/the-7022.html")[-1].headers


def test_a_run_by_hand_ends_at_its_time_limit(night: Night) -> None:
    silent = [f"/im-800{n}.html" for n in range(4)]
    for path in silent:
        night.hostile.raw[path] = answers.for_ever(b"", b"", pause=0.1)
    urls = night.folder / "urls.txt"
    urls.write_text("\n".join(night.hostile.root + path for path in silent))
    ended = night.alone("-a", f"urls={urls}", "-s", "CLOSESPIDER_TIMEOUT=1")
    assert ended.status == 1
    assert "baodoc: failed" in ended.said
    assert "ended at its time limit" in ended.said
    assert len(night.hostile.paths()) < 4


def test_a_name_that_changes_what_it_stands_for_is_not_followed_there(night: Night) -> None:
    with Server("127.0.0.2", night.hostile.port) as public:
        answer = answers.sends(answers.head(status="404 Not Found", kind="text/plain"))
        public.raw["/robots.txt"] = answer
        public.raw["/chuyen-doi-so"] = whole(body=b"<html><body>" + PAGE + b"</body></html>")
        ended = night.archived.run(
            "scrapy",
            "crawl",
            "baodoc",
            "-a",
            f"urls={urls_of(night, '/chuyen-doi-so', GOOD)}",
            **night.named
            | {
                "SCRAPY_SETTINGS_MODULE": "tests.hostile.rebinding",
                "BAODOC_ROOT": f"http://baodoc.example:{night.hostile.port}",
            },
        )
        assert public.paths() == ["/robots.txt", "/chuyen-doi-so"], ended.said
    assert night.hostile.asked == []
    assert night.outcomes()[GOOD] == "private-address", ended.said


def urls_of(night: Night, *paths: str) -> str:
    file = night.folder / "urls.txt"
    root = f"http://baodoc.example:{night.hostile.port}"
    file.write_text("\n".join(root + path for path in paths))
    return str(file)


def test_a_certificate_is_borne_only_where_a_person_said_why(night: Night) -> None:
    tls(night)
    file = night.folder / "egov.toml"
    file.write_text('[site.baodoc]\nunverified_tls = "its chain lacks a link, seen in March"\n')
    root = f"https://localhost:{night.hostile.port}"
    ended = night.alone(BAODOC_ROOT=root, EGOV_CONFIG=str(file))
    assert night.outcomes()[GOOD] == "ok", ended.said
    assert "its certificate was not checked: its chain lacks a link" in ended.said
