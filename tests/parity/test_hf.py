"""gramscore.compat.hf: the figures of the packages under evaluate's metrics, evaluate's keys, and evaluate itself.

The original scripts of the metrics are fetched from a server when they are loaded, so what they do is written here.
"""

from __future__ import annotations

import functools
import importlib
import itertools
import json
import math
import os
import random
import re
import string
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from plain_sum import plain_sum

import gramscore
from gramscore.compat import hf

PREDICTIONS = ["the cat sat on the mat .", "A dog ran home, didn't it?", "", "seven 3.5% green frogs"]
SINGLE = ["the cat is on the mat .", "the dog ran home", "nothing", "seven frogs, 3.5% of them green"]
SEVERAL = [[text, f"another {text}"] for text in SINGLE]
VARYING = [
    ["the cat is on the mat ."],
    ["the dog ran home", "home it ran"],
    ["nothing"],
    ["seven", "3.5", "a"],
]


def words(rng: random.Random, most: int = 12) -> str:
    return " ".join(
        rng.choices("the a cat sat on mat dog, ran. 3.5 home\nit".split(" "), k=rng.randint(0, most))
    )


def corpus(rng: random.Random, size: int = 25) -> tuple[list[str], list[list[str]]]:
    return [words(rng) for _ in range(size)], [
        [words(rng) for _ in range(rng.randint(1, 3))] for _ in range(size)
    ]


# ROUGE


def rouge(
    predictions: list[str],
    references: list[Any],
    seed: int,
    types: list[str],
    aggregate: bool,
    **options: Any,
) -> dict[str, Any]:
    rouge_scorer = pytest.importorskip("rouge_score.rouge_scorer")
    scoring = pytest.importorskip("rouge_score.scoring")
    scorer = rouge_scorer.RougeScorer(types, **options)
    score = scorer.score if isinstance(references[0], str) else scorer.score_multi
    scores = [score(ref, text) for ref, text in zip(references, predictions, strict=True)]
    if not aggregate:
        return {name: [it[name].fmeasure for it in scores] for name in scores[0]}
    np.random.seed(seed)
    aggregator = scoring.BootstrapAggregator()
    for it in scores:
        aggregator.add_scores(it)
    return {name: it.mid.fmeasure for name, it in aggregator.aggregate().items()}


@pytest.mark.parametrize("references", [SINGLE, SEVERAL, VARYING], ids=["single", "several", "varying"])
@pytest.mark.parametrize("aggregate", [True, False])
def test_rouge(references: list[Any], aggregate: bool) -> None:
    metric = hf.load("rouge", seed=7)
    usual = ["rouge1", "rouge2", "rougeL", "rougeLsum"]
    assert metric.compute(predictions=PREDICTIONS, references=references, use_aggregator=aggregate) == rouge(
        PREDICTIONS, references, 7, usual, aggregate
    )
    types = ["rougeL", "rouge3"]
    found = metric.compute(
        predictions=PREDICTIONS,
        references=references,
        rouge_types=types,
        use_stemmer=True,
        use_aggregator=aggregate,
    )
    assert found == rouge(PREDICTIONS, references, 7, types, aggregate, use_stemmer=True)
    assert list(found) == types


def test_rouge_with_a_tokenizer(rng: random.Random) -> None:
    class Split:
        def tokenize(self, text: str) -> list[str]:
            return text.split()

    predictions, references = corpus(rng)
    types = ["rouge1", "rougeL", "rougeLsum"]
    found = hf.load("rouge", seed=3).compute(
        predictions=predictions, references=references, rouge_types=types, tokenizer=str.split
    )
    assert found == rouge(predictions, references, 3, types, True, tokenizer=Split())


def test_rouge_leaves_the_random_state_alone() -> None:
    np.random.seed(5)
    before = np.random.random()
    np.random.seed(5)
    first = hf.load("rouge").compute(predictions=PREDICTIONS, references=SINGLE)
    assert np.random.random() == before
    np.random.seed(5)
    assert hf.load("rouge").compute(predictions=PREDICTIONS, references=SINGLE) == first


@pytest.mark.parametrize("types", [["rouge0"], ["rouge10"], ["bleu"]])
def test_rouge_types(types: list[str]) -> None:
    with pytest.raises(ValueError, match="unknown ROUGE type"):
        hf.load("rouge").compute(predictions=PREDICTIONS, references=SINGLE, rouge_types=types)


