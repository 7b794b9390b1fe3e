"""Where the archive is kept: tables, transactions, pages on disk, and what follows from facts."""
