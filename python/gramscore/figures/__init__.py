"""Score types, and the formulas from sums over examples to scores: a file for each metric."""
