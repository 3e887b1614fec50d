"""The tokenizer "ptb" against what COCO's own has said, recorded, and live where it and Java are installed."""

# ruff: noqa: RUF001
from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from texts import HOSTILE

import gramscore
from gramscore import _core
from gramscore.compat.pycocoevalcap import PTBTokenizer
from gramscore.compat.pycocoevalcap.tokenizer.ptbtokenizer import PUNCTUATIONS

RECORDED = json.loads((Path(__file__).parent / "recorded" / "ptb.json").read_text(encoding="utf-8"))
JAR = "stanford-corenlp-3.4.1.jar"


def tokenized(captions: list[str]) -> list[str]:
    return PTBTokenizer().tokenize({1: [{"caption": caption} for caption in captions]})[1]


@pytest.mark.parametrize("example", RECORDED["examples"], ids=range(len(RECORDED["examples"])))
def test_recorded_captions(example: dict[str, str]) -> None:
    caption = example["caption"].replace("\n", " ")
    assert _core.ptb_file(caption, False) == example["lexer"]
    assert tokenized([caption]) == [example["out"]]


@pytest.mark.parametrize("call", RECORDED["shifted_by_line_separators"] + RECORDED["whole_calls"])
def test_recorded_calls(call: dict[str, list[str]]) -> None:
    assert tokenized(call["captions"]) == call["out"]


@pytest.mark.parametrize("example", RECORDED["examples"], ids=range(len(RECORDED["examples"])))
def test_metrics_see_these_tokens(example: dict[str, str]) -> None:
    """With line separators as spaces."""
    want = [word for word in example["lexer"].split() if word not in PUNCTUATIONS]
    assert _core.tokenize(example["caption"], "ptb") == want


def test_a_caption_ends_as_one_of_many() -> None:
    assert _core.tokenize("a :)", "ptb") == ["a", ":-rrb-"]
    assert _core.tokenize("in '99", "ptb") == ["in", "'99"]
    assert _core.tokenize("see 01.jpg", "ptb") == ["see", "01.jpg"]
    assert _core.tokenize("a big letter A.", "ptb") == ["a", "big", "letter", "a."]


def test_every_metric_that_takes_a_tokenizer_takes_it() -> None:
    predictions, references = (
        ["A dog isn't running!", "Two cats."],
        [["a dog is n't running"], ["the cats", "two cats"]],
    )
    for make in (
        gramscore.BLEU,
        gramscore.GLEU,
        gramscore.NIST,
        gramscore.CIDEr,
        gramscore.WER,
        gramscore.ExactMatch,
        gramscore.TokenF1,
        lambda tokenizer: gramscore.ROUGE(["rouge1", "rougeL", "rougeLsum"], tokenizer=tokenizer),
    ):
        ours = make(tokenizer="ptb")
        if make is gramscore.WER:
            found = ours.score(predictions, [own[-1] for own in references])
            again = make(tokenizer="none").score(
                ["a dog is n't running", "two cats"], [own[-1] for own in references]
            )
        else:
            found = ours.score(predictions, references)
            again = make(tokenizer="whitespace" if "ROUGE" in repr(ours) else "none").score(
                ["a dog is n't running", "two cats"], references
            )
        assert found.stats.tolist() == again.stats.tolist(), ours
        assert "tok:ptb" in ours.signature


def test_lines_of_rouge_lsum() -> None:
    metric = gramscore.ROUGE(["rougeL", "rougeLsum"], tokenizer="ptb")
    found = metric.score(["A dog ran.\nCats sat!"], ["Cats sat.\nA dog ran."])
    plain = gramscore.ROUGE(["rougeL", "rougeLsum"], tokenizer="whitespace")
    assert (
        found.stats.tolist() == plain.score(["a dog ran\ncats sat"], ["cats sat\na dog ran"]).stats.tolist()
    )


def test_explanations_know_the_places() -> None:
    explanation = gramscore.BLEU(1, tokenizer="ptb").explain("The Dog (ran).", "the dog")
    assert [(order.matches, order.total) for order in explanation.orders] == [(2, 5)]


def test_texts_that_make_scans_run_on_take_no_time() -> None:
    """Each place could begin an address or a tag that never ends."""
    for text in ("a-!" * 100_000, "<!a" * 100_000, "a" * 300_000, "A.\u00a0" * 100_000, "1-" * 100_000):
        assert _core.ptb_file(text, False)


PIECES = (
    "the Dog don't can't it's I'm they'll cannot gonna 'tis 'twas O'Brien o'brien d'Artagnan l'eau "
    "o'clock ma'am y'all Y'all 'em ’em 'cause 'n' qu'ran 'bye' `her` \"hi\" “q” ‘s’ «d» „l (r) [s] {c} <b> "
    '<a href="x"> <1> <!x> < > 1,000 3.14 .5 5. -5 10% 12:30pm 1st 1/2 3-1/2 7/8/2020 ½ 10-20 1990-2000 '
    "(555) 123-4567 $5 US$5 £5 €5 5¢ #1 Mr. Dr. Inc. etc. U.S. p.m. A. s. miss. Miss. no. No. PTY. Pty. "
    "Co. Ltd. yes!no a.b.c v1.0 http://www.a.com/b?c=d www.foo.net/pq bar.com me@a.com, <a@b.com> @user's "
    "#tag1 C++ C# node.js 01.jpg x.py. :) ;-) :D ^_^ 8) <3 and/or a/b/c/d & AT&T a&b A+B &amp; &lt; "
    "&quot; &#39; caf&eacute; under_score __init__ a~b ** == - -- --- ----- well-known U.S.-based F-16 "
    "-lead trail- pro- S&P-500 café İstanbul ΣΑΣ straße 日本語。 हिन्दी। 😀 dog🐶cat ❤️ ™ ° soft\u00adhyphen "
    "zero\u200bwidth nb\u00a0sp ! !! ?! . .. ... ...... . . . , ; : -LRB- 20°C x² H₂O 10⁻³ The Jan. jan. Ph.D. "
    "a.k.a. '99 '90s"
).split(" ")


def test_captions_against_the_original() -> None:
    package = pytest.importorskip("pycocoevalcap", reason="the original: pip install pycocoevalcap==1.2")
    if shutil.which("java") is None:
        pytest.skip("the original runs Java: install a runtime")
    rng = random.Random(3)
    lines = [text.replace("\n", " ") for text in HOSTILE if "\ud800" not in text]
    for _ in range(3000):
        spaces = rng.choice([[" "], ["", "", " ", "'", ".", "-", "/"]])
        lines.append("".join(rng.choice(PIECES) + rng.choice(spaces) for _ in range(rng.randint(1, 9))))
    joined = "\n".join(lines)
    folder = Path(package.__path__[0]) / "tokenizer"
    command = ["java", "-cp", JAR, "edu.stanford.nlp.process.PTBTokenizer", "-preserveLines", "-lowerCase"]
    printed = subprocess.run(
        command, cwd=folder, input=joined.encode(), capture_output=True, check=True
    ).stdout.decode()
    assert (
        _core.ptb_file(joined, False).split("\n") == printed.removesuffix("\n").split("\n")[: len(lines) + 99]
    )
