"""The archive: what the crawler found, kept as facts, and the answers that it gives."""
