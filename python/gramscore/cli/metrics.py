"""What `--metric` can name: a family is one entry of `_FAMILIES`, known nowhere else in the command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import click
import numpy as np

import gramscore
from gramscore.cli.unseen import unseen_remark

Figures = dict[str, Any]
Column = np.ndarray[tuple[int], np.dtype[np.float64]]

DEFAULT: Final = "rouge1,rouge2,rougeL,rougeLsum"


@dataclass(frozen=True)
class Options:
    """The choices on the command line that can change a figure; None leaves it to the family."""

    stemmer: bool = False
    lowercase: bool = False
    smoothing: str | None = None
    effective_order: bool = False
    tokenizers: tuple[str, ...] = ()

    def tokenizer(self, family: str, default: str) -> str:
        """The last that was given for the family, or for all of them."""
        chosen = default
        for value in self.tokenizers:
            owner, given, name = value.rpartition("=")
            if not given or owner == family:
                chosen = name
        return chosen


@dataclass(frozen=True)
class Result:
    """`corpus` has the figures of each member, of which people are shown those in `shown`; `examples` a column per
    figure, over all examples."""

    family: str
    signature: str
    shown: tuple[str, ...]
    corpus: dict[str, Figures]
    examples: dict[str, Column]
    remark: str | None = None
    """What people should know of the figures."""


@dataclass(frozen=True)
class Family:
    """Metrics computed together, named by `members`; `read` takes the figures out of the scores."""

    name: str
    members: tuple[str, ...]
    build: Callable[[Sequence[str], Options], Any]
    read: Callable[[str, Any], tuple[dict[str, Figures], dict[str, Column]]]
    shown: tuple[str, ...] = ("score",)


@dataclass(frozen=True)
class Metrics:
    """Families in the order asked for, set up with the members and options asked for."""

    engines: dict[str, Any]
    options: Options

    @property
    def label(self) -> str:
        return ", ".join(self.engines)

    def score(self, predictions: Any, references: Any, **how: Any) -> list[Result]:
        """A result per family, all from one pass; what the engines refuse is wrong usage."""
        try:
            found = gramscore.evaluate(predictions, references, self.engines, **how)
        except (TypeError, ValueError) as error:
            raise click.UsageError(str(error)) from error
        results = []
        for name, scores in found.items():
            family = _BY_NAME[name]
            remark = None
            if name == "rouge" and self.options.tokenizer("rouge", "rouge") == "rouge":
                alone = not any(other in _TOKENIZED for other in found if other != name)
                remedy = f"--tokenizer {'' if alone else 'rouge='}unicode"
                remark = unseen_remark(scores, predictions, references, how.get("threads"), remedy)
            results.append(Result(name, scores.signature, family.shown, *family.read(name, scores), remark))
        return results


def build(values: Sequence[str], options: Options) -> Metrics:
    """The metrics that comma-separated `values` name, none twice; `UsageError` for what nobody knows."""
    names = list(dict.fromkeys(name.strip() for value in values for name in value.split(",")))
    owners = {member: family for family in _FAMILIES for member in family.members}
    for name in names:
        if name not in owners:
            raise click.UsageError(f"unknown metric {name!r}; the known ones are {', '.join(owners)}")
    families = list(dict.fromkeys(owners[name].name for name in names))
    _check_tokenizers(options.tokenizers, families)
    engines = {}
    for family in map(_BY_NAME.__getitem__, families):
        try:
            engines[family.name] = family.build([name for name in names if name in family.members], options)
        except (TypeError, ValueError, ImportError, OSError) as error:
            raise click.UsageError(str(error)) from error
    return Metrics(engines, options)


def _check_tokenizers(values: Sequence[str], families: Sequence[str]) -> None:
    choosing = [name for name in families if name in _TOKENIZED]
    for value in values:
        owner, given, _ = value.rpartition("=")
        if given and owner not in _TOKENIZED:
            known = ", ".join(_TOKENIZED)
            raise click.UsageError(
                f"--tokenizer {value}: {owner!r} has no tokenizer to choose, those that have are {known}"
            )
        if (given and owner not in families) or not choosing:
            raise click.UsageError(f"--tokenizer {value}: no metric that is computed has a use for it")


def _rouge(members: Sequence[str], options: Options) -> Any:
    return gramscore.ROUGE(
        list(members), stemmer=options.stemmer, tokenizer=options.tokenizer("rouge", "rouge")
    )


def _rouge_figures(_: str, scores: Any) -> tuple[dict[str, Figures], dict[str, Column]]:
    figures = ("precision", "recall", "fmeasure")
    corpus = {
        kind: {name: float(getattr(scores.corpus[kind], name)) for name in figures} for kind in scores.types
    }
    examples = {f"{kind}_{name}": getattr(scores[kind], name) for kind in scores.types for name in figures}
    return corpus, examples


def _bleu(_: Sequence[str], options: Options) -> Any:
    smoothing, given, value = (options.smoothing or "exp").partition("=")
    try:
        number = float(value) if given else None
    except ValueError:
        raise ValueError(f"--smoothing {options.smoothing}: {value!r} is no number") from None
    return gramscore.BLEU(
        tokenizer=options.tokenizer("bleu", "13a"),
        lowercase=options.lowercase,
        smoothing=smoothing,
        smooth_value=number,
        effective_order=options.effective_order,
    )


def _chrf(word_order: int) -> Callable[[Sequence[str], Options], Any]:
    return lambda _, options: gramscore.CHRF(word_order=word_order, lowercase=options.lowercase)


def _ter(_: Sequence[str], options: Options) -> Any:
    return gramscore.TER()  # which ignores case anyway


def _score_figures(name: str, scores: Any) -> tuple[dict[str, Figures], dict[str, Column]]:
    return {name: dict(scores.corpus._asdict())}, {f"{name}_score": scores.examples}


_FAMILIES: Final = (
    Family(
        "rouge",
        (*(f"rouge{order}" for order in range(1, 10)), "rougeL", "rougeLsum"),
        _rouge,
        _rouge_figures,
        ("precision", "recall", "fmeasure"),
    ),
    Family("bleu", ("bleu",), _bleu, _score_figures),
    Family("chrf", ("chrf",), _chrf(0), _score_figures),
    Family("chrf++", ("chrf++",), _chrf(2), _score_figures),
    Family("ter", ("ter",), _ter, _score_figures),
)
_BY_NAME: Final = {family.name: family for family in _FAMILIES}
_TOKENIZED: Final = ("rouge", "bleu")
