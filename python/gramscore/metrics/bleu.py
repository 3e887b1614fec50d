"""BLEU: overlap of n-grams with reference translations, times a penalty for brevity."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.bleu import (
    SMOOTHINGS,
    BleuScore,
    Formula,
    HuggingFaceFormula,
    NltkFormula,
    SacrebleuFormula,
    ToolFormula,
)
from gramscore.metrics.metric import Metric
from gramscore.options.checks import check_flag, check_known, check_order, check_threads
from gramscore.options.tokenizers import LowerCased, case_signature, choose, tokenizer_signature
from gramscore.resampling.resampling import Figures, ScoreOfSums
from gramscore.results.scores import Scores

if TYPE_CHECKING:
    from gramscore.explain import BleuExplanation

_Tokenizer = str | Callable[[str], Sequence[str] | Sequence[int]] | None
_DEFAULT_WEIGHTS = (0.25, 0.25, 0.25, 0.25)
#: Whose statistics are their own; others count as sacrebleu does, or as torchmetrics.
_MOST_VALUE = 1e300  # whose hundredfold is a number still
_STATISTICS = ("sacrebleu", "nltk", "huggingface")
_METHODS = tuple(f"method{number}" for number in range(8))


class BLEU(Metric["BleuScores"]):
    """BLEU as sacrebleu 2.6.0 computes it (Papineni et al., 2002), to the last bit.

    max_order: the longest n-grams that count.
    tokenizer: "13a", "intl", "zh", "char", "none" (split at white space), "moses" and "sacremoses" (with a language as
        in "moses:de", see gramscore.tokenizers.Moses) and "ptb" (as COCO's evaluation of captions, docs/captions.md)
        are native; "ja-mecab", "ko-mecab", "flores101" (or "spm"), "flores200" and "spBLEU-1K" come
        from other packages, see gramscore.tokenizers. Or a callable from str to a list of tokens (str or integers), or
        None: the texts are given as tokens, each a list of str or integers or an integer array.
    lowercase: make texts lower case first. Not with tokenizer=None.
    smoothing: what an order without matches counts: "exp" (1/2 match, the next such order 1/4, ...), "floor"
        (`smooth_value` matches), "add-k" (`smooth_value` is added to matches and totals of all orders from the second
        on) or "none" (nothing, so that the score is 0).
    smooth_value: for "floor", by default 0.1, and for "add-k", by default 1. The others have none.
    effective_order: take the mean over the orders that the prediction is long enough for. Meant for single sentences.

    Of several references, whose number may vary, an n-gram counts as often as it does in the one that has most of it;
    the length is that of the closest one.

    BLEU.nltk(), BLEU.huggingface(), BLEU.coco(), BLEU.multi_bleu(), BLEU.multi_bleu_detok(), BLEU.mteval(),
    BLEU.torchmetrics() and BLEU.fairseq() are BLEU as those tools compute it; docs/bleu.md shows how they differ.

    Raises TypeError or ValueError for options that are unknown, have no effect or do not go together, ImportError if a
    tokenizer's package is not installed, FileNotFoundError if its model is missing.

    >>> metric = BLEU(effective_order=True)
    >>> scores = metric.score(["The cat sat on the mat."], [["The cat sat on a mat.", "A cat is on the mat."]])
    >>> scores.corpus.score, scores.corpus.counts
    (79.52707287670508, [7, 6, 4, 2])
    >>> scores.columns[:3], scores.stats[0, :3].tolist()
    (('sys_len', 'ref_len', 'counts_1'), [7, 7, 7])
    """

    def __init__(
        self,
        max_order: int = 4,
        *,
        tokenizer: _Tokenizer = "13a",
        lowercase: bool = False,
        smoothing: str = "exp",
        smooth_value: float | None = None,
        effective_order: bool = False,
    ) -> None:
        check_order("max_order", max_order)
        check_known("smoothing", smoothing, SMOOTHINGS)
        default = SMOOTHINGS[smoothing]
        value = 0.0
        if default is not None:
            value = default if smooth_value is None else _check_number("smooth_value", smooth_value)
        elif smooth_value is not None:
            raise ValueError(
                f"smooth_value has no effect with smoothing={smoothing!r}: it belongs to 'floor' and 'add-k'"
            )
        formula = SacrebleuFormula(smoothing, float(value), check_flag("effective_order", effective_order))
        self._set_up("sacrebleu", (max_order,), tokenizer, check_flag("lowercase", lowercase), formula)

    @classmethod
    def nltk(
        cls,
        weights: Sequence[float] | Sequence[Sequence[float]] = _DEFAULT_WEIGHTS,
        smoothing: str = "method0",
        auto_reweigh: bool = False,
        alpha: float | None = None,
        k: float | None = None,
        epsilon: float | None = None,
        tokenizer: _Tokenizer = None,
    ) -> BLEU:
        """BLEU as NLTK 3.10 computes it (nltk.translate.bleu_score), 0..1, to the last bit.

        weights: of the orders 1, 2, ...; or several such sets, for as many scores. Negative ones can make a score
            infinite (NLTK raises OverflowError).
        smoothing: "method0" to "method7" (Chen and Cherry, 2014), as NLTK has them. method5 to method7 look at the
            tokens of the last example, so that the corpus score depends on the order of examples. Where method6 is not
            defined, because no 3-gram matches, the score is NaN (NLTK raises AssertionError).
        alpha, k, epsilon: parameters of smoothing: `alpha` of method6 (by default 5), `k` of method4 and method7 (5),
            `epsilon` of method1 (0.1).
        auto_reweigh: with the default weights, which it needs, and fewer than four tokens, use equal
            weights of as many orders.
        tokenizer: as for BLEU, but by default the texts are given as tokens.

        >>> metric = BLEU.nltk(weights=[(0.5, 0.5), (1 / 3, 1 / 3, 1 / 3)], smoothing="method1")
        >>> scores = metric.score([["the", "cat", "sat"]], [[["the", "cat", "slept"]]])
        >>> scores.corpus.score
        [0.5773502691896257, 0.32182979486854335]
        >>> scores.examples.shape
        (1, 2)
        """
        sets, several = _weight_sets(weights)
        check_known("smoothing", smoothing, _METHODS)
        method = _METHODS.index(smoothing)
        if method == 6 and max(map(len, sets)) < 3:
            raise ValueError("smoothing 'method6' needs weights for at least three orders")
        if check_flag("auto_reweigh", auto_reweigh) and _DEFAULT_WEIGHTS not in sets:
            raise ValueError(
                "auto_reweigh=True has no effect: it is about the default weights, four times 0.25"
            )
        for name, value, methods in (("alpha", alpha, (6,)), ("k", k, (4, 7)), ("epsilon", epsilon, (1,))):
            if value is not None and method not in methods:
                of = " and ".join(f"'method{number}'" for number in methods)
                raise ValueError(f"{name} has no effect with smoothing={smoothing!r}: it belongs to {of}")
        formula = NltkFormula(
            sets,
            several,
            method,
            auto_reweigh,
            float(_check_number("epsilon", 0.1 if epsilon is None else epsilon)),
            _check_number("alpha", 5 if alpha is None else alpha, positive=True),
            float(_check_number("k", 5 if k is None else k, positive=True)),
        )
        metric = cls.__new__(cls)
        metric._set_up("nltk", (formula.core.orders(),), tokenizer, False, formula)
        return metric

    @classmethod
    def huggingface(cls, max_order: int = 4, smooth: bool = False, tokenizer: _Tokenizer = "13a") -> BLEU:
        """BLEU as the metric `bleu` of Hugging Face evaluate computes it, 0..1, to the last bit.

        smooth: add 1 to matches and totals of all orders.

        The brevity penalty looks at the shortest reference. Without tokens in the predictions or in the
        references the score is NaN (the original raises ZeroDivisionError). A text that ends in a hyphen and a
        line feed is tokenized as sacrebleu does it, without that line feed.

        >>> BLEU.huggingface(2).score(["the cat sat"], [["the cat slept", "the cat"]]).corpus.score
        0.5773502691896257
        """
        check_order("max_order", max_order)
        metric = cls.__new__(cls)
        metric._set_up(
            "huggingface", (max_order,), tokenizer, False, HuggingFaceFormula(check_flag("smooth", smooth))
        )
        return metric

    @classmethod
    def coco(cls, max_order: int = 4, *, tokenizer: _Tokenizer = "none") -> BLEU:
        """BLEU as COCO's evaluation of captions computes it (pycocoevalcap 1.2), 0..1, to the last bit.

        tokenizer: as for BLEU. The default splits at white space, as the original does with what its tokenizer has made
            of captions; "ptb" does both.

        In place of smoothing small constants are added: 1e-15 to matches, 1e-9 to the n-grams that they are divided by.
        So nothing scores 0 and nothing 1, and a perfect caption of three words has a BLEU-4 of 0.0316.

        >>> BLEU.coco().score(["a dog runs"], [["a dog runs", "dogs run"]]).corpus.score
        0.03162277657664911
        """
        return cls._of_tool("coco", check_order("max_order", max_order), tokenizer, ToolFormula("coco"))

    @classmethod
    def multi_bleu(cls, *, lowercase: bool = False) -> BLEU:
        """BLEU as Moses' script multi-bleu.perl prints it, 0..100, of texts that are tokenized: white space separates.

        lowercase: make ASCII letters lower case, as the script does with -lc.

        A corpus without a match of some order scores 0. Without tokens in the predictions the score is NaN (the script
        divides by zero).

        >>> BLEU.multi_bleu().score(["the cat sat on the mat"], ["the cat sat on a mat"]).corpus.score
        53.7284965911771
        """
        return cls._of_tool("multi-bleu", 4, "none", ToolFormula("multi-bleu"), lowercase)

    @classmethod
    def multi_bleu_detok(cls, *, lowercase: bool = False) -> BLEU:
        """The same of Moses' multi-bleu-detok.perl, which tokenizes as mteval-v13a does.

        >>> BLEU.multi_bleu_detok().score(["The cat sat on it."], ["The cat sat on it."]).corpus.score
        100.0
        """
        return cls._of_tool("multi-bleu-detok", 4, "13a", ToolFormula("multi-bleu"), lowercase)

    @classmethod
    def mteval(cls, version: str = "v13a", *, case_sensitive: bool = False, smoothing: bool = True) -> BLEU:
        """BLEU as NIST's scripts mteval-v13a.pl and mteval-v14.pl compute it, 0..1.

        version: "v13a" or "v14", whose scores are the same unless the scripts' option for international text is on.
        case_sensitive: leave ASCII letters as they are (-c).
        smoothing: an order without matches counts 1/2 match, the next such order 1/4 and so on; False does without
            (--no-smoothing).

        Orders that the prediction is too short for count as if all matched: a perfect segment of three tokens scores 1,
        where sacrebleu's BLEU() says 0.

        >>> BLEU.mteval().score(["A cat sat"], ["a cat sat"]).corpus.score
        1.0
        """
        if version not in ("v13a", "v14"):
            raise ValueError(f"unknown version {version!r}: known are v13a, v14")
        formula = ToolFormula("mteval", check_flag("smoothing", smoothing))
        fold = not check_flag("case_sensitive", case_sensitive)
        return cls._of_tool(f"mteval-{version}", 4, "13a", formula, fold)

    @classmethod
    def torchmetrics(
        cls,
        n_gram: int = 4,
        smooth: bool = False,
        weights: Sequence[float] | None = None,
        *,
        tokenizer: _Tokenizer = "none",
    ) -> BLEU:
        """BLEU as torchmetrics 1.9.0 computes it, 0..1, in floats of 32 bits, of which the last may be another.

        n_gram: the longest n-grams that count.
        smooth: add 1 to matches and totals of all orders from the second on; but the score is 0 all the same if an
            order has no match.
        weights: of the orders; equal ones by default.
        tokenizer: as for BLEU. The default splits at white space, as the original does.

        Of reference lengths that are equally close the first one counts.

        >>> BLEU.torchmetrics().score(["the cat is on the mat"], [["there is a cat on the mat", "a cat is on the mat"]])
        <BleuScores 0.7598 of 1 example, bleu-torchmetrics|order:4|case:mixed|tok:none|smooth:no|version:...>
        """
        check_order("n_gram", n_gram)
        listed: tuple[float, ...] = ()
        if weights is not None:
            (listed,), several = _weight_sets(weights)
            if several or len(listed) != n_gram:
                raise ValueError(
                    f"weights has {len(weights)} of them: one is needed for each of the {n_gram} orders"
                )
        formula = ToolFormula("torchmetrics", check_flag("smooth", smooth), listed)
        return cls._of_tool("torchmetrics", n_gram, tokenizer, formula)

    @classmethod
    def fairseq(cls, order: int = 4, *, tokenizer: _Tokenizer = "none") -> BLEU:
        """BLEU as fairseq's scorer "bleu" computes it, 0..100, of words that are all known.

        order: the longest n-grams that count.
        tokenizer: as for BLEU. The default splits at white space.

        The original knows one reference; of several, the closest length counts. Without tokens in the predictions the
        score is NaN (the original raises ZeroDivisionError).

        >>> BLEU.fairseq().score(["the cat sat on the mat"], ["the cat sat on a mat"]).corpus.score
        53.7284965911771
        """
        return cls._of_tool("fairseq", check_order("order", order), tokenizer, ToolFormula("fairseq"))

    @classmethod
    def _of_tool(
        cls, profile: str, order: int, tokenizer: Any, formula: ToolFormula, lowercase: bool = False
    ) -> BLEU:
        metric = cls.__new__(cls)
        folded = "ascii" if check_flag("lowercase", lowercase) else False
        metric._set_up(profile, (order,), tokenizer, folded, formula)
        return metric

    def explain(self, prediction: Any, reference: Any) -> BleuExplanation:
        """Why one prediction has the score that it has: which n-grams match, and the lengths.

        prediction: one text, as `score` takes N of.
        reference: one text, or a list of one or more.

        The scores are those of `score`. What is returned is described in gramscore.explain; it shows itself in
        notebooks, and in terminals by rich.print().

        Raises what `score` raises; ValueError for an empty list of references.

        >>> explanation = BLEU(2).explain("the the cat", "the cat sat down")
        >>> explanation.brevity
        'Brevity penalty 0.7165: the prediction has 3 tokens, the reference 4 (exp(1 - 4/3)).'
        >>> [(order.matches, order.total) for order in explanation.orders]
        [(2, 3), (1, 2)]
        """
        from gramscore.explain.bleu import explain

        return explain(self, *self._read, prediction, reference)

    def leave_one_out(self, texts: Any, *, threads: int | None = None) -> npt.NDArray[np.float64]:
        """The score of each of N texts with all others as its references, float64 (N,), as
        Metric.leave_one_out() has it.

        With several sets of weights of NLTK (N, sets). It takes time that grows with the texts, not with their pairs.

        >>> texts = [["a", "b", "c"], ["a", "b", "d"], ["b", "c", "d"]]
        >>> BLEU.nltk(weights=[(1.0,), (0.5, 0.5)]).leave_one_out(texts).tolist()
        [[1.0, 1.0], [1.0, 0.7071067811865476], [1.0, 0.7071067811865476]]
        """
        if threads is not None:
            check_threads(threads)
        profile, (order,), *_ = self._state
        if profile not in _STATISTICS:
            raise TypeError(
                f"BLEU of {profile} does not leave one out: those of sacrebleu, NLTK and evaluate do"
            )
        stats = _core.bleu_leave_one_out(self._at_least_two(texts), order, profile)
        return self._scores(stats).examples

    def _plan(self) -> _core.MatrixPlan:
        _, (order,), *_, formula = self._state
        return formula.plan(order)

    def pool_plan(self) -> _core.PoolPlan | None:
        _, (order,), *_, formula = self._state
        if not isinstance(formula, SacrebleuFormula):
            return super().pool_plan()
        return _core.bleu_pool(self._core, order, formula.smoothing, formula.value, formula.effective_order)

    @property
    def score_range(self) -> tuple[float, float]:
        return 0.0, 100.0 if self._state[0] == "sacrebleu" else 1.0

    def _aggregate_formula(self) -> _core.AggregateFormula:
        _, (order,), *_, formula = self._state
        if not isinstance(formula, SacrebleuFormula):
            raise TypeError("scores with aggregated references are defined for sacrebleu's BLEU")
        return _core.aggregate_bleu_formula(order, formula.smoothing, formula.value, formula.effective_order)

    def _set_up(
        self, profile: str, orders: tuple[int], tokenizer: Any, lowercase: bool | str, formula: Formula
    ) -> None:
        self._state = (profile, orders, tokenizer, lowercase, formula)
        (order,) = orders
        chosen = choose(tokenizer)
        if chosen is None and lowercase:
            raise ValueError("lowercase=True needs texts, but tokenizer=None says that tokens are given")
        read = LowerCased(chosen) if lowercase and callable(chosen) else chosen
        self._read = (read, bool(lowercase))
        ascii_only = lowercase == "ascii"
        statistics = profile if profile in (*_STATISTICS, "torchmetrics") else "sacrebleu"
        self._core = _core.Bleu(order, read, lowercase is True, statistics, ascii_only)
        columns = (
            "sys_len",
            "ref_len",
            *(f"{kind}_{n}" for kind in ("counts", "totals") for n in range(1, order + 1)),
        )
        before, after = formula.signature[:1], formula.signature[1:]
        signature = "|".join(
            (
                "bleu" if profile == "sacrebleu" else f"bleu-{profile}",
                f"order:{order}",
                f"case:{'lc-ascii' if ascii_only else case_signature(lowercase is True, chosen)}",
                *filter(None, before),
                f"tok:{tokenizer_signature(chosen)}",
                *after,
                f"version:{_core.__version__}",
            )
        )
        self._results = (BleuScores, columns, signature, formula)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, (type(self), *self._state))


def _restore(kind: type[BLEU], *state: Any) -> BLEU:
    metric = kind.__new__(kind)
    metric._set_up(*state)
    return metric


def _check_number(name: str, value: Any, *, positive: bool = False) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{name} is {value!r}: a number is expected")
    if not 0 <= value <= _MOST_VALUE or (positive and value == 0):
        raise ValueError(
            f"{name} is {value!r}: a number {'above 0, up to' if positive else 'from 0 to'} {_MOST_VALUE:g} is needed"
        )
    return value


def _weight_sets(weights: Any) -> tuple[tuple[tuple[float, ...], ...], bool]:
    """The sets of weights, and whether they were given as several."""
    if isinstance(weights, (str, bytes)) or not isinstance(weights, Sequence):
        raise TypeError(f"weights is {weights!r}: a tuple of weights, or a list of such tuples, is expected")
    several = len(weights) > 0 and not isinstance(weights[0], (int, float))
    sets = tuple(weights) if several else (weights,)
    for one in sets:
        if isinstance(one, (str, bytes)) or not isinstance(one, Sequence):
            raise TypeError(f"weights holds {one!r}: a tuple of weights is expected, as the first is one")
        if not one:
            raise ValueError("weights has an empty set: at least one weight is needed")
        for weight in one:
            if isinstance(weight, bool) or not isinstance(weight, (int, float)):
                raise TypeError(f"weights holds {weight!r}: weights are numbers")
            if not -sys.float_info.max <= weight <= sys.float_info.max:
                raise ValueError(f"weights holds {weight!r}: weights are finite numbers")
    return tuple(tuple(float(weight) for weight in one) for one in sets), several


class BleuScores(Scores):
    """Scores of BLEU: `scores.examples` per example, `scores.corpus` of all examples together.

    The statistics are the lengths of the prediction and of the closest reference, and by order the n-grams that match
    and all n-grams of the prediction.

    formula: how they become scores. It is part of the signature.
    """

    __slots__ = ()

    _of_reference = ("ref_len",)

    formula: Formula
    _examples: npt.NDArray[np.float64] | None
    _corpus: BleuScore | None

    @property
    def examples(self) -> npt.NDArray[np.float64]:
        """The score of each example as a corpus of its own, float64 (N,): 0..100, or 0..1 in the profiles of NLTK,
        Hugging Face, COCO, mteval and torchmetrics. With several weight sets of NLTK (N, sets)."""
        if self._examples is None:
            self._examples = self.formula.examples(self.stats)
        return self._examples

    @property
    def corpus(self) -> BleuScore:
        """The score of the corpus: of the sums of the statistics."""
        if self._corpus is None:
            self._corpus = self.formula.corpus(self.stats)
        return self._corpus

    def _figures(self, mean: bool) -> Mapping[str, Figures]:
        if mean:
            return super()._figures(mean)
        formula = self.formula.of_sums((len(self.columns) - 2) // 2)
        return {"": ScoreOfSums(self, formula, isinstance(self.formula, SacrebleuFormula))}
