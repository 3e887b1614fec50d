"""Intervals and paired tests: typed answers, options and errors."""

from __future__ import annotations

import pickle
import random

import numpy as np
import pytest

import gramscore
from gramscore import _core
from gramscore.comparing.compare import adjust

REFERENCES = ["the cat sat on the mat", "a dog ran home", "it rained all day"]
GOOD = ["the cat sat on a mat", "a dog ran home", "it rained all day"]
BAD = ["a cat sat", "the dog ran", "it was wet all day"]
METRICS = ["rouge1", "rougeL", "bleu", "chrf", "ter"]


def corpus(n: int, seed: int) -> tuple[list[str], list[str], list[str]]:
    """References, and two systems that get a word wrong here and there, equally often."""
    rng = random.Random(seed)

    def text(k: int) -> list[str]:
        return [f"w{int(40 * rng.random() ** 2)}" for _ in range(k)]

    references = [text(rng.randint(4, 12)) for _ in range(n)]

    def system() -> list[str]:
        return [" ".join(w if rng.random() < 0.7 else text(1)[0] for w in words) for words in references]

    return [" ".join(words) for words in references], system(), system()


def test_numbers_of_our_own_stream() -> None:
    """As the header of the core defines them, with Python's integers."""

    def mix(z: int) -> int:
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2**64
        return z ^ (z >> 31)

    step = 0x9E3779B97F4A7C15
    state = 7
    for word in (0, 3, 5):
        state = mix(((state ^ word) + step) % 2**64)
    halves = []
    for i in range(40):
        output = mix((state + (i + 1) * step) % 2**64)
        halves += [output % 2**32, output >> 32]
    for bound in (1, 2, 10, 4096, 3004, 2**32 - 1, 3 << 30):
        kept = [h * bound >> 32 for h in halves if h * bound % 2**32 >= 2**32 % bound]
        for count in (0, 1, 2, 31, 40):
            found = _core.counter_stream(7, 3, 5, bound, count)
            assert found.tolist() == kept[:count]


def test_interval_of_one_example_is_its_score() -> None:
    scores = gramscore.BLEU().score(["the cat sat on a mat"], ["the cat sat on the mat"])
    found = scores.confidence(samples=10)
    assert found.low == found.mid == found.high == found.estimate == scores.corpus.score
    assert (found.level, found.samples, found.margin) == (0.95, 10, 0.0)
    assert found.signature == scores.signature + "|bs:10|seed:12345|stream:gramscore"


def test_rouge_has_an_interval_for_each_figure() -> None:
    scores = gramscore.ROUGE(["rouge1", "rougeL"]).score(GOOD, REFERENCES)
    found = scores.confidence(samples=50)
    assert list(found) == ["rouge1", "rougeL"]
    for name in found:
        assert tuple(it.estimate for it in found[name]) == scores.corpus[name]
        assert all(it.low <= it.mid <= it.high for it in found[name])


@pytest.mark.parametrize(
    "metric",
    [
        gramscore.BLEU(),
        gramscore.BLEU(smoothing="add-k"),
        gramscore.BLEU.huggingface(tokenizer="13a"),
        gramscore.BLEU.nltk(tokenizer="none", smoothing="method4"),
        gramscore.CHRF(word_order=2),
        gramscore.TER(),
        gramscore.GLEU(tokenizer="none"),
    ],
    ids=lambda metric: metric.signature[:40],
)
def test_replicates_are_scores_of_what_is_drawn(metric) -> None:
    references, system, _ = corpus(23, 1)
    scores = metric.score(system, references)
    (figures,) = scores._figures(False).values()
    from gramscore.resampling.resampling import Drawing

    found = figures.resample(Drawing("gramscore", 99, 1), 6)[:, 0]
    for sample, score in enumerate(found):
        drawn = _core.counter_stream(99, sample, 1, 23, 23)
        resampled = scores._with_stats(np.ascontiguousarray(scores.stats[drawn]))
        assert score == resampled.corpus.score


