#!/usr/bin/env bash
# sacrebleu 2.6.0, approximate randomization (--paired-ar).
# Two systems that differ in one line of 100 should not be told apart by a test of significance.
# They get the smallest p that exists, 1 / (trials + 1), by every metric. Swapping the only line that differs gives the
# same absolute difference each time, and only a greater one counts against significance; equal ones do not.
# For the same reason a system compared with itself is "significantly different". More trials make it worse.
source "$(dirname "$0")/preamble.bash"
install sacrebleu==2.6.0

python - <<'EOF'
import random

rng = random.Random(7)
words = "the a cat dog sat ran on in mat park we like tea cake".split()
references = [[rng.choice(words) for _ in range(12)] for _ in range(100)]
first = [line[:3] + ["red", "old"] + line[5:] for line in references]
second = [*first[:50], references[50], *first[51:]]
for name, lines in ("references", references), ("first", first), ("second", second):
    with open(name, "w") as file:
        file.writelines(" ".join(line) + "\n" for line in lines)
EOF
cp first copy
for other in second copy; do
    sacrebleu references -i first "$other" -m bleu chrf ter --paired-ar --paired-ar-n 1000 -f json --quiet
done | python -c '
import re, sys
for name, p in re.findall(r"\"(\w+)\": \{\s*\"score\": [\d.]+,\s*\"p_value\": ([\d.]+)", sys.stdin.read()):
    print(name, round(float(p), 6))' >seen
expect <<'EOF'
BLEU 0.000999
chrF2 0.000999
TER 0.000999
BLEU 0.000999
chrF2 0.000999
TER 0.000999
EOF