# BLEU of evaluate's own


def bleu(
    predictions: list[str],
    references: list[list[str]],
    tokenize: Any,
    max_order: int = 4,
    smooth: bool = False,
    add: Any = sum,
) -> dict[str, Any]:
    """The definition of the metric `bleu`, written out. It adds floats with the sum() of the Python that it runs on."""
    matches, possible = [0] * max_order, [0] * max_order
    length = reference_length = 0
    for text, expected in zip(predictions, references, strict=True):
        tokens, others = tokenize(text), [tokenize(it) for it in expected]
        length += len(tokens)
        reference_length += min(map(len, others))

        def ngrams(of: list[str], n: int) -> Counter[tuple[str, ...]]:
            return Counter(tuple(of[i : i + n]) for i in range(len(of) - n + 1))

        for n in range(1, max_order + 1):
            most: Counter[tuple[str, ...]] = Counter()
            for other in others:
                most |= ngrams(other, n)
            matches[n - 1] += sum((ngrams(tokens, n) & most).values())
            possible[n - 1] += max(0, len(tokens) - n + 1)
    if smooth:
        precisions = [(m + 1.0) / (p + 1.0) for m, p in zip(matches, possible, strict=True)]
    else:
        precisions = [m / p if p > 0 else 0.0 for m, p in zip(matches, possible, strict=True)]
    mean = 0.0
    if min(precisions) > 0:
        mean = math.exp(add((1.0 / max_order) * math.log(precision) for precision in precisions))
    ratio = length / reference_length
    penalty = 1.0 if ratio > 1.0 else math.exp(1 - 1.0 / ratio)
    return {
        "bleu": mean * penalty,
        "precisions": precisions,
        "brevity_penalty": penalty,
        "length_ratio": ratio,
        "translation_length": length,
        "reference_length": reference_length,
    }


def tokens_of_13a(text: str) -> list[str]:
    tokenizer = pytest.importorskip("sacrebleu.tokenizers.tokenizer_13a").Tokenizer13a()
    return list(tokenizer(text).split())


@pytest.mark.parametrize("smooth", [False, True])
@pytest.mark.parametrize("max_order", [1, 2, 4])
def test_bleu(rng: random.Random, smooth: bool, max_order: int) -> None:
    metric = hf.load("bleu")
    for predictions, references in (corpus(rng), corpus(rng, 3), (PREDICTIONS, VARYING)):
        for tokenizer in (None, str.split, list):
            options: dict[str, Any] = {"max_order": max_order, "smooth": smooth}
            if tokenizer is not None:
                options["tokenizer"] = tokenizer
            try:
                expected = bleu(predictions, references, tokenizer or tokens_of_13a, max_order, smooth)
            except ZeroDivisionError:  # every shortest reference is empty
                with pytest.raises(ZeroDivisionError):
                    metric.compute(predictions=predictions, references=references, **options)
                continue
            assert metric.compute(predictions=predictions, references=references, **options) == expected
    found = metric.compute(predictions=PREDICTIONS, references=SINGLE)
    assert found == bleu(PREDICTIONS, [[text] for text in SINGLE], tokens_of_13a)
    assert list(found) == list(bleu(PREDICTIONS, VARYING, tokens_of_13a))


@pytest.mark.parametrize("smooth", [False, True])
@pytest.mark.parametrize("max_order", [1, 3, 4, 7])
@pytest.mark.parametrize("tokenizer", ["13a", "intl", "zh", "char", "none", str.split, None])
def test_bleu_as_a_profile(rng: random.Random, tokenizer: Any, max_order: int, smooth: bool) -> None:
    """BLEU.huggingface() with each of its options: the corpus and each example."""
    metrics = pytest.importorskip("sacrebleu.metrics")
    predictions, references = corpus(rng)
    metric = gramscore.BLEU.huggingface(max_order, smooth, tokenizer)

    def tokenize(text: str) -> list[str]:
        if isinstance(tokenizer, str):
            return list(metrics.BLEU(tokenize=tokenizer).tokenizer(text.rstrip()).split())
        return text.split()

    if tokenizer is None:
        scores = metric.score(
            [p.split() for p in predictions], [[r.split() for r in rs] for rs in references]
        )
    else:
        scores = metric.score(predictions, references)
    expected = bleu(predictions, references, tokenize, max_order, smooth, plain_sum)
    found = scores.corpus
    assert (found.score, list(found.precisions)) == (expected["bleu"], expected["precisions"])
    assert (found.bp, found.sys_len) == (expected["brevity_penalty"], expected["translation_length"])
    assert found.ref_len == expected["reference_length"]
    for prediction, own, score in zip(predictions, references, scores.examples.tolist(), strict=True):
        if not prediction.split() or not min(map(len, map(tokenize, own))):
            assert math.isnan(score)
        else:
            assert score == bleu([prediction], [own], tokenize, max_order, smooth, plain_sum)["bleu"]


