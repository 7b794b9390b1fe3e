"""The bars of quality on the real pages beside the project, where they are present."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytestmark = pytest.mark.shared
DECLARED = ("baochinhphu", "baocantho", "baolaocai")
FIELDS = ("title", "lead", "captions", "minute", "author")


@pytest.fixture(scope="module")
def score(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("shared_score", shared / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    path = list(sys.path)
    spec.loader.exec_module(module)
    sys.path[:] = path  # the script puts the working folder in front
    return module


def rows(score: ModuleType, declared: bool) -> list[dict[str, Any]]:
    return [score.score(*page) for page in score.pages() if page[2]["declared"] is declared]


@pytest.mark.parametrize(
    ("declared", "mean", "worst"), [(True, 0.998, 0.995), (False, 0.985, 0.95)]
)
def test_real_pages_read_to_the_bar(
    score: ModuleType, declared: bool, mean: float, worst: float
) -> None:
    found = rows(score, declared)
    assert not [row for row in found if "error" in row]
    assert min(row["f1"] for row in found) >= worst
    assert sum(row["f1"] for row in found) / len(found) >= mean
    assert not [row for row in found if row["missing"] or row["extra"]]
    assert not [(row["page"], key) for row in found for key in FIELDS if row.get(key) is False]


@pytest.mark.parametrize("name", DECLARED)
def test_the_generic_reading_of_a_declared_page_loses_nothing(
    score: ModuleType, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crawler import sites
    from crawler.reading import article

    monkeypatch.setattr(sites, "read", lambda html, url: article.read(html, url))
    row = next(score.score(*page) for page in score.pages() if page[0] == name)
    assert (row["missing"], row["extra"], row["author"], row["minute"]) == (0, 0, True, True)


def test_real_pages_without_their_class_names_still_read(
    score: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crawler import sites
    from crawler.reading import article

    names = re.compile(rb"""\s(?:class|id|data-role|itemprop)=(?:"[^"]*"|'[^']*')""")
    monkeypatch.setattr(sites, "read", lambda html, url: article.read(names.sub(b"", html), url))
    found = [score.score(*page) for page in score.pages() if page[0] in ("cafef", "vietnamnet")]
    assert all(row["f1"] >= 0.99 and not row["extra"] and not row["missing"] for row in found)


def test_listing_pages_are_refused_as_listings(shared: Path) -> None:
    from crawler.errors import ListingPage
    from crawler.reading.article import read

    for page in sorted(shared.glob("pages/*/listing.html")):
        with pytest.raises(ListingPage):
            read(page.read_bytes(), f"https://{page.parent.name}.example/muc")
