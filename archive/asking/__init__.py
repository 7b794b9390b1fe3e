"""What the archive answers: search, articles, their history and differences, stories, runs."""
