#!/usr/bin/env bash
# sacrebleu 2.6.0, corpus_score.
# References are a list for each reference set, not for each segment. Who passes them by segment, as NLTK and
# rouge-score want them, expects an error, for the lengths do not fit.
# What comes is a score of the first segment alone, without a warning, and it can be perfect: here one line of three
# is scored. Only the length in the printed score (5 words of 15) gives it away.
source "$(dirname "$0")/preamble.bash"
install sacrebleu==2.6.0

python - >seen <<'EOF'
from sacrebleu.metrics import BLEU, CHRF, TER

outputs = ["rain is expected this evening", "nothing of this is right", "nor is any of that"]
references = ["rain is expected this evening", "trains run every ten minutes", "bring an umbrella with you"]
print(BLEU().corpus_score(outputs, [references]))
print(BLEU().corpus_score(outputs, [[line] for line in references]))
print(CHRF().corpus_score(outputs, [[line] for line in references]))
print(TER().corpus_score(outputs, [[line] for line in references]))
EOF
expect <<'EOF'
BLEU = 33.33 33.3/33.3/33.3/33.3 (BP = 1.000 ratio = 1.000 hyp_len = 15 ref_len = 15)
BLEU = 100.00 100.0/100.0/100.0/100.0 (BP = 1.000 ratio = 1.000 hyp_len = 5 ref_len = 5)
chrF2 = 100.00
TER = 0.00
EOF
