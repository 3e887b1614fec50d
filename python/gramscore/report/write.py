"""A comparison written as one HTML file."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

import gramscore
from gramscore.explain.layers import MEANINGS
from gramscore.report import charts
from gramscore.report.browser import Explainer, embedded, examples
from gramscore.report.copies import copies_of
from gramscore.report.sample import sample
from gramscore.report.values import values_of

if TYPE_CHECKING:
    from gramscore.comparing.comparison import Comparison, ComparisonRow
    from gramscore.results.remarks import Remark

_LAYERS = {"rouge1": "words", "rouge2": "pairs of words", "rougeL": "longest common subsequence"}


def write(
    path: str | os.PathLike[str],
    comparison: Comparison,
    *,
    predictions: Mapping[str, Sequence[str]] | None = None,
    references: Sequence[str] | Sequence[Sequence[str]] | None = None,
    ids: Sequence[Any] | None = None,
    fields: Mapping[str, Sequence[Any]] | None = None,
    title: str = "Comparison of systems",
    most: int = 200,
    seed: int = 0,
    explainer: Explainer | Sequence[Explainer] | None = None,
    notes: Sequence[str] = (),
    remarks: Sequence[Remark] | None = None,
) -> None:
    """Writes a comparison to `path` as one HTML file, which loads nothing from anywhere.

    comparison: what gramscore.compare() returned.
    predictions: by system, the N texts that were scored, and
    references: their references, N texts or N lists of texts: with both, the report has examples to look at, and scores
        against length.
    ids: names of the examples.
    fields: by name, what else is shown beside the texts, N values each: sources, languages.
    most: how many examples to show. Where there are more, these are the ones whose score by the first metric rises or
        falls most against the baseline's, and others drawn at random with `seed`; the report says so. Of texts beyond
        4000 characters only so many are shown.
    notes: lines on how the comparison was made, shown at its end.
    remarks: what is said of what was probably not meant, by default `comparison.remarks`.
    explainer: the metrics whose matches and edits are marked in the texts, one or several; by default ROUGE of words of
        any script.

    The file appears whole or not at all. Needs jinja2: pip install 'gramscore[report]'.

    Raises ValueError for texts that are not those of the comparison's systems and examples, ImportError without jinja2,
    OSError where the file cannot be written.
    """
    if most < 1:
        raise ValueError(f"most is {most}: at least 1 is needed")
    if (predictions is None) != (references is None):
        raise ValueError("predictions and references are given together, or neither")
    template = template_of("report.html")
    values = values_of(comparison)
    tables = _tables(comparison)
    count = len(values[0].baseline)
    if remarks is None:
        remarks = comparison.remarks
    lengths = None
    explainers: Sequence[Explainer] = []
    shown: list[dict[str, Any]] = []
    chosen: Sequence[int] = []
    layers: list[str] = []
    if predictions is not None and references is not None:
        _check(comparison, count, predictions, references, ids, fields or {})
        lengths = np.fromiter(map(_first_length, references), np.float64, count)
        differences = [values[0].differences(system) for system in comparison.systems[1:]]
        remarkable = [it.first for it in remarks if it.first is not None]
        chosen = sample(differences, count, most, seed, remarkable).tolist()
        if explainer is None:
            explainer = gramscore.ROUGE(list(_LAYERS), tokenizer="unicode")
        explainers = explainer if isinstance(explainer, Sequence) else [explainer]
        layers, shown = examples(
            chosen,
            values,
            {system: [_at(predictions[system], at) for at in chosen] for system in comparison.systems},
            [_texts(_at(references, at)) for at in chosen],
            None if ids is None else [str(_at(ids, at)) for at in chosen],
            {name: [str(_at(column, at)) for at in chosen] for name, column in (fields or {}).items()},
            explainers,
        )
        layers = [f"{name}: {_LAYERS[name]}" if name in _LAYERS else name for name in layers]
    data = {
        "systems": list(comparison.systems),
        "metrics": [{"name": one.metric, "digits": one.digits, "up": one.higher_is_better} for one in values],
        "layers": layers,
        "examples": shown,
        "count": count,
    }
    page = template.render(
        title=title,
        comparison=comparison,
        version=gramscore.__version__,
        values=values,
        count=count,
        level=f"{100 * comparison.level:g}%",
        tables=list(tables.values()),
        forests=[charts.forest(one.metric, tables[one.metric, one.figure], one.digits) for one in values],
        histograms=[charts.histograms(one, comparison.systems[1:]) for one in values],
        lengths=[] if lengths is None else [it for one in values if (it := charts.by_length(one, lengths))],
        shown=len(shown),
        cut=sum("cut" in example for example in shown),
        seed=seed,
        explainers=explainers,
        meanings=MEANINGS,
        layers=layers,
        data=embedded(data),
        notes=notes,
        remarks=remarks,
        copies=copies_of(comparison),
    )
    write_page(os.fspath(path), page)


def template_of(name: str) -> Any:
    """One of the templates. Raises ImportError without jinja2."""
    try:
        import jinja2
    except ImportError:
        raise ImportError("the report needs jinja2: pip install 'gramscore[report]'") from None
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("gramscore.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["figure"] = lambda value, digits: f"{value:.{digits}f}"
    environment.filters["signed"] = lambda value, digits: f"{value:+.{digits}f}"
    return environment.get_template(name)


def _tables(comparison: Comparison) -> dict[tuple[str, str], list[ComparisonRow]]:
    """The rows by metric and score."""
    found: dict[tuple[str, str], list[ComparisonRow]] = {}
    for row in comparison:
        found.setdefault((row.metric, row.figure), []).append(row)
    return found


def _check(
    comparison: Comparison,
    count: int,
    predictions: Mapping[str, Sequence[str]],
    references: Sequence[Any],
    ids: Sequence[Any] | None,
    fields: Mapping[str, Sequence[Any]],
) -> None:
    for system in comparison.systems:
        if system not in predictions:
            raise ValueError(f"predictions has no {system!r}, which is one of the systems compared")
    columns: list[tuple[str, Any]] = []
    columns += [(f"predictions[{system!r}]", predictions[system]) for system in comparison.systems]
    columns += [(f"fields[{name!r}]", column) for name, column in fields.items()]
    columns += [("references", references), *([] if ids is None else [("ids", ids)])]
    for name, column in columns:
        if isinstance(column, (str, bytes)):
            raise TypeError(f"{name} is one text: a list of {count} is expected")
        if len(column) != count:
            raise ValueError(f"{name} has {len(column)} entries for {count} examples")


def _at(column: Any, index: int) -> Any:
    """What stands at a place of a list, an array, a Series of pandas or Polars, or an Arrow array."""
    return _plain(column.iloc[index] if hasattr(column, "iloc") else column[index])


def _plain(value: Any) -> Any:
    return value.as_py() if hasattr(value, "as_py") else value


def _texts(references: Any) -> list[str]:
    return [references] if isinstance(references, str) else list(references)


def _first_length(references: Any) -> int:
    return len(_texts(_plain(references))[0])


def write_page(path: str, page: str) -> None:
    """Writes a page, whole or not at all."""
    from gramscore.io.atomic import replacing

    # A lone surrogate has no UTF-8; in HTML it has no other form either.
    with replacing(path) as stream:
        stream.write(page.encode("utf-8", "replace"))
