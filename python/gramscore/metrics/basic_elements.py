"""ROUGE-BE: Basic Elements, as ROUGE-1.5.5 counts them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from gramscore import _core
from gramscore.figures.rouge155 import Rouge155Formula
from gramscore.metrics.metric import Metric
from gramscore.metrics.rouge155 import Rouge155Scores
from gramscore.options.checks import check_flag

#: What is counted, by mode: which elements, by modifier and relation, and which of their fields.
_MODES: Final[dict[str, tuple[Callable[[str, str], bool], int]]] = {
    "H": (lambda modifier, _: modifier == "nil", 1),
    "HM": (lambda modifier, _: modifier != "nil", 2),
    "HMR": (lambda _, relation: relation != "nil", 3),
    "HM1": (lambda *_: True, 2),
    "HMR1": (lambda modifier, _: modifier != "nil", 3),
    "HMR2": (lambda *_: True, 3),
}
#: Heads and modifiers of more characters are stemmed.
_SHORT: Final = 3

Elements = Sequence[tuple[str, str, str]]


class BasicElements(Metric[Rouge155Scores]):
    """ROUGE-BE as the Perl program ROUGE-1.5.5 computes it from Basic Elements (its option -3).

    A text is a list of its elements: head, modifier and relation in lower case, "nil" for none. Their characters are
    bytes (up to U+00FF).

    mode: "H" (heads without a modifier), "HM" (heads and their modifiers), "HM1" (the same, also without a modifier),
        "HMR" (all three, where there is a relation), "HMR1" (where there is a modifier), "HMR2" (all of them).
    stemmer: heads and modifiers of over three letters count by the base forms or stems of their words.

    The other options are those of ROUGE155.
    """

    def __init__(
        self,
        mode: str = "HM",
        stemmer: bool = False,
        *,
        formula: str = "A",
        alpha: float = 0.5,
        confidence: float = 95,
        resamples: int = 1000,
        averaging: str = "documents",
    ) -> None:
        if mode not in _MODES:
            raise ValueError(f"mode is {mode!r}: one of {', '.join(_MODES)} is expected")
        self._mode = mode
        self._exceptions = _core.Exceptions.wordnet() if check_flag("stemmer", stemmer) else None
        words = _core.Rouge155Words("none", 0, False, [], None)
        self._core = _core.Rouge155([("ngram", 1)], formula == "B", False, words, True)
        name = f"ROUGE-BE-{mode}"
        stem = "wordnet-2.0" if stemmer else "no"
        shared = f"refs:{formula}|alpha:{alpha}|avg:{averaging}|conf:{confidence}|bs:{resamples}"
        self._results = (
            Rouge155Scores,
            tuple(f"{name}_{part}" for part in ("match", "prediction", "reference")),
            f"rouge155|types:{name}|stem:{stem}|{shared}|version:{_core.__version__}",
            Rouge155Formula(
                (name,), (0.0,), float(alpha), float(confidence), resamples, averaging == "words"
            ),
        )

    @property
    def types(self) -> tuple[str, ...]:
        """The name that the program prints."""
        return (f"ROUGE-BE-{self._mode}",)

    def score_elements(
        self,
        predictions: Iterable[Elements],
        references: Iterable[Iterable[Elements]],
        threads: int | None = None,
    ) -> Rouge155Scores:
        """Score N lists of elements against N lists of one or more such lists."""
        return self.score(
            [self._grams(elements) for elements in predictions],
            [[self._grams(elements) for elements in of_one] for of_one in references],
            threads=threads,
        )

    def _grams(self, elements: Elements) -> list[str]:
        counts, fields = _MODES[self._mode]
        return [
            "|".join((self._stemmed(head), self._stemmed(modifier), relation)[:fields])
            for head, modifier, relation in elements
            if counts(modifier, relation)
        ]

    def _stemmed(self, field: str) -> str:
        if self._exceptions is None or len(field) <= _SHORT:
            return field
        words = (
            _core.rouge155_base(word.encode("latin-1"), self._exceptions).decode("latin-1")
            for word in field.split(" ")
        )
        return " ".join(words)
