"""`gramscore mbr`: of each record's candidates the one that scores best with all on average."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import click

from gramscore.cli import metrics, strict_json
from gramscore.cli.shared_options import (
    effective_order_option,
    lowercase_option,
    stemmer_option,
    threads_option,
    tokenizer_option,
)
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


@click.command(epilog=_EXAMPLES, context_settings={"max_content_width": 100})
@click.argument("path", metavar="FILE")
@click.option("--candidates", required=True, metavar="FIELD", help="Field that holds a list of candidates.")
@click.option(
    "--reference",
    "references",
    metavar="FIELD",
    help="Field of texts to compare them with (default: the candidates themselves).",
)
@click.option(
    "--metric",
    "-m",
    "name",
    metavar="NAME",
    default="chrf",
    show_default=True,
    help="The utility: one metric; of a ROUGE type F.",
)
@click.option(
    "--utility",
    type=click.Choice(("mean", "aggregate")),
    default="mean",
    show_default=True,
    help="The mean over the references, or (bleu, chrf) the score with their mean n-gram counts.",
)
@click.option(
    "--best",
    type=click.IntRange(min=1),
    metavar="N",
    default=1,
    show_default=True,
    help="Candidates to print.",
)
@stemmer_option
@tokenizer_option("Of ROUGE and BLEU, as for score.")
@lowercase_option
@click.option("--smoothing", metavar="METHOD[=VALUE]", help="BLEU's: exp (default), floor, add-k or none.")
@effective_order_option
@threads_option
@version_option
def mbr(
    path: str,
    candidates: str,
    references: str | None,
    name: str,
    utility: str,
    best: int,
    stemmer: bool,
    tokenizers: tuple[str, ...],
    lowercase: bool,
    smoothing: str | None,
    effective_order: bool,
    threads: int | None,
) -> None:
    """Choose from candidates by minimum Bayes risk.

    FILE is JSON Lines, `-` standard input, perhaps compressed. For each record one line is printed: a JSON
    object of the best candidate, its index and its expected utility; with --best N a list of them under
    "best", best first. A record without candidates gets null.
    """
    import gramscore
    from gramscore.io import InputError
    from gramscore.io.groups import read_groups

    options = metrics.Options(stemmer, lowercase, smoothing, effective_order, tokenizers)
    engines = metrics.build((name,), options).engines
    if len(engines) > 1 or "," in name:
        raise click.UsageError(f"--metric {name}: one metric is expected")
    (metric,) = engines.values()
    try:
        groups = read_groups(path, candidates, references)
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
