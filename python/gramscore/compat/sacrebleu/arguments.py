"""The arguments of sacrebleu's command."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from typing import Final

from gramscore.compat.sacrebleu.metrics import BLEU, CHRF, METRICS
from gramscore.compat.sacrebleu.version import version
from gramscore.options.arguments import ArgumentParser

_FORMATS: Final = ("json", "text", "latex")


def parsed(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> argparse.Namespace:
    """As sacrebleu 2.6.0 takes them apart. SystemExit for help, the version and wrong usage."""
    parser = ArgumentParser(
        prog="gramscore sacrebleu",
        description="Prints what the command sacrebleu 2.6.0 prints for the same arguments. Test sets are not offered.",
    )
    add = parser.add_argument
    add("--citation", "--cite", action="store_true", help="of a test set (not offered)")
    add("--list", action="store_true", help="the test sets: none")
    add("--test-set", "-t", help="not offered: give references")
    add("--language-pair", "-l", dest="langpair", help="as en-zh; the target chooses BLEU's tokenizer")
    add("--origlang", "-ol", help="part of a test set (not offered)")
    add("--subset", help="part of a test set (not offered)")
    add("--download", help="a test set (not offered)")
    add("--echo", nargs="+", help="fields of a test set (not offered)")
    add(
        "--input",
        "-i",
        nargs="*",
        help="files of systems' outputs (default: standard input, a column for each system)",
    )
    add("refs", nargs="*", default=[], help="files of references")
    add("--num-refs", "-nr", type=int, default=1, help="references between tabs in one file")
    add("--encoding", "-e", default="utf-8", help="of the files")
    add(
        "--metrics",
        "-m",
        choices=[it.lower() for it in METRICS],
        nargs="+",
        default=["bleu"],
        help="what to compute",
    )
    add("--sentence-level", "-sl", action="store_true", help="a score for each sentence")
    _add_bleu(parser)
    _add_chrf(parser)
    _add_ter(parser)
    _add_tests(parser)
    _add_printing(parser)
    add("--version", "-V", action="version", version=f"sacrebleu {version}")
    args = parser.parse_args(arguments)
    if (wanted := environment.get("SACREBLEU_FORMAT", "").lower()) in _FORMATS:
        args.format = wanted
    return args


def _add_bleu(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("BLEU").add_argument
    smoothings = list(BLEU.SMOOTH_DEFAULTS)
    add(
        "--smooth-method",
        "-s",
        choices=smoothings,
        default="exp",
        dest="bleu_smooth_method",
        help="smoothing",
    )
    add("--smooth-value", "-sv", type=float, dest="bleu_smooth_value", help="of floor and add-k")
    add("--tokenize", "-tok", choices=list(BLEU.TOKENIZERS), dest="bleu_tokenize", help="tokenizer")
    add("--lowercase", "-lc", action="store_true", dest="bleu_lowercase", help="ignore case")
    add("--force", action="store_true", dest="bleu_force", help="no warning of tokenized texts")


def _add_chrf(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("chrF").add_argument
    add("--chrf-char-order", "-cc", type=int, default=CHRF.CHAR_ORDER, help="the longest character n-grams")
    add(
        "--chrf-word-order",
        "-cw",
        type=int,
        default=CHRF.WORD_ORDER,
        help="the longest word n-grams; 2 is chrF++",
    )
    add("--chrf-beta", type=int, default=CHRF.BETA, help="the weight of recall")
    add("--chrf-whitespace", action="store_true", help="white space counts")
    add("--chrf-lowercase", action="store_true", help="ignore case")
    add("--chrf-eps-smoothing", action="store_true", help="smooth as chrF++.py does")


def _add_ter(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("TER").add_argument
    add("--ter-case-sensitive", action="store_true", help="case counts")
    add("--ter-asian-support", action="store_true", help="Asian characters one by one")
    add("--ter-no-punct", action="store_true", help="without punctuation")
    add("--ter-normalized", action="store_true", help="tokenize")


def _add_tests(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("statistics").add_argument
    add("--confidence", "-ci", action="store_true", help="an interval by the bootstrap, of one system")
    add("--confidence-n", "-cin", type=int, default=1000, help="its resamples")
    paired = parser.add_mutually_exclusive_group()
    paired.add_argument(
        "--paired-ar", "-par", action="store_true", help="a paired test by approximate randomization"
    )
    paired.add_argument("--paired-bs", "-pbs", action="store_true", help="a paired test by the bootstrap")
    add("--paired-ar-n", "-parn", type=int, default=10000, help="its trials")
    add("--paired-bs-n", "-pbsn", type=int, default=1000, help="its resamples")
    add("--paired-jobs", "-j", type=int, default=1, help="accepted, does nothing: threads do")


def _add_printing(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("output").add_argument
    add("--quiet", "-q", action="store_true", help="nothing on standard error but errors")
    add("--short", "-sh", action="store_true", help="short signatures")
    add("--score-only", "-b", action="store_true", help="scores alone")
    add("--width", "-w", type=int, default=1, help="digits behind the point")
    add("--detail", "-d", action="store_true", help="scores of parts of a test set (not offered)")
    add("--no-color", "-nc", action="store_true", help="no colours")
    add("--format", "-f", default="json", choices=_FORMATS, help="how to print; SACREBLEU_FORMAT wins")
