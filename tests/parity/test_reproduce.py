"""gramscore.reproduce finds the causes that people had, and its calls give its scores when they are run.

Each cause is one that trackers of models and packages tell of (docs/reproduce.md): scores by the package that was used,
on texts handled as they were, are given with two decimals, and the cause must be among the first three answers.
"""

from __future__ import annotations

import html
import json
import os
import re
import shlex
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gramscore
from gramscore.reproducing.found import Found, Reproduction
from gramscore.reproducing.packages import py_rouge
from gramscore.reproducing.py_rouge_words import PyRougeCounts
from gramscore.reproducing.rouge import EACH_TIME, SetCounts
from gramscore.reproducing.store import Store
from gramscore.reproducing.targets import read_targets
from gramscore.reproducing.texts import read_texts

CORPUS = Path(__file__).parents[2] / "examples" / "causes.jsonl"
Texts = list[Any]


@cache
def rows() -> list[dict[str, str]]:
    return [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]


def field(name: str) -> Texts:
    return [row[name] for row in rows()]


def both() -> Texts:
    return [[row["reference"], row["other"]] for row in rows()]


# What the packages give


def rouge(
    predictions: Texts, references: Texts, types: list[str], stemmer: bool, seed: int | None = None
) -> list[float]:
    """rouge-score's F, or the middle of its resamples."""
    scorer = pytest.importorskip("rouge_score.rouge_scorer").RougeScorer(types, use_stemmer=stemmer)
    scores = [
        scorer.score(goal, text) if isinstance(goal, str) else scorer.score_multi(goal, text)
        for text, goal in zip(predictions, references, strict=True)
    ]
    if seed is None:
        return [100 * fmean(it[name].fmeasure for it in scores) for name in types]
    import numpy as np

    aggregator = pytest.importorskip("rouge_score.scoring").BootstrapAggregator()
    for score in scores:
        aggregator.add_scores(score)
    np.random.seed(seed)
    found = aggregator.aggregate()
    return [100 * float(found[name].mid.fmeasure) for name in types]


def perl(predictions: Texts, references: Texts, **options: Any) -> list[float]:
    """ROUGE-1.5.5's averages, which the tests of ROUGE155 compare with the program."""
    corpus = gramscore.ROUGE155(2, True, **options).score(predictions, references).corpus
    return [100 * corpus[name].fmeasure.value for name in ("ROUGE-1", "ROUGE-2", "ROUGE-L")]


def bleu(predictions: Texts, references: Texts, **options: Any) -> list[float]:
    """sacrebleu's BLEU of orders 1, 2 and 4."""
    sacrebleu = pytest.importorskip("sacrebleu")
    streams = [references] if isinstance(references[0], str) else list(zip(*references, strict=True))
    return [
        sacrebleu.BLEU(max_ngram_order=order, **options).corpus_score(predictions, streams).score
        for order in (1, 2, 4)
    ]


def evaluate_bleu(predictions: Texts, references: Texts) -> list[float]:
    """That of evaluate's metric bleu, whose script is fetched: the tests of compat.hf compare it with the original."""
    metrics = [gramscore.BLEU.huggingface(order) for order in (1, 2, 4)]
    return [100 * metric.score(predictions, references).corpus.score for metric in metrics]


def nltk_bleu(predictions: Texts, references: Texts, method: str) -> list[float]:
    module = pytest.importorskip("nltk.translate.bleu_score")
    smoothing = getattr(module.SmoothingFunction(), method)
    return [
        100
        * fmean(
            module.sentence_bleu([goal.split()], text.split(), (1 / order,) * order, smoothing)
            for text, goal in zip(predictions, references, strict=True)
        )
        for order in (1, 2, 4)
    ]


def recorded_py_rouge(fields: tuple[str, ...], **options: Any) -> dict[str, dict[str, float]]:
    """What py-rouge 1.1 has said: ROUGE-1, ROUGE-2 and ROUGE-L by f, p and r."""
    path = Path(__file__).parent / "recorded" / "py_rouge.json"
    (said,) = (
        it["said"]
        for it in json.loads(path.read_text(encoding="utf-8"))
        if it["fields"] == list(fields) and all(it[name] == value for name, value in options.items())
    )
    return {name: said[name] for name in ("rouge-1", "rouge-2", "rouge-l")}


