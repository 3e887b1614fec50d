#!/usr/bin/env bash
# anls 0.0.2: the similarity of answers by which models that read documents are measured.
# It is 1 minus the edit distance by the characters of the longer text, and 0 where half of them are wrong: that is another
# answer. Letter case is ignored.
# The distance is that of the answers in small letters, but it is divided by their length in capitals, where ß is two
# letters. So two wrong letters of four are another answer in "Spot" for "Spur", and 0.6 right in "Spaß" for "Spur".
source "$(dirname "$0")/preamble.bash"
install anls==0.0.2

python - >seen <<'EOF'
from anls import anls_score

for answer, reference in ("Spot", "Spur"), ("Spaß", "Spur"), ("Gruß", "Graf"), ("Graf", "Gruß"):
    print(f"{answer} for {reference}: {anls_score(answer, [reference]):.2f}")
EOF
expect <<'EOF'
Spot for Spur: 0.00
Spaß for Spur: 0.60
Gruß for Graf: 0.60
Graf for Gruß: 0.60
EOF
