"""`gramscore check`: a look at the data, without a score."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import click

from gramscore.cli import metrics, strict_json
from gramscore.cli.completion import FILE_NAME
from gramscore.cli.reading_options import reading_options, usage_error
from gramscore.cli.run import Run
from gramscore.cli.sections import command
from gramscore.cli.shared_options import format_option, metric_option, scoring_options, threads_option
from gramscore.cli.version import version_option
from gramscore.options.printable import on_one_line
from gramscore.options.reading import Reading
from gramscore.results.remarks import Remark

_DEFAULT: Final = "rouge1,rouge2,rougeL,rougeLsum,bleu,chrf,ter"

_EXAMPLES = """\b
Examples:
  gramscore check outputs.jsonl
  gramscore check hypotheses.txt references.txt --metric bleu,chrf
  gramscore check outputs.csv --source article --format json
"""


@command(epilog=_EXAMPLES)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", type=FILE_NAME)
@reading_options(source=True)
@scoring_options(metric_option("have in mind", default=_DEFAULT))
@threads_option
@format_option("output_format", ("text", "json"), "text", "text or json.")
@version_option
def check(
    inputs: tuple[str, ...],
    reading: Reading,
    chosen: metrics.Metrics,
    threads: int | None,
    output_format: str,
) -> int:
    """Look at predictions and references for what is probably not meant.

    INPUT is as for gramscore score. What there is to remark on is printed; the exit code is 1 where there is something,
    0 where there is nothing. Remarks depend on the metrics: name those that you are going to compute.
    """
    from gramscore.io.errors import InputError
    from gramscore.io.opening import open_corpus

    try:
        corpus = open_corpus(inputs, replace(reading, want_source=bool(chosen.sourced)))
        run = Run(chosen, corpus, threads)
        for _ in run.batches():
            pass
    except InputError as error:
        raise usage_error(error) from None
    found = run.looked()
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
