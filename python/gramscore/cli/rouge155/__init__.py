"""`gramscore rouge155`: the Perl program ROUGE-1.5.5's arguments in, the bytes that it prints out."""
