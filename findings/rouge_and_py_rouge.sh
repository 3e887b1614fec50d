#!/usr/bin/env bash
# rouge 1.0.1 and py-rouge 1.1 in one environment.
# They are two packages with two names, so one can have both to compare them.
# Both install the import package `rouge`, and pip writes the second over the first. The class Rouge of the first is
# gone, the second cannot be imported either, for it does not declare that it needs NLTK, and `pip check` finds
# nothing wrong. With NLTK there, `Rouge().get_scores` works again, and gives other keys and other numbers.
source "$(dirname "$0")/preamble.bash"
install rouge==1.0.1

try() {
    python -c 'from rouge import Rouge; print(Rouge().get_scores("tea tea", "tea please"))' 2>&1 | tail -n 1
}
{
    try
    install py-rouge==1.1
    pip check --disable-pip-version-check
    try
} >seen
expect <<'EOF'
EOF
