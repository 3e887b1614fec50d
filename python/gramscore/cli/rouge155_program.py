"""What `gramscore rouge155` does: ROUGE-1.5.5's arguments in, the bytes that it prints out. It starts without click."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Final

from gramscore.cli.streams import say, show

HELP: Final = """\
Usage: gramscore rouge155 [OPTION...] -a CONFIG
       gramscore rouge155 [OPTION...] CONFIG SYSTEM
       gramscore rouge155 [OPTION...] -z FORMAT LIST [SYSTEM]

Prints what the Perl program ROUGE-1.5.5 prints for the same arguments, byte for byte.

CONFIG is an XML file of evaluations, each with its peers and models. LIST has a line for each evaluation: the file of
the peer, then those of its models. FORMAT is SPL (a sentence per line), SEE (HTML), ISI or, for -3, SIMPLE.

What to compute:
  -n N         ROUGE-1 to ROUGE-N
  -x           not ROUGE-L
  -w WEIGHT    ROUGE-W, with a weight from 0.1 to 30
  -2 GAP       ROUGE-S: pairs of words with at most GAP words between them (negative: any number)
  -u, -U       with -2: ROUGE-SU instead of ROUGE-S, or besides
  -3 MODE      Basic Elements: H, HM, HMR, HM1, HMR1 or HMR2
What counts:
  -m           stems of words, and the base forms of irregular ones
  -s           no stop words: those in the file smart_common_words.txt of the folder of -e
  -l WORDS     the first so many words
  -b BYTES     the first so many bytes
How it is averaged:
  -f A|B       of several models: all together (A, the default), or the one of highest recall (B)
  -p ALPHA     how much precision counts in F, 0 to 1 (0.5)
  -t 0|1|2     of documents' scores (0, the default), of their counts (1), or sums of counts (2)
  -c PERCENT   of the intervals (95)
  -r SAMPLES   resamples drawn (1000)
Besides:
  -a           all systems
  -d           the scores of each evaluation, too
  -e FOLDER    where the stop words are; else $ROUGE_EVAL_HOME, $RED_EVAL_HOME or the current folder
  -v           accepted, does nothing
  --help       this text

Whoever has texts in JSON Lines, CSV or Parquet needs no configuration: gramscore score -m rouge155 FILE
"""


def run(arguments: Sequence[str]) -> int:
    """The exit code."""
    from gramscore.compat.rouge155.arguments import HelpWanted, parse
    from gramscore.compat.rouge155.failure import USAGE, Failure
    from gramscore.compat.rouge155.program import encoded, printed

    if arguments and arguments[0] == "--help":
        sys.stdout.write(HELP)
        return 0
    try:
        settings, remarks = parse(arguments, os.environ)
        for remark in remarks:
            _say(remark)
        for line in printed(settings, _say):
            show(encoded(line))
    except HelpWanted:
        sys.stderr.write(HELP)
        return USAGE
    except Failure as failure:
        sys.stdout.flush()
        _say(f"error: {failure}")
        return failure.code
    return 0


def _say(message: str) -> None:
    say(f"gramscore rouge155: {message}")
