"""lib_ter, utils and the tokenizers' helpers of gramscore.compat.sacrebleu against sacrebleu's, with ==."""

# ruff: noqa: B023  # what is defined in a loop is called in it

from __future__ import annotations

import gzip
import random
import zipfile
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gramscore.compat.sacrebleu import dataset as our_dataset
from gramscore.compat.sacrebleu import utils as our_utils
from gramscore.compat.sacrebleu.metrics import helpers as our_helpers
from gramscore.compat.sacrebleu.metrics import lib_ter as our_ter
from gramscore.compat.sacrebleu.significance import Result as OurResult
from gramscore.compat.sacrebleu.tokenizers import tokenizer_13a, tokenizer_re, tokenizer_ter, tokenizer_zh

pytest.importorskip("sacrebleu")
import sacrebleu.metrics.helpers as their_helpers
import sacrebleu.metrics.lib_ter as their_ter
import sacrebleu.tokenizers.tokenizer_13a
import sacrebleu.tokenizers.tokenizer_re
import sacrebleu.tokenizers.tokenizer_ter
import sacrebleu.tokenizers.tokenizer_zh
import sacrebleu.utils as their_utils
from sacrebleu.significance import Result as TheirResult
from texts import HOSTILE


def words(rng: random.Random, most: int) -> list[str]:
    return rng.choices("abcdefgh"[: rng.choice((2, 4, 8))], k=rng.randint(0, most))


def near(rng: random.Random, text: list[str]) -> list[str]:
    """Nearly the same words, with a block moved."""
    moved = list(text)
    for _ in range(rng.randint(0, 3)):
        begin = rng.randint(0, len(moved))
        block = moved[begin : begin + rng.randint(0, 4)]
        del moved[begin : begin + len(block)]
        place = rng.randint(0, len(moved))
        moved[place:place] = block
    return moved


def outcome(call: Callable[[], Any]) -> Any:
    """What is returned, or the text of the error."""
    try:
        return call()
    except Exception as error:
        return str(error)


