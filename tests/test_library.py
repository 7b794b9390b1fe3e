"""The Python library: each method is typed and explained, and its example runs as it stands.

The examples are of the archive that `script/demo` makes.
"""

import doctest
import inspect
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from archive import Archive
from samples import pack
from tests.crawl import Crawls
from tests.played import SITES, archive_at

METHODS = {
    name: method
    for name, method in inspect.getmembers(Archive, inspect.isroutine)
    if not name.startswith("_") and name not in ("open", "close")
}
# these leave something behind, and come last in this order
LAST = ("rebuild", "confirm", "export", "import_", "seal", "verify", "backup", "withhold")


@pytest.fixture(scope="module")
def demo(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, crawls: Crawls
) -> Iterator[dict[str, object]]:
    """The names that examples may use: the archive after three nights, and a folder."""
    folder = tmp_path_factory.mktemp("demo")
    file = folder / "archive.db"
    file.write_bytes(sqlite_template.read_bytes())
    played = archive_at(f"sqlite:///{file}", folder, crawls)
    for at in pack.pack(played.data_dir / "nights"):
        played.play(SITES, at - timedelta(minutes=20))
    with Archive.open(played.url, played.data_dir) as archive:
        yield {"archive": archive, "folder": folder}


def ordered() -> list[str]:
    return [*sorted(METHODS.keys() - set(LAST)), *(name for name in LAST if name in METHODS)]


def test_each_method_is_known_to_the_examples() -> None:
    assert set(LAST) <= set(METHODS)
    assert len(METHODS) >= 20


@pytest.mark.parametrize("name", sorted(METHODS))
def test_each_method_is_typed_and_explained(name: str) -> None:
    method = METHODS[name]
    signature = inspect.signature(method)
    told = [one.annotation for name, one in signature.parameters.items() if name != "self"]
    assert inspect.Signature.empty not in (*told, signature.return_annotation), "a type is missing"
    assert method.__doc__
    assert ">>> " in method.__doc__, "an example is missing"


@pytest.mark.parametrize("name", ordered())
def test_the_example_of_a_method_gives_what_stands_there(
    demo: dict[str, object], name: str
) -> None:
    text = inspect.getdoc(METHODS[name]) or ""
    test = doctest.DocTestParser().get_doctest(text, dict(demo), name, None, None)
    wrong: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=wrong.append)
    assert "".join(wrong) == ""
