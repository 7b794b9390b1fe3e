"""`egov` as a module: `python -m tests.hostile.egov`."""

from archive.cli import main

if __name__ == "__main__":
    main()
