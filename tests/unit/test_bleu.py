"""gramscore.BLEU: options, results and errors, with answers typed by hand."""

from __future__ import annotations

import copy
import math
import pickle
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gramscore
from gramscore import BLEU, BleuScore
from gramscore.options.tokenizers import SentencePiece

pytestmark = pytest.mark.quick

PREDICTION = "the cat sat on the mat"
REFERENCE = "the cat sat on a mat"
# 5 of 6 words match ("the" once), 3 of 5 pairs, 2 of 4, 1 of 3.
ROW = [6, 6, 5, 3, 2, 1, 6, 5, 4, 3]


def geometric_mean(*precisions: float) -> float:
    total = 0.0
    for precision in precisions:
        total += math.log(precision)
    return math.exp(total / len(precisions))


def test_statistics() -> None:
    scores = BLEU(tokenizer="none").score([PREDICTION], [REFERENCE])
    assert scores.stats.tolist() == [ROW]
    assert scores.stats.dtype == np.int64
    assert scores.columns == (
        *("sys_len", "ref_len", "counts_1", "counts_2", "counts_3", "counts_4"),
        *("totals_1", "totals_2", "totals_3", "totals_4"),
    )


def test_corpus() -> None:
    score = BLEU(tokenizer="none").score([PREDICTION], [REFERENCE]).corpus
    precisions = [100.0 * 5 / 6, 60.0, 50.0, 100.0 * 1 / 3]
    expected = geometric_mean(*precisions)
    assert score == BleuScore(expected, [5, 3, 2, 1], [6, 5, 4, 3], precisions, 1.0, 6, 6)
    assert score.score == expected


def test_corpus_is_of_sums_and_examples_are_alone() -> None:
    scores = BLEU(2, tokenizer="none").score(["a b c", "a x"], ["a b c d", "a y"])
    assert scores.corpus.counts == [4, 2]
    assert scores.corpus.totals == [5, 3]
    assert scores.corpus.bp == math.exp(1 - 6 / 5)
    alone = [
        BLEU(2, tokenizer="none").score([p], [r]).corpus.score
        for p, r in [("a b c", "a b c d"), ("a x", "a y")]
    ]
    assert scores.examples.tolist() == alone
    assert scores.examples.dtype == np.float64


def test_a_perfect_score_is_not_cut_off() -> None:
    assert BLEU(tokenizer="none").score(["a b c d e"], ["a b c d e"]).corpus.score == 100.00000000000004


def test_several_references() -> None:
    scores = BLEU(2, tokenizer="none").score(["the the cat", "a"], [["the cat", "the the dog x y"], ["b"]])
    assert scores.stats.tolist() == [[3, 2, 3, 2, 3, 2], [1, 1, 0, 0, 1, 0]]


@pytest.mark.parametrize(
    ("lengths", "closest"),
    [([5, 1], 1), ([1, 5], 1), ([2, 5], 2), ([2, 4], 2), ([9, 4], 4), ([3, 2], 3), ([0], 0)],
)
def test_the_closest_length_the_shorter_of_two(lengths: list[int], closest: int) -> None:
    references = [" ".join("x" * length) for length in lengths]
    assert BLEU(tokenizer="none").score(["x x x"], [references]).stats[0, 1] == closest


@pytest.mark.parametrize(
    ("smoothing", "value", "precisions"),
    [
        ("exp", None, [50.0, 50.0, 25.0]),
        ("floor", None, [50.0, 10.0, 10.0]),
        ("floor", 0.5, [50.0, 50.0, 50.0]),
        ("none", None, [50.0, 0.0, 0.0]),
        ("add-k", None, [50.0, 50.0, 50.0]),
    ],
)
def test_smoothing(smoothing: str, value: float | None, precisions: list[float]) -> None:
    metric = BLEU(3, tokenizer="none", smoothing=smoothing, smooth_value=value)
    # Sums: 2 of 4 words, 0 of 1 pair, 0 of 1 triple.
    stats = np.array([[4, 4, 2, 0, 0, 4, 1, 1]])
    corpus = metric._scores(stats).corpus
    assert corpus.precisions == precisions
    assert corpus.score == (0.0 if smoothing == "none" else geometric_mean(*precisions))


