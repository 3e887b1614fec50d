"""What the program does: files of transcripts in, reports out."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import Any, Final

import numpy as np

from gramscore.compat.sclite.arguments import Hypotheses, Settings
from gramscore.compat.sclite.failure import Failure
from gramscore.compat.sclite.summary import Speaker, summary
from gramscore.compat.sclite.transcripts import Transcripts, read, speaker_of
from gramscore.metrics.wer import SCLITE_FAULTS, WER

_Write = Callable[[bytes], object]

_FILES: Final = {
    "sum": (".sys", "    Writing scoring report to '%s'\n"),
    "rsum": (".raw", "    Writing raw scoring report to '%s'\n"),
    "pralign": (".pra", "    Writing string alignments to '%s'\n"),
}
#: Alignments that are in memory at a time.
_ALIGNED: Final = 1000


def run(settings: Settings, write: _Write, remark: Callable[[str], object]) -> None:
    """Writes to standard output by `write`, and reports to files if that is asked for. `remark` hears what people
    should know besides. Raises `Failure`, `OutputError`."""
    references = read(settings.reference, settings.encoding, settings.case_sensitive)
    systems = [_System(settings, references, hypotheses, remark) for hypotheses in settings.hypotheses]
    _check_names(settings)
    if not references.ends:
        remark(f"{references.path}: the last line has no line end; sclite would pass it over")
    say = write if settings.feedback else _nothing
    say(b"sclite: 2.10 TK Version 1.3\n")
    for system in systems:
        names = os.fsencode(settings.reference), os.fsencode(system.given.path)
        say(b"Begin alignment of Ref File: '%s' and Hyp File: '%s'\n" % names)
        if settings.feedback:
            for part in system.progress():
                say(part)
            say(b"\n\n")
        for report in _FILES:
            if report in settings.reports:
                _write_report(settings, system, report, write, say)
    say(b"\nSuccessful Completion\n")


def _nothing(_: bytes) -> None:
    pass


def _write_report(settings: Settings, system: _System, report: str, write: _Write, say: _Write) -> None:
    ending, message = _FILES[report]
    if settings.to_stdout:
        if report == "pralign":
            say((message % "stdout").encode())
        for line in system.report(report):
            write(line + b"\n")
        return
    from gramscore.io.atomic import replacing

    path = _root(settings, system.given) + ending
    say(os.fsencode(message % path))
    with replacing(path) as stream:
        for line in system.report(report):
            stream.write(line + b"\n")


def _root(settings: Settings, given: Hypotheses) -> str:
    """What the names of a system's reports begin with."""
    folder, slash, name = given.path.rpartition("/")
    name = settings.name or name
    if settings.folder is not None:
        return f"{settings.folder}/{name}"
    return f"{folder}/{name}" if slash and folder != "." else name


def _check_names(settings: Settings) -> None:
    roots = [PurePath(_root(settings, given)) for given in settings.hypotheses]
    if not settings.to_stdout and len(set(roots)) < len(roots):
        raise Failure("two files of hypotheses have the same name: their reports would be one file")
    if settings.to_stdout:
        return
    inputs = {os.path.realpath(it) for it in (settings.reference, *(one.path for one in settings.hypotheses))}
    for root in roots:
        for report in settings.reports:
            if report in _FILES and os.path.realpath(path := f"{root}{_FILES[report][0]}") in inputs:
                raise Failure(f"{path}: the report would replace an input")


