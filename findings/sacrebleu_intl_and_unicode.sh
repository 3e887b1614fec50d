#!/usr/bin/env bash
# sacrebleu 2.6.0 with regex 2024.11.6 and with regex 2026.11.19: BLEU with the tokenizer "intl".
# Equal input, equal versions of sacrebleu and equal signatures should give equal scores.
# The tokenizer splits off what the package regex knows as a symbol. Unicode 17 added the sign of the Saudi riyal;
# the older regex leaves it on the number before it. Nothing in the signature tells the two apart.
source "$(dirname "$0")/preamble.bash"
install sacrebleu==2.6.0

for version in 2024.11.6 2026.11.19; do
    install "regex==$version"
    python - <<'EOF'
from sacrebleu.metrics import BLEU

metric = BLEU(tokenize="intl")
score = metric.corpus_score(["a ticket for two costs 25\u20c1 today"], [["a ticket for two costs 25 \u20c1 today"]])
print(f"{score.score:.2f}", metric.get_signature())
EOF
done >seen
expect <<'EOF'
55.78 nrefs:1|case:mixed|eff:no|tok:intl|smooth:exp|version:2.6.0
100.00 nrefs:1|case:mixed|eff:no|tok:intl|smooth:exp|version:2.6.0
EOF
