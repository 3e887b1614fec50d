"""Captions as Penn Treebank tokens, in lower case and without punctuation."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final

from gramscore import _core

#: What is left out.
PUNCTUATIONS: Final = (
    *("''", "'", "``", "`", "-LRB-", "-RRB-", "-LCB-", "-RCB-"),
    *(".", "?", "!", ",", ":", "-", "--", "...", ";"),
)


class PTBTokenizer:
    """What the original runs Java for. All captions are lines of one file there, and so they are here: one that holds a
    line separator other than a line feed shifts those that follow, and the last caption may have other tokens than it
    would have before others. The tokenizer "ptb" of metrics has neither.

    >>> PTBTokenizer().tokenize({7: [{"caption": "A dog, running!"}, {"caption": "It isn't Bob's."}]})
    {7: ['a dog running', "it is n't bob 's"]}
    """

    def tokenize(
        self, captions_for_image: Mapping[Hashable, Sequence[Mapping[str, Any]]]
    ) -> dict[Hashable, list[str]]:
        """By image the tokens of its captions with a space between. An image without captions is left out.

        captions_for_image: by image a list of dictionaries with "caption", as COCO's files have them.

        Raises TypeError for a caption that is no text.
        """
        images: list[Hashable] = []
        captions: list[str] = []
        for image, listed in captions_for_image.items():
            for number, entry in enumerate(listed):
                caption = entry["caption"]
                if not isinstance(caption, str):
                    place = f"captions_for_image[{image!r}][{number}]"
                    raise TypeError(f"{place}['caption'] is {caption!r}: a text is expected")
                images.append(image)
                captions.append(caption.replace("\n", " "))
        lines = _core.ptb_file("\n".join(captions), True).split("\n")
        found: dict[Hashable, list[str]] = {}
        for image, line in zip(images, lines, strict=False):
            found.setdefault(image, []).append(line)
        return found
