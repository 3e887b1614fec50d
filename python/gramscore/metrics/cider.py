"""CIDEr: captions as similar to what people wrote of an image, where rare n-grams weigh more."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore._core import PreparedTexts
from gramscore.figures.cider import LEAST_SIGMA, Captions, CiderFormula, CiderScore, CiderTableFormula
from gramscore.metrics.document_frequencies import DocumentFrequencies, frequencies_of
from gramscore.options.checks import check_flag, check_known, check_number, check_order, check_threads
from gramscore.options.tokenizers import LowerCased, case_signature, choose, tokenizer_signature
from gramscore.resampling.resampling import Figures, Means
from gramscore.results.remarks import Remark
from gramscore.results.scores import Scores
from gramscore.results.state import State

if TYPE_CHECKING:
    from gramscore.many.matrix import ScoreMatrix

_Floats = npt.NDArray[np.float64]

#: Names of the variants, and whether lengths and repeated n-grams cost.
_VARIANTS: Final = {"D": True, "plain": False}


class CIDEr:
    """CIDEr-D as pycocoevalcap 1.2 computes it (Vedantam et al., 2015), 0 to 10, to the last bit.

    max_order: the longest n-grams that count. The original knows 4.
    tokenizer: as for BLEU. The default "none" splits at white space, as the original does; "ptb" tokenizes as COCO's
        evaluation does before.
    lowercase: make texts lower case first ("ptb" does it anyway). Not with tokenizer=None.
    variant: "D", CIDEr-D: an n-gram counts at most as often as in the reference, and lengths that differ cost; or
        "plain", CIDEr without both.
    sigma: the deviation of the lengths in CIDEr-D.
    document_frequencies: of how many images n-grams are written: a DocumentFrequencies, or the path of a file of one.
        None, the default, means that the references that are scored say it.

    An example is an image: a caption, and one or more references. Its score is the mean over the references. What an
    n-gram weighs is learnt from the references of all images that are scored together, unless there is a table. So
    there are these to know: the score of one image alone is 0, as it is there, and scores of a part of a corpus are not
    those of the whole. States keep the tokens, and their sum has the scores of the whole.

    Raises TypeError or ValueError for options that are unknown or do not go together, and what
    DocumentFrequencies.load() raises.

    >>> metric = CIDEr()
    >>> scores = metric.score(["a dog runs", "a cat"], [["a dog runs fast", "the dog runs"], ["a cat sleeps", "a cat"]])
    >>> scores.corpus
    CiderScore(score=4.386892049034932)
    >>> scores.examples.tolist()
    [4.5303997483097245, 4.243384349760141]
    """

    joinable: ClassVar[bool] = True

    def __init__(
        self,
        max_order: int = 4,
        *,
        tokenizer: str | Callable[[str], Sequence[str] | Sequence[int]] | None = "none",
        lowercase: bool = False,
        variant: str = "D",
        sigma: float = 6.0,
        document_frequencies: DocumentFrequencies | str | os.PathLike[str] | None = None,
    ) -> None:
        check_order("max_order", max_order)
        check_known("variant", variant, _VARIANTS)
        check_number("sigma", sigma, LEAST_SIGMA)
        if variant != "D" and sigma != 6.0:
            raise ValueError(f"sigma has no effect with variant={variant!r}: it belongs to 'D'")
        table = frequencies_of(document_frequencies)
        self._options = (max_order, tokenizer, lowercase, variant, sigma, table)
        self._chosen = choose(tokenizer)
        if check_flag("lowercase", lowercase) and self._chosen is None:
            raise ValueError("lowercase=True needs texts, but tokenizer=None says that tokens are given")
        read = LowerCased(self._chosen) if lowercase and callable(self._chosen) else self._chosen
        self._read = read
        self._core = _core.Cider(read, lowercase)
        self._table = None if table is None else self._core.frequencies(*self._numbers_of(table))
        kind = CiderFormula if table is None else CiderTableFormula
        self._formula = kind(max_order, _VARIANTS[variant], float(sigma))
        self._signature = "|".join(
            (
                "cider",
                f"variant:{variant}",
                f"order:{max_order}",
                *((f"sigma:{float(sigma)!r}",) if variant == "D" else ()),
                f"case:{case_signature(lowercase, self._chosen)}",
                f"tok:{tokenizer_signature(self._chosen)}",
                f"df:{'references' if table is None else table.digest}",
                f"version:{_core.__version__}",
            )
        )

    @property
    def separable(self) -> bool:
        """Whether the parts of a corpus may be scored apart: if a table says what n-grams weigh."""
        return self._table is not None

    @property
    def signature(self) -> str:
        """All options, and the version: what can change a score."""
        return self._signature

    def score(
        self, predictions: Any, references: Any, *, threads: int | None = None, progress: Any = False
    ) -> CiderScores:
        """Score N predictions against their references: N texts, or N lists of one or more of them.

        threads, progress: taken as other metrics do, and of no use here: it is done by one thread, in no time.

        Raises TypeError for what is no text (naming the argument and the index), ValueError for unequal
        lengths, for no examples and for an example without references.
        """
        if threads is not None:
            check_threads(threads)
        captions = Captions.of(*self._core.prepare_examples(predictions, references, self._signature))
        examples = self._formula.examples(captions, self._table)
        return CiderScores(
            _core.cider_stats(*captions.sides), _COLUMNS, self._signature, self._formula, captions, examples
        )

    def prepare(self, texts: Any) -> PreparedTexts:
        """Read N texts once, or N lists of one or more texts as references, for any number of calls of `score`.

        As Metric.prepare() has it. Raises what `score` raises for texts.

        >>> references = CIDEr().prepare([["a dog runs"], ["a cat"]])
        >>> CIDEr().score(["a dog runs", "cats"], references).examples.tolist()
        [7.500000000000001, 0.0]
        """
        return self._core.prepare(texts, "texts", True, self._signature)

    def matrix(
        self,
        predictions: Sequence[Any],
        references: Sequence[Any] | None = None,
        *,
        threads: int | None = None,
    ) -> ScoreMatrix:
        """Score each of M captions with each of N references, as Metric.matrix() has it: with a table of document
        frequencies, without which an entry would depend on all others.

        Raises TypeError without a table, and what `score` raises for texts.

        >>> table = CIDEr().document_frequencies([["a dog runs"], ["a cat"], ["a dog"]])
        >>> found = CIDEr(document_frequencies=table).matrix(["a dog", "cats"], ["a dog runs", "a cat"])
        >>> found.scores.round(2).tolist()
        [[1.71, 0.0], [0.0, 0.0]]
        """
        from gramscore.many.matrix import ScoreMatrix

        if self._table is None:
            raise TypeError(
                "CIDEr has matrices only with document_frequencies: else an entry depends on all others"
            )
        rows = _core.listed(predictions, "predictions", "a list of predictions")
        columns = (
            rows if references is None else _core.listed(references, "references", "a list of references")
        )
        scores = np.zeros((len(rows), len(columns)))
        for at, text in enumerate(rows if columns else ()):
            scores[at] = self.score(
                [text] * len(columns), [[one] for one in columns], threads=threads
            ).examples
        return ScoreMatrix(scores, self._signature, references is None)

    def document_frequencies(self, references: Any) -> DocumentFrequencies:
        """Of how many images each n-gram is written, by N lists of one or more references: for the option
        `document_frequencies`.

        Raises TypeError for what is no list of lists of texts, ValueError if it is empty.

        >>> CIDEr(2).document_frequencies([["a dog", "the dog"], ["a cat"]]).counts
        {'a': 2, 'dog': 1, 'a dog': 1, 'the': 1, 'the dog': 1, 'cat': 1, 'a cat': 1}
        """
        expected = "a list of references, one or a list of them per example,"
        listed = _core.listed(references, "references", expected)
        if not listed:
            raise ValueError("references is empty: at least one image is needed")
        self._core.prepare(listed, "references", True, self._signature)  # which checks them
        counts: Counter[str] = Counter()
        images = len(listed)
        for own in listed:
            texts = [own] if isinstance(own, str) else own
            counts.update(list(dict.fromkeys(ngram for text in texts for ngram in self._ngrams(text))))
        return DocumentFrequencies(images, counts)

    def _ngrams(self, text: Any) -> list[str]:
        if isinstance(self._read, str):
            tokens = _core.tokenize(text, self._read, lowercase=self._options[2])
        else:
            tokens = list(text) if self._read is None else list(self._read(text))
        return [
            " ".join(tokens[begin : begin + order])
            for order in range(1, self._options[0] + 1)
            for begin in range(len(tokens) - order + 1)
        ]

    def _numbers_of(self, table: DocumentFrequencies) -> tuple[float, list[Any], list[float]]:
        """A table as the core takes it: without n-grams that are too long to count."""
        kept = {tuple(ngram.split()): float(count) for ngram, count in table.counts.items()}
        kept = {ngram: count for ngram, count in kept.items() if len(ngram) <= self._options[0]}
        texts = isinstance(self._chosen, str)
        return (
            float(table.images),
            [" ".join(ngram) if texts else list(ngram) for ngram in kept],
            list(kept.values()),
        )

    def __repr__(self) -> str:
        return f"<CIDEr {self._signature}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, self._options)


def _restore(
    max_order: int,
    tokenizer: Any,
    lowercase: bool,
    variant: str,
    sigma: float,
    table: DocumentFrequencies | None,
) -> CIDEr:
    return CIDEr(
        max_order,
        tokenizer=tokenizer,
        lowercase=lowercase,
        variant=variant,
        sigma=sigma,
        document_frequencies=table,
    )


_COLUMNS: Final = ("sys_len", "references")


class CiderScores(Scores):
    """Scores of CIDEr: `scores.examples` per image, `scores.corpus` of all together.

    stats: int64 (N, 2): the tokens of the caption, and how many references it has.
    examples: float64 (N,), 0..10: the score of each image among all that were scored with it.

    Scores join with `+`, as do their states: what n-grams weigh is learnt anew from both together.
    """

    __slots__ = ("_captions", "_examples_found")

    formula: CiderFormula

    def __init__(
        self,
        stats: npt.NDArray[np.int64],
        columns: tuple[str, ...],
        signature: str,
        formula: CiderFormula,
        captions: Captions,
        examples: _Floats,
    ) -> None:
        super().__init__(stats, columns, signature, formula)
        self._captions = captions
        self._examples_found = examples

    @property
    def examples(self) -> _Floats:
        """The score of each image, float64 (N,)."""
        return self._examples_found

    @property
    def corpus(self) -> CiderScore:
        """The mean of the images' scores."""
        if self._learnt:
            return CiderScore(float(np.mean(self._examples_found)))
        return self.formula.corpus_of(_core.score_sums(self._examples_found))  # type: ignore[arg-type]

    def state(self) -> State:
        """What the corpus score is made of: the tokens, or the sum of the scores if a table says what n-grams weigh."""
        sums: Any = self._captions if self._learnt else _core.score_sums(self._examples_found)
        return State(self.signature, self.formula, sums)

    def _own_remarks(self) -> tuple[Remark, ...]:
        if not self._learnt or len(self) > 1:
            return ()
        message = (
            "CIDEr of one image is 0: what n-grams weigh is learnt from the references of several, or given by "
            "document_frequencies"
        )
        return (Remark("one-image", message, 1, 0),)

    @property
    def _learnt(self) -> bool:
        """Whether the references say what n-grams weigh."""
        return not isinstance(self.formula, CiderTableFormula)

    def _figures(self, mean: bool) -> Mapping[str, Figures]:
        if mean:
            return super()._figures(mean)
        return {"": Means(("score",), (self.corpus.score,), (self.examples,))}

    def __add__(self, other: Any) -> CiderScores:
        if not isinstance(other, CiderScores):
            return NotImplemented
        if other.signature != self.signature:
            raise ValueError(
                f"scores of different signatures cannot be added: {self.signature} and {other.signature}"
            )
        captions = self._captions + other._captions
        stats = np.concatenate([self.stats, other.stats])
        both = np.concatenate([self.examples, other.examples])
        examples = self.formula.examples(captions) if self._learnt else both
        return CiderScores(stats, self.columns, self.signature, self.formula, captions, examples)

    def _of_rows(self, rows: npt.NDArray[np.intp]) -> CiderScores:
        captions = self._captions.take(rows)
        examples = self.formula.examples(captions) if self._learnt else self.examples[rows]
        return CiderScores(self.stats[rows], self.columns, self.signature, self.formula, captions, examples)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CiderScores):
            return NotImplemented
        return self.signature == other.signature and self._captions == other._captions

    __hash__ = None

    def __getstate__(self) -> dict[str, Any]:
        return {**super().__getstate__(), "captions": self._captions.exact(), "examples": self.examples}

    def __setstate__(self, state: dict[str, Any]) -> None:
        serial = state.pop("captions")
        state["captions"] = Captions(len(state["examples"]), (), serial)
        super().__setstate__(state)
