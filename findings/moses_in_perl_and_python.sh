#!/usr/bin/env bash
# sacremoses 0.2.0 and the Perl program it is a port of, as mosestokenizer 1.2.1 ships it.
# A port gives the same tokens, for a language both are used for.
# The Perl program breaks a Hindi word at each sign that suppresses a vowel, which it does not count as a letter. The
# port keeps the word, but breaks Chinese characters in an English sentence apart, which Perl keeps together.
# BLEU over the tokens of the one does not compare with BLEU over those of the other, though both are called Moses.
source "$(dirname "$0")/preamble.bash"
need perl
install sacremoses==0.2.0 mosestokenizer==1.2.1

python - >seen 2>log <<'EOF'
from mosestokenizer import MosesTokenizer as Perl
from sacremoses import MosesTokenizer as Port

texts = {"hi": "\u0939\u093f\u0928\u094d\u0926\u0940", "en": "\u65e5\u672c\u8a9e news", "de": "Er kam um 5 Uhr an."}
for language, text in texts.items():
    with Perl(language) as perl:
        print(language, "perl", len(perl(text)), "sacremoses", len(Port(language).tokenize(text)))
EOF
expect <<'EOF'
hi perl 3 sacremoses 1
en perl 2 sacremoses 4
de perl 7 sacremoses 7
EOF
