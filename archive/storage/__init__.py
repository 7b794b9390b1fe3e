"""Where the archive is kept: tables, transactions, pages on disk, and what is derived from the facts."""
