"""The reader's name and version, known without loading it."""

from importlib.metadata import version

from archive.record import Furniture

READER = f"egov-1+trafilatura-{version('trafilatura')}"


def furnished(furniture: Furniture | None) -> str:
    """The reader's name and version on a site with this furniture."""
    return f"{READER}+f{furniture.number}" if furniture and furniture.number else READER
