"""Rows that a command writes, in the format that the name of their file tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from gramscore.cli import strict_json


def check_rows(option: str, path: str | None) -> None:
    """`UsageError` for a name that tells no format."""
    if path is not None and not path.endswith((".jsonl", ".parquet", ".pq")):
        raise click.UsageError(f"{option} {path}: the name must end with .jsonl or .parquet")


def written_rows(path: str, columns: Mapping[str, Any], types: Mapping[str, str]) -> Any:
    """What RowWriter.write() takes. `types`: of columns that need one, as Arrow prints them."""
    import pyarrow as pa

    from gramscore.io.text_rows import rows_format

    table = pa.table(
        {
            name: pa.array(values, None if (kind := types.get(name)) is None else _type(kind))
            for name, values in columns.items()
        }
    )
    if rows_format(path) == "Parquet":
        return table
    return b"".join(strict_json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in table.to_pylist())


def _type(kind: str) -> Any:
    import pyarrow as pa

    if kind.startswith("list<"):
        return pa.list_(_type(kind[len("list<") : -1]))
    return pa.type_for_alias(kind)
