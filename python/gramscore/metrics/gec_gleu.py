"""GLEU for grammatical error correction."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Final

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.gec_gleu import GecGleuFormula, GecGleuScore
from gramscore.metrics.metric import callback_of
from gramscore.metrics.sourced import SourcedMetric
from gramscore.options.checks import check_flag, check_threads
from gramscore.options.tokenizers import LowerCased, case_signature, choose, tokenizer_signature
from gramscore.resampling.resampling import Figures, ScoreOfSums, check_draws
from gramscore.results.scores import Scores
from gramscore.results.state import State

_PARTS = 10


class GECGLEU(SourcedMetric["GecGleuScores"]):
    """GLEU for grammatical error correction (Napoles et al., 2015 and 2016), 0..1, as the authors' script of 2017
    computes it: BLEU that takes off n-grams of the source that the reference changed. It is not GLEU of Wu et al.,
    which is gramscore.GLEU.

    iterations: with several references, of which all examples need the same number, the script draws one for each
        example at random, so many times, and takes the mean of the scores. It draws what Python 2's generator drew with
        its seeds.
    tokenizer: how texts become words. "whitespace", the default, splits as str.split() does; else as for BLEU: a
        name, a callable, or None for texts given as tokens.
    lowercase: make texts lower case first, as str.lower() does.

    The score of an example is the mean over its references, with 1 for each count that is 0.

    Raises TypeError or ValueError for options that are not possible or have no effect.

    >>> source, corrected = "He have went home .", "He has gone home ."
    >>> metric = GECGLEU()
    >>> metric.score([corrected], [corrected], sources=[source]).corpus.score
    1.0
    >>> metric.score([source, corrected], [corrected] * 2, sources=[source] * 2).corpus.score
    0.5233175696960528
    """

    placed: ClassVar[bool] = True  # which reference is drawn
    joinable: ClassVar[bool] = True

    def __init__(
        self,
        *,
        iterations: int = 500,
        tokenizer: str | Callable[[str], Sequence[str] | Sequence[int]] | None = "whitespace",
        lowercase: bool = False,
    ) -> None:
        check_draws("iterations", iterations)
        check_flag("lowercase", lowercase)
        chosen: Any = tokenizer if tokenizer == "whitespace" else choose(tokenizer)
        if lowercase and chosen is None:
            raise ValueError("lowercase=True has no effect on tokens that are given")
        self._options = (iterations, tokenizer, lowercase)
        self._given = LowerCased(chosen) if lowercase and callable(chosen) else chosen
        self._tokens = chosen is None
        self._core = _core.GecGleu(1, self._given, lowercase)
        signature = "|".join(
            (
                "gec-gleu",
                f"iterations:{iterations}",
                f"case:{case_signature(lowercase, chosen if callable(chosen) else 'none')}",
                f"tok:{tokenizer_signature(chosen)}",
                f"version:{_core.__version__}",
            )
        )
        self._results = (GecGleuScores, _columns(1), signature, GecGleuFormula())

    def score(
        self,
        predictions: Any,
        references: Any,
        sources: Any = None,
        *,
        threads: int | None = None,
        progress: bool | Callable[[int, int], object] = False,
    ) -> GecGleuScores:
        self._check_given(predictions, references, sources)
        references, count = self._counted(references)
        core = self._core if count == 1 else _core.GecGleu(count, self._given, self._options[2])
        workers = 0 if threads is None else check_threads(threads)
        stats = core.score_with_sources(predictions, references, sources, workers, callback_of(progress))
        for index in np.flatnonzero(stats[:, 0] < 0)[:1]:
            raise ValueError(
                f"references[{index}] has not as many texts as references[0], {count}: one of each set is needed"
            )
        scores = GecGleuScores(stats, _columns(count), self.signature, self._results[3])
        scores.iterations = self._options[0]
        scores.single_reference = count == 1
        return scores

    def _counted(self, references: Any) -> tuple[Any, int]:
        """References to score, and how many the first example has."""
        if _core.one_each(references):
            return references, 1
        try:
            begin = references[:1]
        except Exception:  # each kind of what has no slices has errors of its own
            begin = references = _core.listed(references, "references", _EXPECTED)
        first = next(iter(_core.listed(begin, "references", _EXPECTED)), None)
        if not isinstance(first, (list, tuple, np.ndarray)) or getattr(first, "ndim", 1) == 0:
            return references, 1
        if self._tokens and all(isinstance(word, (str, int, np.integer)) for word in first):
            return references, 1
        return references, max(len(first), 1)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, self._options)


def _restore(iterations: int, tokenizer: Any, lowercase: bool) -> GECGLEU:
    return GECGLEU(iterations=iterations, tokenizer=tokenizer, lowercase=lowercase)


_EXPECTED: Final = "a list of references, one or a list of them per example,"


def _columns(references: int) -> tuple[str, ...]:
    orders = (1, 2, 3, 4)
    one = ("sys_len", "ref_len", *(f"{kind}_{n}" for n in orders for kind in ("matches", "total")))
    if references == 1:
        return one
    return tuple(f"{name}_of_{k}" for k in range(1, references + 1) for name in one)


class GecGleuScores(Scores):
    """Scores of GECGLEU: `scores.examples` per example, `scores.corpus` of all together.

    Ten statistics for each reference: the words of the prediction and of the reference, and by order the matches less
    what should have been changed, and the n-grams of the prediction.
    """

    __slots__ = ("iterations",)

    formula: GecGleuFormula

    @property
    def has_state(self) -> bool:
        """Whether there is one reference each: which of several is drawn depends on an example's place."""
        return len(self.columns) == _PARTS

    @property
    def _by_reference(self) -> npt.NDArray[np.int64]:
        return self.stats.reshape(len(self.stats), -1, _PARTS)

    @property
    def examples(self) -> npt.NDArray[np.float64]:
        """The mean of the smoothed scores with each reference, float64 (N,), 0..1."""
        return np.array([np.mean(row) for row in _core.gec_gleu_scores(self.stats, True)])

    @property
    def corpus(self) -> GecGleuScore:
        """The score of the summed statistics; with several references the mean over iterations, each of which draws
        one for each example."""
        rows = self._by_reference
        if rows.shape[1] == 1:
            return self.formula.corpus_of(self.formula.sums(self.stats))
        examples = np.arange(len(rows))
        sums = [
            rows[examples, _drawn(j, len(rows), rows.shape[1])].sum(axis=0) for j in range(self.iterations)
        ]
        return GecGleuScore(float(np.mean(_core.gec_gleu_scores(np.array(sums), False)[:, 0])))

    def state(self) -> State:
        self._need_one("states")
        return super().state()

    def _figures(self, mean: bool) -> Mapping[str, Figures]:
        if mean:
            return super()._figures(mean)
        self._need_one("resamples")
        return {"": ScoreOfSums(self, _core.gec_gleu_of_sums(), False)}

    def __add__(self, other: object) -> Any:
        self._need_one("sums")
        return super().__add__(other)  # type: ignore[operator]

    def _need_one(self, what: str) -> None:
        if not self.has_state:
            raise ValueError(
                f"GECGLEU has no {what} with several references: which of them is drawn depends on an example's place"
            )

    def _with_stats(self, stats: npt.NDArray[np.int64]) -> GecGleuScores:
        made = super()._with_stats(stats)
        made.iterations = self.iterations
        return made

    def __getstate__(self) -> dict[str, Any]:
        return {**super().__getstate__(), "iterations": self.iterations}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.iterations = state.pop("iterations")
        super().__setstate__(state)


def _drawn(iteration: int, examples: int, references: int) -> npt.NDArray[np.intp]:
    """The references that the script draws in an iteration: random.randint() of Python 2 after random.seed()."""
    _, (*key, position), _ = random.Random(101 * iteration).getstate()
    generator = np.random.RandomState()
    generator.set_state(("MT19937", np.array(key, np.uint32), position, 0, 0.0))
    return (generator.random_sample(examples) * references).astype(np.intp)
