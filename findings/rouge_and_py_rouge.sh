#!/usr/bin/env bash
# rouge 1.0.1 and py-rouge 1.1 in one environment.
# They are two packages with two names, so one can have both to compare them.
# Both install the import package `rouge`, and pip writes the second over the first. The class Rouge of the first is
# gone, and the second cannot be imported either, for it does not declare that it needs NLTK. `pip check` finds
# nothing wrong. A comparison of the two needs two environments.
source "$(dirname "$0")/preamble.bash"
install rouge==1.0.1

try() {
    python -c 'from rouge import Rouge; print(Rouge().get_scores("tea tea", "tea please"))' 2>&1 | tail -n 1 || true
}
{
    try
    install py-rouge==1.1
    python -m pip check --disable-pip-version-check
    try
} >seen
expect <<'EOF'
[{'rouge-1': {'r': 0.5, 'p': 1.0, 'f': 0.6666666622222223}, 'rouge-2': {'r': 0.0, 'p': 0.0, 'f': 0.0}, 'rouge-l': {'r': 0.5, 'p': 1.0, 'f': 0.6666666622222223}}]
No broken requirements found.
ModuleNotFoundError: No module named 'nltk'
EOF
