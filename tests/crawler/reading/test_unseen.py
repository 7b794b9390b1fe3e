"""Pages of papers and portals that nobody declared, whole: every line and field is right."""

from datetime import datetime

import pytest

from archive.record import BlockKind, Reading
from crawler import sites
from crawler.reading import article
from tests.crawler.reading import unseen, unseen_portals, unseen_shapes
from tests.crawler.reading.invented import Sample

PAGES = {**unseen.PAGES, **unseen_portals.PAGES, **unseen_shapes.PAGES}


def assert_reads(reading: Reading, sample: Sample) -> None:
    body = [block.text for block in reading.blocks if block.kind is not BlockKind.CAPTION]
    assert body == list(sample.body)
    assert reading.captions == sample.captions
    assert (reading.title, reading.lead) == (sample.title, sample.lead)
    assert reading.author == sample.author
    assert reading.published_at is not None
    assert reading.published_at == datetime.fromisoformat(sample.published or "")
    assert reading.images


@pytest.mark.parametrize("name", list(PAGES))
def test_a_whole_page_gives_its_article(name: str) -> None:
    sample = PAGES[name]()
    assert_reads(article.read(sample.html.encode(), sample.url), sample)


@pytest.mark.parametrize("name", list(PAGES))
def test_a_whole_page_of_an_undeclared_host_gives_its_article(name: str) -> None:
    sample = PAGES[name]()
    assert_reads(sites.read(sample.html.encode(), sample.url), sample)


def test_files_and_sources_of_a_portal_are_fields() -> None:
    portal = unseen_portals.vnpt_portal()
    reading = article.read(portal.html.encode(), portal.url)
    assert [(file.url, file.label) for file in reading.attachments] == [
        ("https://mau1.example/documents/ke-hoach-118.pdf", "Kế hoạch 118.pdf")
    ]
    page = unseen_portals.nukeviet()
    assert article.read(page.html.encode(), page.url).source_name == "Cổng thông tin Vĩnh Xuyên"
