#!/usr/bin/env bash
# rouge 1.0.1 (by pltrdy).
# ROUGE counts n-grams with their multiplicity, so an output that repeats itself loses precision.
# This package takes sets: an output that says each word five times is as good as the reference in ROUGE-1 and ROUGE-L.
# rouge-score 0.1.2 gives the same pair a precision of 0.2. Repetition is the very fault of many generating models.
# And no score is 1, not even of equal texts: a small constant is added to the denominator of F.
source "$(dirname "$0")/preamble.bash"
install rouge==1.0.1 rouge-score==0.1.2

python - >seen <<'EOF'
from rouge import Rouge
from rouge_score.rouge_scorer import RougeScorer

reference = "rain all day"
output = "rain rain rain rain rain all all all all all day day day day day"
for text in (output, reference):
    theirs = Rouge().get_scores(text, reference)[0]
    google = RougeScorer(["rouge1", "rougeL"]).score(reference, text)
    for name in ("rouge-1", "rouge-l"):
        print("rouge      ", name, theirs[name]["p"], theirs[name]["f"])
    for name in ("rouge1", "rougeL"):
        print("rouge-score", name, f"{google[name].precision:.2f} {google[name].fmeasure:.2f}")
EOF
expect <<'EOF'
rouge       rouge-1 1.0 0.999999995
rouge       rouge-l 1.0 0.999999995
rouge-score rouge1 0.20 0.33
rouge-score rougeL 0.20 0.33
rouge       rouge-1 1.0 0.999999995
rouge       rouge-l 1.0 0.999999995
rouge-score rouge1 1.00 1.00
rouge-score rougeL 1.00 1.00
EOF
