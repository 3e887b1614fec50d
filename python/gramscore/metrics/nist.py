"""NIST: n-gram matches weighted by how much an n-gram says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NoReturn

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore._core import PreparedTexts
from gramscore.metrics.metric import wanting_tokens
from gramscore.options.checks import check_order
from gramscore.options.foreign_names import hinting
from gramscore.options.tokenizers import choose, tokenizer_signature
from gramscore.results.input_remarks import seen_of
from gramscore.results.scores import Scores

_Floats = npt.NDArray[np.float64]


class NIST:
    """NIST (Doddington, 2002) as NLTK's nltk.translate.nist_score computes it, 0 or more, to the last bit.

    The last bit is that of NLTK on CPython 3.11 and before, on every Python: from 3.12 on the built-in sum() rounds
    differently, which gramscore.compat.nltk.nist_score follows.

    n: the longest n-grams that count.
    tokenizer: as for BLEU; None, the default, means that the texts are given as tokens.

    What an n-gram says is learnt from all references that are scored together. So the scores of a corpus do not follow
    from those of its parts: scores cannot be added, and `examples` are not parts of `corpus`.

    >>> scores = NIST(2).score([["the", "cat", "sat"]], [[["the", "cat", "slept"]]])
    >>> scores.corpus
    1.0566416671474375
    """

    separable: ClassVar[bool] = False
    #: Whether states of the parts of a corpus add up to that of the whole.
    joinable: ClassVar[bool] = False

    @hinting
    def __init__(
        self,
        n: int = 5,
        *,
        tokenizer: str | Callable[[str], Sequence[str] | Sequence[int]] | None = None,
    ) -> None:
        self._options = (check_order("n", n), tokenizer)
        chosen = choose(tokenizer)
        self._core = _core.Nist(n, chosen)
        self._columns = (
            "sys_len",
            *(f"{kind}_{m}" for kind in ("totals", "ref_len") for m in range(1, n + 1)),
        )
        self._signature = f"nist|order:{n}|tok:{tokenizer_signature(chosen)}|version:{_core.__version__}"

    @property
    def signature(self) -> str:
        """All options, and the version: what can change a score."""
        return self._signature

    def score(self, predictions: Any, references: Any) -> NistScores:
        """Score N predictions against their references: N texts, or N lists of one or more of them.

        Of several references, each order takes the one with the highest precision.

        Raises TypeError for what is no text (naming the argument and the index), ValueError for unequal
        lengths, for no examples and for an example without references.
        """
        try:
            found = self._core.score(predictions, references, self._signature)
        except TypeError as error:
            if (advised := wanting_tokens(error, self)) is None:
                raise
            raise advised from None
        scores = NistScores(*found, self._columns, self._signature)
        scores._seen = seen_of(predictions, references)
        return scores

    def prepare(self, texts: Any) -> PreparedTexts:
        """Read N texts once, or N lists of one or more texts as references, for any number of calls of `score`.

        As Metric.prepare() has it. Raises what `score` raises for texts.

        >>> references = NIST(2).prepare([["the", "cat", "slept"]])
        >>> NIST(2).score([["the", "cat", "sat"]], references).corpus
        1.0566416671474375
        """
        return self._core.prepare(texts, self._signature)

    def __repr__(self) -> str:
        return f"<NIST {self._signature}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, self._options)


def _restore(n: int, tokenizer: Any) -> NIST:
    return NIST(n, tokenizer=tokenizer)


class NistScores(Scores):
    """Scores of NIST.

    stats: int64 (N, 1 + 2n): tokens of the prediction; by order its n-grams; by order the length of the reference that
        was chosen.
    information: float64 (N, n), by order: what the n-grams that match say, in bits, learnt from the whole corpus.
    examples: float64 (N,): the score of each example as a corpus of its own. NaN where NLTK divides by zero: when the
        prediction has fewer than n tokens.
    corpus: the score of the corpus; NaN when no prediction has n tokens.
    """

    __slots__ = ("corpus", "examples", "information")

    def __init__(
        self,
        stats: npt.NDArray[np.int64],
        information: _Floats,
        examples: _Floats,
        columns: tuple[str, ...],
        signature: str,
    ) -> None:
        super().__init__(stats, columns, signature, None)
        self.information = information
        self.examples = examples
        self.corpus = _core.nist_corpus(stats, information)

    def __add__(self, other: object) -> NoReturn:
        raise TypeError(
            "scores of NIST cannot be added: what an n-gram says depends on all references together"
        )

    @property
    def has_state(self) -> bool:
        return False

    def state(self) -> NoReturn:
        raise ValueError(
            "scores of NIST have no state: what an n-gram says depends on all references together"
        )

    def states(self, by: object) -> NoReturn:
        self.state()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NistScores):
            return NotImplemented
        return (
            self.signature == other.signature
            and np.array_equal(self.stats, other.stats)
            and np.array_equal(self.information, other.information)
        )

    __hash__ = None

    def __getstate__(self) -> dict[str, Any]:
        state = super().__getstate__()
        del state["formula"]
        return {**state, "information": self.information, "examples": self.examples}
