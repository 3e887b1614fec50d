"""What options are made of: their checks, callables and tokenizers, progress, packages that may be missing."""
