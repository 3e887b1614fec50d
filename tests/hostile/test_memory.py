"""Memory that holds no text, or that somebody else writes to meanwhile: no crash, and no figure of anything else."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import gramscore
from gramscore import BLEU, CHRF, NIST, ROUGE, TER

METRICS = [
    ROUGE(["rouge1", "rougeL", "rougeLsum"], stemmer=True),
    ROUGE(["rouge2"], tokenizer="unicode"),
    ROUGE(["rouge1"], tokenizer="grapheme"),
    BLEU(lowercase=True),
    BLEU(tokenizer="intl"),
    BLEU(tokenizer="zh"),
    CHRF(),
    CHRF(word_order=2, lowercase=True),
    TER(normalized=True, asian_support=True, no_punct=True),
    NIST(tokenizer="13a"),
]


def metrics() -> Any:
    return pytest.mark.parametrize("metric", METRICS, ids=str)


@metrics()
@pytest.mark.parametrize("number", [0x110000, 0x1FFFFF, 0x7FFFFFFF, 0xFFFFFFFF])
def test_numbers_that_are_no_characters(metric: Any, number: int) -> None:
    texts = np.array([[65, 66], [65, number]], dtype=np.uint32).view("U2").ravel()
    with pytest.raises(
        ValueError, match=rf"^references\[1\] holds the number {number}, which is no character"
    ):
        metric.score(["a", "b"], texts)


@contextmanager
def meanwhile(work: Callable[[], None]) -> Iterator[None]:
    """Runs `work` again and again in another thread."""
    done = threading.Event()

    def repeat() -> None:
        while not done.is_set():
            work()

    thread = threading.Thread(target=repeat)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def score_anyhow(metric: Any, predictions: Any, references: Any) -> None:
    """Whatever the texts are when they are read: a score for each, or an error that names one."""
    for _ in range(5):
        with suppress(ValueError):
            assert len(metric.score(predictions, references)) == len(predictions)


@metrics()
def test_numpy_texts_that_change(metric: Any) -> None:
    rng = np.random.default_rng(5)
    letters = rng.integers(32, 127, (300, 60), dtype=np.uint32)
    numbers = rng.integers(0, 2**32, (300, 60), dtype=np.uint32)
    memory = letters.copy()
    texts = memory.view("U60").ravel()

    def change() -> None:
        np.copyto(memory, numbers)
        np.copyto(memory, letters)

    with meanwhile(change):
        score_anyhow(metric, texts, texts[::-1])


@metrics()
def test_arrow_texts_that_change(metric: Any) -> None:
    rng = np.random.default_rng(5)
    letters = rng.integers(32, 127, 20_000, dtype=np.uint8)
    anything = rng.integers(0, 256, 20_000, dtype=np.uint8)
    memory = letters.copy()
    offsets = np.arange(0, 20_001, 50, dtype=np.int32)
    texts = pa.Array.from_buffers(pa.string(), 400, [None, pa.py_buffer(offsets), pa.py_buffer(memory)])

    def change() -> None:
        np.copyto(memory, anything)
        np.copyto(memory, letters)

    with meanwhile(change):
        score_anyhow(metric, texts, texts)


def test_lists_that_change() -> None:
    """What was there when it was looked at counts; a list that shrinks is an error at most."""
    texts = ["the cat sat"] * 2000
    references = [["the cat"], ["a", "b"]] * 1000
    metric = ROUGE(["rouge1"], tokenizer=str.split)

    def change() -> None:
        del texts[1000:]
        texts.extend(["a dog"] * 1000)
        references[7].append("x")
        if len(references[7]) > 50:
            del references[7][1:]

    with meanwhile(change):
        for _ in range(5):
            with suppress(ValueError, RuntimeError, IndexError):
                metric.score(texts, references)


def test_a_tokenizer_that_empties_the_list() -> None:
    texts = ["a b", "c d", "e f"]

    def tokenize(text: str) -> list[str]:
        texts.clear()
        return text.split()

    with suppress(ValueError, RuntimeError, IndexError):
        assert len(ROUGE(["rouge1"], tokenizer=tokenize).score(texts, ["a", "c", "e"])) == 3


def test_what_pandas_calls_missing() -> None:
    pd = pytest.importorskip("pandas")
    for column in (
        pd.Series(["a", None], dtype=object),
        pd.Series(["a", np.nan], dtype=object),
        pd.Series(["a", pd.NA], dtype=object),
        pd.Series(["a", None], dtype="string"),
        pd.Series(["a", None], dtype="category"),
        pd.Series(["a", None]),
    ):
        with pytest.raises(TypeError, match=r"^predictions\[1\] is "):
            ROUGE().score(column, ["a", "b"])
        with pytest.raises(TypeError, match=r"^references\[1\] is "):
            gramscore.CHRF().score(["a", "b"], column)


# In a process of its own: in that of the tests other packages' threads take and give back memory meanwhile.
GROWTH = """
import ctypes, os
import numpy as np
from gramscore import BLEU, ROUGE, TER

def resident():
    ctypes.CDLL(None).malloc_trim(0)  # lets go of what is free
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

lines = "a\\n" * 4_000_000
numbers = np.arange(6_000_000)
metric, prediction, reference = {case}
before = resident()
metric.score([prediction], [reference])
print(resident() - before)
"""


@pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc" or "asan" in os.environ.get("LD_PRELOAD", ""),
    reason="needs the GNU C library's allocator, which gives back what is free",
)
@pytest.mark.parametrize(
    "case",
    [
        "ROUGE(['rougeLsum']), lines, 'b\\nc'",
        "ROUGE(['rougeLsum'], sentence_splitter=str.splitlines), lines, 'b\\nc'",
        "ROUGE(['rouge1'], tokenizer=None), numbers, numbers[:5]",
        "ROUGE(['rouge1'], tokenizer=str.split), lines, 'b c'",
        "TER(), 'a b', ['a'] * 1_000_000",
        "BLEU(), 'a b', ['a'] * 1_000_000",
    ],
)
def test_a_huge_example_leaves_no_memory_behind(case: str) -> None:
    ended = subprocess.run([sys.executable, "-c", GROWTH.format(case=case)], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) < 24 << 20