def test_bleu_of_what_ends_in_a_hyphen_and_a_line() -> None:
    texts = ["a well-\n", "b. \n", "c -\n"]
    found = hf.load("bleu").compute(predictions=texts, references=["a well", "b .", "c"], max_order=1)
    assert found == bleu(texts, [["a well"], ["b ."], ["c"]], tokens_of_13a, 1)


@pytest.mark.parametrize(("predictions", "references"), [([""], ["a"]), (["a"], [""])])
def test_bleu_of_nothing(predictions: list[str], references: list[str]) -> None:
    with pytest.raises(ZeroDivisionError):
        hf.load("bleu").compute(predictions=predictions, references=references)


# The metrics of sacrebleu


@pytest.mark.parametrize("references", [SINGLE, SEVERAL], ids=["single", "several"])
def test_sacrebleus_metrics(references: list[Any]) -> None:
    sacrebleu = pytest.importorskip("sacrebleu")
    streams = (
        [references] if isinstance(references[0], str) else list(map(list, zip(*references, strict=True)))
    )

    def found(name: str, **options: Any) -> dict[str, Any]:
        return hf.load(name).compute(predictions=PREDICTIONS, references=references, **options)

    def expected(score: Any, *names: str) -> dict[str, Any]:
        return {name: getattr(score, name) for name in names}

    fields = ("score", "counts", "totals", "precisions", "bp", "sys_len", "ref_len")
    for options in (
        {},
        {"smooth_method": "add-k", "smooth_value": 0.5, "lowercase": True, "tokenize": "intl"},
        {"smooth_method": "floor", "use_effective_order": True, "force": True, "tokenize": "none"},
    ):
        score = sacrebleu.corpus_bleu(PREDICTIONS, streams, **options)
        assert list(found("sacrebleu", **options).items()) == list(expected(score, *fields).items())
    for options in (
        {},
        {"word_order": 2, "beta": 3, "lowercase": True},
        {"char_order": 3, "whitespace": True},
    ):
        score = sacrebleu.CHRF(**options).corpus_score(PREDICTIONS, streams)
        assert found("chrf", **options) == expected(score, "score", "char_order", "word_order", "beta")
    for options, theirs in (
        ({}, {}),
        ({"ignore_punct": True, "normalized": True}, {"no_punct": True, "normalized": True}),
        (
            {"support_zh_ja_chars": True, "normalized": True, "case_sensitive": True},
            {"asian_support": True, "normalized": True, "case_sensitive": True},
        ),
    ):
        score = sacrebleu.TER(**theirs).corpus_score(PREDICTIONS, streams)
        assert found("ter", **options) == expected(score, "score", "num_edits", "ref_length")


@pytest.mark.parametrize("name", ["sacrebleu", "chrf", "ter"])
def test_as_many_references_for_each(name: str) -> None:
    with pytest.raises(ValueError, match=r"references\[1\] holds 2 texts and references\[0\] 1"):
        hf.load(name).compute(predictions=PREDICTIONS, references=VARYING)


# Collecting examples


def test_examples_added_before() -> None:
    expected = hf.load("chrf").compute(predictions=PREDICTIONS, references=SINGLE)
    metric = hf.load("chrf")
    metric.add(prediction=PREDICTIONS[0], reference=SINGLE[0])
    metric.add_batch(predictions=PREDICTIONS[1:3], references=SINGLE[1:3])
    assert len(metric) == 3
    assert metric.compute(predictions=PREDICTIONS[3:], references=SINGLE[3:]) == expected
    assert len(metric) == 0
    assert "chrf" in repr(metric)


