"""Ways in which people handle texts before they score them: a line each."""

from __future__ import annotations

import html
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, partial
from importlib.util import find_spec
from itertools import repeat
from typing import Final

import numpy as np

from gramscore import _core
from gramscore.reproducing.looks import in_lower_case
from gramscore.reproducing.pool import Rewrite
from gramscore.reproducing.texts import Texts


class Stage(IntEnum):
    """When a step is taken; of each stage there is at most one."""

    ROWS = 0
    MARKS = 1
    ESCAPES = 2
    WORDS = 3
    SENTENCES = 4
    LENGTH = 5
    CASE = 6
    SIDES = 7


@dataclass(frozen=True, eq=False)
class Step:
    """One way of handling texts.

    name: as rows of a result say it. cost: how unusual it is, 1 for what everybody does.
    change: what it does. lines: the same as code, given the texts of the user.
    imports: modules that the code needs, as lines.
    """

    name: str
    stage: Stage
    cost: int
    change: Callable[[Texts], Texts]
    lines: Callable[[Texts], list[str]]
    imports: tuple[str, ...] = ()
    expression: str | None = None


def _of_text(
    stage: Stage, cost: int, name: str, expression: str, rewrite: Rewrite, *imports: str, spaced: bool = False
) -> Step:
    """A step that changes each text by itself, which `expression` says in code. spaced: rewrite is given texts with a
    space for all white space between words."""

    def change(texts: Texts) -> Texts:
        return (texts.rewritten(_spaced) if spaced else texts).rewritten(rewrite)

    return Step(name, stage, cost, change, lambda texts: [], imports, expression)


def _each(function: Callable[[str], str]) -> Rewrite:
    return lambda texts: map(function, texts)


def _where(mark: str, function: Callable[[str], str]) -> Rewrite:
    """Of a change that leaves texts without the mark as they are."""
    return lambda texts: [function(text) if mark in text else text for text in texts]


def _replaced(old: str, new: str) -> Rewrite:
    return lambda texts: map(str.replace, texts, repeat(old), repeat(new))


def _substituted(pattern: str, new: str) -> Callable[[str], str]:
    return partial(re.compile(pattern).sub, new)


def _spaced(texts: Sequence[str]) -> Iterable[str]:
    return map(" ".join, map(str.split, texts))


def _straight(texts: Sequence[str]) -> Iterable[str]:
    for text in texts:
        odd = not text.isascii() and any(map(text.__contains__, _CURLY))
        yield text.translate(_QUOTES) if odd else text


def _without_bpe(texts: Sequence[str]) -> Iterable[str]:
    for text in texts:
        yield ((text + " ").replace("@@ ", "") if "@@" in text else text).rstrip()


_TO_LINES: Final = "turned into newlines"
_QUOTES: Final = {8216: "'", 8217: "'", 8220: '"', 8221: '"', 8222: '"', 171: '"', 187: '"'}
_CURLY: Final = tuple(map(chr, _QUOTES))
#: Lengths at which texts are cut, as papers and tasks have them.
_WORDS: Final = (100, 50, 128, 75, 30, 200, 250, 400)
_BYTES: Final = (75, 665, 275)


def _words(most: int) -> Step:
    return _of_text(
        Stage.LENGTH,
        2 if most == 100 else 3,
        f"cut after {most} words",
        f'" ".join(text.split()[:{most}])',
        lambda texts: [
            text if text.count(" ") < most else " ".join(text.split(" ", most)[:most]) for text in texts
        ],
        spaced=True,
    )


def _bytes(most: int) -> Step:
    def cut(texts: Sequence[str]) -> Iterable[str]:
        for text in texts:
            if text.isascii():
                yield text[:most]
            else:
                yield text.encode(errors="surrogatepass")[:most].decode(errors="ignore")

    return _of_text(
        Stage.LENGTH,
        3,
        f"cut after {most} bytes",
        f'text.encode()[:{most}].decode(errors="ignore")',
        cut,
    )


def _without_empty(texts: Texts) -> Texts:
    return texts.kept([row for row, text in enumerate(texts.predictions) if text.strip()])


def _lines_without_empty(texts: Texts) -> list[str]:
    sides = ("predictions", "references", *(() if texts.sources is None else ("sources",)))
    return [
        "kept = [row for row, text in enumerate(predictions) if text.strip()]",
        *(f"{side} = [{side}[row] for row in kept]" for side in sides),
    ]


def _first_against_all(texts: Texts) -> Texts:
    """What sacrebleu makes of [[reference], ...]: the first prediction with all references."""
    if texts.counts is not None or len(texts) < 2:
        return texts
    return texts.with_references(texts.of_references, [len(texts)])


def _against_characters(texts: Texts) -> Texts:
    """What comes of a list of references where a list of such lists belongs: their first characters are the references
    of the first prediction, and so on."""
    most = 0 if texts.counts is not None else min(len(texts), *map(len, texts.references))
    if not most:
        return texts
    joined = "".join(text[:most] for text in texts.references)
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    letters, places = np.unique(points.reshape(-1, most).T, return_inverse=True)
    numbers = texts.pool.numbers(list(map(chr, letters.tolist())))
    return texts.with_references(numbers[places.ravel()], [len(texts)] * most)


