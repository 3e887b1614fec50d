#!/usr/bin/env bash
# pycocoevalcap 1.2: ROUGE-L against several references.
# The best reference counts, so more references cannot raise a score beyond the best of them alone.
# It takes the best precision and the best recall separately, perhaps from two references. A caption that matches
# neither has 1.0: it contains all of the short one (recall), and the long one contains all of it (precision).
# Words are what single spaces separate: a second space is an empty word, and costs.
source "$(dirname "$0")/preamble.bash"
install pycocoevalcap==1.2 numpy==2.2.6

python - >seen <<'EOF'
from pycocoevalcap.rouge.rouge import Rouge

for caption, references in (("a dog runs", ["a dog"]), ("a dog runs", ["a dog runs over there"]),
                            ("a dog runs", ["a dog", "a dog runs over there"]), ("a  dog", ["a dog"])):
    print(repr(caption), references, round(float(Rouge().compute_score({0: references}, {0: [caption]})[0]), 4))
EOF
expect <<'EOF'
'a dog runs' ['a dog'] 0.8299
'a dog runs' ['a dog runs over there'] 0.7176
'a dog runs' ['a dog', 'a dog runs over there'] 1.0
'a  dog' ['a dog'] 0.8299
EOF
