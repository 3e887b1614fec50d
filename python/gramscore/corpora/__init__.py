"""Several metrics over one corpus."""
