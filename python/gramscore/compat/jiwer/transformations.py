"""jiwer.transformations: chains of transformations that are ready made."""

from __future__ import annotations

import gramscore.compat.jiwer.transforms as tr

__all__ = [
    "cer_contiguous",
    "cer_default",
    "wer_contiguous",
    "wer_default",
    "wer_standardize",
    "wer_standardize_contiguous",
]

wer_default = tr.Compose([tr.RemoveMultipleSpaces(), tr.Strip(), tr.ReduceToListOfListOfWords()])
wer_contiguous = tr.Compose(
    [tr.RemoveMultipleSpaces(), tr.Strip(), tr.ReduceToSingleSentence(), tr.ReduceToListOfListOfWords()]
)


def _standardize() -> list[tr.AbstractTransform]:
    return [
        tr.ToLowerCase(),
        tr.ExpandCommonEnglishContractions(),
        tr.RemoveKaldiNonWords(),
        tr.RemoveWhiteSpace(replace_by_space=True),
        tr.RemoveMultipleSpaces(),
        tr.Strip(),
    ]


wer_standardize = tr.Compose([*_standardize(), tr.ReduceToListOfListOfWords()])
wer_standardize_contiguous = tr.Compose(
    [*_standardize(), tr.ReduceToSingleSentence(), tr.ReduceToListOfListOfWords()]
)
cer_default = tr.Compose([tr.Strip(), tr.ReduceToListOfListOfChars()])
cer_contiguous = tr.Compose([tr.Strip(), tr.ReduceToSingleSentence(), tr.ReduceToListOfListOfChars()])
