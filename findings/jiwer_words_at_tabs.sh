#!/usr/bin/env bash
# jiwer 4.0.0 and werx 0.3.1: word error rate of texts with tabs or line ends in them.
# Words are what white space separates; jiwer even takes runs of it together before it splits.
# It splits at the space character only. A transcript joined from several lines has its words glued together at each
# joint, and two errors are counted there although all words are right. werx finds none.
source "$(dirname "$0")/preamble.bash"
install jiwer==4.0.0 werx==0.3.1

python - >seen <<'EOF'
import jiwer
import werx

reference = "turn left at the bridge"
for gap in ("   ", "\t", "\n", "\u00a0"):
    output = f"turn left{gap}at the bridge"
    print(ascii(output), f"jiwer {jiwer.wer(reference, output):.2f} werx {werx.wer(reference, output):.2f}")
EOF
expect <<'EOF'
'turn left   at the bridge' jiwer 0.00 werx 0.00
'turn left\tat the bridge' jiwer 0.40 werx 0.00
'turn left\nat the bridge' jiwer 0.40 werx 0.00
'turn left\xa0at the bridge' jiwer 0.40 werx 0.00
EOF
