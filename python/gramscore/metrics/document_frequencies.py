"""Of how many images n-grams are written, as CIDEr weighs them: a table, which files keep."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from typing import Any


class DocumentFrequencies:
    """Of how many images n-grams are written.

    images: how many images there are.
    counts: by n-gram, its tokens with a space between, of how many of them some reference has it.

    `CIDEr.document_frequencies()` makes one. A file of one is JSON: {"images": 2, "counts": {"a dog": 1}}.

    Raises TypeError or ValueError for what is no table.

    >>> table = DocumentFrequencies(2, {"a": 2, "dog": 1, "a dog": 1})
    >>> len(table)
    3
    """

    def __init__(self, images: int, counts: Mapping[str, int]) -> None:
        if isinstance(images, bool) or not isinstance(images, int):
            raise TypeError(f"images is {images!r}: a number is expected")
        if images < 1:
            raise ValueError(f"images is {images}: at least 1 is needed")
        if not isinstance(counts, Mapping):
            raise TypeError(f"counts is {counts!r}: a mapping from n-grams to numbers is expected")
        for ngram, count in counts.items():
            if not isinstance(ngram, str):
                raise TypeError(
                    f"counts has the key {ngram!r}: an n-gram is a text, its tokens with spaces between"
                )
            if isinstance(count, bool) or not isinstance(count, (int, float)):
                raise TypeError(f"counts[{ngram!r}] is {count!r}: a number is expected")
            if not 0 <= count <= images:
                raise ValueError(
                    f"counts[{ngram!r}] is {count!r}: of {images} images, 0 to {images} are possible"
                )
            if not ngram.split():
                raise ValueError(f"counts has the key {ngram!r}: an n-gram has a token at least")
        self.images = images
        self.counts = dict(counts)

    @staticmethod
    def load(path: str | os.PathLike[str]) -> DocumentFrequencies:
        """The table that save() wrote. Raises OSError for a file that cannot be read, ValueError for what is none."""
        with open(path, encoding="utf-8") as file:
            try:
                found = json.load(file)
            except (ValueError, RecursionError) as error:
                raise ValueError(f"{os.fspath(path)}: no JSON: {error}") from None
        if not isinstance(found, dict) or found.keys() != {"images", "counts"}:
            raise ValueError(f'{os.fspath(path)}: an object with "images" and "counts" is expected')
        try:
            return DocumentFrequencies(found["images"], found["counts"])
        except (TypeError, ValueError) as error:
            raise ValueError(f"{os.fspath(path)}: {error}") from None

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes a file that appears whole or not at all. Raises OSError when it cannot be written."""
        from gramscore.io.atomic import replacing  # which would load pyarrow

        with replacing(os.fspath(path)) as file:
            file.write(json.dumps({"images": self.images, "counts": self.counts}).encode())

    @property
    def digest(self) -> str:
        """Equal for equal tables: what signatures say of them."""
        listed = json.dumps(
            [self.images, sorted((ngram, float(count)) for ngram, count in self.counts.items())]
        )
        return hashlib.sha256(listed.encode()).hexdigest()[:16]

    def __len__(self) -> int:
        return len(self.counts)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DocumentFrequencies):
            return NotImplemented
        return self.images == other.images and self.counts == other.counts

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<DocumentFrequencies of {len(self)} n-grams in {self.images} images>"


def frequencies_of(given: Any) -> DocumentFrequencies | None:
    """The option of CIDEr: a table, the path of a file of one, or None."""
    if given is None or isinstance(given, DocumentFrequencies):
        return given
    if isinstance(given, (str, os.PathLike)):
        try:
            return DocumentFrequencies.load(given)
        except UnicodeEncodeError:
            raise ValueError(f"document_frequencies is {given!r}, which no file can be called") from None
    raise TypeError(
        f"document_frequencies is {given!r}: a DocumentFrequencies, the path of a file or None is expected"
    )
