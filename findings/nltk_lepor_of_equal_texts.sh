#!/usr/bin/env bash
# NLTK 3.10.4: LEPOR, which punishes words that stand elsewhere than in the reference.
# Equal texts have nothing elsewhere, and a score of 1.
# Of several places at which a repeated word and its neighbours match, the farthest is chosen. A text compared with
# itself then loses a third of its score if it repeats itself. sentence_lepor also leaves its own token lists in the
# caller's list of references, so that a second call with the same list fails.
source "$(dirname "$0")/preamble.bash"
install nltk==3.10.4

python - >seen <<'EOF'
from nltk.translate.lepor import sentence_lepor

for text in ("we drink tea", "tick tock tick tock tick tock"):
    references = [text]
    print(text, f"{sentence_lepor(references, text, tokenizer=str.split)[0]:.4f}", references)
try:
    sentence_lepor(references, text, tokenizer=str.split)
except TypeError:
    print("second call: TypeError")
EOF
expect <<'EOF'
we drink tea 1.0000 [['we', 'drink', 'tea']]
tick tock tick tock tick tock 0.6412 [['tick', 'tock', 'tick', 'tock', 'tick', 'tock']]
second call: TypeError
EOF
