"""Corpora scored in batches, the next of which is read while one is scored."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

_T = TypeVar("_T")


def score_batches(
    batches: Iterable[Any],
    prediction: str,
    reference: str,
    score: Callable[[Any, Any], _T],
    batch_size: int | None = None,
) -> Iterator[_T]:
    """What `score` makes of the predictions and references of each batch that is not empty, when it is asked for.

    batch_size: how many examples make a batch, where `batches` are examples.
    """
    if isinstance(batches, (str, bytes)) or not isinstance(batches, Iterable):
        raise TypeError(f"batches is {batches!r}: an iterable of batches is expected")
    if batch_size is not None:
        if not isinstance(batch_size, int) or isinstance(batch_size, bool):
            raise TypeError(f"batch_size is {batch_size!r}: a number or None is expected")
        if batch_size < 1:
            raise ValueError(f"batch_size is {batch_size}: at least 1 is needed")
        batches = _batches_of(batches, batch_size, prediction, reference)
    return _scored(batches, prediction, reference, score)


def _batches_of(
    examples: Iterable[Any], size: int, prediction: str, reference: str
) -> Iterator[tuple[list[Any], list[Any]]]:
    """Examples, each a pair or a dict, as batches of `size`."""
    predictions: list[Any] = []
    references: list[Any] = []
    for number, example in enumerate(examples):
        if isinstance(example, Mapping):
            for name in (prediction, reference):
                if name not in example:
                    raise ValueError(
                        f"example {number} has no {name!r}: its keys are {', '.join(map(str, example))}"
                    )
            text, others = example[prediction], example[reference]
        elif isinstance(example, (tuple, list)) and len(example) == 2:
            text, others = example
        else:
            raise TypeError(
                f"example {number} is a {type(example).__name__}: with batch_size, a pair (prediction, reference) or "
                "a dict is expected"
            )
        predictions.append(text)
        references.append(others)
        if len(predictions) == size:
            yield predictions, references
            predictions, references = [], []
    if predictions:
        yield predictions, references


def _scored(
    batches: Iterable[Any], prediction: str, reference: str, score: Callable[[Any, Any], _T]
) -> Iterator[_T]:
    for number, batch in enumerate(read_ahead(batches)):
        try:
            predictions, references = _pair(batch, prediction, reference)
            if _is_empty(predictions) and _is_empty(references):
                continue
            scored = score(predictions, references)
        except (TypeError, ValueError) as error:
            if type(error) not in (TypeError, ValueError):
                raise
            raise type(error)(f"batches[{number}]: {error}") from error
        yield scored


def _pair(batch: Any, prediction: str, reference: str) -> tuple[Any, Any]:
    if isinstance(batch, tuple):
        if len(batch) != 2:
            raise ValueError(f"a tuple of {len(batch)}: (predictions, references) is expected")
        return batch
    if isinstance(batch, (str, bytes, list)) or not hasattr(batch, "__getitem__"):
        raise TypeError(f"a {type(batch).__name__}: a tuple (predictions, references) or a table is expected")
    return _column(batch, prediction), _column(batch, reference)


def _column(table: Any, name: str) -> Any:
    try:
        return table[name]
    except Exception as error:  # each kind of table has errors of its own
        raise ValueError(f"there is no column {name!r}") from error


def _is_empty(texts: Any) -> bool:
    return hasattr(texts, "__len__") and len(texts) == 0


def read_ahead(items: Iterable[_T]) -> Iterator[_T]:
    """The items, of which a thread makes the next one while one is in use, and one more is ready.

    What `items` raises is raised here. The thread ends with the items or, once it gets to say so, with this generator.
    """
    ready: queue.Queue[tuple[_T, None] | tuple[None, BaseException] | None] = queue.Queue(maxsize=1)
    closed = threading.Event()

    def read() -> None:
        iterator: Iterator[_T] | None = None
        try:
            iterator = iter(items)
            for item in iterator:
                ready.put((item, None))
                if closed.is_set():
                    return
            ready.put(None)
        except BaseException as error:
            ready.put((None, error))
        finally:
            close = getattr(iterator, "close", None)
            if close is not None:
                close()

    # Not waited for before it says that it has ended: it may be in a read that never ends, such as of a terminal.
    reader = threading.Thread(target=read, name="gramscore-reader", daemon=True)
    reader.start()
    try:
        while (found := ready.get()) is not None:
            item, error = found
            if error is not None:
                raise error
            yield item  # type: ignore[misc]
        reader.join()
    finally:
        closed.set()
        while not ready.empty():  # the thread may be waiting for room
            ready.get_nowait()
