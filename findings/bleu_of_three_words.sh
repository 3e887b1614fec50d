#!/usr/bin/env bash
# sacrebleu 2.6.0, NLTK 3.10.4 and pycocoevalcap 1.2: BLEU of texts that have three words each.
# A corpus whose every line equals its reference should have a perfect BLEU, or be refused.
# It has no 4-grams at all, and each package makes something else of that: 0, a number of size 1e-77, and 0.03, where
# each has a perfect score for a perfect text of four words. sacrebleu's default smoothing does not act on an order
# that has no n-grams. Captions, titles and answers are often that short.
source "$(dirname "$0")/preamble.bash"
install sacrebleu==2.6.0 nltk==3.10.4 pycocoevalcap==1.2

python - >seen 2>log <<'EOF'
import sacrebleu
from nltk.translate.bleu_score import corpus_bleu
from pycocoevalcap.bleu.bleu import Bleu

for lines in (["the red bus", "two old friends", "tea with milk"], ["a cup of tea", "a cup of milk"]):
    numbered = {i: [line] for i, line in enumerate(lines)}
    words = [line.split() for line in lines]
    print(lines)
    print(f"  sacrebleu, of 100: {sacrebleu.corpus_bleu(lines, [lines]).score:.4g}")
    print(f"  NLTK, of 1: {corpus_bleu([[line] for line in words], words):.4g}")
    print(f"  pycocoevalcap, of 1: {Bleu(4).compute_score(numbered, numbered, verbose=0)[0][3]:.4g}")
EOF
expect <<'EOF'
['the red bus', 'two old friends', 'tea with milk']
  sacrebleu, of 100: 0
  NLTK, of 1: 1.221e-77
  pycocoevalcap, of 1: 0.03162
['a cup of tea', 'a cup of milk']
  sacrebleu, of 100: 100
  NLTK, of 1: 1
  pycocoevalcap, of 1: 1
EOF
