#!/usr/bin/env bash
# pycocoevalcap 1.2: CIDEr, whose scale ends at 10.
# A caption equal to its reference gets 10, whatever else is in the set.
# It gets that only with four words or more, for each missing order of n-grams counts as 0: three words 7.5, two 5,
# one 2.5. And how rare a word is comes from the references of this very call. A set of one image, or of images with
# equal references, has no rare words, and all its captions get 0. So scores of different sets do not compare.
source "$(dirname "$0")/preamble.bash"
install pycocoevalcap==1.2 numpy==2.2.6

python - >seen <<'EOF'
from pycocoevalcap.cider.cider import Cider

captions = ["two cats sleep on a sofa", "a dog runs", "red bus", "sunset"]
for part in (captions, captions[:1], captions[:1] * 3):
    same = {i: [it] for i, it in enumerate(part)}
    print([round(float(it), 3) for it in Cider().compute_score(same, same)[1]])
EOF
expect <<'EOF'
[10.0, 7.5, 5.0, 2.5]
[0.0]
[0.0, 0.0, 0.0]
EOF
