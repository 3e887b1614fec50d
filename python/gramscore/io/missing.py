"""Where texts are missing in Arrow columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc


def missing(texts: Any) -> npt.NDArray[np.bool_]:
    """Where a text of an Arrow column is null, or a list of texts is empty or holds a null."""
    if isinstance(texts, pa.ChunkedArray):
        return np.concatenate([np.zeros(0, bool), *map(missing, texts.chunks)])
    nulls = np.asarray(pc.is_null(texts))
    if pa.types.is_fixed_size_list(texts.type):
        texts = texts.cast(pa.list_(texts.type.value_type))
    if pa.types.is_list(texts.type) or pa.types.is_large_list(texts.type):
        nulls |= np.asarray(pc.fill_null(pc.equal(pc.list_value_length(texts), 0), True))
        nulls[np.asarray(pc.list_parent_indices(texts))[np.asarray(pc.is_null(pc.list_flatten(texts)))]] = (
            True
        )
    return nulls
