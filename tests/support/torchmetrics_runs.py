"""Texts and calls with which gramscore.compat.torchmetrics is compared with torchmetrics."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

WORDS = "the The a cat cats sat, mat. mat on running (it) isn't 3.5 1,000 é 日本 - ! x".split()


def phrase(rng: random.Random, most: int = 9) -> str:
    return rng.choice(("", " ")) * (rng.random() < 0.1) + " ".join(rng.choices(WORDS, k=rng.randint(0, most)))


def near(rng: random.Random, text: str) -> str:
    words = [rng.choice(WORDS) if rng.random() < 0.25 else word for word in text.split()]
    if words and rng.random() < 0.4:
        words.insert(rng.randrange(len(words)), words.pop())
    return " ".join(words)


def runs(seed: int, count: int) -> Iterator[tuple[str, Any, Any, dict[str, Any]]]:
    """Names of functions, predictions, references and options."""
    rng = random.Random(seed)
    for _ in range(count):
        size = rng.randint(1, 4)
        preds = [phrase(rng) for _ in range(size)]
        single = [near(rng, text) for text in preds]
        several = [[near(rng, text) for _ in range(rng.randint(1, 3))] for text in preds]
        for name in (
            "word_error_rate",
            "char_error_rate",
            "match_error_rate",
            "word_information_lost",
            "word_information_preserved",
        ):
            yield name, preds, single, {}
        yield "bleu_score", preds, several, {"n_gram": rng.randint(1, 4), "smooth": rng.random() < 0.5}
        options: dict[str, Any] = {
            "tokenize": rng.choice(("13a", "char", "none")),
            "lowercase": rng.random() < 0.5,
        }
        yield "sacre_bleu_score", preds, several, {**options, "smooth": rng.random() < 0.5}
        options = {"n_word_order": rng.randint(0, 2), "n_char_order": rng.choice((1, 3, 6))}
        options |= {
            "beta": rng.choice((1.0, 2.0)),
            "whitespace": rng.random() < 0.3,
            "lowercase": rng.random() < 0.3,
        }
        yield "chrf_score", preds, several, options
        yield "chrf_score", preds, several, {**options, "return_sentence_level_score": True}
        names = ("normalize", "no_punctuation", "asian_support")
        options = {name: rng.random() < 0.3 for name in names} | {"lowercase": rng.random() < 0.7}
        yield "translation_edit_rate", preds, several, options
        yield "translation_edit_rate", preds, several, {**options, "return_sentence_level_score": True}
        yield "extended_edit_distance", preds, several, {}
        options = {"alpha": 0.5, "rho": 0.1, "return_sentence_level_score": True}
        yield "extended_edit_distance", preds, several, options
        keys = ("rouge1", "rouge2", "rougeL")
        options = {
            "rouge_keys": keys,
            "use_stemmer": rng.random() < 0.5,
            "accumulate": rng.choice(("best", "avg")),
        }
        yield "rouge_score", preds, several, options


def in_numbers(value: Any) -> Any:
    """What a function returns, as JSON has it: numbers of float32 by their hexadecimal text."""
    if isinstance(value, dict):
        return {name: in_numbers(one) for name, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [in_numbers(one) for one in value]
    listed = value.tolist()
    return [float(one).hex() for one in listed] if isinstance(listed, list) else float(listed).hex()
