"""Listings that name more addresses than any paper has."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from archive.record import Found
from archive.storage.found import Page
from crawler.fetching import noting
from crawler.fetching.listings import Listing
from crawler.reading.address import Address

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ROOT = "https://baomau.example"
SITEMAP = Listing(f"{ROOT}/sitemap.xml", kind="sitemap")


class Run:
    """What a notebook says of a run."""

    def __init__(self):
        self.counts = SimpleNamespace(discovered=0)
        self.listed, self.notes = {}, set()
        self.note = self.notes.add


def made(monkeypatch, *, backfill=False):
    """A notebook for five new addresses, of which the archive has held the first ones; and what it
    gave to the archive.
    """
    monkeypatch.setattr(noting, "MOST_NEW", 5)
    monkeypatch.setattr(noting, "MOST_NEW_BACKFILL", 8)
    monkeypatch.setattr(noting, "BATCH", 2)
    noted, pages = [], []

    def note_found(_site, rows, _at, *, lift, walked: Page | None):
        pages.append(walked)
        fresh = [row.found.url for row in rows if "-10" not in row.found.url]
        noted.extend(fresh)
        return len(fresh)

    spider = SimpleNamespace(
        name="baomau",
        task=SimpleNamespace(backfill=backfill),
        addresses=(Address(r"/(?:[^?]*)-(?P<id>\d{4,})\.html", "baomau"),),
        own_hosts=lambda: frozenset({"baomau.example"}),
        runs=SimpleNamespace(
            clock=lambda: NOW,
            probing=False,
            store=SimpleNamespace(note_found=note_found),
        ),
    )
    notebook = noting.Notebook(spider, run := Run())
    monkeypatch.setattr(notebook, "look_again", lambda _: None)
    return notebook, run, noted, pages


def named(first, number):
    return [Found(f"{ROOT}/tin-{n}.html", SITEMAP.url) for n in range(first, first + number)]


@pytest.mark.parametrize(("backfill", "most"), [(False, 5), (True, 8)])
def test_a_run_notes_so_many_new_addresses_and_tells_that_the_rest_is_left(
    monkeypatch, backfill, most
):
    notebook, run, noted, walked = made(monkeypatch, backfill=backfill)
    notebook.note(SITEMAP, named(2000, 100), backlog=True)
    notebook.note_page(SITEMAP, named(3000, 100), Page(SITEMAP.url, SITEMAP.url, NOW), backlog=True)
    assert most <= len(noted) < most + noting.BATCH
    assert run.notes == {f"the listings name more than {most} new addresses: the rest is left"}
    assert walked[-1] is None, "what was left of a page would never be asked for"


def test_what_the_archive_held_before_does_not_count(monkeypatch):
    notebook, run, noted, walked = made(monkeypatch)
    notebook.note(SITEMAP, named(1000, 50), backlog=True)
    page = Page(SITEMAP.url, SITEMAP.url, NOW)
    notebook.note_page(SITEMAP, named(2000, 2), page, backlog=True)
    assert (len(noted), walked[-1], run.notes) == (2, page, set())