def sari(definition: str, **options: Any) -> float:
    """The scores of programs that the tests of SARI compare with recorded ones."""
    metric = gramscore.SARI(definition, **options)
    return metric.score(field("prediction"), field("other"), field("reference")).corpus.score


def meteor(**parameters: float) -> float:
    module = pytest.importorskip("nltk.translate.meteor_score")

    class NoWordNet:
        def synsets(self, word: str) -> list[Any]:
            return []

    return 100 * fmean(
        module.meteor_score([goal.split()], text.split(), wordnet=NoWordNet(), **parameters)
        for text, goal in zip(field("prediction"), field("reference"), strict=True)
    )


def sentences(texts: Texts) -> Texts:
    return [re.sub(r"(?<=[.!?])\s+", "\n", text) for text in texts]


def treebank(texts: Texts) -> Texts:
    split = pytest.importorskip("nltk.tokenize").TreebankWordTokenizer().tokenize
    return [" ".join(split(text)) for text in texts]


R1, R2, RL = "rouge1", "rouge2", "rougeL"
TEXTS = ("prediction", "reference")


@dataclass(frozen=True)
class Cause:
    """texts: the fields that the user has. scores: what was reported. found: what one of the first answers must say."""

    name: str
    texts: tuple[str, str]
    scores: Callable[[], list[float]]
    found: tuple[str, ...]
    names: tuple[str, ...] = (R1, R2, RL)
    source: str | None = None


