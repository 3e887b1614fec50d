"""Metrics in the evaluation of Hugging Face's Trainer, which hands over ids of tokens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from gramscore.corpora.evaluation import by_name, evaluate

_IGNORED = -100


def compute_metrics(
    tokenizer: Any,
    metrics: Sequence[Any] | Mapping[str, Any] = ("rouge1", "rouge2", "rougeL", "rougeLsum"),
    *,
    postprocess: Callable[[str], str] = str.strip,
    threads: int | None = None,
) -> Callable[[Any], dict[str, float]]:
    """A function for the Trainer's `compute_metrics`: it decodes predictions and labels, without -100, and scores them.

    tokenizer: an object with batch_decode(ids, skip_special_tokens=True) and pad_token_id.
    metrics, threads: as for `evaluate`.
    postprocess: what is done to each decoded text.

    What it returns has plain floats by the names of `Evaluation.to_dict()`: rouge1_fmeasure, bleu_score and so on, and
    gen_len, the mean number of tokens in the predictions.

    >>> class Letters:
    ...     pad_token_id = 0
    ...     def batch_decode(self, rows, skip_special_tokens):
    ...         return ["".join("_abc"[i] for i in row if i) for row in rows]
    >>> compute_metrics(Letters(), ["chrf"])(([[1, 2, 3, -100]], [[1, 2, 3, -100]]))
    {'chrf_score': 100.0, 'gen_len': 3.0}
    """
    for name in ("batch_decode", "pad_token_id"):
        if not hasattr(tokenizer, name):
            raise TypeError(f"tokenizer is {tokenizer!r}, which has no {name}: that of the model is expected")
    chosen = by_name(metrics)

    def decoded(ids: Any) -> tuple[list[str], float]:
        if isinstance(ids, tuple):  # logits beside other outputs
            ids = ids[0]
        rows = [np.asarray(row) for row in ids]
        if any(row.ndim > 1 for row in rows):
            raise TypeError(
                "predictions are logits: generate with predict_with_generate=True, or take their argmax"
            )
        pad = tokenizer.pad_token_id
        clean = [np.where(row == _IGNORED, 0 if pad is None else pad, row) for row in rows]
        lengths = [int(np.count_nonzero((row != _IGNORED) & (row != pad))) for row in rows]
        texts = tokenizer.batch_decode(clean, skip_special_tokens=True)
        return list(map(postprocess, texts)), sum(lengths) / max(len(lengths), 1)

    def compute(evaluated: Any) -> dict[str, float]:
        predictions, labels = evaluated[0], evaluated[1]
        texts, length = decoded(predictions)
        goals, _ = decoded(labels)
        return {**evaluate(texts, goals, chosen, threads=threads).to_dict(), "gen_len": length}

    return compute
