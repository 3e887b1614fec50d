"""The outputs of several systems over the same examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from gramscore.cli.named_inputs import NamedInput
from gramscore.corpora.look import Look
from gramscore.results.remarks import Remark

if TYPE_CHECKING:
    import pyarrow as pa

    from gramscore.cli.metrics import Metrics
    from gramscore.comparing.comparison import Comparison


@dataclass(frozen=True)
class System:
    """The predictions of one, with their references; ids, where examples are matched by them or shown; and of the
    fields that were asked for the values as keys (`gramscore.io.keys`). format: None where examples of the file are
    left out; rows: which examples of the file they are, where they are in another order."""

    name: str
    path: str
    format: str | None
    predictions: pa.ChunkedArray
    references: pa.ChunkedArray
    ids: list[Any] | None
    fields: tuple[pa.Array, ...] = ()
    sources: pa.ChunkedArray | None = None
    id_field: str | None = None
    encoding: str | None = None
    rows: Sequence[int] | None = None

    def place(self, example: int) -> str:
        """Where an example is, counted from 0, for people."""
        if self.rows is not None:
            return replace(self, rows=None).place(self.rows[example])
        if self.format == "text" and self.path != "-":
            return f"{self.path}:{example + 1}"
        if self.format != "jsonl" or self.path == "-" or self.path.endswith(".json"):
            return f"{self.path}, example {example + 1}"
        from gramscore.io.inputs import sources_of as files_of

        for source in chain.from_iterable(files_of([self.path], [], encoding=self.encoding)):
            with source.open_text() as lines:
                for number, line in enumerate(lines, 1):
                    if line.strip():
                        if example == 0:
                            return f"{source.name}:{number}"
                        example -= 1
        raise AssertionError("the file has changed")

    def take(self, rows: Sequence[int]) -> System:
        """With these of its examples, in this order."""
        return replace(
            self,
            predictions=self.predictions.take(rows),
            references=self.references.take(rows),
            ids=[(self.ids or [])[row] for row in rows],
            fields=tuple(column.take(rows) for column in self.fields),
            sources=None if self.sources is None else self.sources.take(rows),
            rows=rows,
        )


def read_systems(named: Sequence[NamedInput], remarks: list[str]) -> list[System]:
    """The systems in order."""
    from pyarrow import concat_arrays as concatenated

    from gramscore.io.batch import joined_sources, joined_texts
    from gramscore.io.ids import values_of
    from gramscore.io.opening import open_corpus

    systems: list[System] = []
    for given in named:
        corpus = open_corpus(given.inputs, given.reading)
        batches = list(corpus.batches())
        remarks += corpus.faults.remarks
        if corpus.faults.count:
            remarks.append(f"{given.name}: skipped {corpus.faults.count}, first {corpus.faults.listed[0]}")
        texts, goals = joined_texts(batches)
        ids: list[Any] | None = None
        id_field = None if corpus.fields is None else corpus.fields.id
        if given.reading.want_id and id_field is not None:
            ids = [id for batch in batches for id in values_of(batch.ids if batch.ids is not None else [])]
        fields = tuple(map(concatenated, zip(*(batch.groups for batch in batches), strict=True)))
        systems.append(
            System(
                given.name,
                given.path,
                None if corpus.faults.count else corpus.format,
                texts,
                goals,
                ids,
                fields,
                joined_sources(batches),
                id_field,
                given.reading.encoding,
            )
        )
    return systems


def with_baseline(systems: list[System], name: str | None) -> list[System]:
    """The baseline first."""
    if name is None:
        return systems
    found = [system for system in systems if system.name == name]
    if not found:
        known = ", ".join(system.name for system in systems)
        raise click.UsageError(f"--baseline {name}: there is no such system, they are {known}")
    return [*found, *(system for system in systems if system.name != name)]


def joined_by_id(systems: Sequence[System], field: str, skip: bool, remarks: list[str]) -> list[System]:
    """The systems with their examples in the order of the first one's, matched by id. Where `skip` allows it, examples
    that one has not are left out."""
    from gramscore.io.errors import InputError
    from gramscore.io.ids import json_of

    places = []
    for system in systems:
        at: dict[str, int] = {}
        for row, id in enumerate(system.ids or []):
            key = json_of(id)
            if key in at:
                raise InputError(
                    f"{system.place(row)}: the id {key} is there already, {system.place(at[key])}"
                )
            at[key] = row
        places.append(at)
    common = [key for key in places[0] if all(key in at for at in places)]
    for system, at in zip(systems, places, strict=True):
        others = len(at) - len(common)
        if others and not skip:
            key = next(key for key in at if any(key not in other for other in places))
            lacking = next(it for it, other in zip(systems, places, strict=True) if key not in other)
            raise InputError(
                f"{system.place(at[key])}: {lacking.path} has no example whose {field!r} is {key} "
                "(--on-error skip leaves such examples out)"
            )
        if others:
            remarks.append(f"{system.name}: left out {others} examples that not all systems have")
    if not common:
        raise InputError(f"no example has an id in {field!r} that all systems have")
    return [system.take([at[key] for key in common]) for system, at in zip(systems, places, strict=True)]


def check_references(baseline: System, system: System) -> None:
    """`InputError` if they are not the same."""
    from gramscore.io.errors import InputError
    from gramscore.io.text_array import texts_of

    ours, theirs = system.references, baseline.references
    if len(ours) != len(theirs):
        raise InputError(
            f"{system.path} has {len(ours)} examples, but {baseline.path} has {len(theirs)}: "
            "a paired test needs the same examples"
        )
    if ours.type == theirs.type and ours.equals(theirs):
        return
    for example, pair in enumerate(zip(ours, theirs, strict=True)):
        one, other = map(texts_of, pair)
        if one != other:
            by_id = (
                ""
                if system.ids is not None and baseline.ids is not None
                else "; --id FIELD matches examples in another order"
            )
            raise InputError(
                f"{system.place(example)}: other references than {baseline.place(example)}: "
                f"a paired test needs the same references{by_id}"
            )


def remarks_on_systems(
    systems: Sequence[System], sources: Any, chosen: Metrics, comparison: Comparison
) -> list[Remark]:
    """What there is to remark on in a comparison and in its texts; what is the same of all systems is said once."""
    from gramscore.io.batch import Batch

    found: dict[Remark, list[str]] = {}
    for system in systems:
        looked = Look(chosen.engines, chosen.remedies)
        looked.add(Batch(system.predictions, systems[0].references, sources=sources))
        for remark in looked:
            found.setdefault(remark, []).append(system.name)
    kinds = {remark.kind for remark in found}
    if kinds & {"unseen-text", "empty-predictions", "empty-references"}:
        kinds |= {"predictions-without-tokens", "references-without-tokens"}
    texts = [
        remark
        if len(names) == len(systems)
        else remark._replace(message=f"{', '.join(names)}: {remark.message}")
        for remark, names in found.items()
    ]
    return [*texts, *(remark for remark in comparison.remarks if remark.kind not in kinds)]