CAUSES = [
    Cause(
        "summary level: google-research 168, transformers 6808",
        TEXTS,
        lambda: rouge(
            sentences(field("prediction")), sentences(field("reference")), [R1, R2, "rougeLsum"], True
        ),
        ("rouge-score", "use_stemmer=True", "rougeLsum", "a newline after each sentence"),
    ),
    Cause(
        "a newline for each full stop: PRIMER 12",
        TEXTS,
        lambda: rouge(
            *([text.replace(".", "\n") for text in field(name)] for name in TEXTS),
            [R1, R2, "rougeLsum"],
            True,
        ),
        ("rouge-score", "rougeLsum", "a newline for each full stop"),
    ),
    Cause(
        "the Perl program on lines: HeterSumGraph 29, Multi-XScience 5, allennlp 5153",
        TEXTS,
        lambda: perl(sentences(field("prediction")), sentences(field("reference")), stemmer=True),
        ("ROUGE-1.5.5", "stemmed", "a newline after each sentence"),
    ),
    Cause(
        "stemming in one wrapper only: datasets 617, files2rouge 34",
        TEXTS,
        lambda: rouge(field("prediction"), field("reference"), [R1, R2, RL], True),
        ("rouge-score", "use_stemmer=True"),
    ),
    Cause(
        "Perl's stemmer: sumeval 20, google-research 239",
        TEXTS,
        lambda: perl(field("prediction"), field("reference"), stemmer=True),
        ("ROUGE-1.5.5", "stemmed"),
    ),
    Cause(
        "rougeLsum without lines: evaluate 501, torchmetrics 904",
        ("lines", "lines_reference"),
        lambda: rouge(field("prediction"), field("reference"), [R1, RL, "rougeLsum"], False),
        ("use_stemmer=False", "newlines turned into spaces"),
        (R1, RL, "rougeLsum"),
    ),
    Cause(
        "a median of resamples: evaluate 186, datasets 361, inference 1390, unitxt 1078",
        TEXTS,
        lambda: rouge(field("prediction"), field("reference"), [R1, R2, RL], True, seed=7),
        ("evaluate", "use_stemmer=True", "median of resamples"),
    ),
    Cause(
        "<n> for newlines: pegasus 5 and 108, transformers 6844",
        ("marked", "marked_reference"),
        lambda: rouge(field("lines"), field("lines_reference"), [R1, R2, "rougeLsum"], True),
        ("use_stemmer=True", "rougeLsum", "<n> turned into newlines"),
    ),
    Cause(
        "tokenized before files2rouge: fairseq 1401, 1765 and 2990",
        TEXTS,
        lambda: perl(treebank(field("prediction")), treebank(field("reference")), stemmer=True),
        ("ROUGE-1.5.5", "stemmed", "tokenized as the Penn Treebank"),
    ),
    Cause(
        "the package rouge: sets of cased words",
        TEXTS,
        lambda: [100 * it for it in plain_set_rouge(field("prediction"), field("reference"))],
        ("rouge 1.0.1",),
    ),
    Cause(
        "py-rouge's own settings: PLM_annotator 2",
        TEXTS,
        lambda: [100 * it["f"] for it in recorded_py_rouge(TEXTS, stemming=True, limit=None).values()],
        ("py-rouge", "stemming=True"),
    ),
    Cause(
        "compounds split: tensor2tensor 317, fairseq 435 and 1976",
        ("tokens", "tokens_reference"),
        lambda: bleu(*(compounds(field(name)) for name in ("tokens", "tokens_reference")), tokenize="none"),
        ("tokenize='none'", "compounds split"),
        ("bleu1", "bleu2", "bleu"),
    ),
    Cause(
        "marks of BPE removed: fairseq 637 and 3095",
        ("pieces", "reference"),
        lambda: bleu(field("prediction"), field("reference")),
        ("sacrebleu", "marks of BPE (@@) removed"),
        ("bleu1", "bleu2", "bleu"),
    ),
    Cause(
        "escapes: fairseq 2593, 2860 and 4362",
        ("tokens", "tokens_reference"),
        lambda: bleu(*(list(map(html.unescape, field(name))) for name in ("tokens", "tokens_reference"))),
        ("sacrebleu", "escapes such as &apos; resolved"),
        ("bleu1", "bleu2", "bleu"),
    ),
    Cause(
        "lower case: bert-nmt 22, DeepLearningExamples 1019",
        TEXTS,
        lambda: bleu(field("prediction"), field("reference"), lowercase=True),
        ("sacrebleu", "lowercase=True"),
        ("bleu1", "bleu2", "bleu"),
    ),
    Cause(
        "a string for a list: sacrebleu 98",
        TEXTS,
        lambda: bleu(
            field("prediction")[: min(map(len, field("reference")))],
            [list(letters) for letters in zip(*field("reference"), strict=False)][: len(rows())],
        ),
        ("references read as lists of characters",),
        ("bleu1", "bleu2", "bleu"),
    ),
    Cause(
        "the shortest reference: evaluate 558, torchmetrics 3504",
        ("prediction", "both"),
        lambda: evaluate_bleu(field("prediction"), both()),
        ("evaluate", "bleu"),
        ("bleu1", "bleu2", "bleu"),
    ),
    Cause(
        "smoothing, and sentences for the corpus",
        TEXTS,
        lambda: nltk_bleu(field("prediction"), field("reference"), "method1"),
        ("nltk", "method1", "mean of sentences"),
        ("bleu1", "bleu2", "bleu"),
    ),
    Cause(
        "the corpus for the mean of sentences, F1 for precision: easse 81 and 98, NLP-progress 453, evaluate 376",
        ("prediction", "other"),
        lambda: [sari("easse")],
        ("easse",),
        ("sari",),
        "reference",
    ),
    Cause(
        "the recall of what is kept: simplification 6",
        ("prediction", "other"),
        lambda: [sari("original", tokenizer="whitespace")],
        ("SARI.py",),
        ("sari",),
        "reference",
    ),
    Cause(
        "the version of METEOR: nltk 2655, nlg-eval 105",
        TEXTS,
        lambda: [meteor(alpha=0.85, beta=0.2, gamma=0.6)],
        ("nltk", "alpha=0.85", "beta=0.2", "gamma=0.6"),
        ("meteor",),
    ),
]


def compounds(texts: Texts) -> Texts:
    return [re.sub(r"(\S)-(\S)", r"\1 ##AT##-##AT## \2", text) for text in texts]


def plain_set_rouge(predictions: Texts, references: Texts, exclusive: bool = True) -> list[float]:
    """The package rouge as plainly as can be: its F of ROUGE-1, ROUGE-2 and ROUGE-L."""
    return [
        fmean(it)
        for it in zip(
            *(plain_scores(*it, exclusive) for it in zip(predictions, references, strict=True)), strict=True
        )
    ]


def plain_scores(prediction: str, reference: str, exclusive: bool = True) -> list[float]:
    mine, theirs = (
        [(" ".join(part.split())).split(" ") for part in text.split(".") if part]
        for text in (prediction, reference)
    )
    flat = [[word for part in side for word in part] for side in (mine, theirs)]
    found = []
    for order in (1, 2):
        grams = [[tuple(words[i : i + order]) for i in range(len(words) - order + 1)] for words in flat]
        found.append(plain_f(*counts_of(grams, exclusive)))
    common: list[str] = []
    for theirs_part in theirs:
        for mine_part in mine:
            common += plain_common(theirs_part, mine_part)
    if exclusive:
        found.append(plain_f(len(set(common)), len(set(flat[0])), len(set(flat[1]))))
    else:
        found.append(plain_f(len(common), len(flat[0]), len(flat[1])))
    return found


