"""The Python library: `Archive`, the questions that a program may ask of one archive."""

from archive.asked import Asked
from archive.furnished import Furnished
from archive.kept import Kept
from archive.opened import data_folder
from archive.reviewed import Reviewed
from archive.watched import Watched

__all__ = ["Archive", "data_folder"]


class Archive(Asked, Watched, Reviewed, Furnished, Kept):
    """One archive. An article is named by its id or by any of its addresses.

    Every method raises errors of `archive.errors`: NotFound where nothing answers to a name,
    BadQuery where a question cannot be understood.
    """
