"""`gramscore contamination`: benchmark items in training texts."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

import click

from gramscore.cli import strict_json
from gramscore.cli.completion import FILE_NAME
from gramscore.cli.outputs import check_outputs, check_page
from gramscore.cli.progress import progress_bar
from gramscore.cli.reading_options import encoding_option
from gramscore.cli.row_output import check_rows, written_rows
from gramscore.cli.shared_options import refuse_idle, threads_option
from gramscore.cli.streams import say
from gramscore.cli.version import version_option
from gramscore.options.printable import on_one_line
from gramscore.overlap.profiles import ACTIONS, CRITERIA, PROFILES

if TYPE_CHECKING:
    from gramscore import Contaminated, Contamination
    from gramscore.io.text_rows import TextRows

#: Texts that the page shows.
_SHOWN: Final = 200
_MOST_NAMED: Final = 5

# Of columns of lists: as they are declared in Arrow.
_TYPES: Final = {"items": "list<int64>", "spans": "list<list<int64>>"}

_EXAMPLES = """\b
Examples:
  gramscore contamination train.jsonl --against gsm8k.jsonl --benchmark-field question
  gramscore contamination "corpus/*.parquet" --against bench.jsonl --profile open-r1 --clean clean.parquet
  gramscore contamination train.jsonl --against mmlu.jsonl --profile tulu3 --report page.html -o rows.jsonl