def test_steps_of_ter(rng: random.Random) -> None:
    for most in (4, 12, 12, 12, 70):
        for _ in range(20 if most < 70 else 3):
            hyp = words(rng, most)
            ref = near(rng, hyp) if rng.random() < 0.7 else words(rng, rng.choice((2, most, 90)))
            assert our_ter.translation_edit_rate(hyp, ref) == their_ter.translation_edit_rate(hyp, ref)
            pairs = list(our_ter._find_shifted_pairs(hyp, ref))
            assert pairs == list(their_ter._find_shifted_pairs(hyp, ref))
            ours, theirs = our_ter.BeamEditDistance(ref), their_ter.BeamEditDistance(ref)
            for text in (hyp, near(rng, hyp), hyp[: len(hyp) // 2], []):
                # Rows that are known for a text of another length may end where this one's begin: an error of both.
                found = outcome(lambda: ours(text))
                assert found == outcome(lambda: theirs(text))
                if isinstance(found, str):
                    continue
                assert our_ter.trace_to_alignment(found[1]) == their_ter.trace_to_alignment(found[1])
                assert our_ter._flip_trace(found[1]) == their_ter._flip_trace(found[1])
            assert ours._cache == theirs._cache
            assert ours._cache_size == theirs._cache_size
            if ref:
                assert outcome(lambda: our_ter._shift(hyp, ref, ours, 0)) == outcome(
                    lambda: their_ter._shift(hyp, ref, theirs, 0)
                )
    text = list("abcdefgh")
    for start in range(8):
        for length in range(9 - start):
            for target in range(9):
                assert our_ter._perform_shift(text, start, length, target) == their_ter._perform_shift(
                    text, start, length, target
                )
    for package in (our_ter, their_ter):
        with pytest.raises(Exception, match="unknown operation"):
            package.trace_to_alignment("ix")


def test_a_beam_that_leaves_cells_out(rng: random.Random) -> None:
    for hyp, ref in ((3, 200), (200, 3), (40, 130), (1, 60)):
        one, other = rng.choices("abc", k=hyp), rng.choices("abc", k=ref)
        assert our_ter.BeamEditDistance(other)(one) == their_ter.BeamEditDistance(other)(one)


LINES = [
    *HOSTILE,
    *(
        "A&amp;lt;B &quot;C&quot;",
        "a-\nb\n-c 3-4 'sky's' the cat's",
        "1,000.50 x.y z. .5",
        "猫がいる。「あ」ｱ、",
        "\u3041\u3042",
    ),
]


@pytest.mark.parametrize(
    "name", ["_normalize_general_and_western", "_normalize_asian", "_remove_punct", "_remove_asian_punct"]
)
def test_steps_of_tercom(name: str) -> None:
    for line in LINES:
        assert getattr(tokenizer_ter, name)(line) == getattr(sacrebleu.tokenizers.tokenizer_ter, name)(line)


def test_steps_of_tokenizers() -> None:
    pairs: list[tuple[Any, Any]] = [
        (tokenizer_13a.Tokenizer13a(), sacrebleu.tokenizers.tokenizer_13a.Tokenizer13a()),
        (tokenizer_re.TokenizerRegexp(), sacrebleu.tokenizers.tokenizer_re.TokenizerRegexp()),
        (tokenizer_zh.TokenizerZh(), sacrebleu.tokenizers.tokenizer_zh.TokenizerZh()),
    ]
    for ours, theirs in pairs:
        for line in LINES:
            assert ours(line) == theirs(line)
            assert ours(f"{line}\n") == theirs(f"{line}\n")
    ours, theirs = pairs[2]
    for code in range(0x2000, 0x10000, 3):
        assert ours._is_chinese_char(chr(code)) == theirs._is_chinese_char(chr(code))


def test_counters(rng: random.Random) -> None:
    for line in LINES[:40]:
        for n in (1, 2, 4):
            for name in ("extract_char_ngrams", "extract_all_char_ngrams"):
                for spaces in (False, True):
                    assert getattr(our_helpers, name)(line, n, spaces) == getattr(their_helpers, name)(
                        line, n, spaces
                    )
            assert our_helpers.extract_word_ngrams(line.split(), n) == their_helpers.extract_word_ngrams(
                line.split(), n
            )
            assert our_helpers.extract_all_word_ngrams(line, 1, n) == their_helpers.extract_all_word_ngrams(
                line, 1, n
            )


# utils


def printed(capsys: pytest.CaptureFixture[str], call: Callable[[], Any]) -> str:
    call()
    return capsys.readouterr().out


def test_sums_and_logarithms() -> None:
    for number in (0, 0.0, -0.0, 1, 100.0, np.float32(3)):
        assert repr(our_utils.my_log(number)) == repr(their_utils.my_log(number))
    for rows in ([[1, 2.5]], [[1, 2.5], [3, 4.5]], [[1.0, 2], [3, 4]], [np.array([1, 2]), np.array([3, 4])]):
        assert repr(our_utils.sum_of_lists(rows)) == repr(their_utils.sum_of_lists(rows))
    options = Namespace(bleu_order=4, bleu_bleu_x=1, chrf_order=6, bleu=3)
    for strip in (False, True):
        assert our_utils.args_to_dict(options, "bleu", strip) == their_utils.args_to_dict(
            options, "bleu", strip
        )
    for color in ("red", "Yellow", "cyan", "none"):
        assert our_utils.Color.format("x", color) == their_utils.Color.format("x", color)


@pytest.mark.parametrize("style", ["text", "latex", "json", "rst", "html"])
@pytest.mark.parametrize("paired", [False, True])
def test_tables(capsys: pytest.CaptureFixture[str], style: str, paired: bool) -> None:
    pytest.importorskip("tabulate")
    options = Namespace(format=style, width=2, paired_bs=False, paired_ar=False)

    def table(utils: Any, result: Any) -> str:
        results = {"System": ["Baseline: one", "two"], "BLEU": ["10.00", "12.34"]}
        if paired:
            results = {
                "System": ["Baseline: one", "two"],
                "BLEU": [result(10.0, None, 9.5, 1.5), result(12.345, 0.04, 12.0, 1.0)],
                "chrF2": [result(10.0, None, 9.5, 1.5), result(12.345, 0.2, 12.0, 1.0)],
            }
        return printed(capsys, lambda: utils.print_results_table(results, {"BLEU": "a|b"}, options))

    assert table(our_utils, OurResult) == table(their_utils, TheirResult)


def test_lines_of_scores(capsys: pytest.CaptureFixture[str]) -> None:
    for lines in (
        ["BLEU = 3.00"],
        ["BLEU|x = 3", "chrF2|long = 44"],
        ["3.0", "TER = 2"],
        ["B = 3 (μ = 2.90 ± 0.10)", "C = 4"],
    ):
        for style in ("text", "json"):
            assert printed(
                capsys, lambda: our_utils.print_single_results(list(lines), Namespace(format=style))
            ) == printed(
                capsys, lambda: their_utils.print_single_results(list(lines), Namespace(format=style))
            )


def test_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a\r\nb\nc\x85d")
    with gzip.open(tmp_path / "a.gz", "wb") as file:
        file.write(b"a\r\nb\nc")
    for name in ("a.txt", "a.gz"):
        path = str(tmp_path / name)
        with (
            our_utils.smart_open(path, encoding="latin-1") as ours,
            their_utils.smart_open(path, encoding="latin-1") as theirs,
        ):
            assert list(ours) == list(theirs)
        assert our_utils.get_md5sum(path) == their_utils.get_md5sum(path)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("inner/x.txt", "x")
    our_utils.extract_tarball(str(tmp_path / "a.zip"), str(tmp_path / "out"))
    assert (tmp_path / "out/inner/x.txt").read_text() == "x"
    for utils in (our_utils, their_utils):
        with pytest.raises(SystemExit):
            utils.sanity_check_lengths(["a"], [["a", "b"]])
        utils.sanity_check_lengths(["a"], [["a"]])
        assert utils.filter_subset([["a"]], None, None, None) == [["a"]]
        with pytest.raises(ValueError):  # noqa: PT011
            utils.filter_subset([["a"]], None, None, "en")


def test_test_sets_are_not_offered() -> None:
    assert our_utils.get_available_testsets() == []
    assert our_utils.get_available_testsets_for_langpair("de-en") == []
    assert our_utils.get_langpairs_for_testset("wmt19") == []
    assert "wmt19" not in our_dataset.DATASETS
    calls: list[Callable[[], Any]] = [
        lambda: our_dataset.DATASETS["wmt19"],
        lambda: our_utils.get_source_file("wmt19", "de-en"),
        lambda: our_utils.get_reference_files("wmt19", "de-en"),
        lambda: our_utils.get_files("wmt19", "de-en"),
        lambda: our_utils.download_test_set("wmt19", "de-en"),
        lambda: our_utils.print_test_set("wmt19", "de-en", ["src"]),
        lambda: our_utils.filter_subset([["a"]], "wmt19", "de-en", "en"),
        lambda: our_dataset.PlainTextDataset("mine"),
    ]
    for call in calls:
        with pytest.raises(NotImplementedError, match="offers no test sets"):
            call()
    with pytest.raises(RuntimeError, match="downloads nothing"):
        our_utils.download_file("https://example.org/a", "a")
