"""Files scored as the command scores them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from gramscore.corpora.evaluation import by_name, evaluate, evaluate_stream, needs_sources, needs_whole
from gramscore.corpora.found import Evaluation
from gramscore.corpora.look import Look, engines_of
from gramscore.options.checks import check_known, check_text
from gramscore.options.optional import optional
from gramscore.options.reading import (
    CELLS,
    INPUT_FORMATS,
    ON_ERROR,
    ON_NULL,
    QUOTING,
    Reading,
    TableOptions,
)
from gramscore.results.remarks import StatisticsRemarks
from gramscore.results.scores import Scores

if TYPE_CHECKING:
    from gramscore.io.corpus import Corpus


@dataclass(frozen=True)
class FileScores(Mapping[str, Any]):
    """What files hold and how it scores: a mapping from the names of metrics to the scores of all examples.

    ids: what names the examples, if a field was asked for.
    fields: the fields that were read, None of files without fields.
    skipped: how many examples could not be read, where that does not stop the call.
    remarks: what may not be meant, as `gramscore check` has it.
    """

    scores: Evaluation
    ids: list[Any] | None
    fields: Any
    skipped: int
    remarks: tuple[str, ...]

    def __getitem__(self, name: str) -> Scores:
        return self.scores[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.scores)

    def __len__(self) -> int:
        return len(self.scores)

    def to_dict(self) -> dict[str, float]:
        """The corpus scores as plain floats, by names such as rouge1_fmeasure and bleu_score."""
        return self.scores.to_dict()

    def _repr_html_(self) -> str:
        return self.scores._repr_html_()


def score_files(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    metrics: Sequence[Any] | Mapping[str, Any],
    *,
    prediction: str | None = None,
    references: str | Sequence[str] = (),
    source: str | None = None,
    id: str | None = None,
    input_format: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    quoting: str | None = None,
    cells: str | None = None,
    null: str | None = None,
    on_error: str = "stop",
    on_null: str = "stop",
    threads: int | None = None,
) -> FileScores:
    """Scores files as `gramscore score` reads them, in batches.

    paths: one path, or several: structured files, directories, patterns; or line-aligned text, predictions first, then
        references.
    metrics, threads: as for `evaluate`.
    prediction, references, source, id: names of fields, or paths to nested ones, as "choices.0.message.content"; the
        first two, and the sources if a metric looks at them, are guessed from the usual names unless given. Of lines
        `source` is a file.
    input_format: "jsonl", "json", "csv", "tsv", "parquet", "arrow", "text" or "documents", where the names do not tell.
    encoding: of text, UTF-8 by default.
    delimiter, quoting, cells, null: of CSV and TSV, as the command's options.
    on_error: "stop" raises at what cannot be read, "skip" leaves it out.
    on_null: "stop" raises at a prediction that is null, "empty" scores it as an empty text, "skip" leaves it out.

    Raises ValueError for what cannot be read, naming the place, and what `evaluate` raises. Needs pyarrow.

    >>> found = score_files("examples/dialogues.jsonl", ["rouge1"])
    >>> len(found["rouge1"]), found.fields.prediction
    (24, 'prediction')
    """
    optional("pyarrow", "gramscore[cli]", "score_files()")
    from gramscore.io.errors import InputError
    from gramscore.io.opening import open_corpus

    listed = _paths(paths)
    chosen = by_name(metrics)
    fields = [references] if isinstance(references, str) else _listed("references", references)
    texts = {"prediction": prediction, "source": source, "id": id, "encoding": encoding, "null": null}
    texts |= {"delimiter": delimiter, **{f"references[{index}]": name for index, name in enumerate(fields)}}
    for name, text in texts.items():
        if text is not None or name.startswith("references"):
            check_text(name, text)
    for name, choice, known in (
        ("input_format", input_format, INPUT_FORMATS),
        ("quoting", quoting, QUOTING),
        ("cells", cells, CELLS),
    ):
        if choice is not None:
            check_known(name, choice, known)
    check_known("on_error", on_error, ON_ERROR)
    check_known("on_null", on_null, ON_NULL)
    if source is not None and not any(map(needs_sources, chosen.values())):
        raise TypeError(f"source is given, which no metric looks at: {', '.join(chosen)}")
    reading = Reading(
        format=input_format,
        prediction=prediction,
        references=tuple(fields),
        id=id,
        want_id=id is not None,
        table=TableOptions(quoting, cells, null, delimiter),
        encoding=encoding,
        on_error=on_error,
        on_null=on_null,
        source=source,
        want_source=any(map(needs_sources, chosen.values())),
    )
    if not listed:
        raise ValueError("paths is empty: at least one is needed")
    look = Look(engines_of(chosen))
    try:
        corpus = open_corpus(listed, reading)
        scores, ids = _scored(corpus, chosen, threads, id is not None, look)
    except InputError as error:
        raise ValueError(_of_python(f"{error} ({error.advice})" if error.advice else str(error))) from None
    faults = corpus.faults
    remarks = (*map(_of_python, faults.remarks), *_remarks(look, scores))
    return FileScores(Evaluation(scores), ids, corpus.fields, faults.count, remarks)


def _paths(given: Any) -> list[str]:
    """The names of files."""
    paths = [given] if isinstance(given, (str, os.PathLike)) else _listed("paths", given)
    for index, path in enumerate(paths):
        if not isinstance(path, (str, os.PathLike)) or not isinstance(os.fspath(path), str):
            raise TypeError(f"paths[{index}] is {path!r}: a str or a path is expected")
    return list(map(os.fspath, paths))


def _listed(name: str, given: Any) -> list[Any]:
    if isinstance(given, (bytes, bytearray)) or not isinstance(given, Iterable):
        raise TypeError(f"{name} is {given!r}: a str, or a list of such, is expected")
    return list(given)


def _remarks(look: Look, scores: Mapping[str, Scores]) -> Iterable[str]:
    """Of all texts, and of what they score."""
    numbers = StatisticsRemarks()
    numbers.add(scores)
    own = chain.from_iterable(one._own_remarks() for one in scores.values())
    return dict.fromkeys(remark.message for remark in (*look, *numbers, *own))


def _scored(
    corpus: Corpus, metrics: Mapping[str, Any], threads: int | None, want_ids: bool, look: Look
) -> tuple[dict[str, Scores], list[Any] | None]:
    from gramscore.io.batch import whole
    from gramscore.io.ids import values_of

    ids: list[Any] = []
    if any(map(needs_whole, metrics.values())):
        batch = whole(list(corpus.batches()))
        look.add(batch)
        found = evaluate(batch.predictions, batch.references, metrics, threads=threads, sources=batch.sources)
        return found, values_of(batch.ids) if want_ids and batch.ids is not None else None

    def texts() -> Iterator[tuple[Any, ...]]:
        for batch in corpus.batches():
            look.add(batch)
            if want_ids and batch.ids is not None:
                ids.extend(values_of(batch.ids))
            sources = () if batch.sources is None else (batch.sources,)
            yield (batch.predictions, batch.references, *sources)

    parts = list(evaluate_stream(texts(), metrics, threads=threads))
    return {name: _joined([part[name] for part in parts]) for name in parts[0]}, ids if want_ids else None


def _joined(parts: Sequence[Scores]) -> Scores:
    """As one, without copying what is there again for each part."""
    import numpy as np

    if len(parts) == 1:
        return parts[0]
    joined = parts[0]._with_stats(np.concatenate([part.stats for part in parts]))
    joined.single_reference = all(part.single_reference for part in parts)
    return joined


def _of_python(message: str) -> str:
    """Options by the names that they have here."""

    def named(found: re.Match[str]) -> str:
        name = found[1].replace("-", "_")
        name = "references" if name == "reference" else name
        return f'{name}="{found[2]}"' if found[2] else name

    return re.sub(r"--([a-z]+(?:-[a-z]+)*)(?: (stop|skip|empty|text|list|csv|UTF-\d+))?\b", named, message)
