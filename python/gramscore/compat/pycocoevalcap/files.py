"""COCO's files of captions: annotations of images, and results, which have a caption for each image."""

# ruff: noqa: N802, N815 - the names are those of the original
from __future__ import annotations

import json
import os
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ImageCaptions:
    """What COCOEvalCap asks of an object of pycocotools: images in order, and by image its annotations."""

    images: tuple[Hashable, ...]
    imgToAnns: Mapping[Hashable, list[dict[str, Any]]]

    def getImgIds(self) -> list[Hashable]:
        return list(self.images)


def read_annotations(path: str | os.PathLike[str]) -> ImageCaptions:
    """The images and the captions of a file {"images": [{"id"}], "annotations": [{"image_id", "caption"}]}.

    Raises ValueError for a file that cannot be read, and for one that is no such file, with the place in it.
    """
    found = _json(path)
    if not isinstance(found, dict) or not isinstance(found.get("annotations"), list):
        raise ValueError(f'{os.fspath(path)}: an object with "images" and "annotations" is expected')
    captions = _captions(path, found["annotations"], "annotations")
    listed = found.get("images")
    if not isinstance(listed, list):
        raise ValueError(f'{os.fspath(path)}: an object with "images" and "annotations" is expected')
    images = []
    for number, image in enumerate(listed):
        if not isinstance(image, dict) or not _is_id(image.get("id")):
            raise ValueError(f'{os.fspath(path)}: images[{number}] has no "id" that is a number or a text')
        images.append(image["id"])
    return ImageCaptions(tuple(dict.fromkeys(images)), captions)


def read_results(path: str | os.PathLike[str], annotations: ImageCaptions) -> ImageCaptions:
    """The captions of a file [{"image_id", "caption"}], in the order of the annotated images.

    Raises what read_annotations() raises, and ValueError for a second caption of an image and for an image that has no
    annotation.
    """
    found = _json(path)
    if not isinstance(found, list):
        raise ValueError(f"{os.fspath(path)}: a list of results is expected")
    known = set(annotations.images) & annotations.imgToAnns.keys()
    captions = _captions(path, found, "results")
    for image, listed in captions.items():
        if len(listed) > 1:
            raise ValueError(
                f"{os.fspath(path)}: the image {image!r} has {len(listed)} captions: one is scored"
            )
        if image not in known:
            raise ValueError(f"{os.fspath(path)}: the image {image!r} has no caption in the annotations")
    images = tuple(image for image in annotations.images if image in captions)
    if not images:
        raise ValueError(f"{os.fspath(path)}: no results")
    return ImageCaptions(images, captions)


def _json(path: str | os.PathLike[str]) -> Any:
    from gramscore.io.json_record import parse_integer

    shown = os.fspath(path)
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file, parse_int=parse_integer)
    except OSError as error:
        raise ValueError(f"{shown}: cannot be read ({error.strerror or error})") from None
    except UnicodeDecodeError as error:
        raise ValueError(f"{shown}: invalid UTF-8 at byte offset {error.start}") from None
    except RecursionError:
        raise ValueError(f"{shown}: is nested too deep to be read") from None
    except ValueError as error:
        raise ValueError(f"{shown}: no JSON: {error}") from None


def _captions(
    path: str | os.PathLike[str], entries: list[Any], name: str
) -> dict[Hashable, list[dict[str, Any]]]:
    found: dict[Hashable, list[dict[str, Any]]] = {}
    for number, entry in enumerate(entries):
        place = f"{os.fspath(path)}: {name}[{number}]"
        if not isinstance(entry, dict):
            raise ValueError(f'{place} is no object with "image_id" and "caption"')
        image = entry.get("image_id")
        if not _is_id(image):
            raise ValueError(f'{place} has no "image_id" that is a number or a text')
        if not isinstance(entry.get("caption"), str):
            raise ValueError(f'{place} has no "caption" that is a text')
        found.setdefault(image, []).append(entry)
    return found


def _is_id(given: Any) -> bool:
    return isinstance(given, (int, str)) and not isinstance(given, bool)
