"""Images with their captions, as all of the scorers take them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any


def examples_of(
    gts: Mapping[Hashable, Sequence[str]], res: Mapping[Hashable, Sequence[str]]
) -> tuple[list[str], list[list[str]]]:
    """Predictions and references in the order of `gts`.

    gts: by image its reference captions, one or more; res: by image a list of the one caption to score.

    Raises TypeError for what is no such dictionary, ValueError for images that differ, and for an image that has not
    one caption to score, or no reference.
    """
    for name, given in (("gts", gts), ("res", res)):
        if not isinstance(given, Mapping):
            raise TypeError(f"{name} is {given!r}: a dictionary of lists of captions is expected")
    if gts.keys() != res.keys():
        image = next(iter(gts.keys() ^ res.keys()))
        has, lacks = ("gts", "res") if image in gts else ("res", "gts")
        raise ValueError(f"{has} has the image {image!r} and {lacks} has not: both need the same images")
    if not gts:
        raise ValueError("gts has no images: at least one is needed")
    predictions, references = [], []
    for image, own in gts.items():
        captions = _captions("res", image, res[image])
        if len(captions) != 1:
            raise ValueError(f"res[{image!r}] has {len(captions)} captions: one is scored")
        predictions.append(captions[0])
        references.append(_captions("gts", image, own))
        if not references[-1]:
            raise ValueError(f"gts[{image!r}] has no captions: at least one is needed")
    return predictions, references


def _captions(name: str, image: Hashable, captions: Any) -> list[str]:
    if not isinstance(captions, list):
        raise TypeError(f"{name}[{image!r}] is {captions!r}: a list of captions is expected")
    for caption in captions:
        if not isinstance(caption, str):
            raise TypeError(f"{name}[{image!r}] holds {caption!r}: a caption is a text")
    return captions