def test_add_k_shows_in_the_counts() -> None:
    metric = BLEU(tokenizer="none", smoothing="add-k")
    corpus = metric.score([PREDICTION], [REFERENCE]).corpus
    assert (corpus.counts, corpus.totals) == ([5, 4, 3, 2], [6, 6, 5, 4])
    assert all(type(count) is int for count in corpus.counts)
    half = BLEU(tokenizer="none", smoothing="add-k", smooth_value=0.5).score([PREDICTION], [REFERENCE]).corpus
    assert (half.counts, half.totals) == ([5, 3.5, 2.5, 1.5], [6, 5.5, 4.5, 3.5])


def test_effective_order() -> None:
    effective = BLEU(tokenizer="none", effective_order=True).score(["a b"], ["a b"])
    assert effective.corpus.score == geometric_mean(100.0, 100.0)
    assert BLEU(tokenizer="none").score(["a b"], ["a b"]).corpus.score == 0.0


def test_without_a_match() -> None:
    corpus = BLEU(tokenizer="none").score(["a b"], ["c d e"]).corpus
    assert corpus == BleuScore(0.0, [0] * 4, [2, 1, 0, 0], [0.0] * 4, math.exp(1 - 3 / 2), 2, 3)
    assert BLEU().score([""], [""]).corpus == BleuScore(0.0, [0] * 4, [0] * 4, [0.0] * 4, 1.0, 0, 0)


def test_the_default_tokenizer() -> None:
    scores = BLEU().score(["The cat's 3.5 kg, isn't it?"], ["&quot;The cat&quot;"])
    assert scores.stats[0, :3].tolist() == [8, 4, 1]


def test_lower_case() -> None:
    assert BLEU(tokenizer="none", lowercase=True).score(["ΟΔΟΣ A"], ["οδος a"]).corpus.counts[0] == 2
    assert BLEU(tokenizer="none").score(["ΟΔΟΣ A"], ["οδος a"]).corpus.counts[0] == 0
    seen = []

    def split(text: str) -> list[str]:
        seen.append(text)
        return text.split()

    BLEU(tokenizer=split, lowercase=True).score(["A b"], ["C d"])
    assert seen == ["a b", "c d"]


@pytest.mark.parametrize(
    ("tokenizer", "text", "tokens"),
    [
        ("intl", "a«b» 3.5", 5),
        ("zh", "中文 ab", 3),
        ("char", "ab 中", 3),
        ("none", "ab, c", 2),
        (list, "abc", 3),
        (lambda text: [len(word) for word in text.split()], "a bc", 2),
    ],
)
def test_tokenizers(tokenizer: Any, text: str, tokens: int) -> None:
    assert BLEU(tokenizer=tokenizer).score([text], [text]).stats[0, :3].tolist() == [tokens] * 3


def test_tokens_given() -> None:
    scores = BLEU(2, tokenizer=None).score(
        [["a", "b c"], np.array([1, 2])], [[["a", "b c"]], [[1, 3], [2, 1]]]
    )
    assert scores.stats.tolist() == [[2, 2, 2, 1, 2, 1], [2, 2, 2, 0, 2, 1]]


def test_signatures() -> None:
    version = gramscore.__version__
    assert BLEU().signature == f"bleu|order:4|case:mixed|eff:no|tok:13a|smooth:exp|version:{version}"
    metric = BLEU(2, tokenizer=None, smoothing="floor", effective_order=True)
    assert (
        metric.signature == f"bleu|order:2|case:mixed|eff:yes|tok:given|smooth:floor[0.1]|version:{version}"
    )
    metric = BLEU(tokenizer="char", lowercase=True, smoothing="add-k")
    assert metric.signature == f"bleu|order:4|case:lc-14.0|eff:no|tok:char|smooth:add-k[1]|version:{version}"
    assert (
        BLEU.huggingface().signature
        == f"bleu-huggingface|order:4|case:mixed|smooth:no|tok:13a|version:{version}"
    )
    assert BLEU.nltk((0.5, 0.5), "method1").signature == (
        f"bleu-nltk|order:2|case:mixed|weights:0.5,0.5|tok:given|smooth:method1[0.1]|reweigh:no|version:{version}"
    )


