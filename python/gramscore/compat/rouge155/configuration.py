"""Evaluations: which files are compared with which."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from gramscore.compat.rouge155.failure import NO_FILE, UNREADABLE, Failure

FORMATS: Final = ("SPL", "SEE", "ISI", "SIMPLE")


@dataclass
class Evaluation:
    """Peers by system, and models, as paths. IDs and systems are characters as the program prints them."""

    id: str
    peers: dict[str, str] = field(default_factory=dict)
    models: dict[str, str] = field(default_factory=dict)
    model_ids: list[str] = field(default_factory=list)
    format: str = ""

    @property
    def model_paths(self) -> list[str]:
        """One for each time that a model was listed: of an ID that was listed again, the last file."""
        return [self.models[name] for name in self.model_ids]


def read_list(path: str, format: str, system: str) -> list[Evaluation]:
    """Lines of a peer's file and its models' files."""
    kind = format.upper()
    if kind not in FORMATS:
        raise Failure(f"-z {format}: one of {', '.join(FORMATS)} is expected", UNREADABLE)
    evaluations: list[Evaluation] = []
    for number, line in enumerate(_content(path).split(b"\n"), 1):
        names = [os.fsdecode(name) for name in line.split()]
        if not names or line.startswith(b"#"):
            continue
        if len(names) < 2:
            raise Failure(f"{path}, line {number}: a peer and at least one model are expected", UNREADABLE)
        peer, *models = names
        ids = [str(index) for index in range(len(models))]
        evaluations.append(
            Evaluation(
                str(len(evaluations) + 1), {system: peer}, dict(zip(ids, models, strict=True)), ids, kind
            )
        )
    return evaluations


def read_xml(path: str) -> list[Evaluation]:
    """The evaluations of a configuration, by ID."""
    from xml.parsers import expat

    reader = _Reader(path)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text.append
    try:
        parser.Parse(_content(path), True)
    except expat.ExpatError as error:
        raise Failure(f"{path}: {error}") from None
    return [reader.evaluations[name] for name in sorted(reader.evaluations)]


class _Reader:
    """Puts evaluations together. Tags count in any case. An evaluation whose ID was there before adds to that one."""

    def __init__(self, path: str) -> None:
        self.evaluations: dict[str, Evaluation] = {}
        self.text: list[str] = []
        self._path = path
        self._open: Evaluation | None = None
        self._roots: dict[str, str] = {}
        self._peers: dict[str, str] = {}
        self._models: list[tuple[str, str]] = []
        self._attributes: dict[str, str] = {}
        self._ends: dict[str, Callable[[str], None]] = {
            "PEER-ROOT": self._root("peers"),
            "MODEL-ROOT": self._root("models"),
            "P": lambda text: self._peers.update({self._attributes.get("ID", ""): text}),
            "M": lambda text: self._models.append((self._attributes.get("ID", ""), text)),
            "EVAL": self._close,
        }

    def start(self, tag: str, attributes: dict[str, Any]) -> None:
        name = tag.upper()
        self.text.clear()
        self._attributes = attributes
        if name == "EVAL":
            key = attributes.get("ID", "")
            self._open = self.evaluations.setdefault(key, Evaluation(key))
            self._roots, self._peers, self._models = {}, {}, []
        elif name == "INPUT-FORMAT" and self._open is not None:
            kind = attributes.get("TYPE", "")
            self._open.format = kind.upper()
            if self._open.format not in FORMATS:
                raise Failure(f"{self._path}: unknown input type {kind!r} of evaluation {self._open.id!r}")

    def end(self, tag: str) -> None:
        text = "".join(self.text).strip(" \t\n\r\f\v")
        self.text.clear()
        use = self._ends.get(tag.upper())
        if use is not None and self._open is not None:
            use(text)

    def _root(self, which: str) -> Callable[[str], None]:
        return lambda text: self._roots.update({which: text})

    def _close(self, _: str) -> None:
        assert self._open is not None
        for name, file in self._peers.items():
            self._open.peers[name] = _path(self._roots.get("peers", ""), file)
        for name, file in self._models:
            self._open.models[name] = _path(self._roots.get("models", ""), file)
            self._open.model_ids.append(name)
        self._open = None


def _path(root: str, file: str) -> str:
    return os.fsdecode(f"{root}/{file}".encode())


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except OSError as error:
        raise Failure(f"{path}: {error.strerror or error}", NO_FILE) from None
