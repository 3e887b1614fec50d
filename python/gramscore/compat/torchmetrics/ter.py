"""TER as torchmetrics computes it: words of the reference are shifted, not those of the prediction."""

from __future__ import annotations

from typing import Any

import gramscore
from gramscore.compat.sacrebleu.tokenizers.tokenizer_ter import TercomTokenizer
from gramscore.compat.torchmetrics.inputs import References, Texts, pairs, several
from gramscore.compat.torchmetrics.numbers import F, as_tensor


class TerCounts:
    """Sums over sentences of edits and of mean lengths of references."""

    states = ("edits", "length", "sentences")

    def __init__(self, normalize: bool, no_punctuation: bool, lowercase: bool, asian_support: bool) -> None:
        flags = {
            "normalize": normalize,
            "no_punctuation": no_punctuation,
            "lowercase": lowercase,
            "asian_support": asian_support,
        }
        for name, flag in flags.items():
            if not isinstance(flag, bool):
                raise ValueError(f"Expected argument `{name}` to be of type boolean but got {flag}.")
        self._tokenize = TercomTokenizer(normalize, no_punctuation, asian_support, not lowercase)
        self.edits, self.length = F(0), F(0)
        self.sentences: list[Any] = []

    def add(self, preds: Texts, target: References) -> None:
        texts, lists = several(preds, target)
        words = [self._tokenize(text.rstrip()) for text in texts]
        goals = [[self._tokenize(text.rstrip()) for text in each] for each in lists]
        ours, theirs = pairs(words, goals)
        edits = iter(())
        if ours:
            metric = gramscore.TER(case_sensitive=True)
            edits = iter(metric.score(theirs, ours).stats[:, 0].tolist())
        for own, each in zip(words, goals, strict=True):
            # Nothing is edited for a prediction without words.
            found = [next(edits) if own.split() else next(edits) * 0 for _ in each]
            least = F(min(found, default=2e16))
            length = F(F(sum(len(one.split()) for one in each)) / F(len(each)))
            self.edits, self.length = F(self.edits + least), F(self.length + length)
            self.sentences.append(_rate(least, length))

    def score(self) -> Any:
        return as_tensor(_rate(self.edits, self.length))


def _rate(edits: Any, length: Any) -> Any:
    if edits > 0:
        return F(edits / length) if length > 0 else F(1) if length == 0 else F(0)
    return F(0)


def translation_edit_rate(
    preds: Texts,
    target: References,
    normalize: bool = False,
    no_punctuation: bool = False,
    lowercase: bool = True,
    asian_support: bool = False,
    return_sentence_level_score: bool = False,
) -> Any:
    """TER of a corpus, 0 (best) to 1 or more; and on demand a list of that of each sentence."""
    counts = TerCounts(normalize, no_punctuation, lowercase, asian_support)
    counts.add(preds, target)
    if return_sentence_level_score and counts.sentences:
        return counts.score(), [as_tensor(score.reshape(1)) for score in counts.sentences]
    return counts.score()
