#!/usr/bin/env bash
# rouge-score 0.1.2: BootstrapAggregator.
# The interval of rougeL depends on the rougeL scores and the seed.
# It also depends on which types come before it: each type draws its own resamples, one type after the other, from
# NumPy's global generator. With rouge1 added in front, the same rougeL scores and the same seed give another "mid".
# Who reports "mid" as the score, as wrappers do, has a score that changes with the list of types.
source "$(dirname "$0")/preamble.bash"
install rouge-score==0.1.2 numpy==2.2.6

python - >seen <<'EOF'
import numpy as np
from rouge_score.scoring import BootstrapAggregator, Score

values = [0.05, 0.1, 0.1, 0.2, 0.35, 0.4, 0.9]
for types in (["rougeL"], ["rouge1", "rougeL"], ["rougeL", "rouge1"]):
    np.random.seed(1)
    aggregator = BootstrapAggregator()
    for value in values:
        aggregator.add_scores({name: Score(value, value, value) for name in types})
    found = aggregator.aggregate()["rougeL"]
    print(*types, *(f"{it.fmeasure:.4f}" for it in (found.low, found.mid, found.high)))
print(f"mean {np.mean(values):.4f}")
EOF
expect <<'EOF'
rougeL 0.1357 0.3000 0.5216
rouge1 rougeL 0.1286 0.2929 0.5286
rougeL rouge1 0.1357 0.3000 0.5216
mean 0.3000
EOF