def different_metrics() -> list[BLEU]:
    return [
        BLEU(),
        BLEU(3),
        BLEU(lowercase=True),
        BLEU(tokenizer="none"),
        BLEU(smoothing="floor"),
        BLEU(smoothing="floor", smooth_value=0.10000000000000002),
        BLEU(smoothing="none"),
        BLEU(effective_order=True),
        BLEU.nltk(tokenizer="13a"),
        BLEU.nltk((0.3, 0.3, 0.2, 0.2), tokenizer="13a"),
        BLEU.nltk([(0.25,) * 4, (1.0,)], tokenizer="13a"),
        BLEU.nltk(auto_reweigh=True, tokenizer="13a"),
        *(BLEU.nltk(smoothing=f"method{n}", tokenizer="13a") for n in range(1, 8)),
        BLEU.nltk(smoothing="method1", epsilon=0.2, tokenizer="13a"),
        BLEU.nltk(smoothing="method4", k=4, tokenizer="13a"),
        BLEU.nltk(smoothing="method6", alpha=4, tokenizer="13a"),
        BLEU.huggingface(),
        BLEU.huggingface(smooth=True),
    ]


def test_what_changes_a_figure_changes_the_signature() -> None:
    signatures = [metric.signature for metric in different_metrics()]
    assert len(set(signatures)) == len(signatures)


@pytest.mark.parametrize("metric", different_metrics(), ids=repr)
def test_pickles_and_joins(metric: BLEU) -> None:
    again = pickle.loads(pickle.dumps(metric))
    assert again.signature == metric.signature
    scores = metric.score([PREDICTION, "b c d e"], [REFERENCE, "b c d x"])
    copied = copy.deepcopy(scores)
    assert copied == scores == again.score([PREDICTION, "b c d e"], [REFERENCE, "b c d x"])
    assert copied.corpus == scores.corpus
    parts = metric.score([PREDICTION], [REFERENCE]) + metric.score(["b c d e"], ["b c d x"])
    assert parts == scores
    assert parts.corpus == scores.corpus
    assert np.array_equal(parts.examples, scores.examples)
    assert len(parts) == 2


def test_scores_of_other_options_do_not_join() -> None:
    with pytest.raises(ValueError, match="different signatures"):
        BLEU().score(["a"], ["a"]) + BLEU(3).score(["a"], ["a"])


def test_nltk_weight_sets() -> None:
    metric = BLEU.nltk([(1.0,), (0.5, 0.5)])
    scores = metric.score([["a", "b"], ["c"]], [[["a", "b"]], [["c", "d"]]])
    assert scores.examples.shape == (2, 2)
    assert scores.examples[0].tolist() == [1.0, 1.0]
    assert isinstance(scores.corpus.score, list)
    # A prediction without pairs counts one, so that 1 of 2 pairs matches.
    assert (scores.corpus.counts, scores.corpus.totals) == ([3, 1], [3, 2])
    one = BLEU.nltk([(1.0,)]).score([["a"]], [["a"]])
    assert one.corpus.score == [1.0]
    assert one.examples.shape == (1, 1)


def test_nltk_corpus_depends_on_the_last_example() -> None:
    metric = BLEU.nltk(smoothing="method5")
    long, short = "a b c d e f".split(), "a b c x".split()
    one = metric.score([long, short], [[long], [long]]).corpus.score
    other = metric.score([short, long], [[long], [long]]).corpus.score
    assert one != other


def test_where_a_profile_is_not_defined() -> None:
    assert math.isnan(BLEU.nltk(smoothing="method6").score([["a", "b", "c"]], [["a", "b", "d"]]).corpus.score)
    scores = BLEU.huggingface().score(["", "a"], ["a", ""])
    assert np.isnan(scores.examples).tolist() == [True, True]
    assert scores.corpus.bp == 1.0
    without = BLEU.huggingface().score(["a b"], [""]).corpus
    assert math.isnan(without.score)
    assert math.isnan(without.bp)


def test_gleu() -> None:
    scores = gramscore.GLEU(1, 2).score([["a", "b", "c"], []], [[["a", "b", "d"], ["a", "b"]], [[]]])
    assert scores.stats.tolist() == [[3, 5], [0, 0]]
    assert scores.examples.tolist() == [0.6, 0.0]
    assert scores.corpus == (0.6, 3, 5)
    assert pickle.loads(pickle.dumps(scores)) == scores
    assert len(scores + scores) == 4
    metric = gramscore.GLEU(2, tokenizer="13a")
    assert metric.signature == f"gleu|orders:2-4|tok:13a|version:{gramscore.__version__}"
    assert pickle.loads(pickle.dumps(metric)).signature == metric.signature
    for options, message in [((0,), "min_len is 0"), ((3, 2), "max_len is 2")]:
        with pytest.raises(ValueError, match=message):
            gramscore.GLEU(*options)


