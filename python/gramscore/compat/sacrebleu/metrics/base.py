"""What the three metrics share: scores that print themselves, signatures, and the reading of references."""

from __future__ import annotations

import abc
import json
import logging
import statistics
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.compat.sacrebleu.resamples import bootstrap_scores
from gramscore.compat.sacrebleu.version import __version__

Stats = npt.NDArray[np.int64]

logger = logging.getLogger("sacrebleu")

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


_S = TypeVar("_S", bound=Score)


class Metric(abc.ABC, Generic[_S]):
    """A metric with its options. The statistics it passes around are an array with a row per example."""

    _SIGNATURE_TYPE: ClassVar[type[Signature]] = Signature

    def __init__(self, references: Sequence[Sequence[str | None]] | None = None) -> None:
        self._ref_cache: list[Any] | None = None
        self._force = True
        self.n_bootstrap: int | None = None
        self.seed: str | None = None
        if references is not None:
            self._ref_cache = self._cache_references(references)

    @abc.abstractmethod
    def _row_statistics(self, hypotheses: list[str], references: list[Any]) -> Stats:
        """The statistics of texts and their references, each a text or a list of them."""

    @abc.abstractmethod
    def _refuse_missing(self, examples: int) -> None:
        """Raises the error that is due when an example has no reference at all."""

    @abc.abstractmethod
    def _aggregate_and_compute(self, stats: Stats) -> _S:
        """The score of the sum of the rows."""

    @abc.abstractmethod
    def _of_sums(self) -> _core.ScoreOfSums:
        """The formula for resampled sums."""

    def _compute_score_from_stats(self, stats: Any) -> _S:
        """The score of statistics that are sums already."""
        return self._aggregate_and_compute(np.array([stats]).astype(np.int64))

    def _cache_references(self, references: Sequence[Sequence[str | None]]) -> list[Any]:
        """The references of each example, and as a side effect their number; None counts as no reference."""
        streams = [list(stream) for stream in references]
        if not any(None in stream for stream in streams):
            examples: list[Any] = streams[0] if len(streams) == 1 else list(map(list, zip(*streams)))  # noqa: B905
            self.num_refs = len(streams) if examples else -1
            return examples
        examples = [[text for text in texts if text is not None] for texts in zip(*streams)]  # noqa: B905
        numbers = set(map(len, examples))
        self.num_refs = numbers.pop() if len(numbers) == 1 else -1
        return examples

    def _extract_corpus_statistics(
        self, hypotheses: Sequence[str], references: Sequence[Sequence[str | None]] | None
    ) -> Stats:
        """A row of statistics for each hypothesis that has a counterpart in every stream of references."""
        if references:
            examples = self._cache_references(references)
        elif self._ref_cache:
            examples = self._ref_cache
        else:
            raise RuntimeError("there are no references: none are given, and none were cached")
        count = min(len(hypotheses), len(examples))
        texts = list(hypotheses[:count])
        examples = examples[:count]
        if not self._force and sum(text.endswith(" .") for text in texts) >= _TOKENIZED_LINES:
            logger.warning(
                "%d or more hypotheses end in a period of its own: they look tokenized, which may lower the "
                "score. If they are not, `force` says so.",
                _TOKENIZED_LINES,
            )
        missing = [i for i, found in enumerate(examples) if isinstance(found, list) and not found]
        if not missing:
            return self._row_statistics(texts, examples)
        self._refuse_missing(count)
        for i in missing:
            examples[i] = [""]
        stats = self._row_statistics(texts, examples)
        return self._without_references(stats, missing)

    def _without_references(self, stats: Stats, missing: list[int]) -> Stats:
        """Corrects the rows of examples without references, which were scored against an empty one."""
        return stats

    def _check_sentence_score_args(self, hyp: Any, refs: Any) -> None:
        if not isinstance(hyp, str):
            raise self._wrong_kind("`hyp` should be a string")
        if isinstance(refs, str) or not isinstance(refs, Sequence):
            raise self._wrong_kind("`refs` should be a sequence of strings")
        if not isinstance(refs[0], str) and refs[0] is not None:
            raise self._wrong_kind("each element of `refs` should be a string")

    def _check_corpus_score_args(self, hyps: Any, refs: Any) -> None:
        if refs is not None:
            if not isinstance(refs, Sequence):
                raise self._wrong_kind("`refs` should be a sequence of sequences of strings")
            if not isinstance(refs[0], Sequence):
                raise self._wrong_kind("each element of `refs` should be a sequence of strings")
            if not isinstance(refs[0][0], str) and refs[0][0] is not None:
                raise self._wrong_kind("`refs` should be a sequence of sequences of strings")
        if not isinstance(hyps, Sequence):
            raise self._wrong_kind("`hyps` should be a sequence of strings")
        if not isinstance(hyps[0], str):
            raise self._wrong_kind("each element of `hyps` should be a string")
        if not isinstance(hyps, str) and None in hyps:
            raise self._wrong_kind("a line of `hyps` is None")

    def _wrong_kind(self, message: str) -> TypeError:
        return TypeError(f"{type(self).__name__}: {message}")

    def sentence_score(self, hypothesis: str, references: Sequence[str]) -> _S:
        """The score of one text against its references."""
        self._check_sentence_score_args(hypothesis, references)
        stats = self._extract_corpus_statistics([hypothesis], [[text] for text in references])
        return self._aggregate_and_compute(stats)

    def corpus_score(
        self,
        hypotheses: Sequence[str],
        references: Sequence[Sequence[str | None]] | None,
        n_bootstrap: int = 1,
    ) -> _S:
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
            self.seed, scores = bootstrap_scores(stats, self, n_bootstrap)
            score._estimate_ci(list(scores) if scores.dtype == np.float32 else scores.tolist())
        return score

    def get_signature(self) -> Signature:
        """The signature of what was scored last."""
        return self._SIGNATURE_TYPE(self.__dict__)