def test_wrong_examples() -> None:
    metric = hf.load("ter")
    for predictions, references, message in (
        (["a"], ["a", "b"], "differ in number: 1 and 2"),
        (["a", "b"], ["a", ["b"]], r"references\[1\] is a list"),
        (["a", 3], ["a", "b"], r"predictions\[1\] is 3"),
        (["a"], None, "only one of them"),
        (None, None, "nothing to score"),
    ):
        with pytest.raises(ValueError, match=message):
            metric.compute(predictions=predictions, references=references)
    with pytest.raises(ValueError, match="unknown metric 'bertscore'"):
        hf.load("bertscore")
    with pytest.raises(ValueError, match="unknown metric 'bertscore'"):
        hf.path("bertscore")


# Through evaluate

QUESTIONS_OF_TWO: tuple[list[dict[str, Any]], list[dict[str, Any]]] = (
    [{"id": "a", "prediction_text": "the dog"}, {"id": "b", "prediction_text": "no dog"}],
    [{"id": key, "answers": {"text": ["dog", "a cat"], "answer_start": [0, 4]}} for key in "ab"],
)

SCRIPT = """
import json
import sys

import evaluate

from gramscore.compat import hf

jobs = json.load(sys.stdin)
found = []
for name, predictions, references, options in jobs:
    metric = evaluate.load(hf.path(name), seed=11)
    found.append(metric.compute(predictions=predictions, references=references, **options))
    assert metric.name == {"chrf": "chr_f"}.get(name, name), metric.name
metric = evaluate.load(hf.path("rouge"), seed=11)
for prediction, reference in zip(jobs[0][1], jobs[0][2]):
    metric.add(prediction=prediction, reference=reference)
assert metric.compute() == found[0]
both = evaluate.combine([evaluate.load(hf.path("chrf")), evaluate.load(hf.path("ter"))])
both.compute(predictions=["a"], references=["a"])
print(json.dumps(found))
"""


@pytest.mark.skipif(find_spec("evaluate") is None, reason="evaluate is not installed")
def test_loaded_by_evaluate(tmp_path: Path) -> None:
    jobs: list[tuple[str, Any, Any, dict[str, Any]]] = [
        ("rouge", PREDICTIONS, SINGLE, {}),
        ("rouge", PREDICTIONS, VARYING, {"use_stemmer": True, "rouge_types": ["rougeL", "rouge1"]}),
        ("rouge", PREDICTIONS, SINGLE, {"use_aggregator": False}),
        ("bleu", PREDICTIONS, VARYING, {"max_order": 2, "smooth": True}),
        ("bleu", PREDICTIONS, SINGLE, {}),
        ("sacrebleu", PREDICTIONS, SEVERAL, {"tokenize": "intl"}),
        ("sacrebleu", PREDICTIONS, SINGLE, {}),
        ("chrf", PREDICTIONS, SEVERAL, {"word_order": 2}),
        ("ter", PREDICTIONS, SINGLE, {"case_sensitive": True}),
        ("wer", PREDICTIONS, SINGLE, {}),
        ("cer", PREDICTIONS, SINGLE, {"concatenate_texts": True}),
        ("exact_match", PREDICTIONS, SINGLE, {"ignore_case": True}),
        ("squad", *QUESTIONS_OF_TWO, {}),
        (
            "squad_v2",
            [{**it, "no_answer_probability": 0.5} for it in QUESTIONS_OF_TWO[0]],
            QUESTIONS_OF_TWO[1],
            {},
        ),
    ]
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=json.dumps(jobs),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1", "HF_EVALUATE_OFFLINE": "1"},
    )
    assert run.returncode == 0, run.stderr[-4000:]
    for (name, predictions, references, options), found in zip(
        jobs, json.loads(run.stdout.splitlines()[-1]), strict=True
    ):
        expected = hf.load(name, seed=11).compute(predictions=predictions, references=references, **options)
        assert found == expected, name


# google_bleu and nist_mt


@pytest.mark.parametrize("references", [SINGLE, SEVERAL, VARYING], ids=["single", "several", "varying"])
def test_google_bleu(references: list[Any]) -> None:
    gleu = pytest.importorskip("nltk.translate.gleu_score")
    lists = [[it] if isinstance(it, str) else it for it in references]
    for tokenizer, lengths in itertools.product((None, str.split, list), ((1, 4), (2, 6), (1, 1), (0, 2))):
        tokenize = tokens_of_13a if tokenizer is None else tokenizer
        expected = gleu.corpus_gleu(
            [[tokenize(text) for text in texts] for texts in lists],
            list(map(tokenize, PREDICTIONS)),
            *lengths,
        )
        options = {} if tokenizer is None else {"tokenizer": tokenizer}
        found = hf.load("google_bleu").compute(
            predictions=PREDICTIONS, references=references, min_len=lengths[0], max_len=lengths[1], **options
        )
        assert found == {"google_bleu": expected}


