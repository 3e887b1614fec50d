#!/usr/bin/env bash
# sacrebleu 2.6.0, signatures.
# A signature names all settings, so equal signatures mean comparable scores.
# Beta of chrF and the highest order of BLEU are in none, and of the two only beta shows in the printed name.
# chrF1 and chrF3 of one corpus share a signature, and so do BLEU of single words and of pairs.
source "$(dirname "$0")/preamble.bash"
install sacrebleu==2.6.0

python - >seen <<'EOF'
from sacrebleu.metrics import BLEU, CHRF

outputs, references = ["we took the late bus home"], [["we took a late bus to go home"]]
for metric in (CHRF(beta=1), CHRF(beta=3), BLEU(max_ngram_order=1), BLEU(max_ngram_order=2)):
    score = metric.corpus_score(outputs, references)
    print(score.name, f"{score.score:.2f}", metric.get_signature())
EOF
expect <<'EOF'
chrF1 51.04 nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0
chrF3 48.99 nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0
BLEU 59.71 nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0
BLEU 41.37 nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0
EOF
