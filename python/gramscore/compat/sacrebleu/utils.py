"""What helps sacrebleu's metrics and its command. Test sets are not offered: whatever needs one says so."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
import logging
import math
import os
import re
import sys
import tarfile
import zipfile
from argparse import Namespace
from collections.abc import Sequence
from typing import IO, Any, NoReturn, cast

from gramscore.compat.sacrebleu.dataset import DATASETS
from gramscore.compat.sacrebleu.dataset import SUBSETS as SUBSETS

USERHOME = os.path.expanduser("~")
SACREBLEU_DIR = os.environ.get("SACREBLEU", os.path.join(USERHOME, ".sacrebleu"))

sacrelogger = logging.getLogger("sacrebleu")

_COLORS = ("BLACK", "RED", "GREEN", "YELLOW", "BLUE", "MAGENTA", "CYAN", "WHITE")


class Color:
    """Colours on terminals."""

    ENABLE_COLORS = True

    @staticmethod
    def format(msg: str, color: str) -> str:
        """A message in a colour. Unknown colours leave it as it is."""
        if not Color.ENABLE_COLORS or color.upper() not in _COLORS:
            return msg
        return f"\x1b[{30 + _COLORS.index(color.upper())}m{msg}\x1b[0m"


def my_log(num: float) -> float:
    """The logarithm, for 0 a number so low that it makes any product 0."""
    return -9999999999 if num == 0.0 else math.log(num)


def sum_of_lists(lists: Sequence[Any]) -> Any:
    """The sums of the columns of rows, in the type of the first number; of a single row that row itself."""
    if len(lists) == 1:
        return lists[0]
    first = lists[0]
    total = [type(first[0])(0.0)] * len(first)
    for row in lists:
        for i in range(len(first)):
            total[i] += row[i]
    return total


def args_to_dict(args: Namespace, prefix: str, strip_prefix: bool = False) -> dict[str, Any]:
    """The arguments of a command whose names begin with a prefix and an underscore."""
    prefix += "_"
    return {
        name.replace(prefix, "") if strip_prefix else name: value
        for name, value in vars(args).items()
        if name.startswith(prefix)
    }


def smart_open(file: str, mode: str = "rt", encoding: str = "utf-8") -> IO[Any]:
    """Opens a file, a compressed one if its name ends in .gz. Lines end with line feeds only."""
    if file.endswith(".gz"):
        return cast("IO[Any]", gzip.open(file, mode=mode, encoding=encoding, newline="\n"))
    return open(file, mode=mode, encoding=encoding, newline="\n")


def sanity_check_lengths(
    system: Sequence[str], refs: Sequence[Sequence[str]], test_set: str | None = None
) -> None:
    """Ends the program if the streams of references are not as long as the system's output."""
    if any(len(stream) != len(system) for stream in refs):
        of = f" of the test set {test_set}" if test_set else ""
        sacrelogger.error("The system's output and the references%s have different numbers of lines.", of)
        sys.exit(1)


def _format_score_lines(
    scores: dict[str, Any], width: int = 2, multiline: bool = True
) -> dict[str, list[str]]:
    """The columns of a table of systems: each score with its interval and its p-value, if it has them."""
    lines = {"System": scores.pop("System")}
    interval = False
    for name, results in scores.items():
        cells = []
        for result in results:
            if isinstance(result, str):
                cells.append(result)
                continue
            cell = f"{result.score:.{width}f}"
            if result.mean is not None:
                interval = True
                cell += f" ({result.mean:.{width}f} ± {result.ci:.{width}f})"
            if result.p_value is not None:
                p = f"(p = {result.p_value:.4f})"
                p = Color.format(p, "red") if result.p_value > 0.05 else f"{p}*"
                cell += ("\n" if multiline else " ") + p
            cells.append(cell)
        lines[f"{name} (μ ± 95% CI)" if interval else name] = cells
    return lines


