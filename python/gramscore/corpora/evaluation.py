"""Several metrics over the same texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from gramscore import _core
from gramscore.corpora.found import Evaluation
from gramscore.metrics.metric import Metric
from gramscore.metrics.names import names_of
from gramscore.metrics.registry import FAMILY_OF, KINDS, ROUGE_TYPES
from gramscore.metrics.rouge import ROUGE
from gramscore.metrics.stream import score_batches
from gramscore.options.checks import check_threads, progress_callback
from gramscore.results.input_remarks import seen_of
from gramscore.results.scores import Scores

# The name of the ROUGE that all types given by name share; no name of a user's own.
_SHARED = object()


def evaluate(
    predictions: Any,
    references: Any,
    metrics: Sequence[Any] | Mapping[str, Any],
    *,
    threads: int | None = None,
    progress: bool | Callable[[int, int], object] = False,
    references_by: str = "example",
    sources: Any = None,
) -> Evaluation:
    """Scores N predictions with several metrics, and returns what each of them alone would return, by name.

    predictions, references, threads, progress: as for the metrics' own `score`.
    metrics: metrics (a BLEU goes by the name "bleu", and so on), or names of metrics with default options: rouge1 to
        rouge9, rougeL, rougeLsum, bleu, chrf, chrf++, ter, gleu and nist (the last two of texts that tokenizer "13a"
        reads). Or a mapping from names of one's own to either.

    references_by: "example": references has N entries; "set": it has a list of N texts for each set of references, as
        sacrebleu has them, where None stands for a reference that is not there.
    sources: N texts, what the predictions were made of, for metrics that look at them: SARI.

    Metrics that tokenize texts natively are computed in one pass, in which each way of tokenizing happens once.
    Those with a tokenizer in Python, or that are given tokens, are computed one after another.

    Raises ValueError for an unknown name and for two metrics of one name, TypeError for what is no metric and for
    sources that are missing or that no metric looks at, and what the metrics raise.

    >>> import gramscore
    >>> scores = gramscore.evaluate(["the cat sat"], ["the cat sat down"], ["rouge1", "rougeL", "chrf"])
    >>> list(scores), scores["rougeL"].corpus["rougeL"].recall
    (['rouge1', 'rougeL', 'chrf'], 0.75)
    """
    if references_by not in ("example", "set"):
        raise ValueError(f"references_by is {references_by!r}: 'example' and 'set' are possible")
    if references_by == "set":
        references = _by_example(references)
    chosen = by_name(metrics)
    if sources is not None and not any(map(needs_sources, chosen.values())):
        raise TypeError(f"sources is given, which no metric looks at: {', '.join(chosen)}")
    return Evaluation(_evaluate(predictions, references, chosen, threads, progress, sources))


def _by_example(sets: Any) -> list[list[str]]:
    """Lists of references, one for each set, as lists of those of each example."""
    listed = [
        _core.listed(texts, f"references[{number}]", "with references_by='set', a list of texts")
        for number, texts in enumerate(_core.listed(sets, "references", "a list of sets of references"))
    ]
    for number, texts in enumerate(listed):
        if len(texts) != len(listed[0]):
            raise ValueError(
                f"references[{number}] has {len(texts)} texts, references[0] {len(listed[0])}: sets are of one length"
            )
    return [[text for text in texts if text is not None] for texts in zip(*listed, strict=True)]


def evaluate_stream(
    batches: Iterable[Any],
    metrics: Sequence[Any] | Mapping[str, Any],
    *,
    prediction: str = "prediction",
    reference: str = "reference",
    source: str = "source",
    batch_size: int | None = None,
    threads: int | None = None,
) -> Iterator[dict[str, Scores]]:
    """Scores a corpus with several metrics, batch by batch: an iterator of what `evaluate` returns for each.

    batches, prediction, reference, batch_size, threads: as for the metrics' own `score_stream`.
    source: the name of the column of sources, which SARI looks at; tuples have them at the end.
    metrics: as for `evaluate`. ValueError for NIST and CIDEr, whose scores only a whole corpus has.

    >>> import gramscore
    >>> batches = [(["the cat sat"], ["the cat slept"]), (["a dog"], ["the dog"])]
    >>> for scores in gramscore.evaluate_stream(batches, ["rouge1", "ter"]):
    ...     print(scores["rouge1"].corpus["rouge1"].recall, scores["ter"].corpus.num_edits)
    0.6666666666666666 1
    0.5 1
    """
    chosen = separable(metrics)
    if threads is not None:
        check_threads(threads)
    return score_batches(
        batches,
        prediction,
        reference,
        lambda predictions, references, *sources: _evaluate(
            predictions, references, chosen, threads, False, *sources
        ),
        batch_size,
        source if any(map(needs_sources, chosen.values())) else None,
    )


def _evaluate(
    predictions: Any,
    references: Any,
    chosen: Mapping[str, Any],
    threads: int | None,
    progress: bool | Callable[[int, int], object],
    sources: Any = None,
) -> dict[str, Scores]:
    types = list(dict.fromkeys(metric for metric in chosen.values() if isinstance(metric, str)))
    engines: dict[Any, Any] = {name: metric for name, metric in chosen.items() if not isinstance(metric, str)}
    if types:
        engines = {_SHARED: ROUGE(types), **engines}
    # Each pass over the texts would find an iterator where the last one left it.
    predictions, references, sources = (
        list(texts) if isinstance(texts, Iterator) else texts for texts in (predictions, references, sources)
    )
    found = _score(predictions, references, sources, engines, threads, progress)
    return {
        name: _of_type(metric, types, found[_SHARED]) if isinstance(metric, str) else found[name]
        for name, metric in chosen.items()
    }


def _score(
    predictions: Any,
    references: Any,
    sources: Any,
    engines: Mapping[Any, Any],
    threads: int | None,
    progress: bool | Callable[[int, int], object],
) -> dict[Any, Scores]:
    together = {
        name: metric
        for name, metric in engines.items()
        if isinstance(metric, Metric) and metric._core.reads_plain_text() and not metric.needs_sources
    }
    found: dict[Any, Scores] = {}
    if len(together) > 1:
        rows = _core.score_together(
            [metric._core for metric in together.values()],
            predictions,
            references,
            0 if threads is None else check_threads(threads),
            None if progress is False else progress_callback(progress),
        )
        found = {
            name: metric._scores(stats) for (name, metric), stats in zip(together.items(), rows, strict=True)
        }
        single_reference = _core.one_each(references)
        seen = seen_of(predictions, references)
        for scores in found.values():
            scores.single_reference = single_reference
            scores._seen = seen
    for name, metric in engines.items():
        if needs_sources(metric):
            found[name] = metric.score(
                predictions, references, sources=sources, threads=threads, progress=progress
            )
        elif not metric.separable:
            found[name] = metric.score(predictions, references)
        elif name not in found:
            found[name] = metric.score(predictions, references, threads=threads, progress=progress)
    return found


def _of_type(name: str, types: list[str], scores: Scores) -> Scores:
    """The scores of one type of ROUGE, as if it had been alone."""
    first = 3 * types.index(name)
    one = ROUGE([name])._scores(np.ascontiguousarray(scores.stats[:, first : first + 3]))
    one.single_reference = scores.single_reference
    one._seen = scores._seen
    return one


def needs_sources(metric: Any) -> bool:
    """Whether a metric, or a type of ROUGE by name, looks at the sources of predictions."""
    return isinstance(metric, Metric) and metric.needs_sources


def needs_whole(metric: Any) -> bool:
    """Whether a metric has to see all texts at once, or may have to."""
    if isinstance(metric, str):
        return False
    return not metric.separable or (isinstance(metric, Metric) and metric.placed)


def separable(metrics: Sequence[Any] | Mapping[str, Any]) -> dict[str, Any]:
    """Metrics by name, as `evaluate` takes them, that may score parts of a corpus apart. ValueError for NIST, CIDEr."""
    chosen = by_name(metrics)
    for name, metric in chosen.items():
        if not isinstance(metric, str) and not metric.separable:
            raise ValueError(
                f"metrics holds the {type(metric).__name__} {name!r}: its scores depend on all examples together"
            )
    return chosen


def by_name(metrics: Sequence[Any] | Mapping[str, Any]) -> dict[str, Any]:
    """Metrics by name; a type of ROUGE that was given by name stays one."""
    if isinstance(metrics, (str, bytes)) or not isinstance(metrics, Iterable):
        raise TypeError(f"metrics is {metrics!r}: a list of metrics or of names is expected")
    if isinstance(metrics, Mapping):
        found = {name: _made(metric) for name, metric in metrics.items()}
    else:
        found = {}
        for name, metric in _named(metrics):
            if name in found:
                raise ValueError(
                    f"metrics holds two called {name!r}: a mapping gives them names of their own"
                )
            found[name] = _made(metric)
    if not found:
        raise ValueError("metrics is empty: at least one metric is needed")
    return found


def _named(metrics: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    for metric in metrics:
        if isinstance(metric, str):
            yield from ((name, name) for name in names_of(metric))
        else:
            yield type(metric).__name__.lower(), metric


def _made(metric: Any) -> Any:
    if isinstance(metric, str):
        name, *others = names_of(metric)
        if others:
            raise ValueError(f"{metric!r} is several metrics: {', '.join((name, *others))}; name one")
        return name if name in ROUGE_TYPES else FAMILY_OF[name].make([name])
    if not isinstance(metric, KINDS):
        raise TypeError(f"metrics holds {metric!r}: metrics and names of metrics are expected")
    return metric
