"""What all metrics share: scores that print themselves, signatures, and the way from texts to a score."""

from __future__ import annotations

import abc
import json
import logging
import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from gramscore.compat.sacrebleu.resamples import bootstrap_resample
from gramscore.compat.sacrebleu.version import __version__

Streams = Sequence[Sequence["str | None"]]

sacrelogger = logging.getLogger("sacrebleu")

# Warn from so many hypotheses on that end as tokenized text does.
_TOKENIZED_LINES = 100


class Score:
    """A figure with its name.

    After a bootstrap it also holds the mean and half the width of the 95% interval.
    """

    def __init__(self, name: str, score: float) -> None:
        self.name = name
        self.score = score
        self._mean = -1.0
        self._ci = -1.0
        self._verbose = ""

    def format(
        self, width: int = 2, score_only: bool = False, signature: str = "", is_json: bool = False
    ) -> str:
        """The score as a line, or as JSON, with `width` digits after the point."""
        number = f"{self.score:.{width}f}"
        fields: dict[str, Any] = {"name": self.name, "score": float(number), "signature": signature}
        shown = number
        if self._mean > 0:
            mean, half = f"{self._mean:.{width}f}", f"{self._ci:.{width}f}"
            interval = f"μ = {mean} ± {half}"
            shown = f"{number} ({interval})"
            fields |= {
                "confidence_mean": float(mean),
                "confidence_var": float(half),
                "confidence": interval,
            }
        if score_only:
            return shown
        if is_json:
            if self._verbose:
                fields["verbose_score"] = self._verbose
            for parameter in signature.split("|"):
                key, value = parameter.split(":")
                fields[key] = value
            return json.dumps(fields, indent=1, ensure_ascii=False)
        name = f"{self.name}|{signature}" if signature else self.name
        return f"{name} = {shown} {self._verbose}" if self._verbose else f"{name} = {shown}"

    def estimate_ci(self, scores: Sequence[Score]) -> None:
        """Keeps the mean of the scores of resamples, and half the width of the interval that holds 95% of them."""
        self._estimate_ci([score.score for score in scores])

    def _estimate_ci(self, scores: Sequence[Any]) -> None:
        ordered = sorted(scores)
        outside = len(ordered) // 40
        self._ci = 0.5 * (ordered[len(ordered) - outside - 1] - ordered[outside])
        self._mean = statistics.mean(ordered)

    def __repr__(self) -> str:
        return self.format()


class Signature:
    """What was computed, as pairs of names and values: `str(signature)` or `signature.format(short=True)`.

    args: the attributes of a metric that has scored something, so that it knows the number of references.
    """

    def __init__(self, args: Mapping[str, Any]) -> None:
        if "num_refs" not in args:
            raise ValueError("the number of references is not known before the metric has scored something")
        self._abbr = {
            "version": "v",
            "nrefs": "#",
            "test": "t",
            "lang": "l",
            "subset": "S",
            "origlang": "o",
            "bs": "bs",
            "ar": "ar",
            "seed": "rs",
        }
        self.info: dict[str, Any] = {
            "version": __version__,
            "nrefs": "var" if args["num_refs"] == -1 else args["num_refs"],
            "bs": args.get("n_bootstrap"),
            "ar": None,
            "seed": args.get("seed"),
            "test": args.get("test_set"),
            "lang": args.get("langpair"),
            "origlang": args.get("origlang"),
            "subset": args.get("subset"),
        }

    def format(self, short: bool = False) -> str:
        """`name:value` for all that is known, the version last."""
        names = [name for name in self.info if name != "version"] + ["version"]
        return "|".join(
            f"{self._abbr[name] if short else name}:{_yes_or_no(self.info[name])}"
            for name in names
            if self.info[name] is not None
        )

    def update(self, key: str, value: Any) -> None:
        """Sets the value of a name."""
        self.info[key] = value

    def __str__(self) -> str:
        return self.format()

    def __repr__(self) -> str:
        return self.format()


def _yes_or_no(value: Any) -> Any:
    return ("no", "yes")[value] if isinstance(value, bool) else value


