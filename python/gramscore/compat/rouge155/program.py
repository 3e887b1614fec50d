"""What the program prints."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cmp_to_key
from typing import Any, Final

import numpy as np

from gramscore.compat.rouge155.arguments import Settings, shown
from gramscore.compat.rouge155.configuration import Evaluation, read_list, read_xml
from gramscore.compat.rouge155.failure import NO_FILE, Failure
from gramscore.compat.rouge155.reading import read, read_elements
from gramscore.metrics.rouge155 import ROUGE155

_STOP_WORDS: Final = "smart_common_words.txt"
_WIDTH: Final = 45


def encoded(line: str) -> bytes:
    """A line as the program writes it: a byte for each character if that is possible, else UTF-8."""
    try:
        return line.encode("latin-1") + b"\n"
    except UnicodeEncodeError:
        return line.encode("utf-8", "surrogatepass") + b"\n"


def printed(settings: Settings, remark: Callable[[str], object]) -> Iterator[str]:
    """The lines that the program prints. `remark` hears what people should know besides. Raises `Failure`."""
    evaluations, systems = _evaluations(settings)
    if not _names(settings):
        return
    score = _scorer(settings)
    for system in systems:
        chosen = [it for it in evaluations if system in it.peers]
        for it in evaluations:
            if system not in it.peers:
                remark(f"{system} has no text in evaluation {it.id}, which is left out")
        try:
            scores = score(chosen, system) if chosen else None
        except _Undefined as undefined:
            # What stands before ROUGE-W is printed.
            before = replace(settings, weight=None, gap=None, elements=None)
            if _names(before):
                yield from _blocks(before, system, chosen, _scorer(before)(chosen, system))
            raise Failure(str(undefined)) from None
        yield from _blocks(settings, system, chosen, scores)


def _evaluations(settings: Settings) -> tuple[list[Evaluation], list[str]]:
    """All of them, and the systems to evaluate."""
    if settings.format is not None:
        system = shown(settings.system or "")
        return read_list(settings.config, settings.format, system), [system]
    evaluations = read_xml(settings.config)
    if settings.all_systems:
        return evaluations, sorted({system for it in evaluations for system in it.peers})
    return evaluations, [shown(settings.system or "")]


def _names(settings: Settings) -> list[str]:
    """Those of the scores, as they are printed, in order."""
    names = [f"ROUGE-{n}" for n in range(1, settings.order + 1)]
    if settings.lcs:
        names.append("ROUGE-L")
    if settings.weight is not None:
        names.append(f"ROUGE-W-{settings.weight_as_given}")
    if settings.gap is not None:
        if settings.unigrams != "u":
            names.append(f"ROUGE-S{settings.gap_as_given}")
        if settings.unigrams is not None:
            names.append(f"ROUGE-SU{settings.gap_as_given}")
    if settings.elements is not None:
        names.append(f"ROUGE-BE-{settings.elements}")
    return names


def _scorer(settings: Settings) -> Callable[[Sequence[Evaluation], str], _Parts]:
    """From evaluations to the scores of a system: of the texts' words, of their Basic Elements, or of both."""
    shared: dict[str, Any] = {
        "formula": "B" if settings.best_model else "A",
        "alpha": settings.alpha,
        "confidence": settings.confidence,
        "resamples": settings.resamples,
        "averaging": "words" if settings.counting == 1 else "documents",
    }
    stop_words = _stop_words(settings.home) if settings.stop_words else None
    of_words = None
    if settings.order or settings.lcs or settings.weight is not None or settings.gap is not None:
        of_words = ROUGE155(
            settings.order,
            settings.lcs,
            settings.weight,
            settings.gap,
            settings.unigrams if settings.gap is not None else None,
            settings.stemmer,
            stop_words,
            settings.words or None,
            settings.bytes or None,
            encoding="latin-1",
            **shared,
        )
    of_elements = None
    if settings.elements is not None:
        from gramscore.metrics.basic_elements import BasicElements

        of_elements = BasicElements(settings.elements, settings.stemmer, **shared)

    def score(evaluations: Sequence[Evaluation], system: str) -> _Parts:
        compared = [it for it in evaluations if it.model_ids]
        parts: list[Any] = []
        if of_words is not None:
            peers, models = _contents(evaluations, compared, system, read)
            try:
                found = of_words.score(peers, models, threads=1) if compared else None
            except ValueError as error:  # a model without words, of ROUGE-W
                raise _Undefined(_model_without_words(compared, error)) from None
            parts.append(_placed(of_words, found, evaluations))
        if of_elements is not None:
            peers, models = _contents(evaluations, compared, system, read_elements)
            found = of_elements.score_elements(peers, models, threads=1) if compared else None
            parts.append(_placed(of_elements, found, evaluations))
        return _Parts(parts, evaluations, system)

    return score


