"""Remarks on what is probably not meant: in the command, by `gramscore check`, and of scores in Python."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import gramscore

SEEN = ("the otter swims", ["an otter swims"])
UNSEEN = ("आज मौसम अच्छा है", ["आज मौसम बहुत अच्छा है"])
BLANK = (" ", [""])


def write(rows: Sequence[tuple[Any, Any]]) -> str:
    lines = (json.dumps({"prediction": p, "references": r}) + "\n" for p, r in rows)
    Path("a.jsonl").write_text("".join(lines), encoding="utf-8")
    return "a.jsonl"


@pytest.mark.parametrize("metric", ["rouge1", "rouge2,rougeL", "rougeLsum"])
def test_said_once(run, metric: str) -> None:
    outcome = run("score", write([UNSEEN, UNSEEN, SEEN]), "-m", metric)
    assert outcome.code == 0
    assert outcome.err.startswith("gramscore: in 2 of 3 examples the tokenizer finds nothing: ")
    assert "--tokenizer unicode" in outcome.err
    assert outcome.err.count("\n") == 1


def test_the_option_named_fits_the_other_metrics(run) -> None:
    file = write([UNSEEN])
    assert "; --tokenizer unicode reads" in run("score", file, "-m", "rouge1,chrf").err
    assert "; --tokenizer rouge=unicode reads" in run("score", file, "-m", "rouge1,bleu").err
    outcome = run("score", file, "-m", "rouge1,bleu", "--tokenizer", "rouge=unicode")
    assert (outcome.code, outcome.err) == (0, "")


def test_the_results_stay_clean(run) -> None:
    assert json.loads(run("score", write([UNSEEN]), "--format", "json").out)["examples"] == 1


def test_one_example_is_enough(run) -> None:
    assert "in 1 of 3 examples the tokenizer finds nothing" in run("score", write([SEEN, UNSEEN, SEEN])).err


@pytest.mark.parametrize(
    "rows",
    [
        [("no", ["yes"]), ("yes", ["no"]), ("no", ["no"])],  # one word each, and so no bigram
        [("... !", ["?"]), ("a", ["b"])],  # nothing that any tokenizer sees
        [
            ("naïve", ["naïve"]),
            *[(f"a {n}", [f"b {n}"]) for n in range(20)],
        ],  # now and then a letter that is not seen
    ],
)
def test_not_said(run, rows: Sequence[tuple[Any, Any]]) -> None:
    for metric in ("rouge1", "rouge2"):
        outcome = run("score", write(rows), "-m", metric)
        assert (outcome.code, outcome.err) == (0, "")


@pytest.mark.parametrize("side", ["prediction", "reference"])
def test_one_side_is_enough(run, side: str) -> None:
    row = (UNSEEN[0], SEEN[1]) if side == "prediction" else (SEEN[0], UNSEEN[1])
    assert "in 1 of 1 examples" in run("score", write([row])).err


@pytest.mark.parametrize(
    "arguments", [["--quiet"], ["--tokenizer", "unicode"], ["--tokenizer", "whitespace"]]
)
def test_silenced(run, arguments: list[str]) -> None:
    assert run("score", write([UNSEEN]), *arguments).err == ""


def test_lone_surrogates_are_text(run) -> None:
    assert run("score", write([("\ud800", ["\udc00"])])).code == 0


def test_the_tokenizer_named_helps(run, api_figures) -> None:
    found = run("score", write([UNSEEN]), "-m", "rouge1", "--tokenizer", "unicode", "--format", "json").json
    assert found["metrics"] == api_figures([UNSEEN[0]], [UNSEEN[1]], tokenizer="unicode")
    assert found["metrics"]["rouge1"]["precision"] == 1.0


TOKENIZED = ("it is late , he said .", ["It is late, he says."])
GERMAN = ("Größe und Maß für Ämter", ["Größe und Maß für die Ämter"])
CHINESE = ("今天天气很好", ["今天天气不错"])
SENTENCES = ("It rains. We stay. He left.", ["It rained. We stay. He left."])
SHORT = ("a b", ["a b c"])


def kinds(run, rows: Sequence[tuple[Any, Any]], *options: str) -> dict[str, Any]:
    outcome = run("check", write(rows), *options, "--format", "json")
    found = json.loads(outcome.out)["remarks"]
    assert outcome.code == (1 if found else 0)
    return {remark["kind"]: remark for remark in found}


@pytest.mark.parametrize(
    ("rows", "options", "kind", "examples", "first"),
    [
        ([SEEN, ("", ["a b c"]), (" \n", ["a"])], ["-m", "chrf"], "empty-predictions", 2, 1),
        ([SEEN, ("a b", [""])], ["-m", "chrf"], "empty-references", 1, 1),
        ([SEEN, UNSEEN], ["-m", "rouge1"], "unseen-text", 1, 1),
        ([SEEN, GERMAN], ["-m", "rouge1"], "partly-seen-text", 1, 1),
        ([CHINESE, SEEN], ["-m", "bleu"], "unspaced-script", 1, 0),
        ([CHINESE, SEEN], ["-m", "ter"], "unspaced-script", 1, 0),
        ([SENTENCES], ["-m", "rougeLsum"], "no-line-breaks", 1, 0),
        ([TOKENIZED] * 4 + [SEEN], ["-m", "bleu"], "tokenized-predictions", 4, 0),
        ([("a b c", ["a b c", "d"])] * 4 + [SEEN], ["-m", "chrf"], "equal-to-reference", 4, 0),
        ([SHORT] * 3 + [SEEN, TOKENIZED], ["-m", "chrf"], "same-predictions", 3, None),
        ([("a b c d", ["a"])] * 2, ["-m", "bleu"], "length", 0, None),
        (
            [(f"a b {n}", ["a b c"]) for n in range(20)] + [("x " * 500, ["a"])],
            ["-m", "bleu"],
            "heavy-example",
            1,
            20,
        ),
        (
            [(f"a b {n}", ["a b c"]) for n in range(20)] + [("x " * 500, ["a"])],
            ["-m", "ter"],
            "heavy-example",
            1,
            20,
        ),
    ],
)
def test_check(run, rows: list[Any], options: list[str], kind: str, examples: int, first: int | None) -> None:
    found = kinds(run, rows, *options)
    assert (found[kind]["examples"], found[kind]["first"]) == (examples, first)


def test_remedies_are_options(run) -> None:
    assert (
        "; --tokenizer unicode reads" in kinds(run, [GERMAN], "-m", "rouge1")["partly-seen-text"]["message"]
    )
    assert "--tokenizer bleu=zh" in kinds(run, [CHINESE], "-m", "bleu")["unspaced-script"]["message"]
    assert kinds(run, [CHINESE], "-m", "bleu", "--tokenizer", "zh") == {}
    assert kinds(run, [GERMAN], "-m", "rouge1", "--tokenizer", "unicode") == {}


def test_nothing_to_remark_on(run) -> None:
    outcome = run("check", write([("the otter swims", ["an otter swam"])]))
    assert (outcome.code, outcome.out) == (0, "nothing to remark on in 1 examples\n")


def test_copies_of_the_source(run) -> None:
    rows = [{"prediction": "a b", "reference": "c d", "article": text} for text in ("a b", "x")]
    Path("a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    outcome = run("check", "a.jsonl", "--source", "article", "-m", "chrf")
    assert "copies: in 1 of 2 examples the prediction is a copy of the source" in outcome.out


def test_references_that_look_transposed(run) -> None:
    texts = ["the otter swims home", "a red lamp glows"]
    sets = [["an otter swims home", "the red lamp glows"], ["the otter swam home", "a red lamp shone"]]
    for references, expected in ((sets, 1), ([*zip(*sets, strict=True)], 0)):
        rows = [{"prediction": p, "reference": r} for p, r in zip(texts, references, strict=True)]
        Path("a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        outcome = run("check", "a.jsonl", "-m", "chrf")
        assert (outcome.code, outcome.out.count("transposed-references: references looks")) == (
            expected,
            expected,
        )


def test_remarks_are_in_json(run) -> None:
    found = run("score", write([SEEN, UNSEEN]), "-m", "rouge1", "--format", "json").json["remarks"]
    assert [it["kind"] for it in found] == ["unseen-text"]


def test_of_scores() -> None:
    texts = [f"the cat number {n} sat" for n in range(30)]
    others = [f"a cat number {n} sat" for n in range(30)]
    for metric in (gramscore.BLEU(), gramscore.CHRF(), gramscore.TER()):
        assert metric.score(texts, others).remarks == ()
        found = metric.score([*texts, "x " * 900], [*others, "y"]).remarks
        assert ("heavy-example", 30) in [(it.kind, it.first) for it in found]
    (remark,) = gramscore.ROUGE(["rouge1"]).score([*texts, "", "\u0439"], [*others, "y", "y"]).remarks
    assert (remark.kind, remark.examples, remark.first) == ("predictions-without-tokens", 2, 30)
    assert str(remark).startswith("2 of 32 predictions have no tokens for rouge (first predictions[30])")