"""


@click.command(epilog=_EXAMPLES, context_settings={"max_content_width": 100})
@click.argument("train", nargs=-1, required=True, metavar="TRAIN...", type=FILE_NAME)
@click.option(
    "--against",
    "against",
    multiple=True,
    required=True,
    metavar="BENCH",
    help="File of benchmark items. Repeatable.",
)
@click.option(
    "--field", default="text", show_default=True, metavar="FIELD", help="Field of the training texts."
)
@click.option(
    "--benchmark-field",
    "benchmark_fields",
    multiple=True,
    default=("text",),
    show_default=True,
    metavar="FIELD",
    help="Field of the benchmark's texts. Repeatable: n-grams do not reach from one into another.",
)
@encoding_option
@click.option(
    "--profile", type=click.Choice(PROFILES), default="gpt3", show_default=True, help="Whose definition."
)
@click.option(
    "-n", "n", type=click.IntRange(min=1), metavar="N", help="Tokens of an n-gram, in place of the profile's."
)
@click.option("--criterion", type=click.Choice(CRITERIA), help="What makes a text contaminated, likewise.")
@click.option(
    "--threshold", type=click.FloatRange(0, 1), metavar="SHARE", help="How much of an item, likewise."
)
@click.option(
    "--tokenizer", metavar="NAME", help="What n-grams are made of, likewise: unicode, whitespace, 13a, ..."
)
@click.option(
    "--action", type=click.Choice(ACTIONS), help="What --clean does with contaminated texts, likewise."
)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=FILE_NAME,
    help="Write a row for each training text: .jsonl or .parquet.",
)
@click.option(
    "--items", metavar="FILE", type=FILE_NAME, help="Write a row for each benchmark item, likewise."
)
@click.option(
    "--clean",
    metavar="FILE",
    type=FILE_NAME,
    help="Write the training rows without what is contaminated, in their format.",
)
@click.option(
    "--report", metavar="FILE.html", type=FILE_NAME, help="Write a page with the matches marked in the texts."
)
@click.option("--format", "shown_as", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option("--quiet", "-q", is_flag=True, help="No progress bar and no remarks.")
@threads_option
@version_option
def contamination(
    train: tuple[str, ...],
    against: tuple[str, ...],
    field: str,
    benchmark_fields: tuple[str, ...],
    encoding: str | None,
    profile: str,
    n: int | None,
    criterion: str | None,
    threshold: float | None,
    tokenizer: str | None,
    action: str | None,
    output: str | None,
    items: str | None,
    clean: str | None,
    report: str | None,
    shown_as: str,
    quiet: bool,
    threads: int | None,
) -> None:
    """Find benchmark items in training texts, as a published definition has it.

    TRAIN and BENCH are files or patterns: JSON Lines, perhaps compressed; Parquet; or .txt with a text on each line.
    TRAIN may be larger than memory; copies of it are written in UTF-8. Exit code 0 whatever is found.
    """
    from gramscore.io.errors import InputError, OutputError

    if clean is None:
        refuse_idle(("action",), "without --clean")
    given = {"n": n, "criterion": criterion, "threshold": threshold, "tokenizer": tokenizer, "action": action}
    changes = {name: value for name, value in given.items() if value is not None}
    try:
        _run(
            train,
            against,
            field,
            benchmark_fields,
            encoding,
            profile,
            changes,
            (output, items, clean, report),
            shown_as,
            quiet,
            threads,
        )
    except OutputError as error:
        raise click.ClickException(str(error)) from None
    except (InputError, TypeError, ValueError, ImportError) as error:
        raise click.UsageError(str(error)) from None


def _run(
    train: Sequence[str],
    against: Sequence[str],
    field: str,
    benchmark_fields: Sequence[str],
    encoding: str | None,
    profile: str,
    changes: dict[str, Any],
    outputs: tuple[str | None, str | None, str | None, str | None],
    shown_as: str,
    quiet: bool,
    threads: int | None,
) -> None:
    from gramscore import Contamination
    from gramscore.io.errors import InputError, all_empty
    from gramscore.io.inputs import check_standard_input, sources_of
    from gramscore.io.text_rows import field_columns, rows_format, text_rows, writing_rows
    from gramscore.overlap.contamination import ItemWithoutTokens

    output, items, clean, report = outputs
    remarks: list[str] = []
    sources = [it for found in sources_of(train, remarks, encoding=encoding) for it in found]
    benchmarks = [it for found in sources_of(against, remarks, encoding=encoding) for it in found]
    inputs = [it.path for it in (*sources, *benchmarks)]
    check_standard_input(inputs)
    check_outputs({"--output": output, "--items": items, "--clean": clean, "--report": report}, inputs)
    if report is not None:
        check_page("--report", report)
    check_rows("--output", output)
    check_rows("--items", items)
    if clean is not None:
        for source in sources:
            if rows_format(source.path) != rows_format(clean):
                raise click.UsageError(
                    f"--clean {clean}: {source.name} is {rows_format(source.path)}, and the copy has to be, too"
                )
    names = tuple(dict.fromkeys(benchmark_fields))
    listed: dict[str, list[str]] = {name: [] for name in names}
    origins: list[tuple[str, int]] = []
    for source in benchmarks:
        columns = field_columns(source, names)
        for name, texts in columns.items():
            listed[name] += texts
        origins += [(source.name, row) for row in range(len(columns[names[0]]))]
    if not origins:
        raise all_empty([it.name for it in benchmarks], "look for")
    if len(names) > 1 and any(rows_format(it.path) == "text" for it in benchmarks):
        raise InputError("a file with a text on each line has no fields")
    try:
        index = Contamination(listed if len(names) > 1 else listed[names[0]], profile, **changes)
    except ItemWithoutTokens as error:
        raise InputError(f"{_place(origins[error.item], '')}: a text with tokens is expected") from None
    if index.too_short and not quiet:
        short = index.too_short
        where = ", ".join(_place(origins[item], name) for item, name in short[:_MOST_NAMED])
        more = f" and {len(short) - _MOST_NAMED} more" if len(short) > _MOST_NAMED else ""
        remarks.append(f"shorter than {index._least} tokens, so not looked for: {where}{more}")
    if not quiet:
        for remark in remarks:
            say(f"gramscore: {remark}")
    size = sum(it.size or 0 for it in sources)
    total: Any = None
    shown: list[dict[str, Any]] = []
    contaminated = texts_seen = 0
    matches: Any = None
    if index.profile.most_matches is not None:  # which n-grams are frequent is known when all texts are
        if any(it.path == "-" for it in sources):
            raise InputError(
                f"profile {index.profile.name!r} reads the texts twice: standard input can be read once"
            )
        matches = 0
        with progress_bar("counting", size or None, quiet) as bar:
            before = counted = 0
            for source in sources:
                for part in text_rows(source, [field]):
                    matches = matches + index.matches(part.texts, threads=threads)
                    counted += len(part.texts)
                    bar(before + source.position, counted)
                before += source.size or 0
    with ExitStack() as stack:
        bar = stack.enter_context(progress_bar("looking through", size or None, quiet))
        rows = None if output is None else stack.enter_context(writing_rows(output))
        kept = None if clean is None else stack.enter_context(writing_rows(clean))
        before = 0
        for source in sources:
            for part in text_rows(source, [field]):
                found = index.scan(part.texts, matches=matches, threads=threads)
                if rows is not None:
                    rows.write(_columns(str(output), source.name, part, found))
                if kept is not None:
                    kept.write(part.kept(_changed(index, part, found)))
                if report is not None and len(shown) < _SHOWN:
                    shown += _marked(source.name, part, found, _SHOWN - len(shown))
                total = found.benchmark if total is None else total + found.benchmark
                contaminated += int(found.contaminated.sum())
                texts_seen += len(part.texts)
                bar(before + source.position, texts_seen)
            before += source.size or 0
        if total is None:
            raise all_empty([it.name for it in sources], "look through")
        if items is not None:
            with writing_rows(items) as writer:
                writer.write(_item_rows(items, origins, total))
        if report is not None:
            from gramscore.report.contamination import write_contamination

            write_contamination(report, index, total, shown, contaminated, origins)
    _show(shown_as, index, total, contaminated, origins)


def _place(origin: tuple[str, int], field: str) -> str:
    return f"{origin[0]} item {origin[1]}{f' ({field})' if field else ''}"


def _changed(index: Contamination, part: TextRows, found: Contaminated) -> dict[int, list[str]]:
    """What stands in the filtered copy for the texts that are contaminated."""
    drop = index.profile.action == "drop"
    return {
        at: [] if drop else found.cut(at, part.texts[at]) for at in found.contaminated.nonzero()[0].tolist()
    }


def _columns(path: str, name: str, part: TextRows, found: Contaminated) -> Any:
    columns = found.columns()
    spans = [found.spans(at, text) if found.hits[at] else [] for at, text in enumerate(part.texts)]
    rows = {
        "file": [name] * len(part.texts),
        "row": list(range(part.first, part.first + len(part.texts))),
        **columns,
        "spans": [[list(span) for span in own] for own in spans],
    }
    return written_rows(path, rows, _TYPES)


def _item_rows(path: str, origins: Sequence[tuple[str, int]], total: Any) -> Any:
    rows = {"file": [name for name, _ in origins], "row": [row for _, row in origins]}
    return written_rows(path, {**rows, **total.columns()}, _TYPES)


def _marked(name: str, part: TextRows, found: Contaminated, most: int) -> Iterator[dict[str, Any]]:
    for at in found.contaminated.nonzero()[0].tolist()[:most]:
        yield {
            "file": name,
            "row": part.first + at,
            "text": part.texts[at],
            "spans": found.spans(at, part.texts[at]),
            "covered": float(found.covered[at]),
            "longest": int(found.longest[at]),
            "items": found.items(at),
        }


def _show(
    shown_as: str, index: Contamination, total: Any, contaminated: int, origins: Sequence[tuple[str, int]]
) -> None:
    hit = int((total.texts > 0).sum())
    reached = int((total.contaminated > 0).sum())
    if shown_as == "json":
        found = {
            "texts": total.examined,
            "contaminated": contaminated,
            "items": len(total.texts),
            "items_found": hit,
            "items_contaminated": reached,
            "too_short": len(index.too_short),
            "signature": index.signature,
        }
        print(strict_json.dumps(found, indent=2, ensure_ascii=False))
        return
    print(f"{contaminated:,} of {total.examined:,} texts are contaminated")
    print(f"{reached:,} of {len(total.texts):,} benchmark items are in them, {hit:,} in any text")
    often = sorted(
        (item for item in range(len(origins)) if total.texts[item]), key=lambda it: -total.texts[it]
    )
    for item in often[:_MOST_NAMED]:
        texts = int(total.texts[item])
        print(
            f"  {on_one_line(_place(origins[item], ''))}: in {texts:,} text{'' if texts == 1 else 's'}, "
            f"first in {int(total.first[item])}, up to {100 * total.share[item]:.0f}% of it"
        )
    print(index.signature)
    sys.stdout.flush()
