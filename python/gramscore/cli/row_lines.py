"""Rows of very many groups as lines of text, a column at a time."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gramscore.cli.report import Rows, Show, cells_of, exact, shown_in
from gramscore.options.printable import on_one_line

if TYPE_CHECKING:
    import pyarrow as pa

    from gramscore.results.grouped import Column

#: So many rows are written before Arrow is imported.
_FEW: Final = 500
_QUOTED_IN_CSV: Final = re.compile(r'[",\r\n]')


def csv_lines(rows: Rows, names: Sequence[str]) -> str:
    """What csv.writer makes of rows, scores as repr() has them."""
    if len(rows) < _FEW:
        return _csv(cells_of(rows, names, exact))
    nothing = _cell("")
    return _lines(
        rows,
        ",",
        [_texts(_csv_cells(texts)) for texts in rows.heads],
        lambda metric: _csv_cells([metric])[0],
        lambda found: [_exact(found[name]) if name in found else nothing for name in names],
    )


def padded_lines(rows: Rows, names: Sequence[str], show: Show, widths: Sequence[int]) -> str:
    """Columns of these widths, texts to the left and scores, which `show` makes texts of, to the right."""
    of_texts, of_scores = widths[: len(rows.heads) + 1], widths[len(rows.heads) + 1 :]
    if len(rows) < _FEW:
        form = " ".join([*(f"{{:<{width}}}" for width in of_texts), *(f"{{:>{it}}}" for it in of_scores)])
        return "".join(form.format(*row).rstrip() + "\n" for row in cells_of(rows, names, show))
    text = _lines(
        rows,
        " ",
        [
            _texts([text.ljust(width) for text in texts])
            for width, texts in zip(of_texts, rows.heads, strict=False)
        ],
        lambda metric: metric.ljust(of_texts[-1]),
        lambda found: [
            _to_the_right(list(shown_in(found, name, show)), width) if name in found else _cell(" " * width)
            for width, name in zip(of_scores, names, strict=True)
        ],
    )
    return re.sub(r" +$", "", text, flags=re.MULTILINE) if " \n" in text else text


def _lines(
    rows: Rows,
    between: str,
    heads: Sequence[pa.Array],
    metric_cell: Callable[[str], str],
    cells: Callable[[Any], Sequence[Any]],
) -> str:
    """A line per row and metric."""
    own = [
        _joined([*heads, _cell(metric_cell(on_one_line(metric))), *cells(found)], between)
        for metric, found in rows.figures.items()
    ]
    lines = _joined([*own, _cell("")], "\n")
    _, offsets, data = lines.buffers()
    return str(memoryview(data)[: np.frombuffer(offsets, np.int64)[len(lines)]], "utf-8", "surrogatepass")


def _joined(cells: Sequence[Any], between: str) -> pa.Array:
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(*cells, _cell(between))


def _cell(text: str) -> pa.Scalar:
    """The same in every row."""
    import pyarrow as pa

    return pa.scalar(text.encode("utf-8", "surrogatepass"), pa.large_binary())


def _texts(texts: Sequence[str]) -> pa.Array:
    import pyarrow as pa

    try:
        return pa.array(texts, pa.large_string()).cast(pa.large_binary())
    except UnicodeEncodeError:
        return pa.array([text.encode("utf-8", "surrogatepass") for text in texts], pa.large_binary())


def _to_the_right(texts: Sequence[str], width: int) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.utf8_lpad(pa.array(texts, pa.large_string()), width).cast(pa.large_binary())


def _exact(values: Column) -> pa.Array:
    """repr() of each. Arrow finds the same digits, but writes whole, small and large numbers in another way."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not isinstance(values, np.ndarray):
        return _texts(list(exact(values)))
    sizes = np.abs(values)
    other = ~((sizes >= 1e-4) & (sizes < 1e9) & (values != np.floor(values)))
    texts = pa.array(values).cast(pa.large_string())
    if other.any():
        texts = pc.replace_with_mask(
            texts, pa.array(other), pa.array(list(map(repr, values[other].tolist())), pa.large_string())
        )
    return texts.cast(pa.large_binary())


def _csv_cells(texts: Sequence[str]) -> Sequence[str]:
    if not _QUOTED_IN_CSV.search("".join(texts)):
        return texts
    return [_csv([(text,)])[:-1] if _QUOTED_IN_CSV.search(text) else text for text in texts]


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
