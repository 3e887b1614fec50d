"""The tokenizers as objects to call: a text in, its tokens separated by spaces out."""
