#!/usr/bin/env bash
# sacrebleu 2.6.0 with NumPy 2.2.6, the command's paired bootstrap test.
# JSON and text are two ways to print the same result, for every metric.
# With BLEU both work. With chrF or TER only text does: their scores come out as NumPy's float32, which the JSON writer
# refuses after all work is done.
# A script that collects results as JSON works until somebody adds a second metric.
source "$(dirname "$0")/preamble.bash"
install sacrebleu==2.6.0 numpy==2.2.6

printf '%s\n' "the red bus stops here" "we drink tea at four" >references
printf '%s\n' "the red bus stops there" "we drink tea at five" >first
printf '%s\n' "a red bus stopped here" "we had tea at four" >second
for metric in bleu chrf ter; do
    for format in json text; do
        printf '%s %s: ' "$metric" "$format"
        if sacrebleu references -i first second -m "$metric" --paired-bs --paired-bs-n 20 -f "$format" >out 2>log; then
            echo fine
        else
            tail -n 1 log
        fi
    done
done >seen
expect <<'EOF'
bleu json: fine
bleu text: fine
chrf json: TypeError: Object of type float32 is not JSON serializable
chrf text: fine
ter json: TypeError: Object of type float32 is not JSON serializable
ter text: fine
EOF
