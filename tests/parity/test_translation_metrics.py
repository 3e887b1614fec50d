"""RIBES and METEOR against NLTK 3.10.4, CharacTER against cer 1.2.0, with ==."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.stem.porter import PorterStemmer
from nltk.translate.meteor_score import align_words, meteor_score
from nltk.translate.ribes_score import sentence_ribes
from texts import HOSTILE, WORDS

import gramscore

SHORT = [text for text in HOSTILE if len(text) < 300]
PIECES = [
    *WORDS,
    "a",
    "a",
    "the",
    "Running",
    "runs",
    "Éclairs",
    "éclair",
    "ing",
    "ss",
    "日本",
    "dog's",
    "'s",
    "1,5",
]
STEMMER = PorterStemmer()


class NoWordNet:
    """A WordNet without words."""

    @staticmethod
    def synsets(word: str) -> list[Any]:
        return []


class SmallWordNet:
    """A WordNet of a few words, in the shape of NLTK's."""

    MEANINGS = (
        ("cat", "dog", "run"),
        ("cat", "mat"),
        ("sat", "happili", "big_cat"),
        ("a", "the"),
        ("run", "ran"),
    )

    class Name:
        def __init__(self, name: str) -> None:
            self._name = name

        def name(self) -> str:
            return self._name

    class Meaning:
        def __init__(self, names: tuple[str, ...]) -> None:
            self._names = names

        def lemmas(self) -> list[Any]:
            return [SmallWordNet.Name(name) for name in self._names]

    def synsets(self, word: str) -> list[Any]:
        return [self.Meaning(names) for names in self.MEANINGS if word in names]


def phrase(rng: random.Random, most: int = 12) -> str:
    return " ".join(rng.choice(PIECES) for _ in range(rng.randint(0, most)))


def shuffled(rng: random.Random, text: str) -> str:
    """The same words, some of them elsewhere."""
    words = text.split()
    for _ in range(rng.randint(0, 3)):
        if words:
            words.insert(rng.randint(0, len(words) - 1), words.pop(rng.randrange(len(words))))
    return " ".join(words)


def corpus(seed: int, count: int, most: int = 12) -> tuple[list[str], list[list[str]]]:
    rng = random.Random(seed)
    predictions = [phrase(rng, most) for _ in range(count)]
    references = [
        [rng.choice((phrase(rng, most), shuffled(rng, text))) for _ in range(rng.randint(1, 3))]
        for text in predictions
    ]
    return predictions, references


# RIBES


def check_ribes(predictions: list[str], references: list[list[str]], **options: float) -> None:
    scores = gramscore.RIBES(**options).score(predictions, references).examples
    for i, (ours, theirs) in enumerate(zip(predictions, references, strict=True)):
        expected = sentence_ribes([text.split() for text in theirs], ours.split(), **options)
        assert scores[i] == expected, (ours, theirs, scores[i], expected)


@pytest.mark.quick
def test_ribes_of_hostile_texts() -> None:
    rng = random.Random(1)
    check_ribes(SHORT, [rng.sample(SHORT, 2) for _ in SHORT])
    check_ribes(SHORT, [[text] for text in SHORT])


@pytest.mark.parametrize("options", [{}, {"alpha": 0.0, "beta": 1.0}, {"alpha": 2.5, "beta": 0.0}])
def test_ribes_of_random_texts(options: dict[str, float]) -> None:
    check_ribes(*corpus(2, 700), **options)
    check_ribes(*corpus(3, 60, 60), **options)


def test_ribes_of_few_words() -> None:
    """Where most words occur several times."""
    rng = random.Random(4)
    texts = [" ".join(rng.choices("abc", k=rng.randint(0, 25))) for _ in range(500)]
    check_ribes(texts, [[rng.choice(texts), shuffled(rng, text)] for text in texts])


@given(st.lists(st.tuples(*[st.lists(st.sampled_from("abcd"), max_size=14)] * 3), min_size=1, max_size=6))
def test_ribes_of_any_words(examples: list[tuple[list[str], list[str], list[str]]]) -> None:
    predictions = [a for a, _, _ in examples]
    references = [[b, c] for _, b, c in examples]
    scores = gramscore.RIBES(tokenizer=None).score(predictions, references).examples
    assert scores.tolist() == [sentence_ribes(c, h) for c, h in zip(references, predictions, strict=True)]


def test_ribes_beyond_the_limit_of_nltk() -> None:
    text = " ".join(f"w{n}" for n in range(3000))
    assert gramscore.RIBES().score([text], [text]).corpus.score == 1.0
    assert gramscore.RIBES().score(["a " * 3000], ["a " * 2999]).corpus.score == 0.0


# METEOR


def check_meteor(
    predictions: list[str], references: list[list[str]], wordnet: Any = None, **options: float
) -> None:
    scores = gramscore.METEOR(wordnet, **options).score(predictions, references).examples
    for i, (ours, theirs) in enumerate(zip(predictions, references, strict=True)):
        expected = meteor_score(
            [text.split() for text in theirs], ours.split(), wordnet=wordnet or NoWordNet(), **options
        )
        assert scores[i] == expected, (ours, theirs, scores[i], expected)