def test_means_of_examples() -> None:
    references, system, _ = corpus(50, 2)
    scores = gramscore.CHRF().score(system, references)
    found = scores.confidence(samples=200, mean=True)
    assert found.estimate == sum(map(float, scores.examples)) / 50 or found.estimate == pytest.approx(
        scores.examples.mean(), rel=1e-15
    )
    assert found.low < found.estimate < found.high


def test_more_examples_than_one_block() -> None:
    """10,000 numbers 0 and 1: every resample has 10,000 of them, and means spread as they should."""
    column = (np.arange(10_000) % 4 == 0).astype(float)
    means = _core.resampled_means([[column, np.ones(10_000)]], 5, 400, 2)
    assert (means[:, 1] == 1).all()
    assert abs(means[:, 0].mean() - 0.25) < 4 * 0.00433 / 20
    assert 0.8 < means[:, 0].std() / 0.00433 < 1.2
    assert (means[:, 0] == np.round(means[:, 0] * 10_000) / 10_000).all()


@pytest.mark.parametrize("n", [1, 63, 64, 65, 9000])
def test_threads_change_nothing(n: int) -> None:
    rng = np.random.default_rng(n)
    a, b = rng.random((2, n))
    one = _core.resampled_means([[a, b]], 1, 100, 1)
    assert (_core.resampled_means([[a, b]], 1, 100, 5) == one).all()
    assert (_core.resampled_means([[a, b]], 1, 37, 3) == one[:37]).all()
    first = _core.exchanged_means([a], [b], 1, 100, 1)
    again = _core.exchanged_means([a], [b], 1, 100, 4)
    assert all((x == y).all() for x, y in zip(first, again, strict=True))


def test_exchanges_leave_the_sum_as_it_is() -> None:
    a, b = np.arange(70.0), np.arange(70.0)[::-1] * 3
    first, second = _core.exchanged_means([a], [b], 4, 200, 1)
    assert first[0, 0] == a.mean()
    assert second[0, 0] == b.mean()
    assert (first + second == first[0] + second[0]).all()
    # Of example 0 by the lowest bit, and so on, as told by powers of two.
    powers = np.append(2.0 ** np.arange(50), np.zeros(14))
    moved, kept = _core.exchanged_means([powers], [np.zeros(64)], 4, 200, 1)
    bits = np.array([[int(total * 64) >> k & 1 for k in range(50)] for total in moved[1:, 0]])
    assert (bits.mean(axis=0) > 0.35).all()
    assert (bits.mean(axis=0) < 0.65).all()
    assert (moved[1:] + kept[1:] == powers.mean()).all()


@pytest.mark.parametrize("test", ["bootstrap", "randomization"])
def test_equal_systems_do_not_differ(test: str) -> None:
    scores = gramscore.evaluate(GOOD * 5, REFERENCES * 5, METRICS)
    for row in gramscore.compare({"a": scores, "b": scores}, test=test, samples=100):
        if row.system == "b":
            assert (row.p_value, row.p_adjusted, row.significant) == (1, 1, False)
            assert (row.difference.estimate, row.difference.low, row.difference.high) == (0, 0, 0)
            assert (row.wins, row.ties, row.losses) == (0, 15, 0)


@pytest.mark.parametrize("test", ["bootstrap", "randomization"])
def test_different_systems_differ(test: str) -> None:
    good, bad = (gramscore.evaluate(it * 8, REFERENCES * 8, METRICS) for it in (GOOD, BAD))
    found = gramscore.compare({"bad": bad, "good": good}, test=test, samples=499, correction=None)
    assert found.metrics == tuple(METRICS)
    assert (found.baseline, found.systems, len(found)) == ("bad", ("bad", "good"), 10)
    for row in found.rows[1::2]:
        assert row.p_value == 1 / 500
        assert row.significant
        assert row.higher_is_better == (row.metric != "ter")
        assert (row.difference.estimate > 0) == row.higher_is_better
        assert (row.wins, row.ties, row.losses) == (24, 0, 0)
        assert row.difference.low <= row.difference.estimate <= row.difference.high
    for row in found.rows[::2]:
        assert row.difference is row.p_value is row.p_adjusted is row.wins is row.significant is None


