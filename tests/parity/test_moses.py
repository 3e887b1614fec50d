"""The tokenizers "moses" and "sacremoses" against what the programs said, recorded, and against the package, live."""

# ruff: noqa: RUF001
from __future__ import annotations

import functools
import json
import pickle
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import HOSTILE

import gramscore
from gramscore import _core
from gramscore.tokenizers import Moses

sacremoses = pytest.importorskip("sacremoses", reason="needs sacremoses: pip install sacremoses==0.2.0")

RECORDED = json.loads((Path(__file__).parent / "recorded" / "moses.json").read_text(encoding="utf-8"))
KEYS = {
    "perl": ("moses", {}),
    "perl_no_escape": ("moses", {"escape": False}),
    "perl_aggressive": ("moses", {"aggressive": True}),
    "sacremoses": ("sacremoses", {}),
    "sacremoses_no_escape": ("sacremoses", {"escape": False}),
    "sacremoses_aggressive": ("sacremoses", {"aggressive": True}),
}
LANGUAGES = ("en", "de", "fr", "it", "cs", "fi", "ca", "zh", "hi", "xx")
PIECES = (
    "the Dog don't 1990's A.B. U.S.A. Mr. No. 5 art. 12 p.m. 5,000 ,a a, 1, ... .. ..x x..y '' ' 's .' ,' ,, ., ( ) "
    '[x] <b> & | " `` - -- a-b-c 1-2 é Ä ß ⓐ \u0345 ◌ ½ ² ٣ 日本 語。 한국 हिन्दी ् \u00ad 😀 𝒜 \u0301 DOT MULTI '
    "DOTMULTI DOTMULTI. DOTMULTI.DOTMULTI. ..DOTMULTI. USA:n il·lusió Â·l · l'eau 'n' z.B. x. É. \xa0 \u2028 \x01 \t \n"
).split(" ")


@pytest.mark.parametrize("example", RECORDED["examples"], ids=range(len(RECORDED["examples"])))
def test_recorded(example: dict[str, Any]) -> None:
    for key, (program, options) in KEYS.items():
        if key in example:
            found = Moses(example["lang"], program=program, **options)(example["text"])
            assert found == example[key].split(), key


@functools.cache
def theirs(language: str) -> Any:
    """The package's, with the sets that it makes for each word made once."""
    made = sacremoses.MosesTokenizer(language)
    lower, letters = set(made.IsLower), set(made.IsAlpha)
    made.islower = lambda text: lower.issuperset(text)
    made.isanyalpha = lambda text: not letters.isdisjoint(text)
    return made


def check_with_package(text: str, language: str, aggressive: bool, escape: bool) -> None:
    ours = Moses(language, program="sacremoses", aggressive=aggressive, escape=escape)
    want = theirs(language).tokenize(text, aggressive_dash_splits=aggressive, escape=escape)
    assert ours(text) == want, (language, text)


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=12),
    st.sampled_from(("", " ", " ", "  ", "\n")),
    st.sampled_from(LANGUAGES),
    st.booleans(),
    st.booleans(),
)
def test_package_live(pieces: list[str], between: str, language: str, aggressive: bool, escape: bool) -> None:
    check_with_package(between.join(pieces), language, aggressive, escape)


def test_package_on_random_and_hostile_texts() -> None:
    rng = random.Random(25)
    texts = [
        "".join(rng.choice(PIECES) + rng.choice(("", " ", " ", ".", "'", ",")) for _ in range(8))
        for _ in range(300)
    ]
    for text in (*texts, *HOSTILE):
        check_with_package(text, rng.choice(LANGUAGES), rng.random() < 0.5, rng.random() < 0.5)


def test_characters_of_the_package() -> None:
    points = [chr(c) for c in range(0x20, 0x110000, 211)]
    for language in ("en", "zh"):
        check_with_package(" ".join(f"a{c}b" for c in points), language, False, True)


def test_the_script_reads_lines() -> None:
    assert Moses()("at 5 p.m.\nMr. Smith") == ["at", "5", "p.m", ".", "Mr.", "Smith"]
    assert Moses(program="sacremoses")("at 5 p.m.\nMr. Smith") == ["at", "5", "p.m.", "Mr.", "Smith"]


