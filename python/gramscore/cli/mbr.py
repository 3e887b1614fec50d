"""`gramscore mbr`: of each record's candidates the one that scores best with all on average."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import click

from gramscore.cli import metrics, strict_json
from gramscore.cli.completion import FILE_NAME
from gramscore.cli.reading_options import encoding_option
from gramscore.cli.sections import command, input_option, metrics_option, result_option
from gramscore.cli.shared_options import one_metric_option, scoring_options, threads_option
from gramscore.cli.version import version_option

if TYPE_CHECKING:
    from gramscore.decoding.mbr import MbrResult
    from gramscore.io.groups import TextGroup

#: Records that are read and chosen from at a time.
_RECORDS: Final = 256

_EXAMPLES = """\b
Examples:
  gramscore mbr samples.jsonl --candidates outputs
  gramscore mbr samples.jsonl --candidates beams --reference samples -m bleu --effective-order
  generate | gramscore mbr - --candidates outputs -m rougeL --best 3
"""


@command(epilog=_EXAMPLES)
@click.argument("path", metavar="FILE", type=FILE_NAME)
@input_option("--candidates", required=True, metavar="FIELD", help="Field that holds a list of candidates.")
@input_option(
    "--reference",
    "references",
    metavar="FIELD",
    help="Field of texts to compare them with (default: the candidates themselves).",
)
@encoding_option
@scoring_options(one_metric_option("chrf", "The utility: one metric"))
@metrics_option(
    "--utility",
    type=click.Choice(("mean", "aggregate")),
    default="mean",
    show_default=True,
    help="The mean over the references, or (bleu, chrf) the score with their mean n-gram counts.",
)
@result_option(
    "--best",
    type=click.IntRange(min=1),
    metavar="N",
    default=1,
    show_default=True,
    help="Candidates to print.",
)
@threads_option
@version_option
def mbr(
    path: str,
    candidates: str,
    references: str | None,
    encoding: str | None,
    chosen: metrics.Metrics,
    utility: str,
    best: int,
    threads: int | None,
) -> None:
    """Choose from candidates by minimum Bayes risk.

    FILE is JSON Lines, `-` standard input, perhaps compressed. For each record one line is printed: a JSON
    object of the best candidate, its index and its expected utility; with --best N a list of them under
    "best", best first. A record without candidates gets null.
    """
    import gramscore
    from gramscore.io.errors import InputError
    from gramscore.io.groups import read_groups

    metric = chosen.only
    try:
        groups = read_groups(path, candidates, references, encoding)
        while batch := list(islice(groups, _RECORDS)):
            found = gramscore.mbr(
                [group.candidates for group in batch],
                metric,
                None if references is None else [group.references for group in batch],
                utility=utility,
                threads=threads,
            )
            for index, group in enumerate(batch):
                print(strict_json.dumps(_described(found, index, group, best), ensure_ascii=False))
    except InputError as error:
        raise click.UsageError(str(error)) from None
    except TypeError as error:
        raise click.UsageError(str(error)) from error


def _described(found: MbrResult, index: int, group: TextGroup, best: int) -> Any:
    order = found.ranking[index][:best].tolist()
    listed = [
        {"index": at, "utility": float(found.utilities[index][at]), "text": group.candidates[at]}
        for at in order
    ]
    if best > 1:
        return {"best": listed}
    return listed[0] if listed else None
