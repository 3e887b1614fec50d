"""The version of sacrebleu whose interface and figures this is."""

__version__ = "2.6.0"
