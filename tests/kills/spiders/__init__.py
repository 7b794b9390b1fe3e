"""The papers whose crawls are killed."""
