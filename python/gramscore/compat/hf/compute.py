"""The metrics as functions from lists of texts to the originals' dictionaries.

References are a text or a list of texts per prediction, all of one kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import unescape

import numpy as np

import gramscore
from gramscore import _core
from gramscore.compat import sacrebleu as drop_in
from gramscore.compat.hf.answers import cer, exact_match, squad, squad_v2, wer
from gramscore.compat.hf.translations import character, meteor, sari
from gramscore.compat.nltk.gleu_score import corpus_gleu
from gramscore.compat.nltk.nist_score import corpus_nist
from gramscore.compat.python_sum import COMPENSATES
from gramscore.compat.rouge_score import rouge_scorer, scoring
from gramscore.compat.sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a
from gramscore.compat.sacrebleu.tokenizers.tokenizer_re import TokenizerRegexp

References = Sequence[str] | Sequence[Sequence[str]]

_ROUGE_TYPES = ("rouge1", "rouge2", "rougeL", "rougeLsum")
_NATIVE_TYPES = frozenset((*(f"rouge{n}" for n in range(1, 10)), "rougeL", "rougeLsum"))


def rouge(
    predictions: Sequence[str],
    references: References,
    rouge_types: Sequence[str] | None = None,
    use_aggregator: bool = True,
    use_stemmer: bool = False,
    tokenizer: Callable[[str], Sequence[Any]] | None = None,
) -> dict[str, Any]:
    """F of each type: the median of the means of resamples, or without `use_aggregator` a list with each example's."""
    types = list(_ROUGE_TYPES if rouge_types is None else rouge_types)
    if tokenizer is None and types and len(set(types)) == len(types) and _NATIVE_TYPES.issuperset(types):
        metric = gramscore.ROUGE(types, stemmer=bool(use_stemmer))
        scores: Mapping[str, Any] = metric.score(predictions, references).examples
    else:
        scores = _by_type(_scored_one_by_one(predictions, references, types, use_stemmer, tokenizer))
    if not use_aggregator:
        return {name: list(map(float, triple.fmeasure)) for name, triple in scores.items()}
    aggregator = scoring.BootstrapAggregator()
    return {
        name: aggregator._bootstrap_resample(np.column_stack(triple))[1][2] for name, triple in scores.items()
    }


class _Tokenizer:
    """A callable as an object that rouge-score knows how to use."""

    def __init__(self, tokenize: Callable[[str], Any]) -> None:
        self.tokenize = tokenize


def _scored_one_by_one(
    predictions: Sequence[str],
    references: References,
    types: list[str],
    use_stemmer: bool,
    tokenizer: Callable[[str], Any] | None,
) -> list[dict[str, scoring.Score]]:
    scorer = rouge_scorer.RougeScorer(
        types, use_stemmer=use_stemmer, tokenizer=None if tokenizer is None else _Tokenizer(tokenizer)
    )
    score = scorer.score if isinstance(references[0], str) else scorer.score_multi
    return [score(texts, text) for texts, text in zip(references, predictions, strict=True)]


def _by_type(scores: list[dict[str, scoring.Score]]) -> dict[str, scoring.Score]:
    """A triple of arrays by type, from triples of numbers by example and type."""
    return {
        name: scoring.Score(*np.array([score[name] for score in scores], dtype=np.float64).T)
        for name in scores[0]
    }


def bleu(
    predictions: Sequence[str],
    references: References,
    tokenizer: Callable[[str], Sequence[Any]] | None = None,
    max_order: int = 4,
    smooth: bool = False,
) -> dict[str, Any]:
    """BLEU, 0..1, with the shortest of several references; `smooth` adds 1 to the counts of all orders."""
    tokenize: str | Callable[[str], Sequence[Any]] = "13a" if tokenizer is None else tokenizer
    if tokenizer is None and any(map(_ends_in_a_line, _texts(predictions, references))):
        tokenize = _tokens_of_13a
    metric = gramscore.BLEU.huggingface(max_order, bool(smooth), tokenize)
    stats = metric.score(predictions, references).stats
    score, _, _, precisions, bp, sys_len, ref_len = _core.huggingface_bleu_corpus(
        stats, bool(smooth), COMPENSATES
    )
    if sys_len == 0 or ref_len == 0:
        raise ZeroDivisionError("bleu: all predictions or all shortest references are without tokens")
    return {
        "bleu": score,
        "precisions": precisions,
        "brevity_penalty": bp,
        "length_ratio": sys_len / ref_len,
        "translation_length": sys_len,
        "reference_length": ref_len,
    }


def google_bleu(
    predictions: Sequence[str],
    references: References,
    tokenizer: Callable[[str], Sequence[Any]] | None = None,
    min_len: int = 1,
    max_len: int = 4,
) -> dict[str, Any]:
    """GLEU of a corpus, 0..1, as NLTK computes it, by default of 13a's tokens."""
    tokenize = _tokens_of_13a if tokenizer is None else tokenizer
    score = corpus_gleu(*_tokenized(predictions, references, tokenize), min_len=min_len, max_len=max_len)
    return {"google_bleu": score}


