"""What `--metric` can name: a family is one entry of `_FAMILIES`, known nowhere else in the command."""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import click

import gramscore

if TYPE_CHECKING:
    from gramscore.io import Batch

Figures = dict[str, Any]

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
class Family:
    """Metrics computed together, named by `members`."""

    name: str
    members: tuple[str, ...]
    build: Callable[[Sequence[str], Options], Any]


@dataclass(frozen=True)
class Metrics:
    """Families in the order asked for, set up with the members and options asked for."""

    engines: dict[str, Any]
    options: Options

    @property
    def label(self) -> str:
        return ", ".join(self.engines)

    def score(self, batches: Iterable[Batch], threads: int | None) -> Iterator[tuple[Batch, dict[str, Any]]]:
        """Each batch with its scores by family, all from one pass; what the engines refuse is wrong usage."""
        taken: deque[Batch] = deque()

        def texts() -> Iterator[tuple[Any, Any]]:
            for batch in batches:
                taken.append(batch)
                yield batch.predictions, batch.references

        stream = gramscore.evaluate_stream(texts(), self.engines, threads=threads)
        while True:
            try:
                scores = next(stream, None)
            except (TypeError, ValueError) as error:
                if type(error) not in (TypeError, ValueError):
                    raise
                raise click.UsageError(str(error)) from error
            if scores is None:
                return
            yield taken.popleft(), scores

    @property
    def unseen_remedy(self) -> str | None:
        """The option that makes ROUGE see more; None if it sees all, or is not computed."""
        if "rouge" not in self.engines or self.options.tokenizer("rouge", "rouge") != "rouge":
            return None
        alone = not any(other in _TOKENIZED for other in self.engines if other != "rouge")
        return f"--tokenizer {'' if alone else 'rouge='}unicode"


def figures_of(name: str, state: Any) -> dict[str, Figures]:
    """The corpus figures of each metric that the state of family `name` holds."""
    if state.metric == "rouge":
        return {kind: dict(score._asdict()) for kind, score in state.corpus.items()}
    return {name: dict(state.corpus._asdict())}


def shown_of(state: Any) -> tuple[str, ...]:
    """The names of the figures that people are shown."""
    return ("precision", "recall", "fmeasure") if state.metric == "rouge" else ("score",)


def build(values: Sequence[str], options: Options) -> Metrics:
    """The metrics that comma-separated `values` name, none twice; `UsageError` for what nobody knows."""
    names = list(dict.fromkeys(name.strip() for value in values for name in value.split(",")))
    owners = {member: family for family in _FAMILIES for member in family.members}
    for name in names:
        if name not in owners:
            raise click.UsageError(f"unknown metric {name!r}; the known ones are {', '.join(owners)}")
    families = list(dict.fromkeys(owners[name].name for name in names))
    _check_tokenizers(options.tokenizers, families)
    _check_use(options, families)
    engines = {}
    for family in map(_BY_NAME.__getitem__, families):
        try:
            engines[family.name] = family.build([name for name in names if name in family.members], options)
        except (TypeError, ValueError, ImportError, OSError) as error:
            raise click.UsageError(str(error)) from error
    return Metrics(engines, options)


def _check_use(options: Options, families: Sequence[str]) -> None:
    for name, default in ((field.name, field.default) for field in dataclasses.fields(options)):
        if getattr(options, name) == default or name not in _USED_BY or set(_USED_BY[name]) & set(families):
            continue
        option, users = name.replace("_", "-"), ", ".join(_USED_BY[name])
        raise click.UsageError(
            f"--{option}: no metric that is computed has a use for it, those that have are {users}"
        )


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


_FAMILIES: Final = (
    Family(
        "rouge",
        (*(f"rouge{order}" for order in range(1, 10)), "rougeL", "rougeLsum"),
        _rouge,
    ),
    Family("bleu", ("bleu",), _bleu),
    Family("chrf", ("chrf",), _chrf(0)),
    Family("chrf++", ("chrf++",), _chrf(2)),
    Family("ter", ("ter",), _ter),
)
_BY_NAME: Final = {family.name: family for family in _FAMILIES}
_TOKENIZED: Final = ("rouge", "bleu")
# The families in which an option changes something.
_USED_BY: Final = {
    "stemmer": ("rouge",),
    "lowercase": ("bleu", "chrf", "chrf++"),
    "smoothing": ("bleu",),
    "effective_order": ("bleu",),
}
