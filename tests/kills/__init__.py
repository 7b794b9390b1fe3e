"""Crawls that are killed: two invented papers over two nights, and how their archives compare."""
