"""`gramscore jiwer`: the command of the package jiwer."""

from __future__ import annotations

from pathlib import Path

import click

from gramscore.cli.streams import show

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("jiwer", context_settings={"help_option_names": ["--help"]})
@click.option(
    "-r", "--reference", type=_FILE, required=True, help="A text file with a reference in each line."
)
@click.option(
    "-h", "--hypothesis", type=_FILE, required=True, help="A text file with a hypothesis in each line."
)
@click.option("-c", "--cer", is_flag=True, help="CER instead of WER.")
@click.option(
    "-a", "--align", is_flag=True, help="Print the alignment of each pair that differs, and a summary."
)
@click.option("-g", "--global", "whole", is_flag=True, help="Align all lines as one text.")
def jiwer(reference: Path, hypothesis: Path, cer: bool, align: bool, whole: bool) -> None:
    """Print what jiwer prints for two text files: the word error rate, or alignments.

    Lines of fewer than two characters, white space at their ends not counted, are passed over, as there.
    """
    from gramscore.compat import jiwer as drop_in

    references, hypotheses = _lines(reference), _lines(hypothesis)
    if not whole and len(references) != len(hypotheses):
        raise click.UsageError(
            f"{reference} has {len(references)} lines and {hypothesis} has {len(hypotheses)}: as many are needed, "
            "or --global"
        )
    process = drop_in.process_characters if cer else drop_in.process_words
    transform = {
        (False, False): drop_in.wer_default,
        (False, True): drop_in.wer_contiguous,
        (True, False): drop_in.cer_default,
        (True, True): drop_in.cer_contiguous,
    }[cer, whole]
    output = process(references, hypotheses, transform, transform)
    if align:
        show(drop_in.visualize_alignment(output).encode(errors="surrogatepass"))
    else:
        click.echo(output.cer if isinstance(output, drop_in.CharacterOutput) else output.wer)


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{path}: byte {error.start + 1} is not UTF-8") from None
    except OSError as error:
        raise click.UsageError(f"{path}: cannot be read ({error.strerror or error})") from None
    return [line.strip() for line in text.split("\n") if len(line.strip()) > 1]
