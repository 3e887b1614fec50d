"""Which arguments are the outputs of which system: `name=FILE`, lines of text with files of references, or fields."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import click

from gramscore.options.printable import on_one_line
from gramscore.options.reading import Reading


@dataclass(frozen=True)
class NamedInput:
    """A system's name, the file of its predictions, and what is opened to read it: `inputs` as `reading` says."""

    name: str
    path: str
    inputs: tuple[str, ...]
    reading: Reading


def paths_of(inputs: Sequence[str], reading: Reading) -> list[str]:
    """The files that are read, those that --reference and --source may name among them."""
    return [
        *(_name_and_path(given)[1] for given in inputs),
        *reading.references,
        *filter(None, [reading.source]),
    ]


def fields_of(values: Sequence[str]) -> list[str]:
    """The fields of predictions, which may be listed with commas."""
    return [
        name
        for value in values
        for name in ([it.strip() for it in value.split(",")] if "," in value else [value])
    ]


def compared_inputs(inputs: Sequence[str], fields: Sequence[str], reading: Reading) -> list[NamedInput]:
    """Each INPUT is a system, or each field of the one INPUT; there are at least two."""
    if len(inputs) > 1 and len(fields) > 1:
        raise click.UsageError("several INPUTs have one field of predictions: give --prediction once")
    if len(inputs) == 1 and len(fields) < 2:
        raise click.UsageError(
            "one INPUT needs a field of predictions for each system: give --prediction base,a,b"
        )
    if len(inputs) == 1:
        return _of_fields(inputs, fields, reading)
    if reading.format == "text" and not reading.references:
        raise click.UsageError("lines of text need files of references: give --reference FILE")
    return _of_files(inputs, fields, reading)


def scored_inputs(inputs: Sequence[str], fields: Sequence[str], reading: Reading) -> list[NamedInput]:
    """All INPUTs are one corpus, that of a system without a name, unless names, lines with files of references, or
    several fields say that they are those of systems."""
    if any(_name_and_path(given)[0] for given in inputs) or _are_lines(inputs, fields, reading):
        if len(fields) > 1:
            raise click.UsageError(
                "systems that are files have one field of predictions: give --prediction once"
            )
        found = _of_files(inputs, fields, reading)
        return found if len(found) > 1 else [replace(found[0], name="")]
    if len(fields) > 1:
        return _of_fields(inputs, fields, reading)
    return [NamedInput("", inputs[0], tuple(inputs), replace(reading, prediction=_only(fields)))]


def _of_fields(inputs: Sequence[str], fields: Sequence[str], reading: Reading) -> list[NamedInput]:
    if "-" in inputs:
        raise click.UsageError("standard input is read once: several fields of predictions need a file")
    named = [
        NamedInput(on_one_line(name), inputs[0], tuple(inputs), replace(reading, prediction=name))
        for name in fields
    ]
    return _distinct(named)


def _of_files(inputs: Sequence[str], fields: Sequence[str], reading: Reading) -> list[NamedInput]:
    parts = [_name_and_path(it) for it in inputs]
    paths = [path for _, path in parts]
    if paths.count("-") > 1:
        raise click.UsageError("standard input can be given only once")
    named = [on_one_line(name or other) for (name, _), other in zip(parts, _names_of(paths), strict=True)]
    if _are_lines(inputs, fields, reading):
        lines = replace(reading, format="text", references=())
        return _distinct(
            NamedInput(name, path, (path, *reading.references), lines)
            for name, path in zip(named, paths, strict=True)
        )
    own = replace(reading, prediction=_only(fields))
    return _distinct(NamedInput(name, path, (path,), own) for name, path in zip(named, paths, strict=True))


def _distinct(found: Iterable[NamedInput]) -> list[NamedInput]:
    systems: dict[str, NamedInput] = {}
    for system in found:
        if system.name in systems:
            raise click.UsageError(f"{system.name} is given twice: systems need names of their own")
        systems[system.name] = system
    return [*systems.values()]


def _only(fields: Sequence[str]) -> str | None:
    return fields[0] if fields else None


def _name_and_path(given: str) -> tuple[str | None, str]:
    """`name=FILE`, where there is such a file, and none of that whole name."""
    name, equals, path = given.partition("=")
    if not equals or not name or "/" in name or os.path.exists(given):
        return None, given
    return (name, path) if path == "-" or os.path.exists(path) else (None, given)


def _names_of(paths: Sequence[str]) -> list[str]:
    """The names of the files up to the first dot, if that tells them apart."""
    short = [os.path.basename(path).lstrip(".").partition(".")[0] or path for path in paths]
    return short if len(set(short)) == len(short) else list(paths)


def _are_lines(inputs: Sequence[str], fields: Sequence[str], reading: Reading) -> bool:
    """Whether --reference names files of lines."""
    from gramscore.io.formats import format_of_name

    if not reading.references or fields or reading.format not in (None, "text"):
        return False
    if reading.format == "text":
        return True
    plain = all(format_of_name(_name_and_path(path)[1]) is None for path in inputs if path != "-")
    return plain and all(os.path.isfile(it) for it in reading.references)
