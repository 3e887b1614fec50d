"""Corpora on clusters: each worker scores what it holds, and hands on sums that add up to the local score."""