def test_p_value_by_all_exchanges() -> None:
    """With 3 examples there are 8 ways to exchange: with wins 3, 2 and 1, two are as extreme as what is seen."""
    words = ["a", "b", "c", "d"]
    references = [" ".join(words)] * 3
    system = [" ".join(words)] * 3
    baseline = [" ".join([*words[:k], *"xyz"[: 4 - k]]) for k in (1, 2, 3)]
    metric = gramscore.ROUGE(["rouge1"])
    found = gramscore.compare(
        {"base": metric.score(baseline, references), "system": metric.score(system, references)},
        test="randomization",
        samples=20_000,
        figures=["recall"],
        correction=None,
    )
    assert found.rows[1].difference.estimate == 0.5
    assert abs(found.rows[1].p_value - 2 / 8) < 4 * (0.25 * 0.75 / 20_000) ** 0.5


def test_corrections() -> None:
    # R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") and "BH".
    p = [0.01, 0.04, 0.03, 0.005]
    assert adjust(p, None) == p
    assert adjust(p, "holm") == pytest.approx([0.03, 0.06, 0.06, 0.02], rel=1e-15)
    assert adjust(p, "bh") == pytest.approx([0.02, 0.04, 0.04, 0.02], rel=1e-15)
    assert adjust([0.9, 0.8], "holm") == [1, 1]
    assert adjust([], "holm") == []


def test_rouge_figures_and_names() -> None:
    scores = gramscore.ROUGE(["rouge1", "rouge2"]).score(GOOD, REFERENCES)
    found = gramscore.compare({"a": scores, "b": scores}, samples=5, figures=["recall", "fmeasure"])
    assert [(row.metric, row.figure) for row in found.rows[::2]] == [
        ("rouge1", "recall"),
        ("rouge1", "fmeasure"),
        ("rouge2", "recall"),
        ("rouge2", "fmeasure"),
    ]
    stems = gramscore.ROUGE(["rouge1"], stemmer=True).score(GOOD, REFERENCES)
    both = {"plain": gramscore.ROUGE(["rouge1"]).score(GOOD, REFERENCES), "stems": stems}
    assert gramscore.compare({"a": both, "b": both}, samples=5).metrics == ("plain", "stems")


def test_order_of_metrics_is_the_baselines() -> None:
    one, other = (gramscore.evaluate(GOOD, REFERENCES, names) for names in (["bleu", "ter"], ["ter", "bleu"]))
    assert gramscore.compare({"a": one, "b": other}, samples=5).metrics == ("bleu", "ter")


def test_a_table_says_if_samples_are_too_few() -> None:
    """Of two comparisons Holm doubles the smallest p-value, 1 / (samples + 1)."""
    good, bad = (gramscore.CHRF().score(it * 8, REFERENCES * 8) for it in (GOOD, BAD))
    systems = {"bad": bad, "good": good, "again": good}
    few, enough = (gramscore.compare(systems, samples=samples) for samples in (38, 39))
    assert few.caption.endswith("; with so few samples none can be significant: at least 39 are needed")
    assert [row.significant for row in few] == [None, False, False]
    assert "few samples" not in enough.caption
    assert [row.significant for row in enough] == [None, True, True]
    for correction in ("bh", None):
        few, enough = (gramscore.compare(systems, samples=it, correction=correction) for it in (18, 19))
        assert "at least 19 are needed" in few.caption
        assert "few samples" not in enough.caption
        assert [row.significant for row in enough] == [None, True, True]