class _System:
    """Hypotheses that are compared with references."""

    def __init__(
        self, settings: Settings, references: Transcripts, given: Hypotheses, remark: Callable[[str], object]
    ) -> None:
        self.given = given
        self._settings = settings
        self._metric = WER.sclite(
            case_sensitive=settings.case_sensitive,
            characters=settings.characters,
            keep_ascii=settings.keep_ascii,
            drop_hyphens=settings.drop_hyphens,
            optional_words=settings.optional_words,
            fragments=settings.fragments,
        )
        self._texts = read(given.path, settings.encoding, settings.case_sensitive)
        if not self._texts.ids:
            raise Failure(f"{given.path}: there are no transcripts")
        if not self._texts.ends:
            remark(f"{given.path}: the last line has no line end; sclite would pass it over")
        self._places = self._matched(references, remark)
        self._references = [references.texts[k] for k in self._places]
        self._speakers: dict[bytes, list[int]] = {}
        for k, name in enumerate(self._texts.ids):
            speaker = speaker_of(name, settings.ids)
            if speaker is None:
                raise Failure(
                    f"{self._texts.place(k)}: the ID {self._texts.shown(k)} has no - or _ behind the speaker's name; "
                    "with -i sp each ID is a speaker"
                )
            self._speakers.setdefault(speaker, []).append(k)
        self._stats = self._counted(references)

    def _matched(self, references: Transcripts, remark: Callable[[str], object]) -> list[int]:
        """Which reference each text has."""
        texts = self._texts
        try:
            places = [references.index[name] for name in texts.ids]
        except KeyError as error:
            k = texts.index[error.args[0]]
            raise Failure(f"{texts.place(k)}: the ID {texts.shown(k)} is not in {references.path}") from None
        left = len(references.ids) - len(texts.ids)
        if left:
            k = next(k for k, name in enumerate(references.ids) if name not in texts.index)
            remark(
                f"{references.place(k)}: the ID {references.shown(k)} is not in {texts.path}: its reference is left "
                f"out, as sclite does ({left} of {len(references.ids)})"
            )
        return places

    def _counted(self, references: Transcripts) -> Any:
        try:
            return self._metric.score(self._texts.texts, self._references).stats
        except ValueError as error:
            where = re.match(r"(predictions|references)\[(\d+)\] (.*)", str(error))
            if where is None or where[3] not in SCLITE_FAULTS:
                raise
            k = int(where[2])
            place = self._texts.place(k) if where[1] == "predictions" else references.place(self._places[k])
            raise Failure(f"{place}: the text {where[3]}") from None

    def progress(self) -> Iterator[bytes]:
        """What is said while texts are aligned."""
        numbers = dict.fromkeys(self._speakers, 0)
        order = {name: k for k, name in enumerate(self._speakers)}
        last = 0
        for name in self._texts.ids:
            speaker = speaker_of(name, self._settings.ids) or b""
            if order[speaker] != last:
                last = order[speaker]
                yield b"\n"
            numbers[speaker] += 1
            yield b"\r    Alignment# %d for speaker %s          " % (numbers[speaker], speaker)

    def report(self, report: str) -> Iterable[bytes]:
        """The lines of a report."""
        title = os.fsencode(self.given.title)
        if report == "pralign":
            return self._alignments(title)
        return summary(title, self._sums(), self._settings.characters, report == "rsum")

    def _sums(self) -> list[Speaker]:
        found = []
        errors = self._stats[:, 1:].any(axis=1)
        for name, indices in self._speakers.items():
            hits, substitutions, deletions, insertions = np.sum(self._stats[indices], axis=0).tolist()
            found.append(
                Speaker(
                    name,
                    len(indices),
                    int(np.count_nonzero(errors[indices])),
                    hits,
                    substitutions,
                    deletions,
                    insertions,
                )
            )
        return found

    def _alignments(self, title: bytes) -> Iterator[bytes]:
        settings = self._settings
        yield from _head(title, self._speakers)
        attributes = b"Attributes: Case_sensitve \n" if settings.case_sensitive else b""
        for number, (name, indices) in enumerate(self._speakers.items()):
            yield b"Speaker sentences%4d:  %s   #utts: %d" % (number, name, len(indices))
            for begin in range(0, len(indices), _ALIGNED):
                part = indices[begin : begin + _ALIGNED]
                texts = [self._texts.texts[k] for k in part]
                aligned = self._metric.lines(
                    texts,
                    [self._references[k] for k in part],
                    utf8=settings.encoding == "utf-8",
                    width=settings.width,
                )
                for k, lines in zip(part, aligned, strict=True):
                    counts = b"Scores: (#C #S #D #I) %d %d %d %d\n" % tuple(self._stats[k].tolist())
                    yield b"id: %s\n%s%s%s" % (self._texts.ids[k], counts, attributes, lines)
        yield b""


def _head(title: bytes, speakers: Iterable[bytes]) -> Iterator[bytes]:
    """What stands before the alignments of the report."""
    yield from (b"", b"", b"\t\tDUMP OF SYSTEM ALIGNMENT STRUCTURE", b"")
    yield from (b"System name:   " + title, b"", b"Speakers: ")
    for k, name in enumerate(speakers):
        yield b"   %2d:  %s" % (k, name)
    yield b""
