#!/usr/bin/env bash
# whisper-normalizer 0.1.15: EnglishTextNormalizer writes number words as digits before the word error rate is taken.
# "twenty three" becomes "23"; what is said otherwise stays different.
# Digits named one after the other are joined, so that different sayings become equal and an error disappears; the
# word "oh" becomes a zero, also where nobody counts; and "-5" loses its sign where "minus five" keeps it.
source "$(dirname "$0")/preamble.bash"
install whisper-normalizer==0.1.15

python - >seen <<'EOF'
from whisper_normalizer.english import EnglishTextNormalizer

normal = EnglishTextNormalizer()
for text in ("twenty three people", "two three people", "oh my", "O.J. said no", "minus five degrees", "-5 degrees"):
    print(text, "=", normal(text))
EOF
expect <<'EOF'
twenty three people = 23 people
two three people = 23 people
oh my = 0 my
O.J. said no = 0 j said no
minus five degrees = -5 degrees
-5 degrees = 5 degrees
EOF
