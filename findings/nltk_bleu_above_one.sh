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
    print(name, *(f"{corpus_bleu([[it] for it in part], part, smoothing_function=smooth):.4f}" for part in (lines, lines[::-1], lines[:1])))
EOF
expect <<'EOF'
method4 0.9306 0.9306 1.0000
method5 0.9464 1.0623 1.1167
method6 1.5404 1.0624 1.0000
method7 0.9464 1.0623 1.1167
EOF
