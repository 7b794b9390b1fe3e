"""Politeness, measured at a server of this machine: who is asked when, and how many at a time.

Báo Mẫu has a host in three forms, and a feed on another; each name leads to this machine.
"""

import sqlalchemy as sa

from archive.storage.engine import connect
from tests.mau.pages import article, section

DELAY, ROBOTS_DELAY = 0.05, 0.12
LATE = 0.03  # seconds that a request may seem early: two processes look at two clocks' ticks
OWN = ("baomau.example", "www.baomau.example", "m.baomau.example")
LIVE = (
    "-s", f"DOWNLOAD_DELAY={DELAY}",
    "-s", f"AUTOTHROTTLE_START_DELAY={DELAY}",
    "-s", "TWISTED_DNS_RESOLVER=tests.mau.resolving.Here",
)  # fmt: skip


def crawl(archived, server, *words):
    named = {
        "BAOMAU_ROOT": f"http://baomau.example:{server.port}",
        "BAOMAU_LISTINGS": "section feed",
    }
    feeds = {"BAOMAU_FEEDS": f"http://tin.baomau.example:{server.port}"}
    return archived.crawl(*LIVE, *words, **named, **feeds)


def conditional(page):
    """Answers 304 to who has the page."""

    def answer(asked):
        known = asked.headers.get("If-None-Match") == '"1"'
        return (304, {"ETag": '"1"'}, b"") if known else (200, {"ETag": '"1"'}, page.encode())

    return answer


def feed(*urls):
    items = "".join(f"<item><title>Bài {url}</title><link>{url}</link></item>" for url in urls)
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'


def publish(server):
    """Twelve articles, of which some lead on, fail at first, are slow or are not for crawlers."""
    hosts = [f"http://{host}:{server.port}" for host in OWN]
    urls = [f"{hosts[n % 2]}/bai-{n}-11{n:02}.html" for n in range(12)]
    server.put("/robots.txt", "", 302, Location="/robots-moi.txt")
    rules = f"User-agent: *\nDisallow: /cam-\nCrawl-delay: {ROBOTS_DELAY}\n"
    server.put("/robots-moi.txt", rules)
    server.put("tin.baomau.example/robots.txt", "User-agent: *\nDisallow: /cam-\n")
    server.put("/chuyen-doi-so", section(*urls[:8], f"{hosts[0]}/cam-1-1199.html"))
    server.put("/tin.rss", feed(*urls[8:]))
    for n, url in enumerate(urls):
        page = article(f"Bài số {n} của xã Sơn Khê")
        server.answers["/" + url.split("/", 3)[3]] = conditional(page)
    server.put("/bai-1-1101.html", "", 302, Location=f"{hosts[2]}/bai-0-1100.html")
    failing, page = iter((503, 500)), conditional(article("Bài đến muộn"))
    server.answers["/bai-2-1102.html"] = lambda asked: (
        (status, {}, b"") if (status := next(failing, 0)) else page(asked)
    )
    told = iter((429,))
    server.answers["/bai-3-1103.html"] = lambda asked: (
        (429, {"Retry-After": "1"}, b"") if next(told, 0) else page(asked)
    )


def of_site(server):
    return [each for each in server.asked if each.host in OWN]


def age(archived):
    """Two days go by; the articles have been looked at once, twice, and so on."""
    engine = connect(archived.url)
    with engine.begin() as connection:
        ids = connection.scalars(sa.text("SELECT article_id FROM article_state ORDER BY 1")).all()
        for looks, number in enumerate(ids, 1):
            values = {"looks": looks, "id": number}
            sql = """UPDATE article_state SET looks = :looks,
            last_look_at = strftime('%Y-%m-%dT%H:%M:%S', last_look_at, '-2 days') || '.000000Z'
            WHERE article_id = :id"""
            connection.execute(sa.text(sql), values)
    engine.dispose()


def test_two_nights_harm_no_host(archived, server):
    publish(server)
    first = crawl(archived, server)
    assert first.status == 0, first.said
    # --- one at a time, and a pause after each answer
    own, feeds = of_site(server), [each for each in server.asked if each not in of_site(server)]
    assert server.busiest == 1
    after_robots = own[2:]
    assert len(own) >= 18
    assert server.rest(own) > DELAY - LATE
    assert server.rest(after_robots) > ROBOTS_DELAY - LATE
    assert server.rest(feeds) > DELAY - LATE
    # --- robots.txt before all else, on each host of its own
    assert [each.path for each in own[:2]] == ["/robots.txt", "/robots-moi.txt"]
    assert [each.path for each in feeds] == ["/robots.txt", "/tin.rss"]
    assert not [path for path in server.paths() if path.startswith("/cam-")]
    # --- what fails is asked again, thrice at most; who says when is waited for
    assert len(server.looks("/bai-2-1102.html")) == 3
    told, again = server.looks("/bai-3-1103.html")
    assert again.at - told.answered > 1 - LATE
    later = [each for each in own if each.at > told.at]
    assert min(each.at for each in later) - told.answered > 1 - LATE
    # --- the second night
    age(archived)
    known = {
        "/" + row["url"].split("/", 3)[3]: row
        for row in archived.rows("SELECT url, etag, looks FROM article_state")
    }
    assert len(known) == 11
    server.asked.clear()
    second = crawl(archived, server)
    assert second.status == 0, second.said
    assert server.busiest == 1
    assert server.rest(of_site(server)[2:]) > ROBOTS_DELAY - LATE
    asked = {each.path: "If-None-Match" in each.headers for each in of_site(server)}
    revisits = {path: asked[path] for path in known}
    assert revisits == {path: (row["looks"] + 1) % 10 != 0 for path, row in known.items()}
    assert sorted(revisits.values()).count(False) == 1
    assert archived.report()["unchanged"] == 11
