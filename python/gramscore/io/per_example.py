"""Per-example results as a file: the ids, then a column of floats per figure, at full precision."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePath
from typing import BinaryIO, Final

import numpy as np
import pyarrow as pa

from gramscore.io.atomic import replacing
from gramscore.io.corpus import Corpus

Column = np.ndarray[tuple[int], np.dtype[np.float64]]

_BLOCK_ROWS: Final = 1 << 15


def per_example_format(path: str) -> str | None:
    """One of `PER_EXAMPLE_FORMATS`, or None when the name does not end with one."""
    suffix = PurePath(path).suffix.lower()
    return suffix if suffix in PER_EXAMPLE_FORMATS else None


def write_per_example(path: str, corpus: Corpus, figures: Mapping[str, Column]) -> None:
    """One row per example: its id under the name of the id field, else its `index` from 0; then `figures`."""
    if corpus.ids is not None and corpus.fields is not None and corpus.fields.id is not None:
        columns = {corpus.fields.id: corpus.ids}
    else:
        columns = {"index": pa.array(np.arange(len(corpus)))}
    columns.update({name: pa.array(column) for name, column in figures.items()})
    write = _WRITERS[PurePath(path).suffix.lower()]
    with replacing(path) as stream:
        write(pa.table(columns), stream)


def _write_jsonl(table: pa.Table, stream: BinaryIO) -> None:
    keys = [json.dumps(name, ensure_ascii=False).replace("%", "%%") for name in table.column_names]
    template = "{" + ", ".join([f"{keys[0]}: %s", *(f"{key}: %r" for key in keys[1:])]) + "}\n"
    for batch in table.to_batches(max_chunksize=_BLOCK_ROWS):
        ids, *figures = [column.to_pylist() for column in batch.columns]
        quoted = [json.dumps(id, ensure_ascii=False) for id in ids]
        stream.write("".join(template % row for row in zip(quoted, *figures, strict=True)).encode())


def _write_csv(table: pa.Table, stream: BinaryIO) -> None:
    import pyarrow.csv

    pyarrow.csv.write_csv(table, stream)


def _write_parquet(table: pa.Table, stream: BinaryIO) -> None:
    import pyarrow.parquet

    pyarrow.parquet.write_table(table, stream)


_WRITERS: Final = {".jsonl": _write_jsonl, ".csv": _write_csv, ".parquet": _write_parquet}
PER_EXAMPLE_FORMATS: Final = tuple(_WRITERS)
