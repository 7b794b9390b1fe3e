"""Rows that the database refuses for what they hold: neither trying again nor waiting would help.

A text that no column takes, a number too large, an index entry that is too long: one such row must
neither end a crawl nor stand before what comes after it.
"""

import sqlalchemy as sa

from archive.errors import PageLost

LIMITS = "54"  # class of PostgreSQL's codes: an index entry, a statement is too long
REFUSED = (sa.exc.IntegrityError, sa.exc.DataError, ValueError, OverflowError)
DAMAGED = (KeyError, TypeError, PageLost)  # what was to be stored, or the record that it names


def is_unfit(error: BaseException | None) -> bool:
    """Whether the database works and refused what it was given."""
    if isinstance(error, sa.exc.OperationalError):
        return str(getattr(error.orig, "sqlstate", None) or "").startswith(LIMITS)
    if isinstance(error, sa.exc.StatementError) and not isinstance(error, sa.exc.DBAPIError):
        return True  # a value that no column of ours takes
    return isinstance(error, REFUSED + DAMAGED)
