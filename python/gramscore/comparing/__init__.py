"""Systems compared: paired tests and tables."""