def nist_tokenizer(monkeypatch: pytest.MonkeyPatch) -> Any:
    """NLTK's. When it is imported it reads a downloaded file, which only its international tokens need."""
    corpus = pytest.importorskip("nltk.corpus")
    monkeypatch.setattr(corpus, "perluniprops", SimpleNamespace(chars=lambda category: ["x"]))
    module = importlib.import_module("nltk.tokenize.nist")
    monkeypatch.delitem(sys.modules, "nltk.tokenize.nist")
    return module.NISTTokenizer()


@pytest.mark.parametrize("lowercase", [False, True])
@pytest.mark.parametrize("western_lang", [False, True])
def test_nist_mt(
    rng: random.Random, monkeypatch: pytest.MonkeyPatch, lowercase: bool, western_lang: bool
) -> None:
    nist = pytest.importorskip("nltk.translate.nist_score")
    tokenizer = nist_tokenizer(monkeypatch)
    hostile = [
        *(
            "A&amp;lt;B &quot;C&quot; &apos;d&apos; &#124; &#91;x&#93; <skipped>y",
            "a-\nb 3-4 c\u2028d 1,000.50 İ.",
            "don't! (x)",
        ),
        *("&amp;amp; &gt;&lt; \u00a0a\x1cb", "ÀB - 5- -5 .5 5. ,"),
    ]
    for predictions, references in ((hostile, [[it, "a b c d"] for it in hostile[::-1]]), corpus(rng)):
        predictions = [f"{text} A b" for text in predictions]

        def tokens(text: str) -> list[str]:
            return tokenizer.tokenize(text, lowercase=lowercase, western_lang=western_lang)  # type: ignore[no-any-return]

        for n in (1, 2):
            expected = nist.corpus_nist(
                [list(map(tokens, it)) for it in references], list(map(tokens, predictions)), n
            )
            found = hf.load("nist_mt").compute(
                predictions=predictions,
                references=references,
                n=n,
                lowercase=lowercase,
                western_lang=western_lang,
            )
            assert found == {"nist_mt": expected}


def test_nist_mt_of_short_texts() -> None:
    with pytest.raises(ZeroDivisionError):
        hf.load("nist_mt").compute(predictions=["a b"], references=["a b"])


# Transcripts and answers

DOGS = ["the", "a", "an", "dog", "Dog", "dogs.", "1,000", "7", "it's", "_", "!", "é", "“a"]


def phrase(rng: random.Random, most: int = 5) -> str:
    return " ".join(rng.choices(DOGS, k=rng.randint(0, most)))


@pytest.mark.parametrize("concatenate", [False, True])
@pytest.mark.parametrize("name", ["wer", "cer"])
def test_error_rates(rng: random.Random, name: str, concatenate: bool) -> None:
    jiwer = pytest.importorskip("jiwer", reason="jiwer 4.0.0 is the original: pip install '.[test]'")
    process = jiwer.process_words if name == "wer" else jiwer.process_characters
    predictions, references = [phrase(rng) for _ in range(60)], [phrase(rng) for _ in range(60)]
    found = hf.load(name).compute(
        predictions=predictions, references=references, concatenate_texts=concatenate
    )
    if concatenate:
        assert found == getattr(process(references, predictions), name)
        return
    outputs = [process(*pair) for pair in zip(references, predictions, strict=True)]
    wrong = sum(it.substitutions + it.deletions + it.insertions for it in outputs)
    assert found == wrong / sum(it.substitutions + it.deletions + it.hits for it in outputs)


@pytest.mark.parametrize("name", ["wer", "cer"])
def test_error_rates_of_nothing(name: str) -> None:
    with pytest.raises(ZeroDivisionError):
        hf.load(name).compute(predictions=["a"], references=[""])


