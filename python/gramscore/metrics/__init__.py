"""The metrics: a file for each, with its options and what it returns."""
