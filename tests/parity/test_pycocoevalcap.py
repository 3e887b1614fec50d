"""gramscore.compat.pycocoevalcap against pycocoevalcap 1.2, recorded and live, and the command for COCO's files."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from texts import HOSTILE

from gramscore.cli.app import app
from gramscore.compat.pycocoevalcap import Bleu, Cider, COCOEvalCap, PTBTokenizer, Rouge

RECORDED = json.loads((Path(__file__).parent / "recorded" / "coco.json").read_text(encoding="utf-8"))
SHORT = [text for text in HOSTILE if len(text) < 300]


def words(rng: random.Random) -> str:
    if rng.random() < 0.15:
        return rng.choice(SHORT)
    return rng.choice([" ", "  ", "\t"]).join(rng.choice("abcdeé") for _ in range(rng.randint(0, 12)))


def captions(rng: random.Random, count: int) -> tuple[dict[Any, list[str]], dict[Any, list[str]]]:
    gts = {f"image {n}": [words(rng) for _ in range(rng.randint(1, 5))] for n in range(count)}
    return gts, {image: [words(rng)] for image in reversed(list(gts))}


@pytest.mark.parametrize("pair", RECORDED["pairs"], ids=range(len(RECORDED["pairs"])))
def test_recorded_pairs(pair: dict[str, Any]) -> None:
    gts, res = {1: pair["refs"]}, {1: [pair["hyp"]]}
    corpus, examples = Bleu(4).compute_score(gts, res, verbose=0)
    assert corpus == pair["bleu_corpus"]
    assert [of_order[0] for of_order in examples] == pair["bleu_sentence"]
    assert Rouge().calc_score([pair["hyp"]], pair["refs"]) == pair["rouge_l"]


def test_recorded_corpus() -> None:
    for corpus in RECORDED["corpus"]:
        gts = dict(enumerate(corpus["refs"]))
        res = {n: [text] for n, text in enumerate(corpus["hyps"])}
        assert Bleu(4).compute_score(gts, res, verbose=0) == (corpus["bleu_corpus"], corpus["bleu_sentence"])
        mean, scores = Rouge().compute_score(gts, res)
        assert mean == corpus["rouge_l_mean"]
        assert scores.tolist() == corpus["rouge_l"]


def test_scorers_against_the_original(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pycocoevalcap", reason="the original: pip install pycocoevalcap==1.2")
    from pycocoevalcap.bleu.bleu import Bleu as TheirBleu
    from pycocoevalcap.cider.cider import Cider as TheirCider
    from pycocoevalcap.rouge.rouge import Rouge as TheirRouge

    rng = random.Random(6)
    for _ in range(30):
        gts, res = captions(rng, rng.randint(1, 25))
        gts["words"], res["words"] = ["a word"], ["a word"]
        for order in (1, 4):
            for verbose in (0, 1):
                ours = Bleu(order).compute_score(gts, res, verbose)
                said = capsys.readouterr().out
                assert TheirBleu(order).compute_score(gts, res, verbose) == ours
                assert capsys.readouterr().out == said
        for mine, theirs in ((Rouge(), TheirRouge()), (Cider(sigma=2.5), TheirCider(sigma=2.5))):
            mean, scores = mine.compute_score(gts, res)
            their_mean, their_scores = theirs.compute_score(gts, res)
            assert mean == their_mean
            np.testing.assert_array_equal(scores, their_scores, strict=True)
            assert mine.method() == theirs.method()


class Captions:
    """What the evaluation asks of an object of pycocotools."""

    def __init__(self, by_image: dict[int, list[str]]) -> None:
        self.imgToAnns = {
            image: [{"caption": text, "image_id": image} for text in own] for image, own in by_image.items()
        }

    def getImgIds(self) -> list[int]:  # noqa: N802
        return list(self.imgToAnns)


GTS = {
    7: ["A dog runs on the grass.", "The dog is running!", "One brown dog (running)"],
    3: ["A cat sits on a mat.", "Cat sitting."],
    5: ["Two men aren't playing 3-on-3 basketball.", "Men at 5 p.m."],
}
RES = {7: ["A dog is running on grass"], 3: ["a cat on a mat."], 5: ["Two men play basketball :)"]}


def test_the_evaluation(capsys: pytest.CaptureFixture[str]) -> None:
    evaluation = COCOEvalCap(Captions(GTS), Captions(RES))
    evaluation.evaluate()
    said = capsys.readouterr().out
    assert list(evaluation.eval) == ["Bleu_1", "Bleu_2", "Bleu_3", "Bleu_4", "ROUGE_L", "CIDEr"]
    assert said.splitlines()[:2] == ["tokenization...", "setting up scorers..."]
    assert f"CIDEr: {evaluation.eval['CIDEr']:.3f}" in said
    assert [scores["image_id"] for scores in evaluation.evalImgs] == [7, 3, 5]
    assert evaluation.imgToEval[3]["ROUGE_L"] == evaluation.evalImgs[1]["ROUGE_L"]
    if shutil.which("java") is None:
        return
    pytest.importorskip("pycocoevalcap", reason="the original: pip install pycocoevalcap==1.2")
    from pycocoevalcap.cider.cider import Cider as TheirCider
    from pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer as TheirTokenizer

    gts, res = (TheirTokenizer().tokenize(Captions(it).imgToAnns) for it in (GTS, RES))
    assert PTBTokenizer().tokenize(Captions(GTS).imgToAnns) == gts
    assert PTBTokenizer().tokenize(Captions(RES).imgToAnns) == res
    assert TheirCider().compute_score(gts, res)[0] == evaluation.eval["CIDEr"]


@pytest.mark.parametrize(
    ("gts", "res", "error", "message"),
    [
        ({1: ["a"]}, {2: ["a"]}, ValueError, "both need the same images"),
        ({}, {}, ValueError, "gts has no images"),
        ({1: ["a"]}, {1: ["a", "b"]}, ValueError, r"res\[1\] has 2 captions: one is scored"),
        ({1: []}, {1: ["a"]}, ValueError, r"gts\[1\] has no captions"),
        ({1: "a"}, {1: ["a"]}, TypeError, r"gts\[1\] is 'a': a list of captions"),
        ({1: [3]}, {1: ["a"]}, TypeError, r"gts\[1\] holds 3: a caption is a text"),
        ([], {}, TypeError, r"gts is \[\]: a dictionary"),
    ],
)
def test_what_cannot_be_scored(gts: Any, res: Any, error: type[Exception], message: str) -> None:
    for scorer in (Bleu(4), Rouge(), Cider()):
        with pytest.raises(error, match=message):
            scorer.compute_score(gts, res)


def test_other_refusals() -> None:
    with pytest.raises(ValueError, match="gts has no words"):
        Cider().compute_score({1: [""]}, {1: ["a"]})
    with pytest.raises(ValueError, match="n is 3"):
        Cider(n=3)
    with pytest.raises(ValueError, match="n is 5"):
        Bleu(5)
    with pytest.raises(TypeError, match=r"captions_for_image\[1\]\[0\]\['caption'\] is None"):
        PTBTokenizer().tokenize({1: [{"caption": None}]})
    assert PTBTokenizer().tokenize({1: [], 2: [{"caption": " "}]}) == {2: [""]}


def files(folder: Path, gts: dict[int, list[str]], res: Any) -> list[str]:
    annotations = {
        "images": [{"id": image} for image in gts],
        "annotations": [
            {"image_id": image, "id": 1, "caption": text} for image, own in gts.items() for text in own
        ],
    }
    results = (
        [{"image_id": image, "caption": own[0]} for image, own in res.items()]
        if isinstance(res, dict)
        else res
    )
    for name, content in (("annotations.json", annotations), ("results.json", results)):
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    return [str(folder / "annotations.json"), str(folder / "results.json")]


def test_the_command(tmp_path: Path) -> None:
    evaluation = COCOEvalCap(Captions(GTS), Captions(RES))
    evaluation.evaluate()
    per_image = tmp_path / "images.jsonl"
    run = CliRunner().invoke(
        app, ["coco", *files(tmp_path, GTS, RES), "--format", "json", "--per-image", str(per_image)]
    )
    assert run.exit_code == 0, run.output
    assert json.loads(run.stdout) == {"images": 3, **evaluation.eval}
    assert [json.loads(line) for line in per_image.read_text().splitlines()] == evaluation.evalImgs
    run = CliRunner().invoke(app, ["coco", *files(tmp_path, GTS, {3: RES[3], 5: RES[5]})])
    assert run.stdout.splitlines()[0].startswith("Bleu_1: 0.")
    assert "1 of 3 images have no result" in run.stderr


@pytest.mark.parametrize(
    ("results", "message"),
    [
        ({}, "no results"),
        ([{"image_id": 3, "caption": "a"}] * 2, "the image 3 has 2 captions: one is scored"),
        ([{"image_id": 4, "caption": "a"}], "the image 4 has no caption in the annotations"),
        ([{"caption": "a"}], 'results[0] has no "image_id"'),
        ([{"image_id": 3}], 'results[0] has no "caption"'),
        ([3], "results[0] is no object"),
        ({"a": 1}, "a list of results is expected"),
    ],
)
def test_files_that_cannot_be_scored(tmp_path: Path, results: Any, message: str) -> None:
    given = files(tmp_path, GTS, {})
    (tmp_path / "results.json").write_text(json.dumps(results if results != {} else []), encoding="utf-8")
    run = CliRunner().invoke(app, ["coco", *given])
    assert run.exit_code == 2
    assert message in run.output + str(run.exception)