@pytest.mark.quick
def test_meteor_of_hostile_texts() -> None:
    rng = random.Random(5)
    check_meteor(SHORT, [rng.sample(SHORT, 2) for _ in SHORT])
    check_meteor(SHORT, [[text] for text in SHORT])
    check_meteor(SHORT, [[text] for text in SHORT], SmallWordNet())


@pytest.mark.parametrize(
    "options", [{}, {"alpha": 0.5, "beta": 1.5, "gamma": 0.9}, {"alpha": 1.0}, {"alpha": 0.0}]
)
@pytest.mark.parametrize("wordnet", [None, SmallWordNet()], ids=["none", "small"])
def test_meteor_of_random_texts(options: dict[str, float], wordnet: Any) -> None:
    check_meteor(*corpus(6, 400), wordnet, **options)


def test_meteor_aligns_in_the_same_order() -> None:
    """Chunks depend on which of several equal words are aligned."""
    predictions, references = corpus(7, 300)
    scores = gramscore.METEOR().score(predictions, [each[0] for each in references])
    for row, ours, theirs in zip(scores.stats.tolist(), predictions, references, strict=True):
        pairs, _, _ = align_words(ours.split(), theirs[0].split(), wordnet=NoWordNet())
        breaks = sum(b[0] != a[0] + 1 or b[1] != a[1] + 1 for a, b in itertools.pairwise(pairs))
        assert row[:2] == [len(pairs), breaks + 1 if pairs else 0]


@given(st.lists(st.tuples(*[st.text("aeiouybdlstzngé日İΣ. ", max_size=24)] * 2), min_size=1, max_size=6))
def test_meteor_of_any_letters(pairs: list[tuple[str, str]]) -> None:
    check_meteor([a for a, _ in pairs], [[b] for _, b in pairs])


def test_meteor_of_tokens_is_that_of_texts() -> None:
    predictions, references = corpus(8, 100)
    of_texts = gramscore.METEOR().score(predictions, references)
    of_tokens = gramscore.METEOR(tokenizer=None).score(
        [text.split() for text in predictions], [[text.split() for text in each] for each in references]
    )
    assert of_tokens.stats.tolist() == of_texts.stats.tolist()
    in_python = gramscore.METEOR(stem=STEMMER.stem).score(predictions, references)
    assert in_python.stats.tolist() == of_texts.stats.tolist()
    as_it_is = gramscore.METEOR(lowercase=False).score(["A Cat"], ["a cat"])
    assert as_it_is.corpus.score == meteor_score(
        [["a", "cat"]], ["A", "Cat"], preprocess=str, wordnet=NoWordNet()
    )


def test_porter_of_any_characters() -> None:
    from gramscore.metrics.meteor import porter_stem

    rng = random.Random(9)
    letters = "aeiouybdlstzngéé日İ.'-5"
    endings = ["", "ing", "ed", "ational", "ies", "ly", "s", "ss", "alli", "eed", "y", "ement", "ll"]
    for _ in range(20_000):
        word = "".join(rng.choices(letters, k=rng.randint(0, 9))) + rng.choice(endings)
        assert porter_stem(word) == STEMMER.stem(word), word


# CharacTER


def check_character(predictions: list[str], references: list[list[str]]) -> None:
    calculate_cer = pytest.importorskip(
        "cer", reason="cer 1.2.0 is the original: pip install '.[test]'"
    ).calculate_cer
    scores = gramscore.CharacTER().score(predictions, references).examples
    for i, (ours, theirs) in enumerate(zip(predictions, references, strict=True)):
        expected = min(calculate_cer(ours.split(), text.split()) for text in theirs)
        assert scores[i] == expected, (ours, theirs, scores[i], expected)


@pytest.mark.quick
def test_character_of_hostile_texts() -> None:
    rng = random.Random(10)
    worded = [text for text in SHORT if text.split()]
    check_character(SHORT, [rng.sample(worded, 2) for _ in SHORT])
    check_character(worded, [[text] for text in worded])


def test_character_of_random_texts() -> None:
    predictions, references = corpus(11, 500)
    check_character(predictions, [[text or "x" for text in each] for each in references])
    predictions, references = corpus(12, 25, 90)
    check_character(predictions, [[text or "x" for text in each] for each in references])


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(["a", "b", "ab", "bé", "日本"]), max_size=9),
            st.lists(st.sampled_from(["a", "b", "ab", "bé", "日本"]), min_size=1, max_size=9),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_character_of_any_words(pairs: list[tuple[list[str], list[str]]]) -> None:
    check_character([" ".join(a) for a, _ in pairs], [[" ".join(b)] for _, b in pairs])


def test_character_refuses_references_without_words() -> None:
    metric = gramscore.CharacTER()
    for references in (["a", " "], [["a"], ["b", ""]]):
        with pytest.raises(ValueError, match=r"references\[1\] has no words"):
            metric.score(["a", "b"], references)
    with pytest.raises(ValueError, match=r"references\[0\] has no words"):
        gramscore.evaluate(["a"], [""], ["character", "ter"])
