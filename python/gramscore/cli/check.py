"""`gramscore check`: a look at the data, without a score."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import click
import numpy as np

from gramscore.cli import metrics, strict_json
from gramscore.cli.looked_at import arrays_of
from gramscore.cli.reading_options import reading_options, usage_error
from gramscore.cli.run import Run
from gramscore.cli.sections import command, input_option
from gramscore.cli.shared_options import format_option, metric_option, scoring_options, threads_option
from gramscore.cli.version import version_option
from gramscore.options.printable import on_one_line
from gramscore.options.reading import Reading
from gramscore.results.remarks import Remark
from gramscore.results.text_remarks import traits_of

if TYPE_CHECKING:
    from gramscore.io import Batch

_DEFAULT: Final = "rouge1,rouge2,rougeL,rougeLsum,bleu,chrf,ter"

_EXAMPLES = """\b
Examples:
  gramscore check outputs.jsonl
  gramscore check hypotheses.txt references.txt --metric bleu,chrf
  gramscore check outputs.csv --source article --format json
"""


@command(epilog=_EXAMPLES)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@reading_options()
@input_option(
    "--source", metavar="FIELD", help="Field of what the predictions are made from, to find copies of it."
)
@scoring_options(metric_option("have in mind", default=_DEFAULT))
@threads_option
@format_option("output_format", ("text", "json"), "text", "text or json.")
@version_option
def check(
    inputs: tuple[str, ...],
    reading: Reading,
    source: str | None,
    chosen: metrics.Metrics,
    threads: int | None,
    output_format: str,
) -> int:
    """Look at predictions and references for what is probably not meant.

    INPUT is as for gramscore score. What there is to remark on is printed; the exit code is 1 where there is something,
    0 where there is nothing. Remarks depend on the metrics: name those that you are going to compute.
    """
    from gramscore.io import InputError, open_corpus

    copies = 0
    try:
        corpus = open_corpus(inputs, replace(reading, groups=() if source is None else (source,)))
        run = Run(chosen, corpus, threads, grouped=False)
        for batch, _ in run.batches():
            copies += 0 if source is None else _copies(batch)
    except InputError as error:
        raise usage_error(error) from None
    found = run.looked()
    if copies:
        found.append(
            Remark(
                "copies",
                f"in {copies} of {run.examples} examples the prediction is the field {source!r}",
                copies,
            )
        )
    found += [Remark("input", remark, 0) for remark in corpus.faults.remarks]
    if corpus.faults.count:
        first = corpus.faults.listed[0]
        count = corpus.faults.count
        found.append(Remark("unreadable", f"{count} could not be read, first {first}", count))
    if output_format == "json":
        print(
            strict_json.dumps({"examples": run.examples, "remarks": [it._asdict() for it in found]}, indent=2)
        )
    else:
        for remark in found:
            print(f"{remark.kind}: {on_one_line(remark.message)}")
        if not found:
            print(f"nothing to remark on in {run.examples} examples")
    return 1 if found else 0


def _copies(batch: Batch) -> int:
    """Examples whose prediction is the text that they are grouped by."""
    predictions, _, _ = arrays_of(batch)
    keys = batch.groups[0].to_pylist()
    sources = traits_of([key[1:] if key.startswith('"') else key for key in keys])
    return int(np.count_nonzero((traits_of(predictions)[:, -1] == sources[:, -1]) & (sources[:, 0] > 0)))
