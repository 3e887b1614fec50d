"""The outputs of several systems over the same examples."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from gramscore.options.printable import on_one_line
from gramscore.options.reading import Reading

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class System:
    """The predictions of one, with their references; ids, where examples are matched by them or shown."""

    name: str
    path: str
    format: str
    predictions: pa.ChunkedArray
    references: pa.ChunkedArray
    ids: list[Any] | None

    def place(self, example: int) -> str:
        """Where an example is, counted from 0, for people."""
        if self.format == "text" and self.path != "-":
            return f"{self.path}:{example + 1}"
        if self.format != "jsonl" or self.path == "-" or self.path.endswith(".json"):
            return f"{self.path}, example {example + 1}"
        from gramscore.io import sources_of

        for source in chain.from_iterable(sources_of([self.path], [])):
            with source.open_text() as lines:
                for number, line in enumerate(lines, 1):
                    if line.strip():
                        if example == 0:
                            return f"{source.name}:{number}"
                        example -= 1
        raise AssertionError("the file has changed")


def paths_of(inputs: Sequence[str], reading: Reading) -> list[str]:
    """The files that are read, those that --reference may name among them."""
    return [*(_name_and_path(given)[1] for given in inputs), *reading.references]


def read_systems(
    inputs: Sequence[str],
    fields: Sequence[str],
    reading: Reading,
    join: str | None,
    remarks: list[str],
) -> list[System]:
    """The systems in order. Files of references in place of fields of them say that INPUT is lines of text."""
    from gramscore.io import open_corpus
    from gramscore.io.batch import joined_texts
    from gramscore.io.ids import values_of

    lines = _are_lines(inputs, fields, reading)
    systems: list[System] = []
    for given, path, field in _named(inputs, fields):
        name = on_one_line(given)
        if any(name == it.name for it in systems):
            raise click.UsageError(f"{name} is given twice: systems need names of their own")
        if lines:
            corpus = open_corpus([path, *reading.references], replace(reading, format="text", references=()))
        else:
            corpus = open_corpus(
                [path], replace(reading, prediction=field, id=join, want_id=join is not None)
            )
        batches = list(corpus.batches())
        remarks += corpus.faults.remarks
        if corpus.faults.count:
            remarks.append(f"{name}: skipped {corpus.faults.count}, first {corpus.faults.listed[0]}")
        texts, goals = joined_texts(batches)
        ids: list[Any] | None = None
        if join is not None:
            ids = [id for batch in batches for id in values_of(batch.ids if batch.ids is not None else [])]
        systems.append(System(name, path, corpus.format, texts, goals, ids))
    return systems


def _named(inputs: Sequence[str], fields: Sequence[str]) -> list[tuple[str, str, str | None]]:
    """Of each system the name, the path and the field."""
    if len(inputs) > 1 and len(fields) > 1:
        raise click.UsageError("several INPUTs have one field of predictions: give --prediction once")
    if len(inputs) == 1 and len(fields) < 2:
        raise click.UsageError(
            "one INPUT needs a field of predictions for each system: give --prediction base,a,b"
        )
    if len(inputs) == 1:
        if inputs[0] == "-":
            raise click.UsageError("standard input is read once: several fields of predictions need a file")
        return [(name, inputs[0], name) for name in fields]
    parts = [_name_and_path(it) for it in inputs]
    paths = [path for _, path in parts]
    if paths.count("-") > 1:
        raise click.UsageError("standard input can be given only once")
    short = _names_of(paths)
    field = fields[0] if fields else None
    return [(name or other, path, field) for (name, path), other in zip(parts, short, strict=True)]


def _name_and_path(given: str) -> tuple[str | None, str]:
    """`name=file`, unless there is a file of that whole name."""
    name, equals, path = given.partition("=")
    if not equals or not name or "/" in name or os.path.exists(given):
        return None, given
    return name, path


def _names_of(paths: Sequence[str]) -> list[str]:
    """The names of the files up to the first dot, if that tells them apart."""
    short = [os.path.basename(path).lstrip(".").partition(".")[0] or path for path in paths]
    return short if len(set(short)) == len(short) else list(paths)


def _are_lines(inputs: Sequence[str], fields: Sequence[str], reading: Reading) -> bool:
    """Whether --reference names files of lines."""
    from gramscore.io import format_of_name

    if reading.format == "text":
        if not reading.references:
            raise click.UsageError("lines of text need files of references: give --reference FILE")
        return True
    plain = all(format_of_name(_name_and_path(path)[1]) is None for path in inputs if path != "-")
    return bool(
        reading.references
        and reading.format is None
        and not fields
        and plain
        and all(os.path.isfile(it) for it in reading.references)
    )


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
    from gramscore.io import InputError
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
    return [
        replace(
            system,
            predictions=system.predictions.take([at[key] for key in common]),
            references=system.references.take([at[key] for key in common]),
            ids=[(system.ids or [])[at[key]] for key in common],
        )
        for system, at in zip(systems, places, strict=True)
    ]


def check_references(baseline: System, system: System) -> None:
    """`InputError` if they are not the same."""
    from gramscore.io import InputError
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
            by_id = "" if system.ids is not None else "; --id FIELD matches examples in another order"
            raise InputError(
                f"{system.place(example)}: other references than {baseline.place(example)}: "
                f"a paired test needs the same references{by_id}"
            )
