"""How the built-in sum() of the running Python adds floats: the last bit of some originals depends on it."""

#: From CPython 3.12 on it compensates for rounding.
COMPENSATES = sum([0.1] * 10) == 1.0