def print_results_table(results: dict[str, Any], signatures: dict[str, Any], args: Namespace) -> None:
    """Prints the scores of several systems: as JSON, or as a table of the package tabulate."""
    if args.format == "json":
        names = list(results)
        systems = []
        for i, system in enumerate(results["System"]):
            found = {"system": system}
            for name in names[1:]:
                result = results[name][i]
                found[name] = result if isinstance(result, str) else vars(result)
            systems.append(found)
        print(json.dumps(systems, indent=4))
        return
    try:
        from tabulate import tabulate  # type: ignore[import-untyped]
    except ImportError as error:
        raise ImportError("tables of systems need tabulate: pip install tabulate") from error
    style = {"text": "fancy_grid", "latex": "latex_booktabs"}.get(args.format, args.format)
    columns = _format_score_lines(results, args.width, multiline=style == "fancy_grid")
    table = {}
    baseline = ""
    for name, cells in columns.items():
        if cells[0].startswith("Baseline:"):
            baseline = cells[0]
        if baseline:
            cells[0] = Color.format(cells[0], "yellow")
        table[Color.format(name, "cyan")] = cells
    print(
        tabulate(
            table,
            headers="keys",
            tablefmt=style,
            colalign=("right",),
            stralign="center",
            numalign="center",
            floatfmt=f".{args.width}f",
        )
    )
    print()
    if args.paired_bs or args.paired_ar:
        _print_test(args, Color.format(baseline, "yellow"))
    print("-----------------\nMetric signatures\n-----------------")
    for name, signature in signatures.items():
        print(f" - {name:<10} {signature}")


def _print_test(args: Namespace, baseline: str) -> None:
    """What was tested, and how to read it, in the words that sacrebleu prints."""
    kind = "bootstrap resampling" if args.paired_bs else "approximate randomization"
    trials = f"{args.paired_bs_n} resampling trials" if args.paired_bs else f"{args.paired_ar_n} trials"
    title = f"Paired {kind} test with {trials}"
    given = (
        "Actual system score / bootstrap estimated true mean / 95% CI are provided for each metric."
        if args.paired_bs
        else "Actual system score is provided for each metric."
    )
    hypothesis = Color.format("Null hypothesis", "green")
    words = {
        "title": title,
        "line": "-" * len(title),
        "system": baseline,
        "given": given,
        "Null": hypothesis,
        "null": hypothesis.lower(),
        "baseline": Color.format("baseline", "yellow"),
        "red": Color.format("highlighted in red", "red"),
    }
    print(_TEST.format(**words))


# The output of sacrebleu 2.6.0 (Apache-2.0), which others' programs may read.
_TEST = """\
{line}
{title}
{line}
 - Each system is pairwise compared to {system}.
   {given}

 - {Null}: the system and the {baseline} translations are essentially
   generated by the same underlying process. For a given system and the {baseline},
   the p-value is roughly the probability of the absolute score difference (delta)
   or higher occurring due to chance, under the assumption that the {null} is correct.

 - Assuming a significance threshold of 0.05, the {null} can be rejected
   for p-values < 0.05 (marked with "*"). This means that the delta is unlikely to be attributed
   to chance, hence the system is significantly "different" than the {baseline}.
   Otherwise, the p-values are {red}.

 - NOTE: Significance does not tell whether a system is "better" than the {baseline} but rather
   emphasizes the "difference" of the systems in terms of the replicability of the delta.
"""


def print_single_results(results: list[str], args: Namespace) -> None:
    """Prints the lines of one system's scores one below the other, or as JSON."""
    if args.format == "json":
        print("[\n" + ",\n".join(results) + "\n]" if len(results) > 1 else results[0])
        return
    if "μ" in results[0]:
        interval = re.compile(r"(\(μ = [0-9\.]+ ± [0-9\.]+\))")
        results[:] = [interval.sub(lambda found: Color.format(found[0], "cyan"), line) for line in results]
    if len(results) == 1:
        print(results[0])
        return
    ends = []
    for line in results:
        if "=" in line:
            ends.append(line.index("=") - 1)
        else:
            print(line)
    for end, line in zip(ends, results):  # noqa: B905
        print(f"{line[:end]:>{max(ends)}}{line[end:]}")


