"""gramscore.compat.jiwer against jiwer 4.0.0: results with ==, their types, errors, and its own tests."""

from __future__ import annotations

import dataclasses
import pickle
import random
from pathlib import Path
from typing import Any

import pytest
from original_suites import aliases, passing, source_of
from texts import HOSTILE

import gramscore.compat.jiwer as ours

theirs = pytest.importorskip("jiwer", reason="jiwer 4.0.0 is the original: pip install '.[test]'")

SHORT = [text for text in HOSTILE if len(text) < 200]
CHAINS = [
    "wer_default",
    "wer_contiguous",
    "wer_standardize",
    "wer_standardize_contiguous",
    "cer_default",
    "cer_contiguous",
]


def plain(output: Any) -> dict[str, Any]:
    """An output with the types of its numbers."""
    values = dataclasses.asdict(output)
    return {name: (type(value).__name__, value) for name, value in values.items()}


def pairs(seed: int) -> tuple[list[str], list[str]]:
    rng = random.Random(seed)
    words = ["a", "b", "c", "let's", "can't", "[um]", "<unk>", "d.", "É", "日本", "*"]

    def text() -> str:
        return "".join(
            rng.choice(words) + rng.choice([" ", " ", "  ", "\t", "\n ", "\u3000"])
            for _ in range(rng.randint(0, 9))
        )

    return [text() for _ in range(40)] + SHORT, [text() for _ in range(40)] + rng.sample(SHORT, len(SHORT))


@pytest.mark.parametrize("chain", CHAINS)
@pytest.mark.parametrize("process", ["process_words", "process_characters"])
def test_outputs(process: str, chain: str) -> None:
    references, hypotheses = pairs(len(chain))
    expected = getattr(theirs, process)(references, hypotheses, *[getattr(theirs, chain)] * 2)
    found = getattr(ours, process)(references, hypotheses, *[getattr(ours, chain)] * 2)
    assert plain(found) == plain(expected)
    assert repr(found) == repr(expected)
    for options in ({}, {"show_measures": False}, {"skip_correct": False}, {"line_width": 40}):
        assert ours.visualize_alignment(found, **options) == theirs.visualize_alignment(expected, **options)
    assert ours.collect_error_counts(found) == theirs.collect_error_counts(expected)
    for options in ({}, {"top_k": 3}, {"show_insertions": False}, {"show_substitutions": False}):
        assert ours.visualize_error_counts(found, **options) == theirs.visualize_error_counts(
            expected, **options
        )
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize(
    "given",
    [
        ("", ""),
        ("", "a b"),
        ("a", ""),
        ([], []),
        ([], ["a"]),
        (["a"], []),
        ("a b", ["a c"]),
        (["", ""], ["", "x"]),
    ],
)
@pytest.mark.parametrize("measure", ["wer", "mer", "wil", "wip", "cer"])
def test_measures_of_empty_texts(measure: str, given: tuple[Any, Any]) -> None:
    expected, found = getattr(theirs, measure)(*given), getattr(ours, measure)(*given)
    assert (type(found), found) == (type(expected), expected)


def test_chains_of_their_own() -> None:
    def chain(package: Any) -> Any:
        return package.Compose(
            [
                package.SubstituteRegexes({r"\d+": "#"}),
                package.SubstituteWords({"a": "x", "let's": "y"}),
                package.RemoveSpecificWords(["b"]),
                package.RemovePunctuation(),
                package.RemoveWhiteSpace(replace_by_space=True),
                package.ToUpperCase(),
                package.RemoveEmptyStrings(),
                package.ReduceToSingleSentence("|"),
                package.ReduceToListOfListOfWords("|"),
            ]
        )

    references, hypotheses = pairs(3)
    expected = theirs.process_words(references, hypotheses, chain(theirs), chain(theirs))
    assert plain(ours.process_words(references, hypotheses, chain(ours), chain(ours))) == plain(expected)
    # The original's transformations do as well.
    assert plain(ours.process_words(references, hypotheses, chain(theirs), chain(theirs))) == plain(expected)


@pytest.mark.parametrize(
    "given",
    [
        (1, "a"),
        (None, None),
        (("a",), ("a",)),
        (["a"], ["a", "b"]),
        ([1], ["a"]),
        ([None], ["a"]),
        ({"a": 1}, "a"),
        (["a"], [["a"]]),
    ],
)
def test_errors(given: tuple[Any, Any]) -> None:
    for package in (theirs, ours):
        with pytest.raises((ValueError, TypeError)) as raised:
            package.wer(*given)
        if package is theirs:
            expected = raised
    assert raised.type is expected.type
    assert str(raised.value) == str(expected.value)


def test_transformations_that_end_wrongly() -> None:
    with pytest.raises(ValueError, match="each reference should be a list of strings"):
        ours.wer("a", "a", ours.Strip(), ours.Strip())


def test_chunks() -> None:
    for package in (theirs, ours):
        chunk = package.AlignmentChunk("replace", 0, 1, 2, 3)
        assert (chunk.type, chunk.hyp_end_idx) == ("substitute", 3)
        with pytest.raises(ValueError, match="ref_start_idx=2 is larger"):
            package.AlignmentChunk("equal", 2, 1, 0, 0)
        with pytest.raises(ValueError, match=r"^$"):
            package.AlignmentChunk("other", 0, 0, 0, 0)
    assert repr(ours.AlignmentChunk("insert", 0, 0, 0, 1)) == repr(
        theirs.AlignmentChunk("insert", 0, 0, 0, 1)
    )


def test_suite(tmp_path: Path) -> None:
    """The tests of the source distribution, which is fetched with pip, with the import swapped."""
    source = source_of("jiwer", "4.0.0", tmp_path)
    (source / "tests" / "conftest.py").write_text(aliases("jiwer"))
    # One of them measures time with a fixture of another package.
    assert passing(source, "--ignore=tests/test_speed.py", "tests") == 78