def test_every_metric_that_takes_a_tokenizer_takes_it() -> None:
    texts = ["It's Mr. Smith's (big) dog, at 5 p.m.", "L'eau & le vin."]
    references = ["It is Mr. Smith's dog at 5 p.m.", "L'eau, le vin."]
    for name in ("moses", "moses:fr", "sacremoses:de", "sacremoses:en:aggressive:no-escape"):
        words = [[" ".join(_core_tokens(name, text)) for text in side] for side in (texts, references)]
        for make in (
            gramscore.BLEU,
            gramscore.GLEU,
            gramscore.NIST,
            gramscore.CIDEr,
            gramscore.WER,
            gramscore.ExactMatch,
            gramscore.TokenF1,
            gramscore.METEOR,
            gramscore.Distinct,
            lambda tokenizer: gramscore.ROUGE(["rouge1", "rougeL"], tokenizer=tokenizer),
        ):
            ours, plain = make(tokenizer=name), make(tokenizer="whitespace" if _is_rouge(make) else "none")
            if make is gramscore.Distinct:
                assert ours.score(texts).stats.tolist() == plain.score(words[0]).stats.tolist()
            elif make is gramscore.METEOR:  # lower case first
                lower = [[text.lower() for text in side] for side in (texts, references)]
                tokens = [[" ".join(_core_tokens(name, text)) for text in side] for side in lower]
                assert ours.score(texts, references).stats.tolist() == plain.score(*tokens).stats.tolist()
            else:
                found, want = ours.score(texts, references), plain.score(*words)
                assert found.stats.tolist() == want.stats.tolist(), (name, ours)
            full = name if ":" in name else f"{name}:en"
            assert f"tok:{full.replace(':', '-')}" in ours.signature


def _is_rouge(make: Any) -> bool:
    return not isinstance(make, type)


def _core_tokens(name: str, text: str) -> list[str]:
    from gramscore.options.moses import native

    return _core.tokenize(text, native(name))


def test_lines_of_rouge_lsum() -> None:
    for name in ("moses", "sacremoses"):
        metric = gramscore.ROUGE(["rougeL", "rougeLsum"], tokenizer=name)
        plain = gramscore.ROUGE(["rougeL", "rougeLsum"], tokenizer="whitespace")
        found = metric.score(["A dog, ran.\n\nCats sat!"], ["Cats sat.\nA dog ran."])
        want = plain.score(["A dog , ran .\nCats sat !"], ["Cats sat .\nA dog ran ."])
        assert found.stats.tolist() == want.stats.tolist()


def test_meteor_in_python_sees_the_same_tokens() -> None:
    """With a stemmer of Python's, words are looked at there."""
    ours = gramscore.METEOR(tokenizer="moses", stem=lambda word: word).score(
        ["The dog, ran."], ["The dog ran."]
    )
    plain = gramscore.METEOR(stem=lambda word: word).score(["The dog , ran ."], ["The dog ran ."])
    assert ours.examples.tolist() == plain.examples.tolist()


def test_places() -> None:
    made = Moses()
    placed = _core.placed_tokens("It's <b> & Mr. X.", made.name)
    assert [token for token, _, _ in placed] == made("It's <b> & Mr. X.")
    assert [(begin, end) for _, begin, end in placed] == [
        (0, 2), (2, 4), (5, 6), (6, 7), (7, 8), (9, 10), (11, 14), (15, 16), (16, 17)
    ]  # fmt: skip


def test_pickles_and_prefixes(tmp_path: Path) -> None:
    (tmp_path / "nonbreaking_prefix.en").write_text("# a list\nFoo\nBar #NUMERIC_ONLY#\n", encoding="utf-8")
    made = Moses(prefixes=tmp_path)
    assert made("Foo. Bar. 5 Bar. Mr. X") == ["Foo.", "Bar.", "5", "Bar", ".", "Mr", ".", "X"]
    assert pickle.loads(pickle.dumps(made)).name == made.name
    metric = gramscore.BLEU(tokenizer=made)
    assert pickle.loads(pickle.dumps(metric)).signature == metric.signature
    assert made.name.replace(":", "-") in metric.signature


@pytest.mark.parametrize("name", ["moses:german", "moses:", "moses:de:fr", "sacremoses:loud:x", "moses:EN"])
def test_names_that_are_none(name: str) -> None:
    for make in (gramscore.BLEU, lambda tokenizer: gramscore.ROUGE(tokenizer=tokenizer)):
        with pytest.raises(ValueError, match=f"unknown tokenizer '{name}': behind"):
            make(tokenizer=name)


def test_bad_options(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="language is 'English'"):
        Moses("English")
    with pytest.raises(ValueError, match="program is 'perl'"):
        Moses(program="perl")
    with pytest.raises(FileNotFoundError, match="prefixes: there is no file"):
        Moses(prefixes=tmp_path)
