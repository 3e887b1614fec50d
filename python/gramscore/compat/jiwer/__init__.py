"""The package jiwer 4.0.0 with gramscore's core: replace `import jiwer` by `import gramscore.compat.jiwer as jiwer`.

The same functions with the same arguments, transformations, output classes and numbers, those of empty references
among them. `gramscore jiwer` is its command. References and hypotheses of outputs, and alignments, are made when they
are looked at.

>>> import gramscore.compat.jiwer as jiwer
>>> jiwer.wer("the cat sat", "the bat sat down")
0.6666666666666666
>>> output = jiwer.process_words("the cat sat", "the bat sat down")
>>> [(chunk.type, chunk.ref_start_idx, chunk.ref_end_idx) for chunk in output.alignments[0]]
[('equal', 0, 1), ('substitute', 1, 2), ('equal', 2, 3), ('insert', 3, 3)]
"""

from gramscore.compat.jiwer.alignment import collect_error_counts, visualize_alignment, visualize_error_counts
from gramscore.compat.jiwer.measures import cer, mer, wer, wil, wip
from gramscore.compat.jiwer.process import (
    AlignmentChunk,
    CharacterOutput,
    WordOutput,
    process_characters,
    process_words,
)
from gramscore.compat.jiwer.transformations import (
    cer_contiguous,
    cer_default,
    wer_contiguous,
    wer_default,
    wer_standardize,
    wer_standardize_contiguous,
)
from gramscore.compat.jiwer.transforms import (
    AbstractTransform,
    Compose,
    ExpandCommonEnglishContractions,
    ReduceToListOfListOfChars,
    ReduceToListOfListOfWords,
    ReduceToSingleSentence,
    RemoveEmptyStrings,
    RemoveKaldiNonWords,
    RemoveMultipleSpaces,
    RemovePunctuation,
    RemoveSpecificWords,
    RemoveWhiteSpace,
    Strip,
    SubstituteRegexes,
    SubstituteWords,
    ToLowerCase,
    ToUpperCase,
)

name = "jiwer"

__all__ = [
    "AbstractTransform",
    "AlignmentChunk",
    "CharacterOutput",
    "Compose",
    "ExpandCommonEnglishContractions",
    "ReduceToListOfListOfChars",
    "ReduceToListOfListOfWords",
    "ReduceToSingleSentence",
    "RemoveEmptyStrings",
    "RemoveKaldiNonWords",
    "RemoveMultipleSpaces",
    "RemovePunctuation",
    "RemoveSpecificWords",
    "RemoveWhiteSpace",
    "Strip",
    "SubstituteRegexes",
    "SubstituteWords",
    "ToLowerCase",
    "ToUpperCase",
    "WordOutput",
    "cer",
    "cer_contiguous",
    "cer_default",
    "collect_error_counts",
    "mer",
    "process_characters",
    "process_words",
    "visualize_alignment",
    "visualize_error_counts",
    "wer",
    "wer_contiguous",
    "wer_default",
    "wer_standardize",
    "wer_standardize_contiguous",
    "wil",
    "wip",
]
