"""The texts that are recorded: typed ones, and seeded ones that look like sentences."""

from __future__ import annotations

import random

from texts import HOSTILE, WORDS

PAIRS = [
    ("The cat sat on the mat.", ["The cat sat on a mat.", "On the mat there sat a cat."]),
    ("on the mat the cat sat", ["the cat sat on the mat"]),
    ("She said: \"It's 3.5% of $1,000, isn't it?\"", ['She said, "It is 3.5 % of $ 1,000, isn\'t it?"']),
    ("fulfilled hopes\nrunning ponies\ndying skies", ["hopes were fulfilled\na pony ran\nthe sky died"]),
    ("猫がマットの上に座った。", ["マットの上に猫が座っていた。"]),
    ("明天北京下雨，气温10度。", ["北京明天有雨，气温为10度。", "明天有雨"]),
    ("मौसम अच्छा है", ["आज मौसम अच्छा है।"]),
    ("&quot;entities&quot; &amp; <skipped> hy-\nphen", ['"entities" & hyphen', "hy-phen"]),
    ("a b c d e f g h i j k l", ["g h i j k l a b c d e f"]),
    ("", ["something"]),
    ("something", [""]),
    ("", [""]),
]


def texts() -> tuple[list[str], list[list[str]]]:
    """Predictions, and one to three references of each."""
    predictions, references = [p for p, _ in PAIRS], [r for _, r in PAIRS]
    rng = random.Random(20_26)
    short = [text for text in HOSTILE if len(text) < 200]
    for text in short:
        predictions.append(text)
        references.append([text.swapcase(), rng.choice(short)][: rng.randint(1, 2)])
    for size in (3, 8, 20, 20, 40, 90):
        words = [rng.choice(WORDS) for _ in range(size)]
        predictions.append(" ".join(words))
        references.append([])
        for _ in range(rng.randint(1, 3)):
            other = list(words)
            for _ in range(1 + size // 5):
                other.insert(rng.randrange(len(other) + 1), rng.choice(WORDS))
                del other[rng.randrange(len(other))]
            cut = rng.randrange(size)
            references[-1].append(" ".join(other[cut:] + other[:cut]))
    return predictions, references
