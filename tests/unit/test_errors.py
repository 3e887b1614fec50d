"""Mistakes of the caller, and what the messages name."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

import gramscore
from gramscore import NIST, ROUGE, evaluate
from gramscore.metrics.registry import ALL_FAMILIES
from gramscore.metrics.sourced import SourcedMetric
from gramscore.tokenizers import Moses

KNOWN = re.escape("known are rouge1 to rouge9, rougeL and rougeLsum")


@pytest.fixture(scope="module")
def metric() -> ROUGE:
    return ROUGE(["rouge1", "rougeLsum"])


def score(metric: ROUGE, *arguments: Any, **options: Any) -> None:
    metric.score(*arguments, **options)


@pytest.mark.parametrize(
    "wrong", ["a text", b"bytes", bytearray(b"x"), None, 5, 1.5, {"a": 1}, {"a"}, object()]
)
@pytest.mark.parametrize("argument", ["predictions", "references"])
def test_no_collection(metric: ROUGE, argument: str, wrong: Any) -> None:
    sides = {"predictions": ["a"], "references": ["a"], argument: wrong}
    with pytest.raises(TypeError, match=rf"^{argument} is .*: a list of {argument}, one"):
        score(metric, **sides)


def test_a_bare_string_is_named_as_one(metric: ROUGE) -> None:
    with pytest.raises(
        TypeError, match=r"^predictions is a str: a list of predictions, one per example, is expected$"
    ):
        score(metric, "cold", ["cold"])


@pytest.mark.parametrize(("n", "m"), [(2, 1), (1, 2), (0, 3), (3, 0), (5000, 4999)])
def test_unequal_lengths(metric: ROUGE, n: int, m: int) -> None:
    message = f"^predictions and references differ in length: {n} and {m}$"
    with pytest.raises(ValueError, match=message):
        score(metric, ["a"] * n, ["a"] * m)
    with pytest.raises(ValueError, match=message):
        score(metric, ["a"] * n, [["a"] * 7] * m)


def test_nothing_to_score(metric: ROUGE) -> None:
    with pytest.raises(ValueError, match=r"^predictions and references are empty"):
        score(metric, [], [])


WRONG_TEXTS = [
    (None, "None"),
    (float("nan"), r"nan \(float\)"),
    (3, r"3 \(int\)"),
    (True, r"True \(bool\)"),
    (b"x", "a bytes"),
    ({"a": 1}, "a dict"),
    (object(), "an object"),
]


@pytest.mark.parametrize(("wrong", "named"), WRONG_TEXTS)
@pytest.mark.parametrize("index", [0, 1, 17, 4000])
def test_no_text_at_an_index(metric: ROUGE, wrong: Any, named: str, index: int) -> None:
    good = ["a"] * 5000
    bad = [*good[:index], wrong, *good[index + 1 :]]
    with pytest.raises(TypeError, match=rf"^predictions\[{index}\] is {named}: a str is expected"):
        score(metric, bad, good)
    with pytest.raises(TypeError, match=rf"^references\[{index}\] is {named}: a str is expected"):
        score(metric, good, bad)
    with pytest.raises(TypeError, match=rf"^references\[{index}\]\[1\] is {named}: a str is expected"):
        score(metric, good, [["a", it] for it in bad])


def test_the_first_example_at_fault_is_named(metric: ROUGE) -> None:
    good = ["a"] * 30_000
    bad = list(good)
    bad[20_000] = bad[29_999] = None  # type: ignore[call-overload]
    with pytest.raises(TypeError, match=r"^references\[20000\] is None"):
        score(metric, good, bad, threads=4)


def test_a_list_instead_of_a_prediction(metric: ROUGE) -> None:
    with pytest.raises(TypeError, match=r"^predictions\[1\] is a list: a str is expected .*tokenizer=None"):
        score(metric, ["a", ["a"]], ["a", "b"])


def test_an_example_without_references(metric: ROUGE) -> None:
    with pytest.raises(
        ValueError, match=r"^references\[1\] is empty: each example needs at least one reference$"
    ):
        score(metric, ["a", "b"], [["a"], []])
    with pytest.raises(ValueError, match=r"^references\[0\] is empty"):
        score(metric, ["a", "b"], [[], ["a"]])


def test_flat_and_nested_references_do_not_mix(metric: ROUGE) -> None:
    with pytest.raises(TypeError, match=r"^references\[1\] is a str: a list of references is expected"):
        score(metric, ["a", "b"], [["a"], "b"])
    with pytest.raises(TypeError, match=r"^references\[1\] is a list: a str is expected"):
        score(metric, ["a", "b"], ["a", ["b"]])
    with pytest.raises(TypeError, match=r"^references\[1\] is None: a list of references is expected"):
        score(metric, ["a", "b"], [["a"], None])
    with pytest.raises(TypeError, match=r"^references\[1\]\[1\] is a list: a str is expected"):
        score(metric, ["a", "b"], [["a"], ["b", ["c"]]])


def test_a_set_has_no_order(metric: ROUGE) -> None:
    with pytest.raises(TypeError, match=r"^references\[0\] is a set"):
        score(metric, ["a"], [{"a", "b"}])


@pytest.mark.parametrize(
    "name", ["rouge0", "rouge10", "rouge", "rougeW", "Rouge1", "rougel", "rouge1\n", "", "1"]
)
def test_unknown_type(name: str) -> None:
    with pytest.raises(ValueError, match=rf"^unknown ROUGE type '{re.escape(name)}': {KNOWN}$"):
        ROUGE(["rouge1", name])


@pytest.mark.parametrize("types", ["rouge1", b"rouge1", [1], [None], ["rouge1", b"rougeL"], None, 5])
def test_types_of_the_wrong_kind(types: Any) -> None:
    with pytest.raises(TypeError):
        ROUGE(types)


def test_types_of_the_wrong_number() -> None:
    with pytest.raises(ValueError, match="types is empty"):
        ROUGE([])
    with pytest.raises(ValueError, match="rouge1"):
        ROUGE(["rouge1", "rougeL", "rouge1"])


@pytest.mark.parametrize("name", ["13b", "Rouge", ""])
def test_unknown_tokenizer(name: str) -> None:
    with pytest.raises(
        ValueError,
        match=rf"^unknown tokenizer '{name}': known are 'rouge', 'unicode', 'grapheme', 'whitespace', '13a', ",
    ):
        ROUGE(tokenizer=name)


@pytest.mark.parametrize("tokenizer", [3, b"rouge", ["rouge"]])
def test_tokenizer_of_the_wrong_kind(tokenizer: Any) -> None:
    with pytest.raises(TypeError, match=r"^tokenizer is "):
        ROUGE(tokenizer=tokenizer)


@pytest.mark.parametrize("tokenizer", ["whitespace", "grapheme", str.split, None])
def test_stemmer_goes_with_words_of_its_own(tokenizer: Any) -> None:
    with pytest.raises(
        ValueError, match="stemmer=True goes with tokenizer='rouge' or tokenizer='unicode' only"
    ):
        ROUGE(stemmer=True, tokenizer=tokenizer)


@pytest.mark.parametrize("splitter", ["lines", ""])
def test_unknown_sentence_splitter(splitter: str) -> None:
    with pytest.raises(ValueError, match=f"^unknown sentence_splitter '{splitter}'"):
        ROUGE(sentence_splitter=splitter)


def test_tokens_cannot_be_split_into_sentences() -> None:
    with pytest.raises(ValueError, match="tokenizer=None"):
        ROUGE(tokenizer=None, sentence_splitter=str.splitlines)


@pytest.mark.parametrize("threads", [0, -1, -100])
def test_no_threads(metric: ROUGE, threads: int) -> None:
    with pytest.raises(ValueError, match=f"^threads is {threads}: at least 1 is needed"):
        score(metric, ["a"], ["a"], threads=threads)


@pytest.mark.parametrize("threads", [1.5, "2", True, [1]])
def test_threads_of_the_wrong_kind(metric: ROUGE, threads: Any) -> None:
    with pytest.raises(TypeError, match=r"^threads is "):
        score(metric, ["a"], ["a"], threads=threads)


@pytest.mark.parametrize("progress", [3, "yes", [1]])
def test_progress_of_the_wrong_kind(metric: ROUGE, progress: Any) -> None:
    with pytest.raises(TypeError, match=r"^progress is "):
        score(metric, ["a"], ["a"], progress=progress)


def test_options_are_keywords() -> None:
    with pytest.raises(TypeError):
        ROUGE(["rouge1"], True)  # type: ignore[misc]
    with pytest.raises(TypeError):
        ROUGE().score(["a"], ["a"], 1)  # type: ignore[misc]


TOKENS: list[tuple[Any, type[Exception], str]] = [
    ("a text", TypeError, r"^predictions\[1\] is a str: a list of tokens is expected"),
    (None, TypeError, r"^predictions\[1\] is None: a list of tokens is expected"),
    (5, TypeError, r"^predictions\[1\] is 5 \(int\): a list of tokens is expected"),
    (["a", None], TypeError, r"^predictions\[1\]: token 1 is None: tokens are str or integers"),
    (["a", 1.5], TypeError, r"^predictions\[1\]: token 1 is 1.5 \(float\): tokens are str or integers"),
    ([b"a"], TypeError, r"^predictions\[1\]: token 0 is a bytes: tokens are str or integers"),
    ([["a"]], TypeError, r"^predictions\[1\]: token 0 is a list: tokens are str or integers"),
    ([1, 2**70], ValueError, r"^predictions\[1\]: token 1 does not fit into 64 bits"),
    (np.array([1.5]), TypeError, r"^predictions\[1\]: token 0 is "),
    (np.array([[1]]), TypeError, r"^predictions\[1\]: token 0 is "),
]


@pytest.mark.parametrize(("wrong", "error", "message"), TOKENS)
def test_wrong_tokens(wrong: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        score(ROUGE(["rouge1"], tokenizer=None), [["a"], wrong], [["a"], ["b"]])


@pytest.mark.parametrize("returned", [3, None, "abc", [1.5], [None], [["a"]]])
def test_tokenizers_that_return_no_tokens(returned: Any) -> None:
    def tokenizer(text: str) -> Any:
        return returned if text == "wrong" else text.split()

    with pytest.raises(TypeError, match=r"^references\[1\].* token"):
        score(ROUGE(["rouge1"], tokenizer=tokenizer), ["a", "b"], ["a", "wrong"])


@pytest.mark.parametrize("returned", [3, None, "abc", [3], [None], [b"a"]])
@pytest.mark.parametrize("tokenizer", ["rouge", str.split])
def test_splitters_that_return_no_sentences(
    returned: Any, tokenizer: str | Callable[[str], list[str]]
) -> None:
    def splitter(text: str) -> Any:
        return returned if text == "wrong" else [text]

    with pytest.raises(TypeError, match=r"^references\[1\]"):
        score(
            ROUGE(["rougeLsum"], tokenizer=tokenizer, sentence_splitter=splitter), ["a", "b"], ["a", "wrong"]
        )


@pytest.mark.parametrize("wrong", ["a text", None, 3, ["a", None], ["a", 3], ["a", ["b"]]])
@pytest.mark.parametrize("tokenizer", ["rouge", str.split])
@pytest.mark.parametrize("types", [["rougeLsum"], ["rouge1"], ["rouge1", "rougeLsum"]])
def test_no_list_of_sentences(wrong: Any, tokenizer: Any, types: list[str]) -> None:
    metric = ROUGE(types, tokenizer=tokenizer, sentence_splitter=None)
    with pytest.raises(TypeError, match=r"^predictions\[1\] is "):
        score(metric, [["a"], wrong], [["a"], ["b"]])


def test_after_an_error_all_is_well(metric: ROUGE) -> None:
    before = metric.score(["a b"], ["a"])
    for _ in range(3):
        with pytest.raises(TypeError):
            score(metric, ["a"] * 5000 + [None], ["a"] * 5001)
        assert metric.score(["a b"], ["a"]) == before


def invalid(texts: list[bytes]) -> pa.Array:
    return pa.array(texts, pa.binary()).view(pa.string())


@pytest.mark.parametrize("metrics", [["rouge1"], ["rouge1", "bleu"], [NIST(1, tokenizer="13a")]])
@pytest.mark.parametrize("threads", [1, 3])
def test_invalid_utf8_in_arrow(metrics: list[Any], threads: int) -> None:
    good = ["caf\u00e9 \u65e5\u672c \U0001f600"] * 20_000
    bad = [text.encode() for text in good]
    bad[12_345] = b"caf\xc3"

    def score_all(predictions: Any, references: Any) -> None:
        evaluate(predictions, references, metrics, threads=threads)

    score_all(pa.array(good), pa.array(good))
    with pytest.raises(ValueError, match=r"^predictions\[12345\] is invalid UTF-8 at byte offset 3$"):
        score_all(invalid(bad), good)
    with pytest.raises(ValueError, match=r"^references\[12345\] is invalid UTF-8 at byte offset 3$"):
        score_all(good, invalid(bad))
    lists = pa.ListArray.from_arrays(
        pa.array([0, 2, 3, 6], pa.int32()), invalid([b"a"] * 4 + [b"x\xff", b"a"])
    )
    with pytest.raises(ValueError, match=r"^references\[2\]\[1\] is invalid UTF-8 at byte offset 1$"):
        score_all(good[:3], lists)


def test_surrogates_in_arrow_are_characters() -> None:
    lone = invalid(["\ud800 a".encode("utf-8", "surrogatepass")])
    assert ROUGE(["rouge1"], tokenizer="whitespace").score(lone, ["\ud800"]).stats.tolist() == [[1, 2, 1]]


@pytest.mark.parametrize("argument", ["predictions", "references"])
def test_structs_in_arrow(metric: ROUGE, argument: str) -> None:
    structs = pa.array([{"a": "b"}])
    for wrong in (structs, pa.chunked_array([structs]), pl.Series([{"a": "b"}])):
        sides = {"predictions": ["a"], "references": ["a"], argument: wrong}
        with pytest.raises(TypeError, match=rf"^{argument} holds structs: texts are expected$"):
            score(metric, **sides)


def test_wrong_options_of_rouge() -> None:
    with pytest.raises(TypeError, match=r"^types is None: a list of ROUGE types is expected$"):
        ROUGE(None)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^stemmer is 'no': True or False is expected$"):
        ROUGE(stemmer="no")  # type: ignore[arg-type]


def test_more_threads_than_a_number_can_say(metric: ROUGE) -> None:
    with pytest.raises(ValueError, match=r"^threads is 10{30}: at most 1000000 are possible$"):
        score(metric, ["a"], ["a"], threads=10**30)


def test_a_type_that_was_not_computed(metric: ROUGE) -> None:
    scores = metric.score(["a"], ["a"])
    for held in (scores, scores.examples, scores.corpus):
        with pytest.raises(KeyError, match="no 'rouge7' in these scores: they hold rouge1, rougeLsum"):
            held["rouge7"]


HOSTILE_OPTIONS = [
    *(10**30, -(10**30), 2**63, 0, -1, 0.5, 1e300, -1e300, float("nan"), float("inf"), True, None),
    *(
        "x",
        "",
        "\ud800",
        b"x",
        [],
        ["a"],
        [None],
        {"a": 1},
        object(),
        (10**30,) * 3,
        (1e300,) * 3,
        (float("nan"),) * 3,
    ),
]
MAKERS = {
    **{
        family.name: functools.partial(family.maker or family.kind, **family.options)
        for family in ALL_FAMILIES
    },
    "contamination": functools.partial(gramscore.Contamination, ["a b c d e f g h i j k l m n"]),
    "pool": functools.partial(gramscore.Pool, gramscore.CHRF()),
    "moses": Moses,
    "pruning": gramscore.Pruning,
}
TEXTS = ["the cat sat on the mat", "a dog ran home", "x y z"]
CALLS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "compare": (
        gramscore.compare,
        {"systems": {name: gramscore.CHRF().score(TEXTS, TEXTS) for name in "ab"}, "samples": 5},
    ),
    "confidence": (gramscore.CHRF().score(TEXTS, TEXTS).confidence, {"samples": 5}),
    "mbr": (gramscore.mbr, {"groups": [TEXTS], "metric": gramscore.CHRF()}),
    "matrix": (gramscore.CHRF().matrix, {"predictions": TEXTS}),
    "nearest": (gramscore.Pool(gramscore.CHRF(), 50).nearest, {"texts": TEXTS}),
    "oracle": (gramscore.extractive_oracle, {"documents": [TEXTS], "summaries": ["a dog"]}),
    "scan": (gramscore.Contamination(TEXTS, n=2).scan, {"texts": TEXTS}),
    "detokenize": (gramscore.detokenize, {"lines": TEXTS}),
    "reproduce": (gramscore.reproduce, {"predictions": TEXTS, "references": TEXTS, "scores": {"rouge1": 10}}),
}


def made(make: Callable[..., Any], option: str, value: Any) -> Any:
    """The metric; None for what is refused in one sentence."""
    try:
        return make(**{option: value})
    except ImportError:  # of tokenizers that other packages bring
        return None
    except (TypeError, ValueError, FileNotFoundError) as error:
        refusal = error
    assert type(refusal) in (TypeError, ValueError, FileNotFoundError)
    assert re.fullmatch(
        f".*({option}|unknown ROUGE type|unknown score|No such file|tokens that are given).*", str(refusal)
    )
    return None


@pytest.mark.parametrize("name", CALLS)
def test_arguments_of_every_kind(name: str) -> None:
    """Each is refused in one sentence that names it, or has its effect."""
    call, usual = CALLS[name]
    for argument in inspect.signature(call).parameters:
        for value in HOSTILE_OPTIONS:
            made(functools.partial(call, **usual), argument, value)


@pytest.mark.parametrize("name", MAKERS)
def test_options_of_every_kind(name: str) -> None:
    """Each is refused in one sentence that names it, or gives scores."""
    for option in inspect.signature(MAKERS[name]).parameters:
        for value in HOSTILE_OPTIONS:
            metric = made(MAKERS[name], option, value)
            if (
                isinstance(value, (int, float))
                and hasattr(metric, "score")
                and option not in ("resamples", "weight")
            ):
                texts = [["a b c d", "b c"] * 2] * (3 if isinstance(metric, SourcedMetric) else 2)
                assert "nan" not in repr(metric.score(*texts).corpus)
