"""sacrebleu: BLEU, chrF and TER; and evaluate's metrics of these names, which call it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from gramscore.figures.bleu import SacrebleuFormula
from gramscore.metrics.chrf import CHRF
from gramscore.metrics.ter import TER
from gramscore.reproducing.corpus_counts import (
    MetricCounts,
    bleu_counts,
    corpus_bleu,
    corpus_score,
    mean_bleu,
    mean_score,
)
from gramscore.reproducing.settings import CorpusSetting

#: Tokenizers that need nothing else installed, and what they cost.
_TOKENIZERS = (("13a", 0), ("none", 1), ("intl", 1), ("zh", 2), ("char", 2))
#: Smoothings with their values, and what they cost.
_SMOOTHINGS: tuple[tuple[str, float | None, int], ...] = (
    ("exp", None, 0),
    ("none", None, 1),
    ("floor", None, 2),
    ("add-k", None, 2),
    ("floor", 0.01, 4),
)


def bleu_settings(several: bool) -> Iterator[CorpusSetting]:
    """Those of BLEU, of the corpus and as means of sentences."""
    for (tokenizer, cost), lowercase in product(_TOKENIZERS, (False, True)):
        counting = bleu_counts(tokenizer, lowercase=lowercase)
        for (smoothing, value, more), order in product(_SMOOTHINGS, (4, 1, 2, 3)):
            options = {
                **({"tokenize": tokenizer} if tokenizer != "13a" else {}),
                **({"lowercase": True} if lowercase else {}),
                **({"smooth_method": smoothing} if smoothing != "exp" else {}),
                **({"smooth_value": value} if value is not None else {}),
                **({"max_ngram_order": order} if order != 4 else {}),
            }
            price = cost + lowercase + more + (0 if order == 4 else 2)
            yield _bleu(counting, smoothing, value, False, order, options, price)
            for effective in (True, False) if order == 4 else ():
                yield _bleu(counting, smoothing, value, effective, order, options, price + 2, mean=True)


def _bleu(
    counting: MetricCounts,
    smoothing: str,
    value: float | None,
    effective: bool,
    order: int,
    options: dict[str, object],
    cost: int,
    *,
    mean: bool = False,
) -> CorpusSetting:
    default = {"floor": 0.1, "add-k": 1.0}.get(smoothing, 0.0)
    formula = SacrebleuFormula(smoothing, default if value is None else value, effective)
    score = mean_bleu if mean else corpus_bleu
    given = {**options, **({"effective_order": True} if effective else {})}

    def expression(asked: int | None, several: bool) -> str:
        own = {**given, **({"max_ngram_order": asked} if asked not in (None, 4) else {})}
        metric = f"sacrebleu.BLEU({', '.join(f'{name}={it!r}' for name, it in own.items())})"
        if not mean:
            return f"{metric}.corpus_score(predictions, {STREAMS}).score"
        return (
            f"fmean({metric}.sentence_score(text, {'goal' if several else '[goal]'}).score "
            "for text, goal in zip(predictions, references))"
        )

    said = tuple(f"{name}={it!r}" for name, it in given.items())
    return CorpusSetting(
        "sacrebleu",
        "2.6.0",
        (*said, *(("the mean of sentences' scores",) if mean else ())),
        cost,
        counting,
        lambda counted, asked: score(counted, formula, asked or order),
        expression,
        lines_before,
        plain=order == 4,
    )


#: How code names the references as sacrebleu takes them.
STREAMS = "streams"


def lines_before(several: bool) -> list[str]:
    """Imports, and references as sacrebleu takes them."""
    streams = (
        "[[goal[k] if k < len(goal) else None for goal in references] for k in range(max(map(len, references)))]"
        if several
        else "[references]"
    )
    return ["from statistics import fmean", "import sacrebleu", f"{STREAMS} = {streams}"]


def chrf_settings(several: bool) -> Iterator[CorpusSetting]:
    """Those of chrF."""
    yield from _chrf(0)


def chrf_plus_settings(several: bool) -> Iterator[CorpusSetting]:
    """Those of chrF++, which has word_order 2."""
    yield from _chrf(2)


def _chrf(words: int) -> Iterator[CorpusSetting]:
    for word_order, beta, whitespace, lowercase in product(
        (words, 2 - words, 1), (2, 1, 3), (False, True), (False, True)
    ):
        counting = MetricCounts(
            CHRF,
            (
                ("word_order", word_order),
                ("beta", beta),
                ("whitespace", whitespace),
                ("lowercase", lowercase),
            ),
            settles_case=True,
        )
        given = {
            **({"word_order": word_order} if word_order else {}),
            **({"beta": beta} if beta != 2 else {}),
            **({"whitespace": True} if whitespace else {}),
            **({"lowercase": True} if lowercase else {}),
        }
        cost = 2 * (word_order != words) + 2 * (beta != 2) + 2 * whitespace + lowercase
        yield from _of_metric("CHRF", given, cost, counting)


def ter_settings(several: bool) -> Iterator[CorpusSetting]:
    """Those of TER."""
    names = ("case_sensitive", "normalized", "no_punct")
    for flags in product((False, True), repeat=3):
        counting = MetricCounts(TER, tuple(zip(names, flags, strict=True)), settles_case=not flags[0])
        given = {name: True for name, flag in zip(names, flags, strict=True) if flag}
        yield from _of_metric("TER", given, len(given) + (len(given) > 1), counting)


def _of_metric(
    kind: str, given: Mapping[str, object], cost: int, counting: MetricCounts
) -> Iterator[CorpusSetting]:
    """The score of the corpus, and the mean of sentences' scores."""
    metric = f"sacrebleu.{kind}({', '.join(f'{option}={it!r}' for option, it in given.items())})"
    said = tuple(f"{option}={it!r}" for option, it in given.items())
    yield CorpusSetting(
        "sacrebleu",
        "2.6.0",
        said,
        cost,
        counting,
        lambda counted, asked: corpus_score(counted),
        lambda asked, several: f"{metric}.corpus_score(predictions, {STREAMS}).score",
        lines_before,
    )
    yield CorpusSetting(
        "sacrebleu",
        "2.6.0",
        (*said, "the mean of sentences' scores"),
        cost + 2,
        counting,
        lambda counted, asked: mean_score(counted),
        lambda asked, several: (
            f"fmean({metric}.sentence_score(text, {'goal' if several else '[goal]'}).score "
            "for text, goal in zip(predictions, references))"
        ),
        lines_before,
    )
