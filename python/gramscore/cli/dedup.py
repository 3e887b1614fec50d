"""`gramscore dedup`: texts that are unlike all before them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

import click

from gramscore.cli import metrics, strict_json
from gramscore.cli.completion import FILE_NAME
from gramscore.cli.outputs import check_outputs
from gramscore.cli.progress import progress_bar
from gramscore.cli.reading_options import encoding_option
from gramscore.cli.row_output import check_rows, written_rows
from gramscore.cli.sections import command, input_option, metrics_option, result_option
from gramscore.cli.shared_options import one_metric_option, scoring_options, threads_option
from gramscore.cli.streams import say
from gramscore.cli.version import version_option
from gramscore.options.printable import shortest

if TYPE_CHECKING:
    from gramscore import Pool
    from gramscore.io.pairs import Pair
    from gramscore.io.source import Source
    from gramscore.io.text_rows import TextRows

#: Candidates that are scored at a time.
_PAIRS: Final = 1 << 16

_TYPES: Final = {
    "nearest": "int64",
    "nearest_file": "string",
    "nearest_row": "int64",
    "nearest_text": "string",
    "score": "float64",
    "a": "int64",
    "b": "int64",
}

_EXAMPLES = """\b
Examples:
  gramscore dedup generated.jsonl --field instruction -m rougeL --threshold 0.7 -o kept.jsonl
  gramscore dedup new.jsonl --field instruction --threshold 0.7 --pool pool.bin -o kept.jsonl --rejected why.jsonl
  gramscore dedup corpus.parquet --threshold 0.8 --verify minhash_pairs.csv -o pairs.jsonl