class Metric(metaclass=abc.ABCMeta):
    """A metric with its options.

    Subclasses say how a text is prepared, what is known of references, what the statistics of a text are, and what
    score they make.
    """

    _SIGNATURE_TYPE = Signature

    def __init__(self) -> None:
        self._ref_cache: Any = None
        self._force = True
        self.n_bootstrap: int | None = None
        self.seed: str | None = None

    @abc.abstractmethod
    def _aggregate_and_compute(self, stats: list[list[Any]]) -> Any:
        """The score of the sum of rows of statistics."""

    @abc.abstractmethod
    def _compute_score_from_stats(self, stats: list[Any]) -> Any:
        """The score of statistics that are sums already."""

    @abc.abstractmethod
    def _preprocess_segment(self, sent: str) -> str:
        """A text as it is compared."""

    @abc.abstractmethod
    def _extract_reference_info(self, refs: Sequence[str]) -> dict[str, Any]:
        """What _compute_segment_statistics() needs of the references of an example, which are preprocessed."""

    @abc.abstractmethod
    def _compute_segment_statistics(self, hypothesis: str, ref_kwargs: dict[str, Any]) -> list[Any]:
        """The statistics of a preprocessed text."""

    def _cache_references(self, references: Streams) -> list[Any]:
        """What is known of the references of each example, and as a side effect their number. None is no reference."""
        infos = []
        numbers = set()
        for texts in zip(*references):  # noqa: B905
            lines = [text for text in texts if text is not None]
            numbers.add(len(lines))
            infos.append(self._extract_reference_info([self._preprocess_segment(line) for line in lines]))
        self._set_num_refs(numbers)
        return infos

    def _set_num_refs(self, numbers: set[int]) -> None:
        self.num_refs = next(iter(numbers)) if len(numbers) == 1 else -1

    def _extract_corpus_statistics(self, hypotheses: Sequence[str], references: Streams | None) -> Any:
        """A row of statistics for each hypothesis that has a counterpart in every stream of references."""
        if references:
            infos = self._cache_references(references)
        elif self._ref_cache:
            infos = self._ref_cache
        else:
            raise RuntimeError("there are no references: none are given, and none were cached")
        rows = []
        tokenized = 0
        for text, info in zip(hypotheses, infos):  # noqa: B905
            if not self._force and text.endswith(" ."):
                tokenized += 1
            rows.append(self._compute_segment_statistics(self._preprocess_segment(text), info))
        self._warn_of_tokenized(tokenized)
        return rows

    @staticmethod
    def _warn_of_tokenized(lines: int) -> None:
        if lines >= _TOKENIZED_LINES:
            sacrelogger.warning(
                "%d or more hypotheses end in a period of its own: they look tokenized, which may lower the "
                "score. If they are not, `force` says so.",
                _TOKENIZED_LINES,
            )

    def _check_sentence_score_args(self, hyp: Any, refs: Any) -> None:
        if not isinstance(hyp, str):
            raise self._wrong_kind("`hyp` should be a string")
        if isinstance(refs, str) or not isinstance(refs, Sequence):
            raise self._wrong_kind("`refs` should be a sequence of strings")
        if not isinstance(refs[0], str) and refs[0] is not None:
            raise self._wrong_kind("each element of `refs` should be a string")

    def _check_corpus_score_args(self, hyps: Any, refs: Any) -> None:
        message = None
        if not isinstance(hyps, Sequence):
            message = "`hyps` should be a sequence of strings"
        elif not isinstance(hyps[0], str):
            message = "each element of `hyps` should be a string"
        elif any(line is None for line in hyps):
            message = "a line of `hyps` is None"
        if refs is not None:
            if not isinstance(refs, Sequence):
                message = "`refs` should be a sequence of sequences of strings"
            elif not isinstance(refs[0], Sequence):
                message = "each element of `refs` should be a sequence of strings"
            elif not isinstance(refs[0][0], str) and refs[0][0] is not None:
                message = "`refs` should be a sequence of sequences of strings"
        if message is not None:
            raise self._wrong_kind(message)

    def _wrong_kind(self, message: str) -> TypeError:
        return TypeError(f"{type(self).__name__}: {message}")

    def sentence_score(self, hypothesis: str, references: Sequence[str]) -> Any:
        """The score of one text against its references."""
        self._check_sentence_score_args(hypothesis, references)
        stats = self._extract_corpus_statistics([hypothesis], [[text] for text in references])
        return self._aggregate_and_compute(stats)

    def corpus_score(
        self, hypotheses: Sequence[str], references: Streams | None, n_bootstrap: int = 1
    ) -> Any:
        """The score of a corpus.

        references: streams; with None those that the metric was made with.
        n_bootstrap: if over 1, so many resamples give a mean and an interval. Their seed is SACREBLEU_SEED of
            the environment, or 12345.
        """
        self._check_corpus_score_args(hypotheses, references)
        stats = self._extract_corpus_statistics(hypotheses, references)
        score = self._aggregate_and_compute(stats)
        if n_bootstrap > 1:
            self.n_bootstrap = n_bootstrap
            self.seed, scores = bootstrap_resample(stats, self, n_bootstrap)
            score.estimate_ci(scores)
        return score

    def get_signature(self) -> Signature:
        """The signature of what was scored last."""
        return self._SIGNATURE_TYPE(self.__dict__)
