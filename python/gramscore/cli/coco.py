"""`gramscore coco`: COCO's evaluation of captions, without Java."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path

import click

from gramscore.cli.outputs import check_outputs
from gramscore.cli.streams import say

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("coco", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("annotations", type=_FILE)
@click.argument("results", type=_FILE)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Of what is printed."
)
@click.option(
    "--per-image", type=_FILE, help="Also write the scores of each image to this file, a line of JSON each."
)
def coco(annotations: Path, results: Path, form: str, per_image: Path | None) -> None:
    """Score captions as COCO's evaluation does: BLEU-1 to BLEU-4, ROUGE-L and CIDEr-D.

    ANNOTATIONS is COCO's file of captions, {"images": [{"id"}], "annotations": [{"image_id", "caption"}]}; RESULTS a
    list [{"image_id", "caption"}] with a caption for each image that is scored.
    """
    from gramscore.compat.pycocoevalcap import COCOEvalCap
    from gramscore.compat.pycocoevalcap.files import read_annotations, read_results
    from gramscore.io.atomic import replacing
    from gramscore.io.errors import OutputError

    check_outputs(
        {"--per-image": None if per_image is None else str(per_image)}, [str(annotations), str(results)]
    )
    try:
        truth = read_annotations(annotations)
        found = read_results(results, truth)
        evaluation = COCOEvalCap(truth, found)
        evaluation.params["image_id"] = found.getImgIds()
        with contextlib.redirect_stdout(io.StringIO()):  # which it prints to as the original does
            evaluation.evaluate()
        if per_image is not None:
            with replacing(str(per_image)) as stream:
                for scores in evaluation.evalImgs:
                    stream.write((json.dumps(scores) + "\n").encode())
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    except OutputError as error:
        raise click.ClickException(str(error)) from None
    scores = {name: float(score) for name, score in evaluation.eval.items()}
    if form == "json":
        click.echo(json.dumps({"images": len(evaluation.evalImgs), **scores}))
    else:
        for name, score in scores.items():
            click.echo(f"{name}: {score:.3f}")
    missing = len(truth.images) - len(found.images)
    if missing:
        say(f"gramscore: {missing} of {len(truth.images)} images have no result and were not scored")
    if len(found.images) == 1:
        say("gramscore: CIDEr of one image is 0: what n-grams weigh is learnt from the references of several")