def counts_of(grams: list[list[Any]], exclusive: bool) -> tuple[int, int, int]:
    if exclusive:
        mine, theirs = map(set, grams)
        return len(mine & theirs), len(mine), len(theirs)
    rest = list(grams[1])
    matches = 0
    for gram in grams[0]:
        if gram in rest:
            rest.remove(gram)
            matches += 1
    return matches, len(grams[0]), len(grams[1])


def plain_common(reference: list[str], prediction: list[str]) -> list[str]:
    table = [[0] * (len(prediction) + 1) for _ in range(len(reference) + 1)]
    for i, goal in enumerate(reference, 1):
        for j, word in enumerate(prediction, 1):
            table[i][j] = table[i - 1][j - 1] + 1 if goal == word else max(table[i - 1][j], table[i][j - 1])
    i, j, found = len(reference), len(prediction), []
    while i and j:
        if reference[i - 1] == prediction[j - 1]:
            found.append(reference[i - 1])
            i, j = i - 1, j - 1
        elif table[i - 1][j] > table[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return found


def plain_f(matches: int, prediction: int, reference: int) -> float:
    p = matches / prediction if prediction else 0.0
    r = matches / reference if reference else 0.0
    return 2.0 * ((p * r) / (p + r + 1e-8))


@cache
def search(cause: Cause) -> tuple[Texts, Texts, Found]:
    predictions = field(cause.texts[0])
    references = both() if cause.texts[1] == "both" else field(cause.texts[1])
    scores = dict(zip(cause.names, (f"{score:.2f}" for score in cause.scores()), strict=True))
    sources = None if cause.source is None else field(cause.source)
    return predictions, references, gramscore.reproduce(predictions, references, scores, sources)


def says(row: Reproduction, words: tuple[str, ...]) -> bool:
    return any(all(word in text for word in words) for text in (str(row), *row.same))


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.name.partition(":")[0])
def test_the_cause_is_among_the_first_three_answers(cause: Cause) -> None:
    _, _, found = search(cause)
    assert found.complete
    assert found.fitting >= 1
    assert any(says(row, cause.found) for row in found[:3]), str(found)


#: The distributions of packages whose calls are run where they are installed. evaluate's scripts are fetched.
DISTRIBUTIONS = {
    "rouge-score": "rouge-score",
    "sacrebleu": "sacrebleu",
    "nltk": "nltk",
    "rouge": "rouge",
    "py-rouge": "py-rouge",
    "torchmetrics": "torchmetrics",
}


def installed(package: str) -> bool:
    try:
        return package in DISTRIBUTIONS and bool(version(DISTRIBUTIONS[package]))
    except PackageNotFoundError:
        return False


def run(row: Reproduction, predictions: Texts, references: Texts) -> Mapping[str, float]:
    names: dict[str, Any] = {"predictions": list(predictions), "references": list(references)}
    exec(compile(row.call, "<call>", "exec"), names)
    scores: Mapping[str, float] = names["scores"]
    return scores


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.name.partition(":")[0])
def test_calls_give_the_scores(cause: Cause) -> None:
    """Of all rows whose package is here, those that come near among them: the very floats, but for how sums round."""
    predictions, references, found = search(cause)
    for row in found:
        compile(row.call, "<call>", "exec")
        if installed(row.package):
            assert run(row, predictions, references) == pytest.approx(dict(row.scores), rel=1e-14, abs=1e-300)
    packages = {row.package for row in found}
    assert any(map(installed, packages)) or not packages & {"rouge-score", "sacrebleu", "nltk"}


