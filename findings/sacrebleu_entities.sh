#!/usr/bin/env bash
# sacrebleu 2.6.0: text taken from SGML or HTML, in which "&" is still written "&amp;".
# Either a metric sees the five letters or it does not, and one package decides it once.
# The default tokenizer of BLEU decodes the entity, so BLEU is perfect. chrF and TER see the letters, and so does BLEU
# with the tokenizer "intl".
# A test set with entities left in it looks clean by BLEU and loses by chrF.
source "$(dirname "$0")/preamble.bash"
install sacrebleu==2.6.0

python - >seen <<'EOF'
from sacrebleu.metrics import BLEU, CHRF, TER

output, reference = ["Miller &amp; Sons open a second shop"], [["Miller & Sons open a second shop"]]
for metric in (BLEU(), BLEU(tokenize="intl"), CHRF(), TER()):
    print(metric.corpus_score(output, reference).format(score_only=True, width=2), metric.get_signature())
EOF
expect <<'EOF'
100.00 nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0
51.33 nrefs:1|case:mixed|eff:no|tok:intl|smooth:exp|version:2.6.0
85.86 nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0
14.29 nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0
EOF
