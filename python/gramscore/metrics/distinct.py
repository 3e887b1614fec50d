"""Distinct: how varied texts are, each by itself and all together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NoReturn

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.distinct import DistinctScore
from gramscore.options.checks import check_flag, check_order
from gramscore.options.tokenizers import LowerCased, case_signature, choose, tokenizer_signature
from gramscore.results.scores import Scores


class Distinct:
    """distinct-n (Li et al., 2016), 0..1: the different n-grams of all texts by all their n-grams, none of which
    reaches from one text into the next; and self-repetition (Salkar et al., 2022), 0 or more, as the package diversity
    0.3.1 computes it.

    n: the longest n-grams; the score is theirs.
    repetition: of how many words the n-grams are that self-repetition looks for.
    tokenizer: how texts become words. "whitespace", the default, splits as str.split() does; else as for BLEU: a
        name, a callable, or None for texts given as tokens.
    lowercase: make texts lower case first, as str.lower() does.

    References do not matter. What a text has that others have not is only known of all of them: scores cannot be added,
    and `examples`, the distinct-n of each text by itself, are not parts of `corpus`. Texts without n-grams have a
    distinct-n of 0. Li et al. divide by the number of words; here it is that of the n-grams, as most programs since
    have it.

    Raises TypeError or ValueError for options that are not possible or have no effect.

    >>> scores = Distinct().score(["the cat sat", "the cat ran"])
    >>> scores.corpus
    DistinctScore(score=0.75, distinct=[0.6666666666666666, 0.75], self_repetition=0.0)
    >>> scores.examples.tolist()
    [1.0, 1.0]
    """

    separable: ClassVar[bool] = False
    joinable: ClassVar[bool] = False
    needs_sources: ClassVar[bool] = False

    def __init__(
        self,
        n: int = 2,
        *,
        repetition: int = 4,
        tokenizer: str | Callable[[str], Sequence[str] | Sequence[int]] | None = "whitespace",
        lowercase: bool = False,
    ) -> None:
        check_order("n", n)
        check_order("repetition", repetition)
        check_flag("lowercase", lowercase)
        chosen: Any = tokenizer if tokenizer == "whitespace" else choose(tokenizer)
        if lowercase and chosen is None:
            raise ValueError("lowercase=True has no effect on tokens that are given")
        self._options = (n, repetition, tokenizer, lowercase)
        given = LowerCased(chosen) if lowercase and callable(chosen) else chosen
        self._core = _core.Distinct(n, repetition, given, lowercase)
        orders = range(1, n + 1)
        self._columns = (*(f"{kind}_{m}" for kind in ("distinct", "total") for m in orders), "repeated")
        self._signature = "|".join(
            (
                f"distinct|order:{n}",
                f"repetition:{repetition}",
                f"case:{case_signature(lowercase, chosen if callable(chosen) else 'none')}",
                f"tok:{tokenizer_signature(chosen)}",
                f"version:{_core.__version__}",
            )
        )

    @property
    def signature(self) -> str:
        """All options, and the version: what can change a score."""
        return self._signature

    def score(self, predictions: Any, references: Any = None) -> DistinctScores:
        """Score N texts. References, which other metrics need, are not looked at.

        Raises TypeError for what is no text (naming the argument and the index), ValueError for no texts.
        """
        stats, distinct = self._core.score(predictions)
        return DistinctScores(stats, distinct, self._columns, self._signature)

    def __repr__(self) -> str:
        return f"<Distinct {self._signature}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, self._options)


def _restore(n: int, repetition: int, tokenizer: Any, lowercase: bool) -> Distinct:
    return Distinct(n, repetition=repetition, tokenizer=tokenizer, lowercase=lowercase)


class DistinctScores(Scores):
    """Scores of Distinct.

    stats: int64 (N, 2n + 1): by order the different n-grams of each text; by order all of them; and the sum over its
        different n-grams, those of self-repetition, of how many other texts have each.
    distinct: by order the different n-grams of all texts together.
    corpus: the scores of all texts together.
    """

    __slots__ = ("corpus", "distinct")

    def __init__(
        self, stats: npt.NDArray[np.int64], distinct: list[int], columns: tuple[str, ...], signature: str
    ) -> None:
        super().__init__(stats, columns, signature, None)
        self.distinct = distinct
        n = len(distinct)
        totals = stats[:, n : 2 * n].sum(axis=0).tolist()
        by_order = [of / total if total else 0.0 for of, total in zip(distinct, totals, strict=True)]
        repetition = float(_core.exact_sum(self.self_repetition) / len(stats))
        self.corpus = DistinctScore(by_order[-1], by_order, repetition)

    @property
    def examples(self) -> npt.NDArray[np.float64]:
        """distinct-n of each text by itself, float64 (N,), 0..1, of the longest n-grams."""
        n = len(self.distinct)
        own, whole = self.stats[:, n - 1], self.stats[:, 2 * n - 1]
        return np.divide(own, whole, out=np.zeros(len(own)), where=whole != 0)

    @property
    def self_repetition(self) -> npt.NDArray[np.float64]:
        """How much each text has in common with others, float64 (N,), 0 or more."""
        return _core.self_repetitions(np.ascontiguousarray(self.stats[:, -1]))

    def per_example(self) -> dict[str, npt.NDArray[np.float64]]:
        return {"distinct_score": self.examples, "distinct_self_repetition": self.self_repetition}

    def __add__(self, other: object) -> NoReturn:
        raise TypeError("scores of Distinct cannot be added: what is different depends on all texts together")

    @property
    def has_state(self) -> bool:
        return False

    def state(self) -> NoReturn:
        raise ValueError("scores of Distinct have no state: what is different depends on all texts together")

    def states(self, by: object) -> NoReturn:
        self.state()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DistinctScores):
            return NotImplemented
        return (
            self.signature == other.signature
            and np.array_equal(self.stats, other.stats)
            and self.distinct == other.distinct
        )

    __hash__ = None

    def __getstate__(self) -> dict[str, Any]:
        state = super().__getstate__()
        del state["formula"]
        return {**state, "distinct": self.distinct}