def extract_tarball(filepath: str, destdir: str) -> None:
    """Unpacks a .tar.gz, .tgz or .zip file into a folder. Names that lead out of the folder are an error."""
    sacrelogger.info("Extracting %s to %s", filepath, destdir)
    if filepath.endswith((".tar.gz", ".tgz")):
        with tarfile.open(filepath) as tar:
            tar.extractall(path=destdir, filter="data")
    elif filepath.endswith(".zip"):
        with zipfile.ZipFile(filepath) as archive:
            archive.extractall(path=destdir)


def get_md5sum(dest_path: str) -> str:
    """The MD5 sum of a file."""
    with open(dest_path, "rb") as file:
        md5 = hashlib.md5(usedforsecurity=False)
        for block in iter(lambda: file.read(1 << 20), b""):
            md5.update(block)
    return md5.hexdigest()


def get_available_testsets() -> list[str]:
    """The test sets: none, as they are not offered."""
    return sorted(DATASETS, reverse=True)


def get_available_testsets_for_langpair(langpair: str) -> list[str]:
    """The test sets of a pair of languages: none."""
    source, target = langpair.split("-")[:2]
    pairs = {f"{source}-{target}", f"{target}-{source}"}
    return [dataset.name for dataset in DATASETS.values() if not pairs.isdisjoint(dataset.langpairs)]


def get_langpairs_for_testset(testset: str) -> list[str]:
    """The pairs of languages of a test set: none."""
    return list(DATASETS[testset].langpairs) if testset in DATASETS else []


def get_source_file(test_set: str, langpair: str) -> str:
    """The file of sources of a test set, which is not offered."""
    return DATASETS[test_set].get_source_file(langpair)  # type: ignore[no-any-return]


def get_reference_files(test_set: str, langpair: str) -> list[str]:
    """The files of references of a test set, which is not offered."""
    return DATASETS[test_set].get_reference_files(langpair)  # type: ignore[no-any-return]


def get_files(test_set: str, langpair: str) -> list[str]:
    """The files of a test set, which is not offered."""
    return DATASETS[test_set].get_files(langpair)  # type: ignore[no-any-return]


def download_test_set(test_set: str, langpair: str | None = None) -> list[str]:
    """The files of a test set, which is not offered."""
    return DATASETS[test_set].get_files(langpair)  # type: ignore[no-any-return]


def download_file(
    source_path: str, dest_path: str, extract_to: str | None = None, expected_md5: str | None = None
) -> NoReturn:
    """Nothing is downloaded: always a RuntimeError."""
    raise RuntimeError(f"gramscore downloads nothing: put {source_path} at {dest_path} yourself")


def print_test_set(
    test_set: str,
    langpair: str,
    requested_fields: Sequence[str],
    origlang: str | None = None,
    subset: str | None = None,
) -> None:
    """Prints fields of a test set, which is not offered."""
    DATASETS[test_set]


def get_available_origlangs(test_sets: str | None, langpair: str) -> list[str]:
    """The original languages of test sets, which are not offered: of None there are none."""
    for name in [] if test_sets is None else test_sets.split(","):
        DATASETS[name]
    return []


def get_available_subsets(test_sets: str | None, langpair: str) -> list[str]:
    """The parts of test sets, which are not offered: of None there are none."""
    return get_available_origlangs(test_sets, langpair)


def filter_subset(
    systems: Sequence[Any],
    test_sets: str | None,
    langpair: str | None,
    origlang: str | None,
    subset: str | None = None,
) -> Sequence[Any]:
    """Lines as they are. A choice of lines by `origlang` or `subset` needs a test set, which is not offered."""
    if origlang is None and subset is None:
        return systems
    if test_sets is None or langpair is None:
        raise ValueError("a choice by origlang or subset needs a test set and a pair of languages")
    get_available_origlangs(test_sets, langpair)
    return systems


def print_subset_results(
    metrics: dict[str, Any], full_system: Sequence[str], full_refs: Sequence[Sequence[str]], args: Namespace
) -> None:
    """Prints the scores of parts of a test set, which is not offered."""
    if not (args.origlang or get_available_origlangs(args.test_set, args.langpair)):
        print("No subset information found. Consider using --origlang argument.")
        return
    for origlang, subset in itertools.product(args.origlang, [None, args.subset]):
        filter_subset([full_system, *full_refs], args.test_set, args.langpair, origlang, subset)