def _contents(
    evaluations: Sequence[Evaluation],
    compared: Sequence[Evaluation],
    system: str,
    read_file: Callable[[str, str, str], Any],
) -> tuple[list[Any], list[list[Any]]]:
    """What peers and models hold of the evaluations that are compared. Peers without models have to be there, too."""
    peers = {it.id: read_file(it.peers[system], it.format, "peer") for it in evaluations}
    models = [[read_file(path, it.format, "model") for path in it.model_paths] for it in compared]
    return [peers[it.id] for it in compared], models


def _placed(metric: Any, found: Any, evaluations: Sequence[Evaluation]) -> Any:
    """The scores of all evaluations: those found are of the ones with models, the others have counts of 0."""
    places = [index for index, it in enumerate(evaluations) if it.model_ids]
    if len(places) == len(evaluations):
        return found
    stats = np.zeros((len(evaluations), 3 * len(metric.types)), np.int64)
    if found is not None:
        stats[places] = found.stats
    return metric._scores(stats)


def _model_without_words(evaluations: Sequence[Evaluation], error: ValueError) -> str:
    index = re.match(r"references\[(\d+)\]", str(error))
    if index is None:
        return str(error)
    where = evaluations[int(index[1])]
    return f"a model of evaluation {where.id} has no words: ROUGE-W would divide by their weight"


def _stop_words(home: str) -> list[str]:
    path = os.path.join(home, _STOP_WORDS)
    try:
        with open(path, "rb") as stream:
            return stream.read().decode("latin-1").split("\n")
    except OSError as error:
        raise Failure(f"{path}: the stop words cannot be read: {error.strerror or error}", NO_FILE) from None


class _Undefined(Exception):
    """ROUGE-W would divide by zero."""


class _Parts:
    """The scores of a system, of one metric or of two, by what the program prints of them."""

    def __init__(self, parts: Sequence[Any], evaluations: Sequence[Evaluation], system: str) -> None:
        self._ids = [it.id.encode("utf-8", "surrogatepass") for it in evaluations]
        self._system = system.encode("utf-8", "surrogatepass")
        self._parts = parts

    def averages(self) -> list[Any]:
        """By score, its recall, precision and F with intervals."""
        return [
            score
            for part in self._parts
            for score in part.formula.averages(part.stats, self._ids, self._system, threads=1).values()
        ]

    def documents(self) -> list[Any]:
        """By score, columns of the documents' recall, precision and F."""
        return [
            (found.recall, found.precision, found.fmeasure)
            for part in self._parts
            for found in part.examples.values()
        ]

    def counts(self) -> list[Any]:
        """By score, columns of the documents' units of models and peers, and matches."""
        found = []
        for part in self._parts:
            counts = part.formula.counts(part.stats)
            found += [
                (counts[:, k + 2], counts[:, k + 1], counts[:, k]) for k in range(0, counts.shape[1], 3)
            ]
        return found

    def totals(self, columns: Sequence[Any]) -> tuple[int, ...]:
        """Sums of columns of counts, added up in the order of the documents' printed names."""
        names = [name + b"." + self._system for name in self._ids]
        order = sorted(range(len(names)), key=names.__getitem__)
        return tuple(int(np.add.accumulate(column[order])[-1]) for column in columns)


def _blocks(
    settings: Settings, system: str, evaluations: Sequence[Evaluation], scores: _Parts | None
) -> Iterator[str]:
    names = _names(settings)
    counted = settings.counting in (1, 2)
    documents: list[Any] = [((), (), ())] * len(names)
    if scores is not None:
        documents = scores.counts() if counted else scores.documents()
    averages = scores.averages() if scores is not None and settings.counting != 2 else None
    ids = [f"{it.id}.{system}" for it in evaluations]
    rank = cmp_to_key(_compared)
    listed = sorted(range(len(ids)), key=lambda i: rank(ids[i]))
    for k, name in enumerate(names):
        title = f"{system} {name}"
        yield "-" * _WIDTH
        if settings.counting == 2:
            model, peer, hits = (0, 0, 0) if scores is None else scores.totals(documents[k])
            yield f"{title} M_count: {model} P_count: {peer} H_count: {hits}"
        else:
            for letter, part in (("R", "recall"), ("P", "precision"), ("F", "fmeasure")):
                value, low, high = (0.0, 0.0, 0.0) if averages is None else getattr(averages[k], part)
                inside = f"({settings.confidence_as_given}%-conf.int. {low:.5f} - {high:.5f})"
                yield f"{title} Average_{letter}: {value:.5f} {inside}"
        if settings.details:
            yield "." * _WIDTH
            for i in listed:
                numbers = (f"{column[i]:.15g}" if counted else f"{column[i]:.5f}" for column in documents[k])
                r, p, f = numbers
                yield f"{title} Eval {ids[i]} R:{r} P:{p} F:{f}"


def _compared(a: str, b: str) -> int:
    """Names in the order of the numbers that they begin with, if both do, else of their characters."""
    first, second = re.match("[0-9]+", a), re.match("[0-9]+", b)
    if first and second:
        return (int(first[0]) > int(second[0])) - (int(first[0]) < int(second[0]))
    return (a > b) - (a < b)
