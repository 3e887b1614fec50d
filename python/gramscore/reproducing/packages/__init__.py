"""The packages that people use: a file for each, with its settings and the calls that give them."""