def test_tables() -> None:
    pytest.importorskip("pandas")
    bleu = gramscore.BLEU()
    named = {"base|line": bleu.score(BAD, REFERENCES), "100%_a": bleu.score(GOOD, REFERENCES)}
    found = gramscore.compare(named, samples=99)
    frame = found.to_pandas()
    assert list(frame["system"]) == ["base|line", "100%_a"]
    assert frame["wins"][1] == 3
    assert frame["score"][1] == found.rows[1].score.estimate
    assert found.to_dict()["rows"][0]["p_value"] is None
    assert "| bleu | base\\|line |" in found.to_markdown()
    assert r"bleu & 100\%\_a & " in found.to_latex()
    assert '<td style="text-align: left">base|line</td>' in found._repr_html_()
    assert '<td style="text-align: right">3/0/0</td>' in found._repr_html_()
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize("width", [76, 80, 200])
def test_a_terminal_shows_every_digit(width: int) -> None:
    """A narrow one leaves out intervals and folds names; it cuts no number."""
    console = pytest.importorskip("rich.console").Console(width=width)
    metric = gramscore.ROUGE(["rouge1"])
    name = "a system of a name that is long enough to be folded in narrow terminals"
    found = gramscore.compare(
        {"base": metric.score(BAD * 700, REFERENCES * 700), name: metric.score(GOOD * 700, REFERENCES * 700)},
        samples=20,
    )
    with console.capture() as shown:
        console.print(found)
    lines = shown.get().splitlines()
    row = found.rows[1]
    assert row.difference is not None
    assert "…" not in shown.get()
    assert all(len(line.rstrip()) <= width for line in lines)
    for text in (
        f"{row.score.estimate:.4f}",
        f"{row.difference.estimate:+.4f}",
        f"[{row.difference.low:+.4f}, {row.difference.high:+.4f}]",
        "0.0476*",
        "2100/0/0",
    ):
        assert any(text in line for line in lines), text
    intervals = sum(f"[{row.score.low:.4f}, {row.score.high:.4f}]" in line for line in lines)
    assert intervals == (1 if width == 200 else 0)


def test_lengths_of_one_reference_are_compared() -> None:
    others = ["the cat sat on it", *REFERENCES[1:]]
    for name in ("rouge1", "rougeL", "bleu", "chrf", "ter"):
        ours = gramscore.evaluate(GOOD, REFERENCES, [name])
        theirs = gramscore.evaluate(GOOD, others, [name])
        with pytest.raises(
            ValueError, match=r"other references than the baseline 'a': .*references\[0\] differ"
        ):
            gramscore.compare({"a": ours, "b": theirs})
        restored = pickle.loads(pickle.dumps(theirs))
        assert restored[name].single_reference
        assert (restored[name] + restored[name]).single_reference


def test_the_best_of_several_references_may_differ() -> None:
    references = [["a b c", "a b c d e f"]] * 2
    metric = gramscore.ROUGE(["rouge1"])
    short, long = metric.score(["a b c"] * 2, references), metric.score(["a b c d e"] * 2, references)
    assert not short.single_reference
    assert len(gramscore.compare({"short": short, "long": long}, samples=3)) == 2
    ter = gramscore.TER()
    found = ter.score(["a"] * 2, references)
    with pytest.raises(ValueError, match=r"references\[1\] differ"):
        gramscore.compare({"a": found, "b": ter.score(["a"] * 2, [references[0], ["a b", "a b c d e f"]])})


SCORES = gramscore.BLEU().score(GOOD, REFERENCES)
ROUGE = gramscore.ROUGE(["rouge1"]).score(GOOD, REFERENCES)


