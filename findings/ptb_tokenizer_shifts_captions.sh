#!/usr/bin/env bash
# pycocoevalcap 1.2: its PTBTokenizer, through which all captions go.
# Each caption comes back with its own words, whatever characters stand in it.
# Captions travel to the Java program and back as lines of one file. Of what ends a line there, only the line feed is
# taken out before. A carriage return or U+2028 in one caption gives every later image the words of its predecessor,
# and the last are lost; no count is checked. CIDEr, ROUGE and BLEU of such a set are scores of wrong pairs.
source "$(dirname "$0")/preamble.bash"
need java
install pycocoevalcap==1.2

python - >seen 2>log <<'EOF'
from pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer

for break_ in ("\n", "\r", "\u2028"):
    captions = [f"a dog{break_}runs", "two cats", "red bus"]
    found = PTBTokenizer().tokenize({i: [{"caption": it}] for i, it in enumerate(captions)})
    print(ascii(break_), list(found.values()))
EOF
expect <<'EOF'
'\n' [['a dog runs'], ['two cats'], ['red bus']]
'\r' [['a dog'], ['runs'], ['two cats']]
'\u2028' [['a dog'], ['runs'], ['two cats']]
EOF
