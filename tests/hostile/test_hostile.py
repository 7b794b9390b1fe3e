"""A server that means harm: each of its answers ends in a named outcome, within its limit."""

import gzip
import re
import threading
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path

from tests.hostile import answers
from tests.hostile.conftest import GOOD, MEMORY, Night, tls
from tests.mau.archived import Ended
from tests.mau.pages import article
from tests.mau.warcs import bomb

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
PLACES = re.compile(  # of whatever a crawl may write
    r"archive\.db(-wal|-shm)?|urls\.txt|data"
    r"|data/(locks|spool|logs)(/(crawl-)?(baodoc|baolanh)(-\d+)?\.(lock|log|jsonl))?"
    r"|data/warc(/(baodoc|baolanh)(/\d{6}(/(baodoc|baolanh)-[\d-]+\.warc\.gz)?)?)?"
)


def test_answers_that_do_not_end_or_burst_are_named_each(night: Night) -> None:
    raw, page = night.hostile.raw, article("Bài độc").encode()
    endless = answers.head("Transfer-Encoding: chunked")
    raw["/vo-tan-1001.html"] = answers.for_ever(endless, b"10000\r\n" + b"x" * 65536 + b"\r\n")
    raw["/giot-1002.html"] = answers.for_ever(answers.head(), b"x", pause=0.1)
    raw["/giot-dau-1003.html"] = answers.for_ever(b"HTTP/1.1 200 OK\r\n", b"X", pause=0.1)
    raw["/im-1004.html"] = answers.for_ever(b"", b"", pause=0.1)
    for encoding in ("gzip", "br", "deflate"):
        packed = bomb(encoding, 300)
        raw[f"/bom-{encoding}-1005.html"] = answers.sends(
            answers.head(f"Content-Encoding: {encoding}"), packed
        )
    twice = answers.packed(1, bomb("gzip", 200))
    raw["/bom-hai-lop-1006.html"] = answers.sends(
        answers.head("Content-Encoding: gzip, gzip"), twice
    )
    raw["/dau-dai-1007.html"] = answers.for_ever(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n" * 100)
    raw["/dong-dai-1008.html"] = answers.for_ever(b"HTTP/1.1 200 OK\r\nX-A: ", b"b" * 4096)
    raw["/tiep-tuc-1009.html"] = answers.for_ever(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 50)
    cookies = [f"Set-Cookie: c{n}={'v' * 400}" for n in range(2000)]
    raw["/banh-1010.html"] = answers.sends(answers.head(*cookies), page)
    raw["/sau-1011.html"] = answers.sends(
        answers.head(f"Content-Length: {1024 * 1024 // 5 * 5 + 12}"), answers.nested(1)
    )
    raw["/dai-hon-1012.html"] = answers.sends(answers.head("Content-Length: 999999"), page)
    raw["/ngan-hon-1013.html"] = answers.sends(answers.head("Content-Length: 100"), page)
    raw["/am-1014.html"] = answers.sends(answers.head("Content-Length: -5"), page)
    raw["/hai-do-dai-1015.html"] = answers.sends(
        answers.head("Content-Length: 5", "Content-Length: 7"), page
    )
    raw["/khuc-hong-1016.html"] = answers.sends(
        answers.head("Transfer-Encoding: chunked"), b"zz\r\nhong\r\n"
    )
    raw["/khong-http-1017.html"] = answers.sends(b"\x00\x01SSH-2.0-x\r\n\r\n")
    raw["/trang-dau-1018.html"] = answers.sends(b"HTTP/9.9 abc\r\n\r\n")
    ended = night.crawl_paths(*raw)
    found = night.outcomes()
    outcomes = {
        "too-large": ("vo-tan", "bom", "dau-dai", "dong-dai", "tiep-tuc", "banh"),
        "timeout": ("giot", "im"),
        "truncated": ("dai-hon", "khuc-hong"),
        "connection": ("am", "hai-do-dai", "khong-http", "trang-dau"),
        "ok": ("sau", "ngan-hon"),
    }
    wanted = {
        path: outcome
        for path in raw
        for outcome, names in outcomes.items()
        if path.startswith(tuple(f"/{name}-" for name in names))
    }
    assert {path: found[path] for path in raw} == wanted, ended.said
    assert night.archived.refusals() == {
        "/sau-1011.html": "too-large",
        "/ngan-hon-1013.html": "no-body",
    }
    assert "18 of 21 articles could not be fetched" in ended.said


def test_a_redirect_leads_nowhere_but_within_the_site(night: Night) -> None:
    port = night.harmless.port
    targets = {
        "/toi-may-2001.html": f"http://localhost:{port}/bai-lanh-2000.html",
        "/toi-tep-2002.html": "file:///etc/passwd",
        "/toi-du-lieu-2003.html": "data:text/html,<h1>a</h1>",
        "/toi-ftp-2004.html": "ftp://127.0.0.1/a",
        "/toi-cong-2005.html": f"http://127.0.0.1:{port}/bai-lanh-2000.html",
        "/toi-ten-2006.html": night.hostile.root.replace("//", "//a:b@") + GOOD,
        "/toi-tep-anh-2007.html": "http://tep.baodoc.example/a-2007.html",
        "/toi-dai-2008.html": "/" + "a" * 5000 + "-2008.html",
        "/toi-hong-2009.html": "http://[::1/a",
        "/toi-siêu-2010.html": "http://169.254.169.254/latest/meta-data/",
    }
    for path, target in targets.items():
        night.hostile.put(path.replace("ê", "%C3%AA"), "", 302, Location=target)
    ring = [f"/vong-{n}-300{n}.html" for n in range(9)]
    for here, there in pairwise(ring):
        night.hostile.put(here, "", 302, Location=there)
    ended = night.crawl_paths(*targets, ring[0])
    nowhere = {path: detail for path, outcome, detail in night.details() if outcome == "redirect"}
    reasons = {
        "tep": "file is not",
        "du-lieu": "data is not",
        "ftp": "ftp is not",
        "ten": "a name and",
        "dai": "letters",
        "hong": "no address",
    }
    for name, reason in reasons.items():
        (path,) = [each for each in targets if re.match(rf"/toi-{name}-\d", each)]
        assert reason in nowhere[path], path
    refused = [detail for _, outcome, detail in night.details() if outcome == "off-site"]
    assert sorted(refused) == [
        "169.254.169.254 is no host of baodoc",
        "localhost is no host of baodoc",
        f"port {port} is none of baodoc",
        "tep.baodoc.example is no host of baodoc",
    ]
    assert len([path for path in night.outcomes() if path.startswith("/vong-")]) == 6
    assert night.harmless.paths().count("/bai-lanh-2000.html") == 1  # its own crawl
    assert "11 of 12 articles could not be fetched" in ended.said


XML = (
    ("tin-cuoi.rss", answers.laughs()),
    ("tin-dai.rss", answers.quadratic()),
    ("tin-tep.rss", answers.outside("file:///etc/passwd")),
    ("tin-mang.rss", answers.outside("{root}/bi-mat")),
    ("tin-tham-so.rss", answers.parameter("{root}/bi-mat")),
    ("tin-gop.rss", answers.included("file:///etc/passwd")),
)


def test_bombs_and_doors_of_xml_bring_nothing_in(night: Night) -> None:
    host = night.hostile
    for name, body in XML:
        body = body.replace(b"{root}", host.root.encode())
        host.put(f"/{name}", body, Content_Type="application/rss+xml")
        as_map = body.replace(b"item", b"url").replace(b"link>", b"loc>").replace(b"rss", b"urlset")
        as_map = as_map.replace(b"-9001.html", b"-9002.html")
        host.put(f"/{name.replace('tin', 'ban-do')}.xml.gz", gzip.compress(as_map))
    host.put("/bom.xml.gz", answers.packed(100, b"<urlset>"))
    host.put("/sau.xml", b"<urlset>" + b"<url>" * 400_000)
    host.put("/tin-sau.rss", b"<rss>" + b"<item>" * 300_000)
    host.put("/tin-dong.rss", b"<rss><channel><item><title>" + b"a" * 1_900_000)
    names = [path[1:] for path in host.answers if path.endswith((".rss", ".xml", ".gz"))]
    ended = night.crawl(BAODOC_LISTINGS=" ".join(names))
    assert ended.memory < MEMORY, ended.memory
    assert "Traceback" not in ended.said
    assert "/bi-mat" not in host.paths()
    refused = {"/bom.xml.gz": "too-large", "/sau.xml": "truncated"}
    assert night.archived.refusals() == refused, ended.said
    found = night.archived.rows("SELECT url, title FROM known_address WHERE url LIKE '%/bom-900%'")
    assert {row["url"][-13:] for row in found} == {"bom-9001.html", "bom-9002.html"}
    assert {row["title"] for row in found} == {""}  # no entity was put in its place


def test_a_robots_txt_of_50_megabytes_is_too_large(night: Night) -> None:
    line = b"Disallow: /a\n" * 5000
    night.hostile.raw["/robots.txt"] = answers.sends(
        answers.head(kind="text/plain"), *[line] * (50 * 2**20 // len(line))
    )
    ended = night.crawl()
    assert ended.memory < MEMORY, ended.memory
    assert ("/robots.txt", "too-large") in [each[:2] for each in night.details()]
    assert "baodoc: blocked" in ended.said
    assert set(night.hostile.paths()) == {"/robots.txt"}


def test_a_certificate_that_proves_nothing_is_named_and_nothing_is_sent(night: Night) -> None:
    tls(night)
    ended = night.crawl(BAODOC_ROOT=f"https://localhost:{night.hostile.port}")
    assert ("/robots.txt", "tls", "certificate verify failed") in night.details()
    assert "baodoc: down" in ended.said
    assert night.hostile.asked == []


def test_names_and_words_of_a_page_do_not_leave_their_place(both: Night) -> None:
    night = both
    evil = "Bài \x1b[31mđỏ\x07 \x9b2J \u202engược [red]đỏ[/red] =1+1"
    paths = (
        "/../../../../thoat-4001.html",
        "/..%2f..%2f..%2fthoat-4002.html",
        "/a%00b%0a%1b%5b31m-4003.html",
        "/%E2%80%AEnguoc-4004.html",
        "/" + "d" * 1800 + "-4005.html",
    )
    for path in paths:
        night.hostile.put(path, article(evil))
    night.hostile.raw["/dau-hong-4006.html"] = answers.sends(
        answers.head(
            f"Content-Length: {len(article(evil).encode())}",
            'ETag: "\x00\x1b[31m"',
            "Last-Modified: \x00",
            "Content-Disposition: attachment; filename=../../x",
        ),
        article(evil).encode(),
    )
    night.named |= {"http_proxy": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"}
    ended = night.crawl_paths(*paths, "/dau-hong-4006.html")
    assert set(night.outcomes().values()) == {"missing", "ok"}, ended.said
    assert not CONTROL.search(ended.said.replace("\n", ""))
    for file in night.folder.rglob("*"):
        assert PLACES.fullmatch(str(file.relative_to(night.folder))), file


def test_a_machine_that_is_not_on_the_public_net_is_not_asked(night: Night) -> None:
    words = ("-s", "ALLOW_PRIVATE_ADDRESSES=0")
    night.named |= dict.fromkeys(("BAODOC_ROOT", "BAOLANH_ROOT"), "https://baodoc.example")

    def asked(url: str) -> Ended:
        return night.archived.run(
            "scrapy", "crawl", "any", "-a", f"url={url}", *words, **night.named
        )

    literal = asked(f"http://127.0.0.1:{night.hostile.port}/a")
    assert literal.status == 2
    assert "is not asked: 127.0.0.1 is no address of the public net" in literal.said
    named = asked(f"http://localhost:{night.hostile.port}/a")
    assert named.status == 1
    assert "localhost stands for 127.0.0.1, no address of the public net" in named.said
    assert night.outcomes() == {"/robots.txt": "private-address", "/a": "robots"}
    assert night.hostile.asked == []


def test_nothing_listens_while_a_crawl_is_at_work(night: Night) -> None:
    come, go = threading.Event(), threading.Event()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        come.set()
        go.wait(answers.LONG)
        handler.wfile.write(answers.head())

    night.hostile.raw["/robots.txt"] = answer
    with night.start("baodoc", "-s", "DOWNLOAD_TIMEOUT=30") as process:
        assert come.wait(answers.LONG)
        listening = listeners(process.pid)
        go.set()
        process.communicate()
    assert listening == []


def listeners(pid: int) -> list[str]:
    """The addresses at which a process listens, as the kernel writes them."""
    files = Path(f"/proc/{pid}/fd").iterdir()
    own = {str(file.readlink()) for file in files if file.is_symlink()}
    found = []
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            words = line.split()
            if f"socket:[{words[9]}]" in own and (words[3] == "0A" or table.startswith("udp")):
                found.append(words[1])
    return found
