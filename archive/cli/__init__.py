"""`egov`: the archive's answers on the command line, for people and, with --json, for programs."""

from archive.stopping import Stopping


def main() -> None:
    """Runs `egov`; an error is one line on stderr and an exit status other than 0.

    The verbs are imported here: a crawl, which writes to a terminal in the same way, needs none.
    """
    stopping = Stopping("egov")
    stopping.at_start()
    from archive.cli.program import main as run

    run(stopping)
