"""Metrics as functions of columns, which data frames, SQL and clusters have in common."""

from gramscore.corpora.columns import Columns

__all__ = ["Columns"]
