"""Corpora scored in batches, the next of which is read while one is scored."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from gramscore.options.checks import check_text

_T = TypeVar("_T")


def score_batches(
    batches: Iterable[Any],
    prediction: str,
    reference: str,
    score: Callable[..., _T],
    batch_size: int | None = None,
    source: str | None = None,
) -> Iterator[_T]:
    """What `score` makes of the predictions and references of each batch that is not empty, when it is asked for.

    batch_size: how many examples make a batch, where `batches` are examples.
    source: the name of sources, which then come third.
    """
    names = (prediction, reference) if source is None else (prediction, reference, source)
    for argument, name in zip(("prediction", "reference", "source"), names, strict=False):
        check_text(argument, name)
    if isinstance(batches, (str, bytes)) or not isinstance(batches, Iterable):
        raise TypeError(f"batches is {batches!r}: an iterable of batches is expected")
    if batch_size is not None:
        if not isinstance(batch_size, int) or isinstance(batch_size, bool):
            raise TypeError(f"batch_size is {batch_size!r}: a number or None is expected")
        if batch_size < 1:
            raise ValueError(f"batch_size is {batch_size}: at least 1 is needed")
        batches = _batches_of(batches, batch_size, names)
    return _scored(batches, names, score)


def _batches_of(
    examples: Iterable[Any], size: int, names: tuple[str, ...]
) -> Iterator[tuple[list[Any], ...]]:
    """Examples, each a tuple or a dict, as batches of `size`."""
    columns: tuple[list[Any], ...] = tuple([] for _ in names)
    for number, example in enumerate(examples):
        if isinstance(example, Mapping):
            for name in names:
                if name not in example:
                    raise ValueError(
                        f"example {number} has no {name!r}: its keys are {', '.join(map(str, example))}"
                    )
            texts: Any = [example[name] for name in names]
        elif isinstance(example, (tuple, list)) and len(example) == len(names):
            texts = example
        else:
            what = (
                "pair (prediction, reference)"
                if len(names) == 2
                else "triple (prediction, reference, source)"
            )
            raise TypeError(
                f"example {number} is a {type(example).__name__}: with batch_size, a {what} or a dict is expected"
            )
        for column, text in zip(columns, texts, strict=True):
            column.append(text)
        if len(columns[0]) == size:
            yield columns
            columns = tuple([] for _ in names)
    if columns[0]:
        yield columns


def _scored(batches: Iterable[Any], names: tuple[str, ...], score: Callable[..., _T]) -> Iterator[_T]:
    for number, batch in enumerate(read_ahead(batches)):
        try:
            columns = _columns(batch, names)
            if all(map(is_empty, columns)):
                continue
            scored = score(*columns)
        except (TypeError, ValueError) as error:
            if type(error) not in (TypeError, ValueError):
                raise
            raise type(error)(f"batches[{number}]: {error}") from error
        yield scored


def _columns(batch: Any, names: tuple[str, ...]) -> tuple[Any, ...]:
    expected = "(predictions, references)" if len(names) == 2 else "(predictions, references, sources)"
    if isinstance(batch, tuple):
        if len(batch) != len(names):
            raise ValueError(f"a tuple of {len(batch)}: {expected} is expected")
        return batch
    if isinstance(batch, (str, bytes, list)) or not hasattr(batch, "__getitem__"):
        raise TypeError(f"a {type(batch).__name__}: a tuple {expected} or a table is expected")
    return tuple(_column(batch, name) for name in names)


def _column(table: Any, name: str) -> Any:
    try:
        return table[name]
    except Exception as error:  # each kind of table has errors of its own
        raise ValueError(f"there is no column {name!r}") from error


def is_empty(texts: Any) -> bool:
    """Whether a list of texts, of whatever kind, has none."""
    try:
        return len(texts) == 0
    except TypeError:  # an iterator, or nothing that is read
        return False


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
