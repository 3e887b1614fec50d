#!/usr/bin/env bash
# METEOR 1.5, as pycocoevalcap 1.2 ships and calls it.
# It was made to see that "dogs" and "dog" are the same word, at a discount.
# It does so only beside a word that matches exactly. A text whose words match by their stems alone has a score of 0.
# Two words match by meaning ("couch", "sofa": 0.8), but their plural does not.
# Also, one unmatched full stop takes an otherwise perfect caption from 1 to 0.46.
source "$(dirname "$0")/preamble.bash"
need java
install pycocoevalcap==1.2

python - >seen 2>log <<'EOF'
from pycocoevalcap.meteor.meteor import Meteor

pairs = [("dogs", "dog"), ("big dogs", "big dog"), ("cars stopped", "car stops"), ("the cars stopped", "the car stops"),
         ("couch", "sofa"), ("couches", "couch"), ("a dog", "a dog"), ("a dog .", "a dog")]
references = {i: [reference] for i, (_, reference) in enumerate(pairs)}
outputs = {i: [output] for i, (output, _) in enumerate(pairs)}
scores = Meteor().compute_score(references, outputs)[1]
for pair, score in zip(pairs, scores):
    print(*pair, f"{score:.4f}", sep=" | ")
EOF
expect <<'EOF'
dogs | dog | 0.0000
big dogs | big dog | 0.8000
cars stopped | car stops | 0.0000
the cars stopped | the car stops | 0.6571
couch | sofa | 0.8000
couches | couch | 0.0000
a dog | a dog | 1.0000
a dog . | a dog | 0.4604
EOF
