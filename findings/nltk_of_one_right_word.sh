#!/usr/bin/env bash
# NLTK 3.10.4: an answer of one word, equal to its reference.
# Whatever a metric measures, a perfect answer has its highest score.
# By RIBES it has 0, because one word has no order; by METEOR a half, because one chunk of one word counts as broken
# up; by chrF a half, because orders longer than the word count as 0. GLEU gives 1, and sacrebleu's chrF 100 of 100.
# Metrics from one package, averaged over short answers, measure the answers' lengths.
source "$(dirname "$0")/preamble.bash"
install nltk==3.10.4 sacrebleu==2.6.0

python - >seen <<'EOF'
from nltk.translate.chrf_score import sentence_chrf
from nltk.translate.gleu_score import sentence_gleu
from nltk.translate.meteor_score import single_meteor_score
from nltk.translate.ribes_score import sentence_ribes
from sacrebleu.metrics import CHRF


class NoSynonyms:
    def synsets(self, word):
        return []


print("RIBES", round(sentence_ribes([["yes"]], ["yes"]), 4))
print("METEOR", round(single_meteor_score(["yes"], ["yes"], wordnet=NoSynonyms()), 4))
print("chrF", round(sentence_chrf("yes", "yes"), 4))
print("GLEU", round(sentence_gleu([["yes"]], ["yes"]), 4))
print("chrF of sacrebleu", round(CHRF().sentence_score("yes", ["yes"]).score, 4))
EOF
expect <<'EOF'
RIBES 0.0
METEOR 0.5
chrF 0.5
GLEU 1.0
chrF of sacrebleu 100.0
EOF
