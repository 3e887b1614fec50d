"""What metrics return: scores of examples, and states that add up."""
