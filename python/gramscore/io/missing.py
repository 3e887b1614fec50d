"""Where texts are missing in Arrow columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gramscore.io.batch import is_list, joined


def missing(texts: Any) -> npt.NDArray[np.bool_]:
    """Where a text of an Arrow column is null, or a list of texts is null or empty."""
    nulls = np.asarray(pc.is_null(texts))
    if is_list(texts.type):
        nulls |= np.asarray(pc.fill_null(pc.equal(pc.list_value_length(texts), 0), True))
    return nulls


def without_nulls(references: Any) -> Any:
    """The column, but that its lists hold no null: what is null among several references is no reference."""
    kind = references.type
    if pa.types.is_fixed_size_list(kind):
        references = references.cast(pa.list_(kind.value_type))
    if not is_list(references.type):
        return references
    if isinstance(references, pa.ChunkedArray):
        if not any(it.null_count or it.flatten().null_count for it in references.chunks):
            return references
        references = references.combine_chunks()
    return joined([references])
