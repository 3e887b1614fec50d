"""What texts have in common with others: extracts, and contamination."""
