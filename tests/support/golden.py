"""What is recorded: metrics by name, and their figures as JSON has them."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

import gramscore
from gramscore.columns import Columns
from gramscore.metrics.ter import restored_ter

_FOLDER = Path(__file__).parents[1] / "golden"
FIGURES = _FOLDER / "figures.json"
STATES = _FOLDER / "states"
PICKLES = _FOLDER / "pickles"
PICKLED = 12  # texts


def _rouge() -> Iterator[tuple[str, Callable[[], Any]]]:
    types = [f"rouge{n}" for n in range(1, 10)] + ["rougeL", "rougeLsum"]
    for tokenizer, stemmer in (("rouge", False), ("rouge", True), ("unicode", False), ("unicode", True)):
        name = f"rouge {tokenizer}{' stemmed' if stemmer else ''}"
        yield name, functools.partial(gramscore.ROUGE, types, tokenizer=tokenizer, stemmer=stemmer)
    for tokenizer in ("grapheme", "whitespace"):
        yield f"rouge {tokenizer}", functools.partial(gramscore.ROUGE, types, tokenizer=tokenizer)


def _bleu() -> Iterator[tuple[str, Callable[[], Any]]]:
    for tokenizer, lowercase in product(("13a", "intl", "zh", "char", "none"), (False, True)):
        name = f"bleu {tokenizer}{' lowercase' if lowercase else ''}"
        yield name, functools.partial(gramscore.BLEU, tokenizer=tokenizer, lowercase=lowercase)
    for smoothing, effective in product(("exp", "floor", "add-k", "none"), (False, True)):
        name = f"bleu {smoothing}{' effective' if effective else ''}"
        yield name, functools.partial(gramscore.BLEU, smoothing=smoothing, effective_order=effective)
    yield "bleu order 9", functools.partial(gramscore.BLEU, 9, smoothing="floor")
    for method in range(8):
        yield (
            f"bleu nltk {method}",
            functools.partial(gramscore.BLEU.nltk, smoothing=f"method{method}", tokenizer="13a"),
        )
    for smooth in (False, True):
        yield (
            f"bleu huggingface{' smooth' if smooth else ''}",
            functools.partial(gramscore.BLEU.huggingface, smooth=smooth),
        )


def _others() -> Iterator[tuple[str, Callable[[], Any]]]:
    yield "gleu", functools.partial(gramscore.GLEU, tokenizer="13a")
    yield "nist", functools.partial(gramscore.NIST, tokenizer="13a")
    for words, whitespace, eps in product((0, 2), (False, True), (False, True)):
        name = f"chrf{'+' * words}{' whitespace' if whitespace else ''}{' eps' if eps else ''}"
        yield (
            name,
            functools.partial(gramscore.CHRF, word_order=words, whitespace=whitespace, eps_smoothing=eps),
        )
    yield "chrf lowercase", functools.partial(gramscore.CHRF, lowercase=True)
    yield "chrf beta 0.7", functools.partial(gramscore.CHRF, beta=0.7)
    for normalized, no_punct, asian in product((False, True), repeat=3):
        options = {"normalized": normalized, "no_punct": no_punct, "asian_support": asian}
        name = " ".join(["ter", *(option for option, chosen in options.items() if chosen)])
        # Asian support alone, which 0.1.0 took, has no effect.
        alone = asian and not (normalized or no_punct)
        make = functools.partial(restored_ter, case_sensitive=False) if alone else gramscore.TER
        yield name, functools.partial(make, **options)
    yield "ter case_sensitive", functools.partial(gramscore.TER, case_sensitive=True)
    yield "wer", gramscore.WER
    yield "wer lowercase weighted", functools.partial(gramscore.WER, lowercase=True, weights=(4, 3, 3))
    yield "cer", gramscore.CER
    yield "exact match", gramscore.ExactMatch
    yield "token f1", gramscore.TokenF1
    yield "anls", gramscore.ANLS
    yield "edit similarity", gramscore.EditSimilarity
    for measure in ("coverage", "density", "compression", "novel2", "repetition2"):
        yield measure, functools.partial(gramscore.Extractiveness, measure)
    yield "cider", functools.partial(gramscore.CIDEr, tokenizer="ptb")
    yield "cider plain", functools.partial(gramscore.CIDEr, variant="plain")
    yield "meteor", gramscore.METEOR
    yield "ribes", gramscore.RIBES
    yield "eed", gramscore.EED
    yield "eed ja", functools.partial(gramscore.EED, "ja")
    for tool in ("coco", "multi_bleu", "multi_bleu_detok", "mteval", "torchmetrics", "fairseq"):
        yield f"bleu {tool}", getattr(gramscore.BLEU, tool)
    yield "character", gramscore.CharacTER
    yield "character lowercase", functools.partial(gramscore.CharacTER, lowercase=True)
    for definition in ("evaluate", "original", "tensor2tensor", "easse"):
        yield f"sari {definition}", functools.partial(gramscore.SARI, definition)
    yield "gec gleu", gramscore.GECGLEU


METRICS: dict[str, Callable[[], Any]] = dict([*_rouge(), *_bleu(), *_others()])
# Their floats come from sums and quotients alone, which IEEE 754 defines. The others' go through exp and log, whose
# last bit is the C library's; their statistics are whole numbers.
EXACT_EVERYWHERE = (
    "rouge",
    "gleu",
    "chrf",
    "ter",
    "wer",
    "cer",
    "exact",
    "token",
    "anls",
    "edit",
    "eed",
    "character",
    "sari",
)
# Their corpus figures do not follow from sums.
_STATELESS = ("nist", "bleu nltk 5", "bleu nltk 6", "bleu nltk 7")


def read() -> dict[str, Any]:
    return json.loads(FIGURES.read_text(encoding="ascii"))


def arguments(name: str, predictions: list[str], references: list[list[str]]) -> tuple[Any, ...]:
    """What `score` of a metric is given of these texts: for some a source each, and not what they refuse."""
    if name.startswith("character"):
        kept = [k for k, own in enumerate(references) if all(text.split() for text in own)]
        return [predictions[k] for k in kept], [references[k] for k in kept]
    if not name.startswith(("sari", "gec")):
        return predictions, references
    sources = [own[-1] for own in references]
    return predictions, [own[:1] for own in references] if name == "gec gleu" else references, sources


def figures(name: str, predictions: list[str], references: list[list[str]]) -> dict[str, Any]:
    """All that a metric says of these texts: signature without version, statistics, scores."""
    scores = METRICS[name]().score(*arguments(name, predictions, references))
    if isinstance(scores, gramscore.RougeScores):
        examples: Any = {
            kind: [column.tolist() for column in (found.precision, found.recall, found.fmeasure)]
            for kind in scores.types
            for found in [scores[kind]]
        }
    else:
        examples = scores.examples.tolist()
    return {
        "signature": scores.signature.rpartition("|version:")[0],
        "columns": list(scores.columns),
        "stats": [" ".join(map(str, row)) for row in scores.stats.tolist()],
        "examples": in_bits(examples),
        "corpus": in_bits(scores.corpus),
    }


def in_bits(value: Any) -> Any:
    """Floats as hexadecimal text; tuples as lists, named tuples as mappings."""
    if isinstance(value, float):
        return "nan" if math.isnan(value) else float(value).hex()
    if isinstance(value, dict):
        return {key: in_bits(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return in_bits(value.tolist())
    if hasattr(value, "_asdict"):
        return in_bits(value._asdict())
    if isinstance(value, (list, tuple)):
        return [in_bits(item) for item in value]
    return value


def states(predictions: list[str], references: list[list[str]]) -> dict[str, gramscore.State]:
    """The state of each metric that has one."""
    return {
        name: make().score(*arguments(name, predictions, references)).state()
        for name, make in METRICS.items()
        if name not in _STATELESS
    }


def objects(predictions: list[str], references: list[list[str]]) -> dict[str, Any]:
    """One of each kind of object that pickles: what pickle files of every version hold, of the first few texts."""
    predictions, references = predictions[:PICKLED], references[:PICKLED]
    metrics = {name: make() for name, make in METRICS.items()}
    scores = {
        name: metric.score(*arguments(name, predictions, references)) for name, metric in metrics.items()
    }
    rouge, bleu = scores["rouge rouge"], scores["bleu 13a"]
    compared = {"a": bleu, "b": metrics["bleu 13a"].score(predictions[::-1], references)}
    explained = ("rouge rouge", "bleu 13a", "chrf", "ter")
    return {
        "metrics": metrics,
        "scores": scores,
        "states": states(predictions, references),
        "arrays": rouge["rougeL"],
        "corpora": {name: found.corpus for name, found in scores.items()},
        "intervals": (rouge.confidence(samples=50), bleu.confidence(samples=50)),
        "comparison": gramscore.compare(compared, samples=50),
        "explanations": {name: metrics[name].explain(predictions[0], references[0]) for name in explained},
        "columns": Columns(["rouge1", "bleu", "chrf++", "ter"]),
    }
