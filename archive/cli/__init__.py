"""`egov`: the archive's answers on the command line, for people and, with --json, for programs."""

import io
import os
import sys
from typing import Any

import sqlalchemy as sa
import typer
from typer.core import TyperGroup
from typer.main import get_command

from archive.cli import (
    ask,
    covering,
    crawling,
    differing,
    exchange,
    finding,
    keeping,
    mentions,
    schema,
    stories,
    watching,
)
from archive.cli.paper import complain
from archive.errors import ArchiveError


class PipeClosed(Exception):
    """Whoever reads the answer has read enough (`egov search … | head`)."""


class Verbs(TyperGroup):
    """The commands; a closed pipe, which Typer takes for a failure, is none."""

    def invoke(self, ctx: Any) -> Any:
        """Runs a command, and writes out what it said."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise PipeClosed from error
        return result


app = typer.Typer(
    name="egov",
    cls=Verbs,
    help="The archive of Vietnamese e-government news. Every command takes --json and --help.",
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
    exchange,
    keeping,
    schema,
):
    module.add_to(app)


def main() -> None:
    """Runs `egov`; an error is one line on stderr and an exit status other than 0."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without Vietnamese letters
    status = 0
    try:
        status = get_command(app)(prog_name="egov", standalone_mode=True)
    except ArchiveError as error:
        complain(str(error))
        status = error.exit_status
    except sa.exc.DBAPIError as error:
        complain(f"the database gave up: {str(error.orig or error).strip().splitlines()[0]}")
        status = 1
    except PipeClosed:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status)