def nist_mt(
    predictions: Sequence[str],
    references: References,
    n: int = 5,
    lowercase: bool = False,
    western_lang: bool = True,
) -> dict[str, Any]:
    """NIST of a corpus, 0 or more, as NLTK computes it, of the tokens of its NISTTokenizer. `lowercase` has an effect
    with `western_lang` only, which takes punctuation apart."""

    def tokens(text: str) -> list[str]:
        text = unescape(text.replace("<skipped>", ""), _ENTITIES).replace("\u2028", " ")
        if not western_lang:
            return text.split()
        text = f" {text} "
        return TokenizerRegexp()(text.lower() if lowercase else text).split()

    return {"nist_mt": corpus_nist(*_tokenized(predictions, references, tokens), n=n)}


# Decoded after &gt; and &lt; and before &amp;.
_ENTITIES = {"&apos;": "'", "&quot;": '"', "&#124;": "|", "&#91;": "[", "&#93;": "]"}


def _tokenized(
    predictions: Sequence[str], references: References, tokenize: Callable[[str], Any]
) -> tuple[list[list[Any]], list[Any]]:
    """The tokens of lists of references, and those of predictions."""
    lists: list[Any] = [[one] for one in references] if isinstance(references[0], str) else list(references)
    return [[tokenize(text) for text in texts] for texts in lists], [tokenize(text) for text in predictions]


def _texts(predictions: Sequence[str], references: References) -> Iterator[str]:
    yield from predictions
    for one in references:
        if isinstance(one, str):
            yield one
        else:
            yield from one


def _ends_in_a_line(text: str) -> bool:
    """Whether a hyphen may be joined to nothing: bleu tokenizes texts with their last line feed, BLEU without it."""
    return text[-1:].isspace() and "\n" in text and "-" in text


def _tokens_of_13a(text: str) -> list[str]:
    return Tokenizer13a()(text).split()


def sacrebleu(
    predictions: Sequence[str],
    references: References,
    smooth_method: str = "exp",
    smooth_value: float | None = None,
    force: bool = False,
    lowercase: bool = False,
    tokenize: str | None = None,
    use_effective_order: bool = False,
) -> dict[str, Any]:
    """BLEU as sacrebleu computes it, 0..100."""
    score = drop_in.corpus_bleu(
        predictions,
        _streams(references),
        smooth_method=smooth_method,
        smooth_value=smooth_value,
        force=force,
        lowercase=lowercase,
        tokenize=tokenize or None,
        use_effective_order=use_effective_order,
    )
    return _fields(score, "score", "counts", "totals", "precisions", "bp", "sys_len", "ref_len")


def chrf(
    predictions: Sequence[str],
    references: References,
    char_order: int = drop_in.CHRF.CHAR_ORDER,
    word_order: int = drop_in.CHRF.WORD_ORDER,
    beta: int = drop_in.CHRF.BETA,
    lowercase: bool = False,
    whitespace: bool = False,
    eps_smoothing: bool = False,
) -> dict[str, Any]:
    """chrF as sacrebleu computes it, 0..100."""
    metric = drop_in.CHRF(char_order, word_order, beta, lowercase, whitespace, eps_smoothing)
    score = metric.corpus_score(predictions, _streams(references))
    return _fields(score, "score", "char_order", "word_order", "beta")


def ter(
    predictions: Sequence[str],
    references: References,
    normalized: bool = False,
    ignore_punct: bool = False,
    support_zh_ja_chars: bool = False,
    case_sensitive: bool = False,
) -> dict[str, Any]:
    """TER as sacrebleu computes it, in percent."""
    metric = drop_in.TER(normalized, ignore_punct, support_zh_ja_chars, case_sensitive)
    score = metric.corpus_score(predictions, _streams(references))
    return _fields(score, "score", "num_edits", "ref_length")


def _streams(references: References) -> list[list[str]]:
    """References as sacrebleu wants them: a list for each set instead of a list for each prediction."""
    if isinstance(references[0], str):
        return [list(references)]  # type: ignore[arg-type]
    count = len(references[0])
    for i, texts in enumerate(references):
        if len(texts) != count:
            raise ValueError(
                f"references[{i}] holds {len(texts)} texts and references[0] {count}: "
                "the same number of references is needed for each prediction"
            )
    return [list(stream) for stream in zip(*references, strict=True)]


def _fields(score: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(score, name) for name in names}


COMPUTE: dict[str, Callable[..., Any]] = {
    "rouge": rouge,
    "bleu": bleu,
    "sacrebleu": sacrebleu,
    "chrf": chrf,
    "ter": ter,
    "google_bleu": google_bleu,
    "nist_mt": nist_mt,
    "sari": sari,
    "meteor": meteor,
    "character": character,
    "wer": wer,
    "cer": cer,
    "exact_match": exact_match,
    "squad": squad,
    "squad_v2": squad_v2,
}
