"""The archive: what the crawler found, kept as facts, and the answers that it gives.

from archive import Archive

with Archive.open() as archive:
    for hit in archive.search('"dịch vụ công" trực tuyến', sites=["baochinhphu"]).hits:
        print(hit.title, archive.history(hit.article_id).versions)

Nothing is loaded before it is asked for, so that `import archive.record` takes no database along.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archive.library import Archive, data_folder

__all__ = ["Archive", "data_folder"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from archive import library

    return getattr(library, name)
