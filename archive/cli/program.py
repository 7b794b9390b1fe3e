"""The program `egov`: its verbs, and how it ends."""

import os
import sys
from functools import cache
from typing import Any

import sqlalchemy as sa
import typer
from typer.main import get_command

from archive.cli import (
    ask,
    compacting,
    covering,
    crawling,
    differing,
    exchange,
    finding,
    furnishing,
    health,
    keeping,
    mentions,
    muting,
    reviewing,
    schema,
    stories,
    watching,
)
from archive.cli.paper import bear_all_letters, complain
from archive.cli.verbs import PipeClosed, Verbs
from archive.errors import ArchiveError
from archive.stopping import Stopping

app = typer.Typer(
    name="egov",
    cls=Verbs,
    help=(
        "The archive of Vietnamese e-government news. Every command takes --help and --json. "
        "ARCHIVE_DATABASE_URL and ARCHIVE_DATA_DIR name the archive (data/archive.db, data)."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (
    finding,
    ask,
    differing,
    stories,
    mentions,
    watching,
    covering,
    crawling,
    health,
    muting,
    reviewing,
    furnishing,
    exchange,
    keeping,
    compacting,
    schema,
):
    module.add_to(app)


@cache
def _command() -> Any:
    """The program, whose verbs take longer to put together than most of them to answer."""
    return get_command(app)


def main(stopping: Stopping) -> None:
    """Runs `egov`; an error is one line on stderr and an exit status other than 0."""
    bear_all_letters()
    try:
        program = _command()
        stopping.at_work()
        status = program(prog_name="egov", standalone_mode=True)
    except Exception as error:
        # what is stopped within a library may come out as its error: the word is said already
        status = stopping.status or _told(error)
    sys.exit(status)


def _told(error: Exception) -> int:
    """Says what went wrong, where it is no mistake of ours; the exit status."""
    if isinstance(error, ArchiveError):
        complain(str(error))
        return error.exit_status
    if isinstance(error, sa.exc.DBAPIError):
        complain(f"the database gave up: {str(error.orig or error).strip().splitlines()[0]}")
        return 1
    if isinstance(error, OSError):  # a full disk, a folder that may not be written
        what = f"{error.filename}: " if error.filename else ""
        complain(f"{what}{error.strerror or error}")
        return 1
    if isinstance(error, PipeClosed):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    raise error
