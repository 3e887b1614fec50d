#!/usr/bin/env bash
# jiwer 4.0.0 and whisper-normalizer 0.1.15: contractions written out before the word error rate is taken.
# "she's" becomes "she is", and "Anna's book" stays.
# Both turn every "'s" into "is": "anna is book". A possessive then counts as two words in the reference, and one
# missing apostrophe as two errors: an output without it has a higher error rate than without any normalization.
# The second package is the normalizer that came with the speech recognizer Whisper.
source "$(dirname "$0")/preamble.bash"
install jiwer==4.0.0 whisper-normalizer==0.1.15

python - >seen <<'EOF'
import jiwer
from whisper_normalizer.english import EnglishTextNormalizer

reference, output = "I read Anna's book today", "I read Annas book today"
changes = {"plain": str, "jiwer": jiwer.ExpandCommonEnglishContractions(), "whisper": EnglishTextNormalizer()}
for name, change in changes.items():
    print(name, repr(change(reference)), f"{jiwer.wer(change(reference), change(output)):.3f}")
EOF
expect <<'EOF'
plain "I read Anna's book today" 0.200
jiwer 'I read Anna is book today' 0.333
whisper 'i read anna is book today' 0.333
EOF
