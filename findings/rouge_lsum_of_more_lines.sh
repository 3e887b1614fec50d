#!/usr/bin/env bash
# rouge-score 0.1.2: rougeLsum, the ROUGE-L of whole summaries.
# It joins what each line of the output has in common with a line of the reference, so that more lines can only help;
# and what rougeL finds without regard to lines, it should find too.
# It can find less. Of several equally long matches each line of the output picks the last one, and two lines that pick
# the same words count once. So a text compared with itself, broken into two lines, has 0.7, and with three 1 again.
source "$(dirname "$0")/preamble.bash"
install rouge-score==0.1.2

python - >seen <<'EOF'
from rouge_score.rouge_scorer import RougeScorer

reference = "open the old door then close the old door again"
for output in (
    reference,
    "open the old door\nthen close the old door again",
    "open the old door then\nclose the old door\nagain",
    reference.replace(" ", "\n"),
):
    score = RougeScorer(["rougeL", "rougeLsum"]).score(reference, output)
    print(output.count("\n") + 1, "lines:", *(f"{name} {it.fmeasure:.3f}" for name, it in score.items()))
EOF
expect <<'EOF'
1 lines: rougeL 1.000 rougeLsum 1.000
2 lines: rougeL 1.000 rougeLsum 0.700
3 lines: rougeL 1.000 rougeLsum 1.000
10 lines: rougeL 1.000 rougeLsum 0.700
EOF
