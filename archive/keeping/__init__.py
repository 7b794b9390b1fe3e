"""Keeping the archive: seals, proofs, copies for a bad day, and what the law takes out of it."""
