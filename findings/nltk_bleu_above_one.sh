#!/usr/bin/env bash
# NLTK 3.10.4: corpus_bleu with the smoothing methods 5, 6 and 7.
# BLEU lies between 0 and 1, and does not depend on the order of the sentences.
# These methods look at one pair of texts beside the counts, and corpus_bleu hands them the last. The same two perfect
# sentences give 1.54 or 1.06 by their order, and one sentence compared with itself can give more than 1, too.
source "$(dirname "$0")/preamble.bash"
install nltk==3.10.4

python - >seen <<'EOF'
from nltk.translate.bleu_score import SmoothingFunction, corpus_bleu

lines = ["the small dog ran home today".split(), "we like tea".split()]
for name in ("method4", "method5", "method6", "method7"):
    smooth = getattr(SmoothingFunction(), name)
    for part in (lines, lines[::-1], lines[:1]):
        score = corpus_bleu([[line] for line in part], part, smoothing_function=smooth)
        print(name, [len(line) for line in part], f"{score:.4f}")
EOF
expect <<'EOF'
method4 [6, 3] 0.9306
method4 [3, 6] 0.9306
method4 [6] 1.0000
method5 [6, 3] 0.9464
method5 [3, 6] 1.0623
method5 [6] 1.1167
method6 [6, 3] 1.5404
method6 [3, 6] 1.0624
method6 [6] 1.0000
method7 [6, 3] 0.9464
method7 [3, 6] 1.0623
method7 [6] 1.1167
EOF
