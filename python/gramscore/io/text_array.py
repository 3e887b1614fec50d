"""Arrow arrays of Python strings, lone surrogates included."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import pyarrow as pa


def text_array(texts: Sequence[str]) -> pa.Array:
    """A string array; a lone surrogate is kept as the three bytes that encode it, as gramscore reads it."""
    try:
        return pa.array(texts, pa.string())
    except (UnicodeEncodeError, pa.ArrowException):
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        return pa.array(encoded, pa.binary()).view(pa.string())


def text_of(scalar: pa.Scalar) -> str:
    """The text of a scalar, as `text_array` keeps it."""
    try:
        return str(scalar.as_py())
    except UnicodeDecodeError:
        return bytes(scalar.as_buffer()).decode("utf-8", "surrogatepass")


def texts_of(scalar: pa.Scalar) -> list[str]:
    """The texts of a scalar that holds one or a list of them."""
    if isinstance(scalar, (pa.ListScalar, pa.LargeListScalar)):
        return [text_of(it) for it in scalar.values]
    return [text_of(scalar)]


def text_list_array(lists: Sequence[Sequence[str]]) -> pa.Array:
    """A list<string> array, as `text_array`."""
    offsets = [0, *accumulate(map(len, lists))]
    texts = text_array([text for texts in lists for text in texts])
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), texts)
