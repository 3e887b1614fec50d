"""How the built-in sum() of the running Python adds floats, which the packages that are stood in for leave their last bit to."""

#: From CPython 3.12 on it compensates for rounding.
COMPENSATES = sum([0.1] * 10) == 1.0
