"""Records what the authors' scripts for GLEU of corrections say: python record_gec_gleu.py FOLDER.

FOLDER has scripts/gleu.py of cnap/gec-ranking, made to run with Python 3: `range` for `xrange`, a list of what filter()
returns. Random numbers are drawn here as compute_gleu draws them with Python 2.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, sys.argv[1])

from gleu import GLEU

rng = random.Random(3)
WORDS = "He She have has had go went gone going home to the a in is are was . ,".split()


def near(text: str) -> str:
    return " ".join(rng.choice(WORDS) if rng.random() < 0.15 else word for word in text.split())


def scores(sources: list[str], predictions: list[str], sets: list[list[str]]) -> tuple[float, list[float]]:
    """Of the corpus, as compute_gleu computes it, and of each sentence, as it does with -d."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for texts in (sources, *sets):
            path = Path(folder, str(len(paths)))
            path.write_text("\n".join(texts) + "\n", encoding="utf-8")
            paths.append(str(path))
        calculator = GLEU(4)
        calculator.load_sources(paths[0])
        calculator.load_references(paths[1:])
        iterations = 500 if len(sets) > 1 else 1
        drawn = []
        for j in range(iterations):
            random.seed(j * 101)
            drawn.append([int(random.random() * len(sets)) for _ in predictions])
        sums = [[0] * 10 for _ in range(iterations)]
        sentences = []
        for i, text in enumerate(predictions):
            calculator.load_hypothesis_sentence(text.split())
            rows = [list(calculator.gleu_stats(i, r_ind=r)) for r in range(len(sets))]
            for j in range(iterations):
                sums[j] = [a + b for a, b in zip(sums[j], rows[drawn[j][i]], strict=True)]
            sentences.append(float(np.mean([calculator.gleu(row, smooth=True) for row in rows])))
        return float(np.mean([calculator.gleu(row) for row in sums])), sentences


found = []
for count in (1, 2, 4):
    sources = [" ".join(rng.choice(WORDS) for _ in range(rng.randint(3, 12))) for _ in range(60)]
    predictions = [near(text) for text in sources]
    sets = [[near(text) for text in sources] for _ in range(count)]
    corpus, sentences = scores(sources, predictions, sets)
    found.append(
        {
            "sources": sources,
            "predictions": predictions,
            "sets": sets,
            "corpus": corpus,
            "sentences": sentences,
        }
    )
Path(__file__).with_name("gec_gleu.json").write_text(json.dumps(found, indent=0) + "\n", encoding="utf-8")
