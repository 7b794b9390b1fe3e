"""The nightly service: which jobs there are, when they are due, who does them, what ran when."""
