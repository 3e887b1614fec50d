"""Objects of other packages in place of lists and texts: read as what they hold, or refused with advice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import gramscore
import gramscore.rewards
from gramscore import BLEU, CHRF, GLEU, NIST, ROUGE, ROUGE155, TER
from gramscore.compat import hf

TOKENS = ROUGE(["rouge1"], tokenizer=None)


class Endless:
    """A lazy column: an item of it is another, whatever the index."""

    def __getitem__(self, key: object) -> Endless:
        return self


class Sized(Endless):
    def __len__(self) -> int:
        return 2


class EndlessTexts(Sized):
    def __getitem__(self, key: object) -> Any:
        return "a"


class NoIterator(Endless):
    def __iter__(self) -> Iterator[Any]:
        raise TypeError("Column is not iterable")


class AnyAttribute(Endless):
    """Every attribute is there, and is another such object."""

    def __getattr__(self, name: str) -> AnyAttribute:
        return AnyAttribute()

    def __call__(self, *arguments: object) -> AnyAttribute:
        return self


class LazyFrame:
    @property
    def columns(self) -> list[str]:
        raise RuntimeError("computing")

    def __iter__(self) -> Iterator[str]:
        return iter(["prediction"])


class Tensor:
    """An array that is no NumPy array, and whose items are such arrays."""

    def __init__(self, values: Any, dtype: Any = None) -> None:
        self.values = np.array(values, dtype)

    @property
    def dtype(self) -> Any:
        return f"torch.{self.values.dtype}"

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return self.values

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[Tensor]:
        return map(Tensor, self.values)

    def __getitem__(self, index: int) -> Tensor:
        return Tensor(self.values[index])

    def __index__(self) -> int:
        return int(self.values)

    def tolist(self) -> Any:
        return self.values.tolist()


class Unreadable(Tensor):
    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        raise TypeError("a sparse tensor cannot be converted")

    def tolist(self) -> Any:
        raise RuntimeError("nor listed")


class OnDevice(Tensor):
    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        raise TypeError("it is in another memory")


@pytest.mark.parametrize(
    "lazy", [Endless(), NoIterator(), AnyAttribute(), LazyFrame(), Endless, 3, 2.5, True]
)
@pytest.mark.parametrize("metric", [CHRF(), TOKENS, ROUGE(tokenizer=str.split), NIST()])
def test_what_is_no_collection(metric: Any, lazy: Any) -> None:
    for arguments, name in (((lazy, ["a"]), "predictions"), ((["a"], lazy), "references")):
        with pytest.raises(
            TypeError, match=rf"^{name} is .*: a list of {name}, .* is expected.*collect or compute"
        ):
            metric.score(*arguments)
    with pytest.raises(TypeError, match="predictions is"):
        gramscore.evaluate(lazy, ["a"], ["chrf", "ter"])


def test_lazy_objects_inside_lists() -> None:
    for metric, texts in ((CHRF(), ["a"]), (TOKENS, [["a"]])):
        for lazy in (Endless(), Sized(), NoIterator(), AnyAttribute(), Unreadable([1, 2])):
            with pytest.raises(TypeError, match=r"predictions\[0\](:| is)"):
                metric.score([lazy], texts)
            with pytest.raises(TypeError, match=r"references\[0\](\[0\])?(:| is)"):
                metric.score(texts, [lazy])
            with pytest.raises(TypeError, match=r"references\[0\](\[0\])?(:| is)"):
                metric.score(texts, [[lazy]])


LISTS: dict[str, Callable[[Any], Any]] = {
    "lines": gramscore.detokenize,
    "ids": lambda given: ROUGE155(1).score(["a", "b"], ["a", "b"], ids=given),
    "benchmark": lambda given: gramscore.Contamination(given, n=1),
    "texts": lambda given: gramscore.Contamination(["a"], n=1).scan(given),
    "groups": lambda given: gramscore.mbr(given, CHRF()),
    "documents": lambda given: gramscore.extractive_oracle(given, ["a", "b"]),
    "articles": lambda given: gramscore.fragments(given, ["a", "b"]),
    "predictions": lambda given: gramscore.reproduce(given, ["a", "b"], {"rouge1": 10.0}),
    "sources": lambda given: gramscore.SARI().score(["a", "b"], ["a", "b"], given),
    "references": lambda given: gramscore.CIDEr().document_frequencies(given),
}


@pytest.mark.parametrize("name", LISTS)
def test_what_is_no_list_anywhere(name: str) -> None:
    for given in ("a b", b"a", 5, {"a", "b"}, Endless(), AnyAttribute(), NoIterator(), LazyFrame()):
        with pytest.raises(TypeError, match=f"^{name} is "):
            LISTS[name](given)
    missing = masked(["a", "b"], [False, True])
    others = [
        ["a", None],
        ["a", b"b"],
        ["a", True],
        ["a", float("nan")],
        ["a", np.ma.masked],
        ["a", {"b": "c"}],
    ]
    for given in (missing, *others, np.array(["a", None], object)):
        with pytest.raises(
            TypeError, match=rf"^{name}\[{0 if name == 'groups' and given is not missing else 1}\] is "
        ):
            LISTS[name](given)


def test_columns_of_frames_as_lists() -> None:
    pd = pytest.importorskip("pandas")
    pa = pytest.importorskip("pyarrow")
    for texts in (
        pd.Series(["a b", "c"], [7, 8]),
        pa.chunked_array([["a b"], ["c"]]),
        np.array(["a b", "c"]),
    ):
        assert gramscore.detokenize(texts) == ["a b", "c"]
        assert gramscore.Contamination(texts, n=1).scan(["c"]).contaminated.tolist() == [True]
        assert ROUGE155(1).score(["a", "b"], ["a", "b"], ids=texts).ids == ("a b", "c")
    frame = pd.DataFrame({"question": ["a b"], "answer": ["c"]})
    index = gramscore.Contamination(frame, n=1)
    assert index.scan(["c", "d"]).contaminated.tolist() == [True, False]


def test_a_length_ends_what_has_no_iterator() -> None:
    assert CHRF().score(EndlessTexts(), ["a", "b"]).examples.tolist() == [100, 0]


def test_what_polars_and_duckdb_have() -> None:
    pl = pytest.importorskip("polars")
    duckdb = pytest.importorskip("duckdb")
    frame = pl.DataFrame({"p": ["a"], "r": ["a"]})
    for lazy in (frame.lazy(), pl.col("p"), frame.lazy().collect, duckdb.ColumnExpression("p")):
        with pytest.raises(TypeError, match=r"predictions is a.* is expected.*collect or compute"):
            CHRF().score(lazy, ["a"])
    assert CHRF().score(frame["p"], frame["r"]).corpus.score == 100


def test_tables_are_no_columns() -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"prediction": ["a"]})
    with pytest.raises(TypeError, match="of a table pass one column"):
        ROUGE(["rouge1"], tokenizer=str.split).score(frame, ["prediction"])


def masked(values: Any, mask: Any, dtype: Any = None) -> Any:
    return np.ma.MaskedArray(np.array(values, dtype), mask)


@pytest.mark.parametrize("dtype", [str, object])
def test_masked_texts(dtype: Any) -> None:
    texts = masked(["a b", "padding"], [False, True], dtype)
    for call in (
        CHRF().score,
        lambda p, r: gramscore.evaluate(p, r, ["rouge1", "bleu"]),
        GLEU(tokenizer="13a").score,
    ):
        with pytest.raises(TypeError, match=r"predictions\[1\] is masked, a missing value"):
            call(texts, ["a b", "c"])
        with pytest.raises(TypeError, match=r"references\[1\] is masked, a missing value"):
            call(["a b", "c"], texts)
    several = masked([["a", "b"], ["c", "?"]], [[0, 0], [0, 1]], dtype)
    with pytest.raises(TypeError, match=r"references\[1\]\[1\] is masked"):
        CHRF().score(["a", "c"], several)
    with pytest.raises(TypeError, match=r"references\[1\]\[1\] is masked"):
        CHRF().score(["a", "c"], list(several))
    with pytest.raises(TypeError, match=r"predictions\[1\] is masked"):
        CHRF().score(["a", np.ma.masked], ["a", "c"])
    whole = masked(["a b", "c"], np.ma.nomask, dtype)
    assert CHRF().score(whole, masked(["a b", "d"], [0, 0], dtype)).examples.tolist() == [100, 0]
    assert CHRF().score(texts[:1], ["a b"]).corpus.score == 100


def test_masked_tokens() -> None:
    rows = masked([[1, 2], [3, 0]], [[0, 0], [0, 1]])
    with pytest.raises(TypeError, match=r"predictions\[1\]\[1\] is masked"):
        TOKENS.score(rows, [[1, 2], [3]])
    with pytest.raises(TypeError, match=r"predictions\[1\]: token 1 is masked"):
        TOKENS.score(list(rows), [[1, 2], [3]])
    with pytest.raises(TypeError, match=r"references\[1\]\[0\]: token 1 is masked"):
        TOKENS.score([[1, 2], [3]], [[[1, 2]], [rows[1]]])
    with pytest.raises(TypeError, match=r"predictions\[1\]: token 1 is masked"):
        NIST(1).score(list(rows), [[1, 2], [3]])
    assert TOKENS.score(rows[:1], [[1, 2]]).stats.tolist() == [[2, 2, 2]]


@pytest.mark.parametrize(
    "batch", [tuple, lambda pair: dict(zip(("prediction", "reference"), pair, strict=True))]
)
def test_masked_batches(batch: Callable[[Any], Any]) -> None:
    texts = masked(["a", "b"], [False, True])
    with pytest.raises(TypeError, match=r"batches\[0\]: references\[1\] is masked"):
        list(TER().score_stream([batch((["a", "b"], texts))]))


def object_array(items: list[Any]) -> Any:
    found = np.empty(len(items), object)
    found[:] = items
    return found


ROWS: list[Any] = [
    np.array([1, 2, 3]),
    Tensor([1, 2, 3]),
    OnDevice([1, 2, 3]),
    object_array([1, 2, 3]),
    np.array([1, 2, 3], "uint64"),
    [np.int64(1), np.uint8(2), 3],
    [Tensor(1), Tensor(2), Tensor(3)],
    (1, 2, 3),
]


@pytest.mark.parametrize("row", ROWS)
def test_tokens_of_many_kinds(row: Any) -> None:
    expected = [[2, 3, 2], [1, 1, 1]]
    for metric in (TOKENS, ROUGE(["rouge1"], tokenizer=None, sentence_splitter=None)):
        wrap = (lambda row: row) if metric is TOKENS else (lambda row: [row])
        predictions = [wrap(row), wrap([7])]
        for references in (
            [wrap([1, 3]), wrap([7])],
            [[wrap([1, 3]), wrap([9])], [wrap(row), wrap([7])]],
            object_array(
                [object_array([wrap(Tensor([1, 3])), wrap([5])]), object_array([wrap(Tensor([7]))])]
            ),
        ):
            assert metric.score(predictions, references).stats.tolist() == expected
    assert TOKENS.score([[1, 3], [7]], [row, [7]]).stats.tolist() == [[2, 2, 3], [1, 1, 1]]
    assert TOKENS.score([[1, 3], [7]], [[row], [[7]]]).stats.tolist() == [[2, 2, 3], [1, 1, 1]]


def test_rows_of_one_length() -> None:
    assert TOKENS.score([[1]], [Tensor([[1, 2], [3, 4]])]).stats.tolist() == [[1, 1, 2]]
    assert TOKENS.score(Tensor([[1, 2], [3, 4]]), [[1], [4]]).stats.tolist() == [[1, 2, 1], [1, 2, 1]]


@pytest.mark.parametrize("empty", [Tensor([]), np.array([]), np.array([], bool), [], (), object_array([])])
def test_no_tokens(empty: Any) -> None:
    assert TOKENS.score([empty, [1]], [[1], [1]]).stats.tolist() == [[0, 0, 1], [1, 1, 1]]
    assert TOKENS.score([[1], [1]], [[[1], empty], [[1]]]).stats.tolist() == [[1, 1, 1], [1, 1, 1]]


@pytest.mark.parametrize(
    "wrong",
    [
        [True],
        [np.True_],
        np.array([True]),
        Tensor([True]),
        [Tensor(True)],
        [1.0],
        np.array([1.0]),
        Tensor([1.5]),
        [None],
    ],
)
def test_no_token(wrong: Any) -> None:
    for arguments in (([wrong], [[1]]), ([[1]], [wrong]), ([[1]], [[wrong]])):
        with pytest.raises(TypeError, match=r"token 0 is .*: tokens are str or integers"):
            TOKENS.score(*arguments)
    with pytest.raises(TypeError, match=r"token 0 is .*: tokens are str or integers"):
        ROUGE(["rouge1"], tokenizer=lambda text: wrong).score(["a"], ["a"])


def test_arrow_inside_lists() -> None:
    pa = pytest.importorskip("pyarrow")
    texts = [pa.scalar("a b"), pa.scalar("c")]
    assert CHRF().score(texts, ["a b", "c"]).examples.tolist() == [100, 100]
    for references in (
        [pa.array(["x", "a b"]), pa.array(["c"])],
        [[pa.scalar("x"), pa.scalar("a b")], ["c"]],
        list(pa.array([["x", "a b"], ["c"]])),
    ):
        assert CHRF().score(texts, references).examples.tolist() == [100, 100]
    tokens = pa.array([[1, 2], [3]])
    for given in (tokens, list(tokens), [pa.array([1, 2]), pa.array([3])], [[pa.scalar(1), 2], [3]]):
        assert TOKENS.score(given, [[1, 2], [3]]).stats.tolist() == [[2, 2, 2], [1, 1, 1]]
    assert TOKENS.score([[1, 2], [3]], [list(tokens), [pa.array([3])]]).corpus["rouge1"].recall == 1
    with pytest.raises(TypeError, match=r"predictions\[0\] is None"):
        CHRF().score([pa.scalar(None, pa.string())], ["a"])
    with pytest.raises(TypeError, match="token 1 is"):
        TOKENS.score([pa.array([1, None])], [[1]])


def test_what_pandas_reads_from_parquet() -> None:
    pd = pytest.importorskip("pandas")
    cells = [object_array([np.array([1, 2]), np.array([9, 9])]), object_array([np.array([3])])]
    frame = pd.DataFrame({"p": [np.array([1, 2]), np.array([3])], "r": cells})
    assert TOKENS.score(frame["p"], frame["r"]).stats.tolist() == [[2, 2, 2], [1, 1, 1]]
    assert CHRF().score(["a"], [pd.Series(["a", "b"])]).corpus.score == 100


MESSAGES = [{"role": "user", "content": "hello there"}]


@pytest.mark.parametrize(
    ("metric", "predictions", "references", "message"),
    [
        (CHRF(), [MESSAGES], ["a"], r"predictions\[0\] is a list: a str is expected \(of chat messages pass the text"),
        (BLEU(), [MESSAGES], ["a"], r"of chat messages pass the text of one, such as messages\[-1\]\['content'\]\)$"),
        (BLEU(), MESSAGES, ["a"], r"predictions\[0\] is a dict: a str is expected \(of a chat message pass the text"),
        (CHRF(), ["a"], [MESSAGES], r"references\[0\]\[0\] is a dict: a str is expected \(of a chat message"),
        (CHRF(), ["a"], [[MESSAGES]], r"references\[0\]\[0\] is a list: a str is expected \(of chat messages"),
        (CHRF(), [{"text": "a"}], ["a"], r"predictions\[0\] is a dict: .* the values of one field"),
        (BLEU(), [("a",), ("b",)], ["a", "b"], r"predictions\[0\] is a tuple: .*one column, such as \[row\[0\]"),
        (BLEU(), [["a", "b"]], ["a"], r"predictions\[0\] is a list: .*pass tokenizer=None"),
        (CHRF(), [["a", "b"]], ["a"], r"predictions\[0\] is a list: a str is expected \(of a list of tokens pass ' '"),
        (CHRF(), ["a", "b"], ["a", ["b"]], r"references\[1\] is a list: a str is expected, as for other examples"),
        (BLEU(), ["a", "b"], ["a", ["b"]], r"references\[1\] is a list: a str is expected, as for other examples"),
        (CHRF(), ["a", "b"], [["a"], "b"], r"references\[1\] is a str: a list of references is expected, as for other"),
        (ROUGE(tokenizer=str.split), [MESSAGES], ["a"], "of chat messages"),
    ],
)  # fmt: skip
def test_advice(metric: Any, predictions: Any, references: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message) as raised:
        metric.score(predictions, references)
    if "tokenizer=None" not in message:
        assert "tokenizer=None" not in str(raised.value)


@pytest.mark.parametrize(
    "metric", [GLEU(), NIST(1), BLEU.nltk((1.0,)), TOKENS, CHRF(), GLEU(tokenizer="13a")]
)
def test_an_example_without_references(metric: Any) -> None:
    given = metric is TOKENS or "tok:given" in metric.signature
    text = ["a"] if given else "a"
    for empty in ([], (), np.array([], object)):
        for references, index in (([[text], empty], 1), ([empty, [text]], 0)):
            with pytest.raises(ValueError, match=rf"references\[{index}\] is empty: each example needs"):
                metric.score([text, text], references)


GOOD = ["a b c d", "c d"]
R1 = ROUGE(["rouge1"])


#: Whatever takes a list of texts, and is not one of the metrics that the core reads for.
TAKERS: dict[str, Callable[[Any], Any]] = {
    "METEOR predictions": lambda given: gramscore.METEOR(tokenizer=str.split).score(given, GOOD),
    "METEOR references": lambda given: gramscore.METEOR(tokenizer=str.split).score(GOOD, given),
    "GECGLEU references": lambda given: gramscore.GECGLEU().score(GOOD, given, GOOD),
    "SARI sources": lambda given: gramscore.SARI().score(GOOD, GOOD, given),
    "groups": lambda given: R1.matrices(given),
    "one group": lambda given: gramscore.mbr([given, given], R1),
    "Pool": lambda given: gramscore.Pool(R1, 0.5).filter(given),
    "documents": lambda given: gramscore.extractive_oracle(given, GOOD),
    "summaries": lambda given: gramscore.extractive_oracle(GOOD, given),
    "articles": lambda given: gramscore.fragments(given, GOOD),
    "benchmark": lambda given: gramscore.Contamination(given, "custom", n=1),
    "scanned": lambda given: gramscore.Contamination(["a b"], "custom", n=1).scan(given),
    "stream": lambda given: list(R1.score_stream([(given, GOOD)])),
    "accumulator": lambda given: gramscore.Accumulator(["rouge1"]).update(given, GOOD),
    "sets": lambda given: gramscore.evaluate(GOOD, given, ["bleu"], references_by="set"),
    "reproduce": lambda given: gramscore.reproduce(given, GOOD, {"rouge1": 0.5}),
    "spread": lambda given: gramscore.spread(GOOD, given, ["rouge1"]),
    "completions": lambda given: gramscore.rewards.Reward(R1)(given, GOOD),
    "truths": lambda given: gramscore.rewards.Reward(R1)(GOOD, given),
    "diversity": lambda given: gramscore.rewards.diversity(R1)(given),
    "prompts": lambda given: gramscore.rewards.trl_diversity(R1)(prompts=given, completions=GOOD),
    "frequencies": lambda given: gramscore.CIDEr().document_frequencies(given),
    "evaluate": lambda given: hf.load("rouge").compute(predictions=given, references=GOOD),
}


@pytest.mark.parametrize("name", TAKERS)
def test_whatever_takes_a_list_of_texts(name: str) -> None:
    take = TAKERS[name]
    for wrong in (Endless(), AnyAttribute(), LazyFrame(), 3, {"a"}, "a b", b"a", np.array("a")):
        with pytest.raises(TypeError, match=r"^[a-z\[\]0-9: ]+ is .*expected"):
            take(wrong)
    if name == "prompts":  # which are only compared with each other
        return
    for missing in (["a", np.ma.masked], masked(["a", "b"], [False, True])):
        given = [missing] if name in ("groups", "diversity", "sets") else missing
        with pytest.raises((TypeError, ValueError), match=r"\[1\].* is (masked|a MaskedConstant)"):
            take(given)


def test_rows_that_parquet_gives_to_rewards() -> None:
    """verl's and TRL's columns: arrays of objects, of texts or of rows of ids."""
    texts = gramscore.rewards.Reward(R1)
    assert texts(["a b", "c"], [object_array(["x", "a b"]), object_array(["c"])]) == [1.0, 1.0]
    ids = gramscore.rewards.Reward(TOKENS)
    several = [object_array([np.array([9]), np.array([1, 2])]), object_array([np.array([3])])]
    assert ids([object_array([1, 2]), np.array([3])], several) == [1.0, 1.0]
    assert ids([[1, 2]], [Tensor([[9, 9], [1, 2]])]) == [1.0]
    with pytest.raises(TypeError, match=r"completions\[0\] holds a masked id"):
        ids([masked([1, 2], [0, 1])], [[1]])
    for wrong in ([True, 1], [1, np.True_], [1.0], ["a"]):
        with pytest.raises(TypeError, match=r"completions\[0\] is a list: a row of token ids is expected"):
            ids([wrong], [[1]])


def test_words_in_arrays_for_meteor() -> None:
    metric = gramscore.METEOR(tokenizer=None)
    given = [np.array(["the", "cat"]), object_array(["a"])]
    assert metric.score(given, [["the", "cat"], ["a"]]) == metric.score([["the", "cat"], ["a"]], given)
    assert metric.score(given, [[given[0]], [given[1], ["b"]]]).stats[:, 0].tolist() == [2, 1]


def test_weights_that_are_none() -> None:
    for wrong in (["a", "b"], {"a": 1}, object()):
        with pytest.raises(TypeError, match=r"weights\[0\] is no list of log-probabilities"):
            gramscore.mbr([GOOD], R1, None, [wrong])
    with pytest.raises(TypeError, match=r"weights\[0\] is masked"):
        gramscore.mbr([GOOD], R1, None, [masked([-1.0, -2.0], [0, 1])])


def test_references_to_explain() -> None:
    found = R1.explain("a", (text for text in ["b", "a"]))
    assert found.to_dict() == R1.explain("a", ["b", "a"]).to_dict()
    for wrong in ({"a": 1}, {"a"}, masked(["a", "b"], [0, 1]), np.array("a")):
        with pytest.raises(TypeError, match=r"^reference(\[1\])? is "):
            R1.explain("a", wrong)
    with pytest.raises(TypeError, match=r"references\[0\]\[0\] is "):
        R1.explain("a", AnyAttribute())