def test_nist() -> None:
    metric = gramscore.NIST(2)
    scores = metric.score([["a", "b", "c"]], [[["a", "b", "d", "d"]]])
    assert scores.stats.tolist() == [[3, 3, 2, 4, 4]]
    assert scores.columns == ("sys_len", "totals_1", "totals_2", "ref_len_1", "ref_len_2")
    # "a" and "b" are one of four tokens each, which is two bits; "b" always follows "a".
    assert scores.information.tolist() == [[4.0, 0.0]]
    assert scores.corpus == scores.examples[0]
    again = pickle.loads(pickle.dumps(scores))
    assert again == scores
    assert again.corpus == scores.corpus
    assert pickle.loads(pickle.dumps(metric)).signature == metric.signature
    assert math.isnan(gramscore.NIST(4).score([["a"]], [["a"]]).corpus)
    with pytest.raises(TypeError, match="cannot be added"):
        scores + scores
    with pytest.raises(ValueError, match="n is 0"):
        gramscore.NIST(0)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"max_order": 0}, ValueError, "max_order is 0"),
        ({"max_order": 2.0}, TypeError, "max_order is 2.0"),
        ({"max_order": True}, TypeError, "max_order is True"),
        (
            {"tokenizer": "13b"},
            ValueError,
            "unknown tokenizer '13b': known are 13a, intl, zh, char, ptb, none, moses, sacremoses, ja-mecab",
        ),
        ({"tokenizer": 13}, TypeError, "tokenizer is 13"),
        ({"smoothing": "add"}, ValueError, "unknown smoothing 'add': known are exp, floor, add-k, none"),
        ({"smooth_value": 1}, ValueError, "smooth_value has no effect with smoothing='exp'"),
        ({"smoothing": "none", "smooth_value": 0.0}, ValueError, "smooth_value has no effect"),
        ({"smoothing": "floor", "smooth_value": -1}, ValueError, "smooth_value is -1"),
        ({"smoothing": "floor", "smooth_value": math.nan}, ValueError, "smooth_value is nan"),
        ({"smoothing": "add-k", "smooth_value": math.inf}, ValueError, "smooth_value is inf"),
        ({"smoothing": "add-k", "smooth_value": 10**400}, ValueError, r"a number from 0 to 1e\+300"),
        ({"smoothing": "floor", "smooth_value": 1e308}, ValueError, r"a number from 0 to 1e\+300"),
        ({"smoothing": "floor", "smooth_value": "1"}, TypeError, "smooth_value is '1'"),
        ({"lowercase": "yes"}, TypeError, "lowercase is 'yes'"),
        ({"lowercase": True, "tokenizer": None}, ValueError, "lowercase=True needs texts"),
        ({"effective_order": 1}, TypeError, "effective_order is 1"),
    ],
)
def test_wrong_options(options: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        BLEU(**options)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"weights": 1.0}, TypeError, "weights is 1.0"),
        ({"weights": "0.5"}, TypeError, "weights is '0.5'"),
        ({"weights": ()}, ValueError, "empty set"),
        ({"weights": [()]}, ValueError, "empty set"),
        ({"weights": (0.5, "x")}, TypeError, "weights holds 'x'"),
        ({"weights": [(0.5,), 0.5]}, TypeError, "weights holds 0.5"),
        ({"weights": (math.inf,)}, ValueError, "weights holds inf"),
        ({"smoothing": "exp"}, ValueError, "unknown smoothing 'exp': known are method0, method1"),
        ({"smoothing": "method6", "weights": (0.5, 0.5)}, ValueError, "at least three orders"),
        ({"alpha": 0, "smoothing": "method6"}, ValueError, "alpha is 0"),
        ({"k": -1, "smoothing": "method4"}, ValueError, "k is -1"),
        ({"epsilon": "0.1", "smoothing": "method1"}, TypeError, "epsilon is '0.1'"),
        ({"alpha": 5}, ValueError, "alpha has no effect with smoothing='method0': it belongs to 'method6'"),
        (
            {"k": 5, "smoothing": "method6"},
            ValueError,
            "k has no effect .* belongs to 'method4' and 'method7'",
        ),
        ({"epsilon": 0.1, "smoothing": "method7"}, ValueError, "epsilon has no effect"),
        ({"auto_reweigh": True, "weights": (0.5, 0.5)}, ValueError, "auto_reweigh=True has no effect"),
    ],
)
def test_wrong_options_of_nltk(options: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        BLEU.nltk(**options)


def test_transposed_references_are_explained() -> None:
    predictions = ["a", "b", "c"]
    transposed: list[Any] = [["a", "b", "c"], ["x", "y", "z"]]
    with pytest.raises(ValueError, match=r"3 and 2\. references seems to be transposed.*each of 2 sets.*zip"):
        BLEU().score(predictions, transposed)
    with pytest.raises(ValueError, match="transposed"):
        gramscore.ROUGE().score(predictions, np.array(transposed))
    with pytest.raises(ValueError, match="transposed"):
        BLEU(tokenizer=None).score([["a"], ["b"]], [[["a"], ["b"]]])
    with pytest.raises(ValueError, match="transposed"):
        gramscore.NIST(tokenizer="none").score(predictions, transposed)
    assert len(BLEU().score(predictions, list(zip(*transposed, strict=True)))) == 3
    for other in ([["a", "b"], ["x", "y"]], ["abc", "xyz"], [["a", "b", "c"], ["x"]]):
        with pytest.raises(ValueError, match=r"^predictions and references differ in length: 3 and 2$"):
            BLEU().score(predictions, other)
    with pytest.raises(ValueError, match=r"differ in length: 2 and 1$"):
        BLEU(tokenizer=None).score([["a"], ["b"]], [["a", "b"]])  # two tokens, not two sets


def test_missing_references() -> None:
    with pytest.raises(ValueError, match=r"references\[1\] is empty"):
        BLEU().score(["a", "b"], [["a"], []])
    with pytest.raises(TypeError, match=r"references\[1\]\[0\] is None"):
        BLEU().score(["a", "b"], [["a"], [None]])
    with pytest.raises(TypeError, match="predictions is a str"):
        BLEU().score("a", ["a"])


@pytest.mark.parametrize(
    ("tokenizer", "package", "extra"),
    [
        ("ja-mecab", "MeCab", "ja"),
        ("ko-mecab", "mecab_ko", "ko"),
        ("flores200", "sentencepiece", "sentencepiece"),
    ],
)
def test_missing_packages(monkeypatch: pytest.MonkeyPatch, tokenizer: str, package: str, extra: str) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ImportError, match=rf"pip install 'gramscore\[{extra}\]'"):
        BLEU(tokenizer=tokenizer)


