"""What sacrebleu's command does: lines in, scores printed."""

from __future__ import annotations

import io
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, BinaryIO, Final

from gramscore.compat.sacrebleu.metrics import METRICS
from gramscore.compat.sacrebleu.significance import PairedTest
from gramscore.compat.sacrebleu.utils import (
    Color,
    args_to_dict,
    print_results_table,
    print_single_results,
    print_subset_results,
    smart_open,
)
from gramscore.options.printable import on_one_line

_NO_TEST_SETS: Final = "test sets are not offered: give files of references instead of -t"

Say = Callable[[str], None]


class Stopped(Exception):
    """Why the command ends without a result, and its exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def run(args: Namespace, stdin: BinaryIO | None, say: Say) -> None:
    """Prints to standard output what sacrebleu 2.6.0 prints for these arguments. `Stopped` for what it refuses."""
    _check_test_sets(args)
    colors = Color.ENABLE_COLORS
    Color.ENABLE_COLORS = not (os.environ.get("NO_COLOR") or args.no_color) and sys.stdout.isatty()
    try:
        _run(args, stdin, say)
    finally:
        Color.ENABLE_COLORS = colors


def _check_test_sets(args: Namespace) -> None:
    if args.list or args.citation or args.download or args.echo or args.test_set is not None:
        raise Stopped(_NO_TEST_SETS)
    if args.origlang is not None or args.subset is not None:
        raise Stopped("--origlang and --subset choose from test sets, which are not offered")
    if args.sentence_level and len(args.metrics) > 1:
        raise Stopped("with -sl one metric can be computed")
    if not args.refs:
        raise Stopped("a file of references is needed, before -i")
    if args.num_refs != 1 and len(args.refs) > 1:
        raise Stopped("--num-refs is about one file of references between tabs")


def _run(args: Namespace, stdin: BinaryIO | None, say: Say) -> None:
    paired = args.paired_bs or args.paired_ar
    if args.langpair:
        _, hyphen, target = args.langpair.partition("-")
        if not hyphen:
            raise Stopped(f"-l {args.langpair}: a pair such as en-de is expected")
        args.bleu_trg_lang = target.partition("-")[0]
    references = _references(args)
    args.num_refs = len(references)
    names, systems = _systems(args, stdin, paired, say)
    if sys.stdout.isatty():
        names = list(map(on_one_line, names))
    if args.sentence_level:
        if len(systems) > 1 or args.confidence or paired:
            raise Stopped("-sl scores the sentences of one system, without tests")
        args.bleu_effective_order = True
    if paired and len(systems) == 1:
        raise Stopped("a paired test needs several systems")
    if args.confidence and len(systems) > 1:
        raise Stopped("-ci is about one system: -pbs or -par test several")
    for name, system in zip(names, systems, strict=True):
        if not system:
            raise Stopped(f"{name}: there are no lines")
        other = next((it for it in references if len(it) != len(system)), None)
        if other is not None:
            raise Stopped(f"{name} has {len(system)} lines, its references have {len(other)}")
    metrics = _metrics(args, references)
    if args.sentence_level:
        _print_sentences(args, next(iter(metrics.values())), systems[0], references)
        return
    if args.detail and args.format == "json":
        args.format = "text"
    if len(systems) > 1:
        _print_systems(args, metrics, names, systems, say)
        return
    results = []
    for name in sorted(metrics):
        score = metrics[name].corpus_score(
            systems[0], references=None, n_bootstrap=args.confidence_n if args.confidence else 1
        )
        signature = metrics[name].get_signature().format(args.short if args.format != "json" else False)
        results.append(score.format(args.width, args.score_only, signature, args.format == "json"))
    print_single_results(results, args)
    if args.detail:
        print_subset_results(metrics, systems[0], references, args)


def _lines(file: str, encoding: str) -> Iterable[str]:
    try:
        with smart_open(file, encoding=encoding) as stream:
            yield from stream
    except (OSError, LookupError, UnicodeError, EOFError) as error:
        raise Stopped(f"{file}: cannot be read ({getattr(error, 'strerror', None) or error})") from None


def _references(args: Namespace) -> list[list[str]]:
    if args.num_refs == 1:
        return [[line.rstrip() for line in _lines(file, args.encoding)] for file in args.refs]
    if args.num_refs < 1:
        raise Stopped(f"--num-refs {args.num_refs}: at least 1 is needed")
    found: list[list[str]] = [[] for _ in range(args.num_refs)]
    for number, line in enumerate(_lines(args.refs[0], args.encoding), 1):
        fields = line.rstrip().split("\t", args.num_refs - 1)
        if len(fields) != args.num_refs:
            raise Stopped(
                f"{args.refs[0]}:{number}: {args.num_refs} references between tabs are expected, found {len(fields)}",
                17,
            )
        for column, field in zip(found, fields, strict=True):
            column.append(field)
    return found


def _systems(
    args: Namespace, stdin: BinaryIO | None, paired: bool, say: Say
) -> tuple[list[str], list[list[str]]]:
    """The names of the systems and their lines."""
    if args.input is None:
        systems = _columns(args, stdin)
        if paired:
            return ["Baseline", *(f"System {number}" for number in range(1, len(systems)))], systems
        return [f"System {number}" for number in range(1, len(systems) + 1)], systems
    names: list[str] = []
    systems = []
    for file in args.input:
        if file in names:
            if not (paired and file == names[0]):
                raise Stopped(f"{file} is given twice: systems need names of their own")
            say(f"{file} is passed over, it is the baseline already")
            continue
        systems.append([line.rstrip() for line in _lines(file, args.encoding)])
        names.append(file)
    if not names:
        raise Stopped("-i needs a file")
    if paired:
        names[0] = f"Baseline: {names[0]}"
    return names, systems


def _columns(args: Namespace, stdin: BinaryIO | None) -> list[list[str]]:
    """Standard input, a column for each system."""
    if stdin is None:
        raise Stopped("standard input is closed")
    try:
        stream = io.TextIOWrapper(stdin, encoding=args.encoding)
        columns = [[field] for field in stream.readline().rstrip().split("\t")]
        for number, line in enumerate(stream, 2):
            fields = line.rstrip().split("\t")
            if len(fields) != len(columns):
                raise Stopped(
                    f"standard input:{number}: {len(columns)} columns are expected, found {len(fields)}", 17
                )
            for column, field in zip(columns, fields, strict=True):
                column.append(field.rstrip())
        stream.detach()
    except (OSError, LookupError, UnicodeError) as error:
        raise Stopped(f"standard input: cannot be read ({error})") from None
    return columns


def _metrics(args: Namespace, references: Sequence[Sequence[str]]) -> dict[str, Any]:
    metrics = {}
    for name in args.metrics:
        options = args_to_dict(args, name, strip_prefix=True)
        try:
            metrics[name.upper()] = METRICS[name.upper()](**options, references=references)
        except (ValueError, RuntimeError, AssertionError, OSError) as error:
            raise Stopped(str(error) or f"{name} does not take these options") from None
    return metrics


def _print_sentences(
    args: Namespace, metric: Any, system: Sequence[str], references: Sequence[Sequence[str]]
) -> None:
    for line, *others in zip(system, *references, strict=True):
        score = metric.sentence_score(line, others)
        print(score.format(args.width, args.score_only, metric.get_signature().format(args.short)))


def _print_systems(
    args: Namespace,
    metrics: Mapping[str, Any],
    names: Sequence[str],
    systems: Sequence[Sequence[str]],
    say: Say,
) -> None:
    if not args.quiet:
        say(f"Found {len(systems)} systems.")
    if args.paired_bs or args.paired_ar:
        test = PairedTest(
            list(zip(names, systems, strict=True)),
            metrics,
            references=None,
            test_type="bs" if args.paired_bs else "ar",
            n_samples=args.paired_bs_n if args.paired_bs else args.paired_ar_n,
            n_jobs=args.paired_jobs,
        )
        signatures, scores = test()
        print_results_table(scores, {name: it.format(args.short) for name, it in signatures.items()}, args)
        return
    signatures, scores = {}, {"System": list(names)}
    for system in systems:
        for name in sorted(metrics):
            score = metrics[name].corpus_score(system, references=None)
            signatures[score.name] = metrics[name].get_signature().format(args.short)
            scores.setdefault(score.name, []).append(score.format(args.width, True))
    print_results_table(scores, signatures, args)
