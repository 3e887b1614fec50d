"""How a cluster's `score` is called, and what it does first, whatever the cluster."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Concatenate, Literal, Protocol, TypeVar, cast, overload

from gramscore.options.optional import optional

if TYPE_CHECKING:
    from gramscore import State

_Table = TypeVar("_Table")


class Score(Protocol[_Table]):
    """States by metric or, with `per_example`, the table with a column for each score."""

    @overload
    def __call__(
        self,
        table: _Table,
        /,
        metrics: Sequence[Any] | Mapping[str, Any],
        *,
        prediction: str = ...,
        reference: str = ...,
        per_example: Literal[False] = ...,
        threads: int = ...,
    ) -> dict[str, State]: ...

    @overload
    def __call__(
        self,
        table: _Table,
        /,
        metrics: Sequence[Any] | Mapping[str, Any],
        *,
        prediction: str = ...,
        reference: str = ...,
        per_example: Literal[True],
        threads: int = ...,
    ) -> _Table: ...


def typed(score: Callable[Concatenate[_Table, ...], Any]) -> Score[_Table]:
    """The same function: what it returns depends on `per_example`."""
    return cast("Score[_Table]", score)


def worker(extra: str) -> Any:
    """The module `work`, which needs pyarrow; ImportError names the extra that brings it."""
    return optional("gramscore.distributed.work", f"gramscore[{extra}]", f"gramscore.distributed.{extra}")


def check_table(name: str, table: Any, method: str, kind: str) -> None:
    """TypeError unless the table is of its kind, which has that method."""
    if not hasattr(table, method):
        raise TypeError(f"{name} is {table!r}: a {kind} is expected")
