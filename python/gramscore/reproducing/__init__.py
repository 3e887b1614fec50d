"""Which settings of which package give a score: a search over what people use, and what follows from it."""
