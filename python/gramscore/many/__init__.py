"""Many texts with many: matrices of scores, and what is made of them. Given the core's objects, not metrics."""
