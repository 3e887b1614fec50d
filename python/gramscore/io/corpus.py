"""A corpus to score: batches of examples, read once and in order, and where they come from."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Protocol

import pyarrow as pa

from gramscore.io import documents, lines
from gramscore.io.arrow_file import ArrowFile
from gramscore.io.batch import Batch, dense, is_list
from gramscore.io.cells import is_surely_list
from gramscore.io.delimited import Delimited, Dialect
from gramscore.io.errors import InputError, all_empty
from gramscore.io.faults import Faults
from gramscore.io.fields import Fields, choose_fields
from gramscore.io.json_document import JsonDocument, is_document
from gramscore.io.jsonl import JsonLines
from gramscore.io.parquet import Parquet
from gramscore.io.source import Rejoined, Source


class Reader(Protocol):
    """What reads one structured file."""

    names: list[str]
    """The fields in it; none if it is empty."""

    @property
    def position(self) -> int:
        """Bytes of the file that were read so far."""

    def batches(self, fields: Fields) -> Iterator[Batch]:
        """Its examples, in batches that are not empty."""


_READERS: Final[dict[str, Callable[[Source, Any, Faults, Dialect], Reader]]] = {
    "jsonl": lambda source, stream, faults, _: _json_reader(source, stream, faults),
    "csv": lambda source, stream, faults, dialect: Delimited(source, stream, faults, ",", dialect),
    "tsv": lambda source, stream, faults, dialect: Delimited(source, stream, faults, "\t", dialect),
    "parquet": lambda source, stream, faults, _: Parquet(source, stream, faults),
    "arrow": lambda source, stream, faults, _: ArrowFile(source, stream, faults),
}
_BINARY: Final = ("parquet", "arrow")
_MOST_COMPARED: Final = 100


class Corpus:
    """Examples in one or more files. `fields` is None for line-aligned text.

    files, paths: what messages call the files, and what the system does.
    groups: what its examples are grouped by.
    size: bytes of all files; None if one is no file, such as standard input.
    position: bytes read so far.
    faults: what was skipped.
    """

    def __init__(self, sources: Sequence[Source], format: str, faults: Faults) -> None:
        self.files = tuple(source.name for source in sources)
        self.paths = tuple(source.path for source in sources)
        self.format = format
        self.fields: Fields | None = None
        self.groups: tuple[str, ...] = ()
        self.faults = faults
        sizes = [source.size for source in sources]  # and so all are there
        self.size = None if None in sizes else sum(size for size in sizes if size is not None)
        self.position = 0

    @property
    def id_name(self) -> str | None:
        """What its ids are called; None if it has none."""
        return None if self.fields is None else self.fields.id

    def batches(self) -> Iterator[Batch]:
        """The examples, once. `InputError` says what is wrong and where; a corpus without examples is one."""
        examples = 0
        for batch in self._read():
            examples += len(batch)
            yield batch
        if examples == 0 and self.faults.count:
            raise InputError(f"there is nothing to score: all was skipped, first {self.faults.listed[0]}")
        if examples == 0:
            raise all_empty(self.files[:1] if self.format == "text" else self.files)

    def _read(self) -> Iterator[Batch]:
        raise NotImplementedError


class StructuredCorpus(Corpus):
    """Examples in files of a structured format, all with the same fields. Those not named are guessed in the first."""

    def __init__(
        self,
        sources: Sequence[Source],
        format: str,
        *,
        prediction: str | None = None,
        references: Sequence[str] = (),
        id: str | None = None,
        want_id: bool = False,
        groups: Sequence[str] = (),
        source: str | None = None,
        want_source: bool = False,
        dialect: Dialect | None = None,
        faults: Faults | None = None,
    ) -> None:
        super().__init__(sources, format, faults or Faults())
        self._sources = sources
        self._dialect = dialect or Dialect()
        self._alike: dict[
            tuple[Any, ...], list[str]
        ] = {}  # files by their first references and number of examples
        self._readers = self._opened()
        self._first = next(self._readers, None)
        if self._first is None:
            return
        first, reader = self._first
        self.fields: Fields = choose_fields(
            reader.names,
            first.name,
            prediction,
            references,
            id,
            want_id,
            groups,
            first.keys,
            source,
            want_source,
        )
        self.groups = self.fields.groups

    def _opened(self) -> Iterator[tuple[Source, Reader]]:
        """Each file that is not empty, open until the next is asked for."""
        for source in self._sources:
            try:
                with source.open() if self.format in _BINARY else source.open_text() as stream:
                    reader = _READERS[self.format](source, stream, self.faults, self._dialect)
                    if reader.names:
                        yield source, reader
            except InputError as error:
                self.faults.met(error)
            except OSError as error:
                self.faults.met(InputError(f"{source.name}: cannot be read ({error.strerror or error})"))

    def _read(self) -> Iterator[Batch]:
        if self._first is None:
            return
        yield from self._batches_of(*self._first)
        for source, reader in self._readers:
            yield from self._batches_of(source, reader)
        if "file" not in self.fields.groups:
            self._remark_on_systems()

    def _batches_of(self, source: Source, reader: Reader) -> Iterator[Batch]:
        before = self.position
        examples = 0
        first: tuple[Any, ...] = ()
        try:
            if self.format != "jsonl":  # whose fields are a matter of each record
                self._check_fields(source, reader)
            for batch in reader.batches(self.fields):
                if not examples:
                    first = _first_texts(batch.references)
                    self._remark_on_lists(source, batch, first)
                examples += len(batch)
                self.position = before + reader.position
                yield batch
        except InputError as error:
            self.faults.met(error)
        except (pa.ArrowException, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
            self.faults.met(InputError(f"{source.name}: cannot be read ({reason})"))
        self._alike.setdefault((examples, first), []).append(source.name)
        self.position = before + (source.size or 0)

    def _remark_on_lists(self, source: Source, batch: Batch, first: Sequence[bytes | None]) -> None:
        """Typed formats have lists; where texts look like some, they were tables of text once."""
        if self.format not in ("jsonl", *_BINARY) or not all(map(_looks_like_list, first)):
            return
        if not all(map(_looks_like_list, _first_texts(batch.predictions))):
            self.faults.remarks.append(
                f"{source.name}: the references are texts that look like lists, and were scored as they stand"
            )

    def _remark_on_systems(self) -> None:
        """Outputs of several systems make one corpus only by mistake."""
        for (examples, first), files in self._alike.items():
            if len(files) > 1 and (examples == 1 or len(set(first)) > 1):
                several = f"{', '.join(files[:2])}{' and others' if len(files) > 2 else ''}"
                self.faults.remarks.append(
                    f"{several} hold the same references, and were scored as one corpus: --group-by file shows "
                    "each, gramscore compare tests their differences"
                )

    def _check_fields(self, source: Source, reader: Reader) -> None:
        it = self.fields
        choose_fields(
            reader.names,
            source.name,
            it.prediction,
            it.references,
            it.asked_id,
            False,
            it.groups,
            source.keys,
            it.source,
        )


def names_in_first(sources: Sequence[Source], format: str) -> list[str]:
    """The fields of the first file."""
    with sources[0].open() if format in _BINARY else sources[0].open_text() as stream:
        return _READERS[format](sources[0], stream, Faults(), Dialect()).names


class AlignedCorpus(Corpus):
    """Examples in line-aligned text files: `sides`, the first of predictions, the others of references (`with_source`
    the last of what the predictions are made of), each in one file or in several, one after another."""

    def __init__(
        self,
        sides: Sequence[Sequence[Source]],
        *,
        groups: Sequence[str] = (),
        faults: Faults | None = None,
        with_source: bool = False,
    ) -> None:
        super().__init__([source for side in sides for source in side], "text", faults or Faults())
        self.groups = tuple(groups)
        self._sides = sides
        self._with_source = with_source
        for side in sides[1:]:
            if len(side) != len(sides[0]):
                role = "sources" if with_source and side is sides[-1] else "references"
                raise InputError(
                    f"unequal numbers of files: {_named(sides[0])} of predictions, {_named(side)} of {role}"
                )

    def _read(self) -> Iterator[Batch]:
        before = 0
        for files in zip(*self._sides, strict=True):
            for batch in lines.batches(files, self.faults, self.groups, with_source=self._with_source):
                self.position = before + sum(source.position for source in files)
                yield batch
            before += sum(source.size or 0 for source in files)


class DocumentCorpus(Corpus):
    """Examples in folders of one file each: `sides`, the first of predictions, the others of references."""

    def __init__(self, sides: Sequence[Sequence[Source]], *, faults: Faults | None = None) -> None:
        super().__init__([source for side in sides for source in side], "documents", faults or Faults())
        self._pairs = documents.matched(sides)

    @property
    def id_name(self) -> str:
        return "document"

    def _read(self) -> Iterator[Batch]:
        for batch in documents.batches(self._pairs, self.faults):
            self.position = sum(source.size or 0 for source, _ in self._pairs[: len(batch)])
            yield batch


def _json_reader(source: Source, stream: Any, faults: Faults) -> Reader:
    """By the first line: JSON Lines, or one value."""
    line = more = stream.readline()
    while more and not line.strip():
        more = stream.readline()
        line += more
    whole = line.lstrip().startswith((b"{", b"[")) and is_document(line, not stream.peek(1))
    rejoined: Any = io.BufferedReader(Rejoined(line, stream))
    return JsonDocument(source, rejoined, faults) if whole else JsonLines(source, rejoined, faults)


def _first_texts(references: pa.Array) -> tuple[bytes | None, ...]:
    first = dense(references.slice(0, _MOST_COMPARED))
    texts = first.flatten() if is_list(first.type) else first
    return tuple(texts.view(pa.binary()).to_pylist())


def _looks_like_list(text: bytes | None) -> bool:
    return text is not None and is_surely_list(text.decode(errors="replace"))


def _named(side: Sequence[Source]) -> str:
    return side[0].name if len(side) == 1 else f"{side[0].name} and {len(side) - 1} more"