@pytest.mark.parametrize("ignored", list(itertools.product((False, True), repeat=3)))
@pytest.mark.parametrize("regexes", [None, ["the ", "[dD]o"]])
def test_exact_match(rng: random.Random, regexes: list[str] | None, ignored: tuple[bool, ...]) -> None:
    case, punctuation, numbers = ignored
    predictions, references = [phrase(rng, 2) for _ in range(300)], [phrase(rng, 2) for _ in range(300)]

    def changed(text: str) -> str:
        for regex in regexes or ():
            text = re.sub(regex, "", text)
        text = text.lower() if case else text
        dropped = (string.punctuation if punctuation else "") + (string.digits if numbers else "")
        return "".join(c for c in text if c not in dropped)

    expected = np.mean([changed(a) == changed(b) for a, b in zip(predictions, references, strict=True)])
    found = hf.load("exact_match").compute(
        predictions=predictions,
        references=references,
        regexes_to_ignore=regexes,
        ignore_case=case,
        ignore_punctuation=punctuation,
        ignore_numbers=numbers,
    )
    assert found == {"exact_match": expected}
    assert type(found["exact_match"]) is np.float64


def normal(text: str) -> list[str]:
    text = "".join(c for c in text.lower() if c not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", text).split()


def answer_f1(one: str, other: str, of_nothing: bool) -> float:
    ours, theirs = normal(one), normal(other)
    if of_nothing and not (ours and theirs):
        return int(ours == theirs)
    common = (Counter(ours) & Counter(theirs)).total()
    if common == 0:
        return 0
    precision, recall = common / len(ours), common / len(theirs)
    return (2 * precision * recall) / (precision + recall)


def questions(rng: random.Random, least: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    predictions: list[dict[str, Any]] = []
    references: list[dict[str, Any]] = []
    for i in range(120):
        texts = [phrase(rng) for _ in range(rng.randint(least, 3))]
        chance = rng.choice([0.0, 0.25, 0.5, 0.75, 1.0])
        predictions.append({"id": f"q{i}", "prediction_text": phrase(rng), "no_answer_probability": chance})
        references.append({"id": f"q{i}", "answers": {"text": texts, "answer_start": [0] * len(texts)}})
    return predictions, references


def test_squad(rng: random.Random) -> None:
    predictions, references = questions(rng, 1)
    exact, f1 = 0, 0.0
    for prediction, reference in zip(predictions, references, strict=True):
        text, answers = prediction["prediction_text"], reference["answers"]["text"]
        exact += max(normal(text) == normal(one) for one in answers)
        f1 += max(answer_f1(text, one, False) for one in answers)
    found = hf.load("squad").compute(predictions=predictions, references=references)
    assert found == {"exact_match": 100 * exact / len(references), "f1": 100 * f1 / len(references)}


@pytest.mark.parametrize("threshold", [1.0, 0.5, 0.0])
def test_squad_v2(rng: random.Random, threshold: float) -> None:
    predictions, references = questions(rng, 0)
    silent = {it["id"]: it["no_answer_probability"] for it in predictions}
    texts = {it["id"]: it["prediction_text"] for it in predictions}
    answers = {it["id"]: it["answers"]["text"] for it in references}
    expected: dict[str, Any] = {}
    for part, score in (("exact", normal_match), ("f1", functools.partial(answer_f1, of_nothing=True))):
        raw = {
            key: max(score(texts[key], one) for one in [it for it in given if normal(it)] or [""])
            for key, given in answers.items()
        }
        cut = {k: float(not answers[k]) if silent[k] > threshold else it for k, it in raw.items()}
        for prefix, keys in (
            ("", list(cut)),
            ("HasAns_", [key for key in cut if answers[key]]),
            ("NoAns_", [key for key in cut if not answers[key]]),
        ):
            expected[f"{prefix}{part}"] = 100.0 * plain_sum(cut[key] for key in keys) / len(keys)
            expected[f"{prefix}total"] = len(keys)
        # Answering the surest questions first.
        current: float = sum(not given for given in answers.values())
        best = (current, 0.0)
        for key in sorted(silent, key=silent.__getitem__):
            current += raw[key] if answers[key] else -bool(texts[key])
            best = max(best, (current, silent[key]), key=lambda pair: pair[0])
        expected[f"best_{part}"], expected[f"best_{part}_thresh"] = 100.0 * best[0] / len(raw), best[1]
    found = hf.load("squad_v2").compute(
        predictions=predictions, references=references, no_answer_threshold=threshold
    )
    assert found == expected


def normal_match(one: str, other: str) -> int:
    return int(normal(one) == normal(other))


def test_questions_without_a_prediction() -> None:
    predictions = [{"id": "b", "prediction_text": "dog"}, {"id": "c", "prediction_text": "dog"}]
    references = [{"id": key, "answers": {"text": ["a dog"], "answer_start": [0]}} for key in "ab"]
    with pytest.warns(UserWarning, match="Unanswered question a"):
        found = hf.load("squad").compute(predictions=predictions, references=references)
    assert found == {"exact_match": 50.0, "f1": 50.0}


@pytest.mark.parametrize(
    ("prediction", "reference", "message"),
    [
        ({"id": "a"}, {"id": "a", "answers": {"text": ["b"]}}, r"predictions\[0\] has no 'prediction_text'"),
        ({"id": "a", "prediction_text": "b"}, {"id": "a"}, r"references\[0\] has no 'id' or no 'answers'"),
        ({"id": "a", "prediction_text": "b"}, {"id": "a", "answers": {}}, "no list 'text'"),
    ],
)
def test_wrong_questions(prediction: Any, reference: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        hf.load("squad").compute(predictions=[prediction], references=[reference])


# sari, meteor and character


def test_sari() -> None:
    from plain_sari import by_script

    sources = [f"{text} now and then" for text in PREDICTIONS]
    found = hf.load("sari").compute(predictions=PREDICTIONS, references=SEVERAL, sources=sources)
    total = 0.0
    for source, text, each in zip(sources, PREDICTIONS, SEVERAL, strict=True):
        total += by_script(
            *(tokens_of_13a(it.lower()) for it in (source, text)), [tokens_of_13a(it.lower()) for it in each]
        )
    if sys.version_info < (3, 12):  # from which on the built-in sum() compensates for rounding
        assert found == {"sari": 100 * (total / len(PREDICTIONS))}
    assert found["sari"] == pytest.approx(100 * total / len(PREDICTIONS), rel=1e-14)
    metric = hf.load("sari")
    for source, text, each in zip(sources, PREDICTIONS, SEVERAL, strict=True):
        metric.add(prediction=text, reference=each, source=source)
    assert metric.compute() == found
    with pytest.raises(ValueError, match="sari needs sources"):
        hf.load("sari").compute(predictions=["a"], references=[["a"]])
    with pytest.raises(ValueError, match="ter has no sources"):
        hf.load("ter").compute(predictions=["a"], references=[["a"]], sources=["a"])
    with pytest.raises(ValueError, match=r"references\[0\] is a str, a list is expected"):
        hf.load("sari").compute(predictions=["a"], references=["a"], sources=["a"])


@pytest.mark.parametrize("aggregate", ["mean", "sum", "median"])
def test_character(aggregate: str) -> None:
    import statistics

    calculate_cer = pytest.importorskip(
        "cer", reason="cer 1.2.0 is the original: pip install '.[test]'"
    ).calculate_cer
    references = [[text for text in each if text.split()] or ["x"] for each in SEVERAL]
    scores = [
        min(calculate_cer(text.split(), it.split()) for it in each)
        for text, each in zip(PREDICTIONS, references, strict=True)
    ]
    expected = {"mean": statistics.mean, "sum": sum, "median": statistics.median}[aggregate](scores)
    found = hf.load("character").compute(
        predictions=PREDICTIONS, references=references, aggregate=aggregate, return_all_scores=True
    )
    assert found == {"cer_score": expected, "cer_scores": scores}


def test_meteor(monkeypatch: pytest.MonkeyPatch) -> None:
    """With words and a WordNet in place of NLTK's data."""
    nltk = pytest.importorskip("nltk")
    from nltk.translate.meteor_score import meteor_score

    from gramscore.compat.nltk import meteor_score as ours

    wordnet = SimpleNamespace(synsets=lambda word: [])
    monkeypatch.setattr(nltk, "word_tokenize", str.split)
    monkeypatch.setattr(ours, "_nltk_wordnet", lambda: wordnet)
    for references in (SINGLE, SEVERAL):
        lists = [[it] if isinstance(it, str) else it for it in references]
        expected = np.mean(
            [
                meteor_score([it.split() for it in each], text.split(), wordnet=wordnet, beta=2)
                for text, each in zip(PREDICTIONS, lists, strict=True)
            ]
        )
        found = hf.load("meteor").compute(predictions=PREDICTIONS, references=references, beta=2)
        assert found == {"meteor": expected}
