"""A corpus to score: batches of examples, read once and in order, and where they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Protocol

from gramscore.io import lines
from gramscore.io.batch import Batch
from gramscore.io.delimited import Delimited
from gramscore.io.errors import InputError
from gramscore.io.faults import Faults
from gramscore.io.fields import Fields, choose_fields
from gramscore.io.jsonl import JsonLines
from gramscore.io.parquet import Parquet
from gramscore.io.source import Source


class Reader(Protocol):
    """What reads one structured file."""

    names: list[str]
    """The fields in it; none if it is empty."""

    @property
    def position(self) -> int:
        """Bytes of the file that were read so far."""

    def batches(self, fields: Fields) -> Iterator[Batch]:
        """Its examples, in batches that are not empty."""


_READERS: Final[dict[str, Callable[[Source, Any, Faults], Reader]]] = {
    "jsonl": JsonLines,
    "csv": lambda source, stream, faults: Delimited(source, stream, faults, ","),
    "tsv": lambda source, stream, faults: Delimited(source, stream, faults, "\t"),
    "parquet": Parquet,
}


class Corpus:
    """Examples in one or more files. `fields` is None for line-aligned text.

    size: bytes of all files; None if one is no file, such as standard input.
    position: bytes read so far.
    faults: what was skipped.
    """

    def __init__(self, sources: Sequence[Source], format: str, faults: Faults) -> None:
        self.files = tuple(source.name for source in sources)
        self.format = format
        self.fields: Fields | None = None
        self.faults = faults
        sizes = [source.size for source in sources]  # and so all are there
        self.size = None if None in sizes else sum(size for size in sizes if size is not None)
        self.position = 0

    def batches(self) -> Iterator[Batch]:
        """The examples, once. `InputError` says what is wrong and where; a corpus without examples is one."""
        examples = 0
        for batch in self._read():
            examples += len(batch)
            yield batch
        if examples == 0 and self.faults.count:
            raise InputError(f"there is nothing to score: all was skipped, first {self.faults.listed[0]}")
        if examples == 0:
            raise self._empty()

    def _empty(self) -> InputError:
        alone = len(self.files) == 1 or self.format == "text"
        subject = f"{self.files[0]} is" if alone else f"{self.files[0]} and the other files are"
        return InputError(f"{subject} empty: there is nothing to score")

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
        faults: Faults | None = None,
    ) -> None:
        super().__init__(sources, format, faults or Faults())
        self._sources = sources
        self._readers = self._opened()
        self._first = next(self._readers, None)
        if self._first is None:
            return
        source, reader = self._first
        self.fields: Fields = choose_fields(
            reader.names, source.name, prediction, references, id, want_id, groups, source.keys
        )

    def _opened(self) -> Iterator[tuple[Source, Reader]]:
        """Each file that is not empty, open until the next is asked for."""
        for source in self._sources:
            try:
                with source.open() if self.format == "parquet" else source.open_text() as stream:
                    reader = _READERS[self.format](source, stream, self.faults)
                    if reader.names:
                        yield source, reader
            except InputError as error:
                self.faults.met(error)

    def _read(self) -> Iterator[Batch]:
        if self._first is None:
            return
        yield from self._batches_of(*self._first)
        for source, reader in self._readers:
            yield from self._batches_of(source, reader)

    def _batches_of(self, source: Source, reader: Reader) -> Iterator[Batch]:
        before = self.position
        try:
            if self.format != "jsonl":  # whose fields are a matter of each record
                self._check_fields(source, reader)
            for batch in reader.batches(self.fields):
                self._check_ids(source, batch)
                self.position = before + reader.position
                yield batch
        except InputError as error:
            self.faults.met(error)
        self.position = before + (source.size or 0)

    def _check_fields(self, source: Source, reader: Reader) -> None:
        it = self.fields
        choose_fields(
            reader.names, source.name, it.prediction, it.references, it.id, False, it.groups, source.keys
        )

    def _check_ids(self, source: Source, batch: Batch) -> None:
        """A column of ids is of one type."""
        if batch.ids is None:
            return
        if self._id_type is None:
            self._id_type = batch.ids.type
        elif batch.ids.type != self._id_type:
            raise InputError(
                f"{source.name}: field {self.fields.id!r} is of another type than the ids before it"
            )

    _id_type: Any = None


class AlignedCorpus(Corpus):
    """Examples in line-aligned text files, the first of predictions, the others of references."""

    def __init__(self, sources: Sequence[Source], faults: Faults | None = None) -> None:
        super().__init__(sources, "text", faults or Faults())
        self._sources = sources

    def _read(self) -> Iterator[Batch]:
        for batch in lines.batches(self._sources, self.faults):
            self.position = sum(source.position for source in self._sources)
            yield batch
