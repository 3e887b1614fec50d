#!/usr/bin/env bash
# editdistance 0.8.1, on lists of token ids.
# Two lists that differ in one id have a distance of 1.
# It compares hash values only, and Python's hash of -1 is that of -2. So the labels -1 and -2 are equal to it, and
# error rates over padded or masked ids come out too low. rapidfuzz 3.14.6 tells these two apart.
source "$(dirname "$0")/preamble.bash"
install editdistance==0.8.1 rapidfuzz==3.14.6

python - >seen <<'EOF'
import editdistance
from rapidfuzz.distance import Levenshtein

for first, second in (([5, -1, 7], [5, -2, 7]), ([5, -1, 7], [5, -3, 7])):
    print(first, second, editdistance.eval(first, second), Levenshtein.distance(first, second))
EOF
expect <<'EOF'
[5, -1, 7] [5, -2, 7] 0 1
[5, -1, 7] [5, -3, 7] 1 1
EOF