@pytest.mark.parametrize(
    ("systems", "options", "error", "message"),
    [
        ([SCORES, SCORES], {}, TypeError, "a mapping from names to scores is expected"),
        ({"a": SCORES}, {}, ValueError, "systems has 1: a baseline and at least one more are needed"),
        ({"a": SCORES, 2: SCORES}, {}, TypeError, "systems has the name 2: names are str"),
        ({"a": SCORES, "b": 3.5}, {}, TypeError, r"systems\['b'\] is 3.5: scores"),
        ({"a": {}, "b": {}}, {}, ValueError, r"systems\['a'\] is empty"),
        ({"a": SCORES, "b": ROUGE}, {}, ValueError, r"systems\['b'\] has rouge, but the baseline 'a' bleu"),
        (
            {"a": SCORES, "b": gramscore.BLEU(lowercase=True).score(GOOD, REFERENCES)},
            {},
            ValueError,
            r"systems\['b'\] has another signature than the baseline 'a'",
        ),
        ({"a": SCORES, "b": SCORES + SCORES}, {}, ValueError, r"systems\['b'\] has 6 examples, .* 'a' has 3"),
        (
            {"a": SCORES._with_stats(SCORES.stats[:1]), "b": SCORES._with_stats(SCORES.stats[:1])},
            {},
            ValueError,
            "the baseline 'a' has 1 example: a test needs at least 2",
        ),
        ({"a": SCORES, "b": SCORES}, {"test": "t"}, ValueError, "unknown test 't'"),
        ({"a": SCORES, "b": SCORES}, {"samples": 0}, ValueError, "samples is 0: at least 1"),
        ({"a": SCORES, "b": SCORES}, {"samples": 1.5}, TypeError, "samples is 1.5: a whole number"),
        ({"a": SCORES, "b": SCORES}, {"seed": -1}, ValueError, "seed is -1"),
        ({"a": SCORES, "b": SCORES}, {"level": 95}, ValueError, "level is 95: a number between 0 and 1"),
        ({"a": SCORES, "b": SCORES}, {"correction": "x"}, ValueError, "unknown correction 'x'"),
        ({"a": SCORES, "b": SCORES}, {"stream": "x"}, ValueError, "unknown stream 'x'"),
        ({"a": SCORES, "b": SCORES}, {"threads": 0}, ValueError, "threads is 0"),
        ({"a": SCORES, "b": SCORES}, {"figures": ["f"]}, ValueError, "figures holds 'f'"),
        ({"a": SCORES, "b": SCORES}, {"figures": ["recall"]}, ValueError, "none that these scores have"),
        ({"a": ROUGE, "b": ROUGE}, {"stream": "sacrebleu"}, ValueError, "sacrebleu resamples no means"),
        ({"a": SCORES, "b": SCORES}, {"stream": "rouge-score"}, ValueError, "rouge-score has no paired test"),
    ],
)
def test_refusals(systems, options, error, message) -> None:
    with pytest.raises(error, match=message):
        gramscore.compare(systems, **options)


def test_figures_that_cannot_be_resampled() -> None:
    tokens = [it.split() for it in GOOD]
    goals = [[it.split()] for it in REFERENCES]
    with pytest.raises(ValueError, match="looks at the last example"):
        gramscore.BLEU.nltk(smoothing="method5").score(tokens, goals).confidence()
    with pytest.raises(ValueError, match="several sets of weights"):
        gramscore.BLEU.nltk(weights=[(1.0,), (0.5, 0.5)]).score(tokens, goals).confidence(mean=True)
    with pytest.raises(ValueError, match="the corpus score cannot be resampled: nist"):
        gramscore.NIST(2).score(tokens, goals).confidence()
    with pytest.raises(ValueError, match=r"examples\[0\] is nan"):
        gramscore.BLEU.huggingface().score(["", "a"], ["a", "a"]).confidence(mean=True)
    with pytest.raises(ValueError, match="no examples"):
        SCORES._with_stats(SCORES.stats[:0]).confidence()
    with pytest.raises(ValueError, match="sacrebleu has no gleu"):
        gramscore.GLEU().score(tokens, goals).confidence(stream="sacrebleu")


def test_intervals_cover_and_tests_do_not_cry_wolf() -> None:
    """A short simulation; bench/coverage.py has the long one."""
    rng = np.random.default_rng(3)
    covered, alarms, trials = 0, {"bootstrap": 0, "randomization": 0}, 400
    for trial in range(trials):
        a, b = rng.beta(2, 3, (2, 80))
        means = _core.resampled_means([[a, b]], trial, 400, 1)
        low, high = np.percentile(means[:, 0], [2.5, 97.5])
        covered += low <= 0.4 <= high
        differences = means[:, 0] - means[:, 1]
        centred = np.abs(differences - differences.mean())
        alarms["bootstrap"] += (np.sum(centred >= abs(a.mean() - b.mean())) + 1) / 401 <= 0.05
        first, second = _core.exchanged_means([a], [b], trial, 399, 1)
        sizes = np.abs(first - second)[:, 0]
        alarms["randomization"] += np.mean(sizes >= sizes[0]) <= 0.05
    # Four standard errors of a share of 5% in 400 trials are 4.4%.
    assert abs(covered / trials - 0.95) < 0.044
    for share in alarms.values():
        assert abs(share / trials - 0.05) < 0.044