def _may_have_data() -> bool:
    """Whether there is a folder where NLTK looks for its data. Importing it takes long, which is in vain without."""
    if "nltk" in sys.modules:
        return True
    given = map(os.path.expanduser, os.environ.get("NLTK_DATA", "").split(os.pathsep))
    roots = [
        sys.prefix,
        f"{sys.prefix}/share",
        f"{sys.prefix}/lib",
        os.environ.get("APPDATA", ""),
        "C:",
        "D:",
        "E:",
    ]
    roots += ["/usr/share", "/usr/local/share", "/usr/lib", "/usr/local/lib", os.path.expanduser("~")]
    return any(map(os.path.isdir, [*filter(None, given), *(f"{root}/nltk_data" for root in roots if root)]))


def _punkt() -> Iterator[Step]:
    """NLTK's sentences, if it and its data are installed."""
    if find_spec("nltk") is None or not _may_have_data():
        return
    import nltk

    try:
        nltk.sent_tokenize("A text. Two.")
    except LookupError:
        return
    yield _of_text(
        Stage.SENTENCES,
        1,
        "a newline after each of NLTK's sentences",
        r'"\n".join(nltk.sent_tokenize(text))',
        _each(lambda text: "\n".join(nltk.sent_tokenize(text))),
        "import nltk",
    )


@cache
def all_steps() -> tuple[Step, ...]:
    """The steps that can be taken on this machine."""
    return (
        Step("rows without a prediction dropped", Stage.ROWS, 2, _without_empty, _lines_without_empty),
        _of_text(Stage.MARKS, 1, f"<n> {_TO_LINES}", r'text.replace("<n>", "\n")', _replaced("<n>", "\n")),
        _of_text(Stage.MARKS, 1, f"<q> {_TO_LINES}", r'text.replace("<q>", "\n")', _replaced("<q>", "\n")),
        _of_text(Stage.MARKS, 2, "<n> removed", r'text.replace("<n>", " ")', _replaced("<n>", " ")),
        _of_text(Stage.MARKS, 2, "<q> removed", r'text.replace("<q>", " ")', _replaced("<q>", " ")),
        _of_text(
            Stage.MARKS,
            1,
            "marks of BPE (@@) removed",
            '(text + " ").replace("@@ ", "").rstrip()',
            _without_bpe,
        ),
        _of_text(
            Stage.MARKS,
            1,
            "pieces of SentencePiece joined",
            r'text.replace(" ", "").replace("\u2581", " ").strip() if "\u2581" in text else text',
            _where("\u2581", lambda text: text.replace(" ", "").replace("\u2581", " ").strip()),
        ),
        _of_text(
            Stage.ESCAPES,
            1,
            "escapes such as &apos; resolved",
            "html.unescape(text)",
            _where("&", html.unescape),
            "import html",
        ),
        _of_text(
            Stage.ESCAPES,
            2,
            "curly quotes made straight",
            f"text.translate({_QUOTES!r})",
            _straight,
        ),
        _of_text(
            Stage.WORDS,
            2,
            "tokenized as the Penn Treebank",
            r'"\n".join(" ".join(TreebankWordTokenizer().tokenize(line)) for line in text.split("\n"))',
            _core.treebank_lines,
            "from nltk.tokenize import TreebankWordTokenizer",
        ),
        _of_text(
            Stage.WORDS,
            2,
            "compounds split at hyphens (##AT##-##AT##)",
            r're.sub(r"(\S)-(\S)", r"\1 ##AT##-##AT## \2", text)',
            _where("-", _substituted(r"(\S)-(\S)", r"\1 ##AT##-##AT## \2")),
            "import re",
        ),
        _of_text(
            Stage.WORDS,
            1,
            "split compounds joined",
            'text.replace(" ##AT##-##AT## ", "-")',
            _replaced(" ##AT##-##AT## ", "-"),
        ),
        _of_text(
            Stage.WORDS,
            2,
            "no spaces before punctuation",
            r"""re.sub(r" +([.,;:!?%)\]}'])", r"\1", text)""",
            _each(_substituted(r" +([.,;:!?%)\]}'])", r"\1")),
            "import re",
        ),
        _of_text(
            Stage.WORDS,
            2,
            "punctuation removed",
            r're.sub(r"[^\w\s]", "", text)',
            _each(_substituted(r"[^\w\s]+", "")),
            "import re",
        ),
        *_punkt(),
        _of_text(
            Stage.SENTENCES,
            1,
            "a newline after each sentence (. ! ?)",
            r're.sub(r"(?<=[.!?])\s+", "\n", text)',
            _each(_substituted(r"(?<=[.!?])\s+", "\n")),
            "import re",
        ),
        _of_text(
            Stage.SENTENCES,
            2,
            "a newline for each full stop",
            r'text.replace(".", "\n")',
            _replaced(".", "\n"),
        ),
        _of_text(
            Stage.SENTENCES,
            2,
            "newlines turned into spaces",
            r'text.replace("\n", " ")',
            _replaced("\n", " "),
        ),
        *map(_words, _WORDS),
        *map(_bytes, _BYTES),
        _of_text(Stage.CASE, 1, "lower case", "text.lower()", in_lower_case),
        Step(
            "each reference taken for a set of references (a list too few)",
            Stage.SIDES,
            4,
            _first_against_all,
            lambda texts: ["predictions, references = predictions[:1], [references]"],
        ),
        Step(
            "references read as lists of characters (a string for a list)",
            Stage.SIDES,
            4,
            _against_characters,
            lambda texts: [
                "references = [list(letters) for letters in zip(*references)]",
                "predictions = predictions[: len(references)]",
            ],
        ),
        Step(
            "predictions and references swapped",
            Stage.SIDES,
            3,
            lambda texts: texts if texts.several else texts.swapped(),
            lambda texts: ["predictions, references = references, predictions"],
        ),
    )