def test_the_call_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With our own command in the place of the program, which prints the same."""
    program = tmp_path / "ROUGE-1.5.5.pl"
    program.write_text(
        f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m gramscore.cli rouge155 "$@"\n', encoding="utf-8"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("ROUGE_EVAL_HOME", str(tmp_path))
    for references in (field("reference"), both()):
        scores = dict(zip((R1, R2, RL), perl(field("prediction"), references, stemmer=True), strict=True))
        found = gramscore.reproduce(
            field("prediction"), references, {name: f"{it:.3f}" for name, it in scores.items()}
        )
        row = next(row for row in found if row.package == "ROUGE-1.5.5")
        assert row.exact
        if sys.platform != "win32":
            assert run(row, field("prediction"), references) == dict(row.scores)


#: What Moses' and NIST's programs have said, and the rows that they are.
PROGRAMS = {
    "multi-bleu": ("multi-bleu.perl: defaults",),
    "multi-bleu -lc": ("multi-bleu.perl: -lc",),
    "multi-bleu-detok": ("multi-bleu-detok.perl: defaults",),
    "multi-bleu-detok -lc": ("multi-bleu-detok.perl: -lc",),
    "mteval-v13a": ("mteval-v13a.pl: defaults",),
    "mteval-v13a -c": ("mteval-v13a.pl: -c",),
    "mteval-v13a --no-smoothing": ("mteval-v13a.pl: --no-smoothing",),
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_scores_of_programs(program: str) -> None:
    recorded = json.loads((Path(__file__).parent / "recorded" / "perl_bleu.json").read_text(encoding="utf-8"))
    for entry in recorded[-3:]:
        predictions, references = map(list, zip(*entry["corpus"], strict=True))
        said = entry["said"][program]
        score = said[0] if isinstance(said, list) else said
        found = gramscore.reproduce(predictions, references, {"bleu": f"{score:.9f}"})
        assert any(says(row, PROGRAMS[program]) for row in found.exact), str(found)


def test_programs_print_one_order() -> None:
    found = gramscore.reproduce(field("prediction"), field("reference"), {"bleu1": 50.0, "bleu2": 30.0})
    assert not {row.package for row in found} & {"multi-bleu.perl", "mteval-v13a.pl", "fairseq-score"}


def test_scores_of_py_rouge() -> None:
    """Those that it has said: of sentences and of lines, within limits, of one reference and of two."""
    path = Path(__file__).parent / "recorded" / "py_rouge.json"
    targets = read_targets({R1: 50.0, R2: 50.0, RL: 50.0}).listed
    seen = 0
    for entry in json.loads(path.read_text(encoding="utf-8")):
        first, *others = entry["fields"]
        goals: Texts = (
            [[row[name] for name in others] for row in rows()] if len(others) > 1 else field(*others)
        )
        texts = read_texts(field(first), goals)
        limit, unit = entry["limit"] or (None, "bytes")
        counting = PyRougeCounts(entry["stemming"], limit, unit).acting_on(texts)
        for setting in py_rouge.settings(len(others) > 1):
            if setting.counting != PyRougeCounts(entry["stemming"], 665, "bytes") or entry["best"] != (
                setting.references == "best recall"
            ):
                continue
            counted = counting.counted(texts, Store())
            found = setting.exact(counted, targets)
            for name, kind in ((R1, "rouge-1"), (R2, "rouge-2"), (RL, "rouge-l")):
                assert found[name] == entry["said"][kind][setting.part[0]], (entry, setting.options)
                seen += 1
    assert seen == 9 * 40


WORDS = st.text("aA b.\n", max_size=24)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4), st.booleans())
def test_the_package_rouge_is_the_plain_one(pairs: list[tuple[str, str]], exclusive: bool) -> None:
    pairs = [(mine, theirs) for mine, theirs in pairs if mine.strip(".") and theirs.strip(".")]
    if not pairs:
        return
    predictions, references = map(list, zip(*pairs, strict=True))
    names = [f"{name}{'' if exclusive else EACH_TIME}" for name in (R1, R2, "rougeLsum")]
    counted = SetCounts().counted(read_texts(predictions, references), Store())
    for at, pair in enumerate(pairs):
        expected = plain_scores(*pair, exclusive)
        found = [float(counted.pairs(name, "1e-8").fmeasure[at]) for name in names]
        assert found == expected


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4), st.booleans())
def test_the_package_rouge_itself(pairs: list[tuple[str, str]], exclusive: bool) -> None:
    if not installed("rouge"):
        pytest.skip("needs rouge: pip install rouge==1.0.1")
    from rouge import Rouge

    pairs = [(mine, theirs) for mine, theirs in pairs if mine.strip(".") and theirs.strip(".")]
    for pair in pairs:
        scores = Rouge(exclusive=exclusive).get_scores(*pair)[0]
        assert [scores[name]["f"] for name in ("rouge-1", "rouge-2", "rouge-l")] == plain_scores(
            *pair, exclusive
        )