def test_missing_models(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("sentencepiece")
    monkeypatch.setenv("SACREBLEU", str(tmp_path))
    with pytest.raises(FileNotFoundError, match=r"tokenizer 'flores101' needs the model file .*_spm\.model"):
        BLEU(tokenizer="flores101")
    with pytest.raises(FileNotFoundError, match="no SentencePiece model at"):
        SentencePiece(tmp_path / "missing.model")


def test_sentencepiece_models(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sentencepiece = pytest.importorskip("sentencepiece")
    text = tmp_path / "text.txt"
    text.write_text("\n".join(f"the cat number {n} sat on mat {n % 7}" for n in range(200)))
    (tmp_path / "models").mkdir()
    path = tmp_path / "models" / "flores200sacrebleuspm"
    sentencepiece.SentencePieceTrainer.train(
        input=str(text), model_prefix=str(tmp_path / "m"), vocab_size=40, minloglevel=2
    )
    (tmp_path / "m.model").rename(path)
    monkeypatch.setenv("SACREBLEU", str(tmp_path))
    by_name, by_path = BLEU(tokenizer="flores200"), BLEU(tokenizer=SentencePiece(path, name="flores200"))
    assert "|tok:flores200|" in by_name.signature
    assert by_name.signature == by_path.signature
    assert "|tok:flores200sacrebleuspm|" in BLEU(tokenizer=SentencePiece(path)).signature
    scores = by_name.score(["the cat sat"], ["the cat number"])
    processor = sentencepiece.SentencePieceProcessor(model_file=str(path))
    assert scores.stats[0, 0] == len(processor.encode("the cat sat"))
    assert pickle.loads(pickle.dumps(by_path)).score(["the cat sat"], ["the cat number"]) == scores


@pytest.mark.parametrize("value", [2.0**53, 1e19, 10**30, 1e300])
def test_counts_of_huge_smoothing(value: float) -> None:
    """They are what sums of floats are: never negative."""
    corpus = (
        BLEU(tokenizer="none", smoothing="add-k", smooth_value=value).score(["a b c d"], ["a b x d"]).corpus
    )
    assert corpus.counts == [3, *(float(count + value) for count in (1, 0, 0))]
    assert corpus.totals == [4, *(float(total + value) for total in (3, 2, 1))]
    assert 0 < corpus.score <= 100.00000000000004
