"""A batch as remarks and signatures look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from gramscore.io.batch import Batch


def arrays_of(batch: Batch) -> tuple[Any, Any, npt.NDArray[np.int64] | None]:
    """Predictions, all references one after another, and how many each example has if not one."""
    from gramscore.io.batch import dense, is_list

    predictions, references = _whole(dense(batch.predictions)), _whole(batch.references)
    if not is_list(references.type):
        return predictions, dense(references), None
    sizes = np.diff(np.asarray(references.offsets)).astype(np.int64)
    return predictions, references.flatten(), sizes


def lists_of(batch: Batch) -> tuple[list[str], list[list[str]]]:
    """Its predictions and its references, for a batch of few examples."""
    from gramscore.io.batch import dense
    from gramscore.io.text_array import text_of, texts_of

    return list(map(text_of, dense(batch.predictions))), list(map(texts_of, dense(batch.references)))


def sources_of(batch: Batch) -> Any:
    """The sources, if there are any."""
    from gramscore.io.batch import dense

    return None if batch.sources is None else _whole(dense(batch.sources))


def _whole(column: Any) -> Any:
    """A chunked array as one."""
    import pyarrow as pa

    if not isinstance(column, pa.ChunkedArray):
        return column
    found = column.combine_chunks()
    return pa.concat_arrays(found.chunks) if isinstance(found, pa.ChunkedArray) else found


def counts_of(references: Any) -> set[int]:
    """How many references examples have: two different numbers if not all have as many."""
    from gramscore.io.batch import is_list

    if not is_list(references.type):
        return {1} if len(references) else set()
    sizes = np.diff(np.asarray(_whole(references).offsets))
    return {int(sizes.min()), int(sizes.max())} if len(sizes) else set()
