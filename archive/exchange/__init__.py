"""What leaves an archive and what comes in: exports with their manifest, imports of WARC files."""