"""


@command(epilog=_EXAMPLES)
@click.argument("files", nargs=-1, required=True, metavar="FILES...", type=FILE_NAME)
@input_option("--field", default="text", show_default=True, metavar="FIELD", help="Field of the texts.")
@input_option(
    "--seeds",
    multiple=True,
    metavar="FILE",
    type=FILE_NAME,
    help="Texts that a new pool begins with. Repeatable.",
)
@input_option(
    "--pool",
    "saved",
    metavar="FILE",
    type=FILE_NAME,
    help="Go on with the pool in FILE if there is one, and save it there.",
)
@input_option(
    "--verify",
    "candidates",
    metavar="CANDIDATES",
    help="Score only these pairs of rows, a pair of row numbers from 0 on each line, and write those beyond "
    "the threshold.",
)
@encoding_option
@scoring_options(one_metric_option("rougeL", "One metric that scores pairs of texts"))
@metrics_option(
    "--threshold",
    type=float,
    required=True,
    metavar="SCORE",
    help="Reject what scores higher with a text that was kept (lower, where lower scores are better).",
)
@result_option(
    "--output", "-o", required=True, metavar="FILE", type=FILE_NAME, help="Write the rows that are kept."
)
@result_option(
    "--rejected",
    metavar="FILE",
    type=FILE_NAME,
    help="Write for each rejected text the nearest kept one and their score: .jsonl or .parquet.",
)
@result_option("--format", "shown_as", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option("--quiet", "-q", is_flag=True, help="No progress bar and no remarks.")
@threads_option
@version_option
def dedup(
    files: tuple[str, ...],
    field: str,
    seeds: tuple[str, ...],
    saved: str | None,
    candidates: str | None,
    encoding: str | None,
    chosen: metrics.Metrics,
    threshold: float,
    output: str,
    rejected: str | None,
    shown_as: str,
    quiet: bool,
    threads: int | None,
) -> None:
    """Keep the texts that are unlike all texts kept before them.

    FILES are files or patterns: JSON Lines, perhaps compressed; Parquet; or .txt with a text on each line. They are
    read part by part, in order. What is kept is what the plain loop over all pairs keeps. It is written in UTF-8.
    """
    from gramscore import Pool
    from gramscore.io.errors import InputError, OutputError
    from gramscore.io.inputs import check_standard_input, sources_of

    metric = chosen.only
    if candidates is not None:
        for option, value in (("--seeds", seeds), ("--pool", saved), ("--rejected", rejected)):
            if value:
                raise click.UsageError(f"{option} has no use with --verify, which compares given pairs only")
        check_rows("--output", output)
    check_rows("--rejected", rejected)
    try:
        remarks: list[str] = []
        sources = [it for found in sources_of(files, remarks, encoding=encoding) for it in found]
        others = [it for found in sources_of(seeds, remarks, encoding=encoding) for it in found]
        inputs = [it.path for it in (*sources, *others)] + ([] if candidates is None else [candidates])
        check_standard_input(inputs)
        check_outputs({"--output": output, "--rejected": rejected, "--pool": saved}, inputs)
        for remark in () if quiet else remarks:
            say(f"gramscore: {remark}")
        if candidates is not None:
            pool = Pool(metric, threshold)  # which knows what thresholds there are
            pairs = [it for found in sources_of([candidates], [], encoding=encoding) for it in found]
            counts = _verify(pool, sources, pairs, field, output, quiet, threads)
        else:
            pool = _begin(metric, threshold, saved, others, field, quiet)
            counts = _filter(pool, sources, field, output, rejected, quiet, threads)
            if saved is not None:
                pool.save(saved)
    except OutputError as error:
        raise click.ClickException(str(error)) from None
    except (InputError, TypeError, ValueError, ImportError) as error:
        raise click.UsageError(str(error)) from None
    _show(shown_as, counts, pool)


def _begin(
    metric: Any, threshold: float, saved: str | None, seeds: Sequence[Source], field: str, quiet: bool
) -> Pool:
    from gramscore import Pool
    from gramscore.io.errors import InputError
    from gramscore.io.text_rows import text_rows

    if saved is not None and os.path.exists(saved):
        if seeds and not quiet:
            say(f"gramscore: {saved} is there already: --seeds is for new pools, and not looked at")
        Pool(metric, threshold)  # a wrong threshold is said before the file is read
        try:
            return Pool.load(saved, metric, threshold)
        except OSError as error:
            raise InputError(f"{saved}: cannot be read ({error.strerror or error})") from None
    pool = Pool(metric, threshold)
    for source in seeds:
        for part in text_rows(source, [field]):
            pool.add(part.texts)
    return pool


def _filter(
    pool: Pool,
    sources: Sequence[Source],
    field: str,
    output: str,
    rejected: str | None,
    quiet: bool,
    threads: int | None,
) -> dict[str, int]:
    from gramscore.io.errors import all_empty
    from gramscore.io.text_rows import rows_format, text_rows, writing_rows

    for source in sources:
        if rows_format(source.path) != rows_format(output):
            raise click.UsageError(
                f"--output {output}: {source.name} is {rows_format(source.path)}, and what is kept has to be, too"
            )
    size = sum(it.size or 0 for it in sources)
    origins = _Origins(len(pool))
    seen = kept = before = 0
    with ExitStack() as stack:
        bar = stack.enter_context(progress_bar("comparing", size or None, quiet))
        rows = stack.enter_context(writing_rows(output))
        reasons = None if rejected is None else stack.enter_context(writing_rows(rejected))
        for source in sources:
            begun = before
            for part in text_rows(source, [field]):
                ended = before + source.position

                def show(
                    done: int, total: int, begun: int = begun, ended: int = ended, seen: int = seen
                ) -> None:
                    bar(begun + (ended - begun) * done // total, seen + done)

                if reasons is None:
                    flags = pool.filter(part.texts, threads=threads, progress=show)
                else:
                    sifted = pool.sift(part.texts, threads=threads, progress=show)
                    flags = sifted.kept
                    origins.add(source.name, part, flags)
                    reasons.write(_reasons(str(rejected), source.name, part, sifted, origins))
                rows.write(part.kept({at: [] for at in (~flags).nonzero()[0].tolist()}))
                seen += len(part.texts)
                kept += int(flags.sum())
                begun = ended
            before += source.size or 0
        if not seen:
            raise all_empty([it.name for it in sources], "compare")
    return {"texts": seen, "kept": kept, "rejected": seen - kept, "pool": len(pool)}


class _Origins:
    """Where the texts of the pool that this run added are from."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._known: list[tuple[str, int, str]] = []

    def add(self, name: str, part: TextRows, flags: Any) -> None:
        self._known += [(name, part.first + at, part.texts[at]) for at in flags.nonzero()[0].tolist()]

    def of(self, place: int) -> tuple[str | None, int | None, str | None]:
        """The file, the row and the text; None of those that were there before."""
        return (None, None, None) if place < self._first else self._known[place - self._first]


