"""What is proved of an archive, each proof a function that yields what it found to be wrong."""
