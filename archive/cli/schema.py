"""`egov upgrade`: makes the archive, or brings it to this release."""

import typer

from archive import data_folder
from archive.cli.paper import Json, dump, say
from archive.cli.progress import progress
from archive.storage.engine import database_url, shown
from archive.storage.upgrade import upgrade


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command("upgrade")(run)


def run(json: bool = Json) -> None:
    """Make the archive, or bring it to this release; a SQLite file is backed up first.

    What this release derives in another way is derived anew, which may take as long as a verify.
    """
    with progress("deriving articles anew") as told:
        revision = upgrade(None, data_folder(), told)
    where = shown(database_url())
    if json:
        dump({"database": where, "revision": revision})
    else:
        say(f"{where} is at revision {revision}.")
