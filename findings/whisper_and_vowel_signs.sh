#!/usr/bin/env bash
# whisper-normalizer 0.1.15: BasicTextNormalizer, Whisper's normalizer for all languages but English.
# It is to remove punctuation and symbols, and by default to leave diacritics.
# It also takes the vowel signs of Indic scripts, which Unicode counts as marks, for symbols and puts spaces there.
# The Hindi words for "that" and "of" become the same letter, so that an output with every word wrong has an error
# rate of 0, and words fall into single letters. Thai and Tamil lose signs in the same way.
source "$(dirname "$0")/preamble.bash"
install whisper-normalizer==0.1.15 jiwer==4.0.0

python - >seen <<'EOF'
import jiwer
from whisper_normalizer.basic import BasicTextNormalizer

normal = BasicTextNormalizer()
reference, output = "\u0915\u093f", "\u0915\u0940"  # "that" and "of"
print(jiwer.wer(reference, output), jiwer.wer(normal(reference).strip(), normal(output).strip()))
print("words in 'kitab':", len(normal("\u0915\u093f\u0924\u093e\u092c").split()))
EOF
expect <<'EOF'
1.0 0.0
words in 'kitab': 3
EOF
