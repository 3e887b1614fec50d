"""The evaluation of COCO's captions: tokens, and then all scores."""

# ruff: noqa: N802, N803 - the names are those of the original
from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

from gramscore.compat.pycocoevalcap.bleu.bleu import Bleu
from gramscore.compat.pycocoevalcap.cider.cider import Cider
from gramscore.compat.pycocoevalcap.rouge.rouge import Rouge
from gramscore.compat.pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer


class COCOEvalCap:
    """BLEU-1 to BLEU-4, ROUGE-L and CIDEr-D of the captions in `cocoRes` by those in `coco`, without METEOR and SPICE,
    for which the original runs Java.

    coco, cocoRes: objects of pycocotools: COCO(annotations) and its loadRes(results).

    evaluate() prints what the original prints. Then `eval` has the scores by name, `imgToEval` those of each image, and
    `evalImgs` the same as a list. `params["image_id"]` says which images are scored: all of `coco`, unless it is set to
    others, such as those of `cocoRes`.
    """

    def __init__(self, coco: Any, cocoRes: Any) -> None:
        self.evalImgs: list[dict[str, Any]] = []
        self.eval: dict[str, float] = {}
        self.imgToEval: dict[Hashable, dict[str, Any]] = {}
        self.coco = coco
        self.cocoRes = cocoRes
        self.params = {"image_id": coco.getImgIds()}

    def evaluate(self) -> None:
        """Tokenizes and scores. Raises what the scorers raise."""
        images = self.params["image_id"]
        print("tokenization...")
        gts = PTBTokenizer().tokenize({image: self.coco.imgToAnns[image] for image in images})
        res = PTBTokenizer().tokenize({image: self.cocoRes.imgToAnns[image] for image in images})
        print("setting up scorers...")
        scorers: list[tuple[Any, list[str]]] = [
            (Bleu(4), ["Bleu_1", "Bleu_2", "Bleu_3", "Bleu_4"]),
            (Rouge(), ["ROUGE_L"]),
            (Cider(), ["CIDEr"]),
        ]
        for scorer, names in scorers:
            print(f"computing {scorer.method()} score...")
            corpus, examples = scorer.compute_score(gts, res)
            if len(names) == 1:
                corpus, examples = [corpus], [examples]
            for name, score, of_images in zip(names, corpus, examples, strict=True):
                self.setEval(score, name)
                self.setImgToEvalImgs(of_images, gts.keys(), name)
                print(f"{name}: {score:.3f}")
        self.setEvalImgs()

    def setEval(self, score: float, method: str) -> None:
        self.eval[method] = score

    def setImgToEvalImgs(self, scores: Iterable[float], imgIds: Iterable[Hashable], method: str) -> None:
        for image, score in zip(imgIds, scores, strict=True):
            self.imgToEval.setdefault(image, {"image_id": image})[method] = score

    def setEvalImgs(self) -> None:
        self.evalImgs = list(self.imgToEval.values())