def _reasons(path: str, name: str, part: TextRows, sifted: Any, origins: _Origins) -> Any:
    rejected = (~sifted.kept).nonzero()[0].tolist()
    nearest = sifted.nearest[rejected].tolist()
    found = [origins.of(place) for place in nearest]
    columns = {
        "file": [name] * len(rejected),
        "row": [part.first + at for at in rejected],
        "text": [part.texts[at] for at in rejected],
        "nearest": nearest,
        "nearest_file": [it[0] for it in found],
        "nearest_row": [it[1] for it in found],
        "nearest_text": [it[2] for it in found],
        "score": sifted.scores[rejected].tolist(),
    }
    return written_rows(path, columns, {"file": "string", "row": "int64", "text": "string", **_TYPES})


def _verify(
    pool: Pool,
    sources: Sequence[Source],
    candidates: Sequence[Source],
    field: str,
    output: str,
    quiet: bool,
    threads: int | None,
) -> dict[str, int]:
    from gramscore.io.errors import InputError, all_empty
    from gramscore.io.pairs import pairs_of
    from gramscore.io.text_rows import text_rows, writing_rows
    from gramscore.pools.judging import beyond

    pairs = [pair for source in candidates for pair in pairs_of(source)]
    wanted = {row for pair in pairs for row in pair[:2]}
    texts: dict[int, str] = {}
    first = passed = 0
    for source in sources:
        for part in text_rows(source, [field]):
            texts |= {first + at: text for at, text in enumerate(part.texts) if first + at in wanted}
            first += len(part.texts)
    if not first:
        raise all_empty([it.name for it in sources], "compare")
    if not pairs:
        raise InputError(f"{', '.join(it.name for it in candidates)}: there are no pairs")
    for pair in pairs:
        if pair.second >= first:
            raise InputError(f"{pair.place}: there is no row {pair.second}, the last one is {first - 1}")
    with progress_bar("scoring", len(pairs), quiet) as bar, writing_rows(output) as rows:
        done = 0
        for part_of_pairs in _parts(pairs):
            scores = pool.scores(
                [texts[pair.second] for pair in part_of_pairs],
                [texts[pair.first] for pair in part_of_pairs],
                threads=threads,
            )
            chosen = beyond(pool.metric, pool.threshold, scores).nonzero()[0].tolist()
            columns = {
                "a": [part_of_pairs[at].first for at in chosen],
                "b": [part_of_pairs[at].second for at in chosen],
                "score": scores[chosen].tolist(),
            }
            rows.write(written_rows(output, columns, _TYPES))
            passed += len(chosen)
            done += len(part_of_pairs)
            bar(done, done)
    return {"texts": first, "pairs": len(pairs), "beyond": passed}


def _parts(pairs: Sequence[Pair]) -> Iterator[Sequence[Pair]]:
    for begin in range(0, len(pairs), _PAIRS):
        yield pairs[begin : begin + _PAIRS]


def _show(shown_as: str, counts: dict[str, int], pool: Pool) -> None:
    signature = f"{pool.metric.signature}|threshold:{shortest(pool.threshold)}"
    if shown_as == "json":
        print(strict_json.dumps({**counts, "signature": signature}, indent=2, ensure_ascii=False))
    elif "pairs" in counts:
        print(f"{counts['beyond']:,} of {counts['pairs']:,} pairs are beyond the threshold")
        print(signature)
    else:
        print(f"{counts['kept']:,} of {counts['texts']:,} texts are kept, {counts['rejected']:,} rejected")
        print(signature)
