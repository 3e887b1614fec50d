"""Files in, files out: a corpus read from any common format, per-example results and states written to some."""
