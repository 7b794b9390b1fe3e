"""`python -m archive` is `egov`."""

from archive.cli import main

main()
