"""Pools of texts that are unlike each other, and grow."""
