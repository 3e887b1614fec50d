"""Records what the four programs say: python record_sari.py FOLDER.

FOLDER has metrics/sari/sari.py of huggingface/evaluate as evaluate_sari.py, SARI.py of cocoxu/simplification,
sari_hook.py of tensorflow/tensor2tensor, and easse of feralvam/easse. evaluate's script needs evaluate and sacremoses,
tensor2tensor's imports tensorflow, which these functions do not use: an empty module of that name will do.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

folder = Path(sys.argv[1])
sys.path.insert(0, str(folder))

import evaluate_sari  # noqa: E402
import SARI  # noqa: E402
import sari_hook  # noqa: E402
from easse import sari as easse  # noqa: E402

rng = random.Random(7)
WORDS = "About 95 species are currently now known accepted agreed get in the The of , . -- don't U.S. 1,000 é".split()


def phrase() -> str:
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(0, 10)))


def near(text: str) -> str:
    return " ".join(rng.choice(WORDS) if rng.random() < 0.2 else word for word in text.split())


sources = [phrase() for _ in range(120)]
predictions = [near(text) for text in sources]
references = [[near(text) for _ in range(rng.choice((1, 2, 2, 3, 4, 8)))] for text in sources]
normal = evaluate_sari.normalize
found: dict[str, object] = {"sources": sources, "predictions": predictions, "references": references}
examples = list(zip(sources, predictions, references, strict=True))
found["evaluate"] = [
    100 * evaluate_sari.SARIsent(normal(source), normal(ours), [normal(text) for text in theirs])
    for source, ours, theirs in examples
]
found["original"] = [100 * SARI.SARIsent(source, ours, theirs) for source, ours, theirs in examples]
found["tensor2tensor"] = [
    float(
        sari_hook.get_sari_score(
            normal(source).split(), normal(ours).split(), [normal(text).split() for text in theirs]
        )[0]
    )
    for source, ours, theirs in examples
]
found["easse"] = [
    easse.corpus_sari([source], [ours], [[text] for text in theirs]) for source, ours, theirs in examples
]
alike = [example for example in examples if len(example[2]) == 2]
found["easse of two references"] = easse.corpus_sari(
    [source for source, _, _ in alike],
    [ours for _, ours, _ in alike],
    [[theirs[k] for _, _, theirs in alike] for k in range(2)],
)
Path(__file__).with_name("sari.json").write_text(
    json.dumps(found, ensure_ascii=False, indent=0) + "\n", encoding="utf-8"
)
