"""What `--metric` can name, and the options of the command that metrics take."""

from __future__ import annotations

import dataclasses
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import click

import gramscore
from gramscore.cli.metric_options import given_options
from gramscore.corpora.columns import Columns
from gramscore.corpora.evaluation import needs_sources, needs_whole
from gramscore.metrics.names import names_of
from gramscore.metrics.registry import ALL_FAMILIES, FAMILIES, FAMILY_OF, Family
from gramscore.results.score_table import reported

if TYPE_CHECKING:
    from gramscore.io.batch import Batch

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
    sentence_splitter: str | None = None
    named: tuple[str, ...] = ()
    """As `--option` has them."""

    def tokenizer(self, family: str, default: str) -> str:
        """The last that was given for the family, or for all of them."""
        chosen = default
        for value in self.tokenizers:
            owner, given, name = value.rpartition("=")
            if not given or owner == family:
                chosen = name
        return chosen


@dataclass(frozen=True)
class Metrics:
    """Families in the order asked for, set up with the members and options asked for."""

    engines: dict[str, Any]
    options: Options

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of scores that a row per example has."""
        apart = {family: engine for family, engine in self.engines.items() if engine.separable}
        return (
            *(_column(family, name) for family, engine in apart.items() for name in Columns([engine]).names),
            *(f"{it}_score" for it in self.whole),
        )

    def rows(self, scores: Mapping[str, Any]) -> dict[str, Any]:
        """These columns, of scores by family."""
        return {
            _column(family, name): column
            for family, found in scores.items()
            for name, column in found.per_example().items()
        }

    @property
    def whole(self) -> tuple[str, ...]:
        """The families whose scores of parts do not add up, or may not: they need all texts at once."""
        return tuple(name for name, engine in self.engines.items() if needs_whole(engine))

    @property
    def stateless(self) -> tuple[str, ...]:
        """Those among them whose parts cannot be put together, either."""
        return tuple(name for name in self.whole if not self.engines[name].joinable)

    @property
    def sourced(self) -> tuple[str, ...]:
        """The families that compare predictions with their sources, too."""
        return tuple(name for name, engine in self.engines.items() if needs_sources(engine))

    @property
    def only(self) -> Any:
        """The metric, for a command that takes a single one. Raises UsageError where there are several."""
        if len(self.names) > 1 or len(self.engines) > 1:
            raise click.UsageError(f"--metric {','.join(self.names)}: one metric is expected")
        (metric,) = self.engines.values()
        return metric

    @property
    def names(self) -> tuple[str, ...]:
        """What is computed, types of ROUGE each by itself."""
        return tuple(
            name
            for family, engine in self.engines.items()
            if family != "rouge155"  # which has scores of several names of its own
            for name in (engine.types if family == "rouge" else (family,))
        )

    @property
    def label(self) -> str:
        return ", ".join(self.engines)

    def score(self, batches: Iterable[Batch], threads: int | None) -> Iterator[tuple[Batch, dict[str, Any]]]:
        """Each batch with its scores by family, all from one pass; what the engines refuse is wrong usage. Where a
        metric needs all texts at once, there is one batch, of all."""
        if self.whole:
            yield from self._score_whole(list(batches), threads)
            return
        taken: deque[Batch] = deque()

        def texts() -> Iterator[tuple[Any, ...]]:
            for batch in batches:
                taken.append(batch)
                sources = (batch.sources,) if self.sourced else ()
                yield (batch.predictions, batch.references, *sources)

        stream = gramscore.evaluate_stream(texts(), self.engines, threads=threads)
        before = 0
        while True:
            with _refusals(_numbered(before)):
                scores = next(stream, None)
            if scores is None:
                return
            batch = taken.popleft()
            before += len(batch)
            yield batch, scores

    def _score_whole(
        self, batches: Sequence[Batch], threads: int | None
    ) -> Iterator[tuple[Batch, dict[str, Any]]]:
        from gramscore.io.batch import whole

        if not batches:
            return
        batch = whole(batches)
        yield batch, self.scores_of(batch.predictions, batch.references, batch.sources, threads)

    def scores_of(
        self, predictions: Any, references: Any, sources: Any, threads: int | None, where: Where | None = None
    ) -> dict[str, Any]:
        """Of texts that are all at hand, by family; only the metrics that look at the sources get them."""
        with _refusals(where or _numbered(0)):
            return gramscore.evaluate(
                predictions,
                references,
                self.engines,
                threads=threads,
                sources=sources if self.sourced else None,
            )

    @property
    def remedies(self) -> dict[str, str]:
        """What remarks call the options that help."""
        alone = not any(
            family.takes("tokenizer") for family in FAMILIES if family.name in {*self.engines} - {"rouge"}
        )
        return {
            "rouge": f"--tokenizer {'' if alone else 'rouge='}unicode",
            "bleu": "--tokenizer bleu=zh, bleu=ja-mecab or bleu=char",
            "ter": "--option ter.normalized --option ter.asian_support",
            "lsum": "--sentence-splitter unicode",
            "wer": "--tokenizer wer=none",
        }


#: Where a metric finds fault, in its own words.
_PLACE: Final = re.compile(
    r"(?:batches\[\d+\]: )?(prediction|reference|source)s\[(\d+)\](?:\[(\d+)\])?(?=[: ])"
)


#: What people call a row, counted from 0, of the predictions, references or sources, which is said in the singular.
Where = Callable[[str, int], str]


def _numbered(before: int) -> Where:
    return lambda _, row: f"example {before + row + 1}"


@contextmanager
def _refusals(where: Where) -> Iterator[None]:
    """What an engine refuses is wrong usage; its place becomes what people call it."""
    try:
        yield
    except (TypeError, ValueError) as error:
        if type(error) not in (TypeError, ValueError):
            raise
        raise click.UsageError(_PLACE.sub(lambda it: _place(it, where), str(error), count=1)) from error


def _place(found: re.Match[str], where: Where) -> str:
    side, row, number = found.groups()
    return f"{where(side, int(row))}: the {side}{f' {int(number) + 1}' if number else ''}"


def figures_of(name: str, state: Any) -> dict[str, Figures]:
    """The corpus figures of each metric that the state of family `name` holds."""
    corpus = state.corpus
    by_type = corpus if isinstance(corpus, Mapping) else {name: corpus}
    return {kind: _flat(score) for kind, score in by_type.items()}


def _column(family: str, name: str) -> str:
    """The name of a column of scores: of BLEU of lower orders, its own."""
    return name.replace("bleu_", f"{family}_", 1) if re.fullmatch(r"bleu(\d|-.*)", family) else name


def _flat(score: Any) -> Figures:
    """The fields of a score. Of one that has bounds, these go by its name, too."""
    found: Figures = {}
    for name, figure in score._asdict().items():
        bounds = dict(figure._asdict()) if hasattr(figure, "_asdict") else {"value": figure}
        found[name] = bounds.pop("value")
        found |= {f"{name}_{bound}": value for bound, value in bounds.items()}
    return found


def shown_of(figures: Mapping[str, Figures]) -> list[str]:
    """The names of the figures that people are shown, of any metric, in order of appearance."""
    return list(dict.fromkeys(name for found in figures.values() for name in reported(found)))


def build(values: Sequence[str], options: Options) -> Metrics:
    """The metrics that comma-separated `values` name, none twice; `UsageError` for what nobody knows."""
    try:
        given = (names_of(name.strip()) for value in values for name in value.split(","))
        names = list(dict.fromkeys(name for found in given for name in found))
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    families = list(dict.fromkeys(FAMILY_OF[name] for name in names))
    _check_tokenizers(options.tokenizers, families)
    _check_use(options, families)
    engines = {}
    named = given_options(options.named, families)
    for family in families:
        try:
            own = [name for name in names if name in family.names]
            engines[family.name] = family.make(own, **_chosen(family, options), **named.get(family.name, {}))
        except (TypeError, ValueError, ImportError, OSError, LookupError) as error:
            raise click.UsageError(f"{error}{_advice(error, family, families, options)}") from error
    return Metrics(engines, options)


def _advice(error: Exception, family: Family, families: Sequence[Family], options: Options) -> str:
    """Where one tokenizer was given for several metrics, and one of them does not know it."""
    tokenizer = options.tokenizer(family.name, "")
    if "tokenizer" not in str(error) or tokenizer not in options.tokenizers or not tokenizer:
        return ""
    others = [it.name for it in families if it.takes("tokenizer") and it is not family]
    if not others:
        return ""
    asked = f"--tokenizer {others[0]}={tokenizer}"
    return f"; {family.name} is computed, too: give each metric its own, as in {asked}"


def _chosen(family: Family, options: Options) -> dict[str, Any]:
    """What was chosen on the command line of the options that the family's class has."""
    found = {
        name: getattr(options, name)
        for name, default in _defaults(options)
        if getattr(options, name) != default and family.takes(name)
    }
    if family.takes("tokenizer") and (tokenizer := options.tokenizer(family.name, "")):
        found["tokenizer"] = tokenizer
    if "smoothing" in found:
        found["smoothing"], given, value = found["smoothing"].partition("=")
        try:
            found["smooth_value"] = float(value) if given else None
        except ValueError:
            raise ValueError(f"--smoothing {options.smoothing}: {value!r} is no number") from None
        if given and found["smoothing"] in ("exp", "none"):
            raise ValueError(f"--smoothing {options.smoothing}: {found['smoothing']} has no use for a value")
    return found


def _defaults(options: Options) -> list[tuple[str, Any]]:
    """The options that go by the same name in the classes of metrics, with what is no choice."""
    return [
        (it.name, it.default) for it in dataclasses.fields(options) if it.name not in ("tokenizers", "named")
    ]


def _check_use(options: Options, families: Sequence[Family]) -> None:
    for name, default in _defaults(options):
        if getattr(options, name) != default and not any(family.takes(name) for family in families):
            users = ", ".join(family.name for family in FAMILIES if family.takes(name))
            raise click.UsageError(
                f"--{name.replace('_', '-')}: no metric that is computed has a use for it, those that have are {users}"
            )


def _check_tokenizers(values: Sequence[str], families: Sequence[Family]) -> None:
    tokenized = [family.name for family in ALL_FAMILIES if family.takes("tokenizer")]
    names = [family.name for family in families]
    for value in values:
        owner, given, _ = value.rpartition("=")
        if given and owner not in tokenized:
            known = ", ".join(tokenized)
            raise click.UsageError(
                f"--tokenizer {value}: {owner!r} has no tokenizer to choose, those that have are {known}"
            )
        if (given and owner not in names) or not set(tokenized) & set(names):
            raise click.UsageError(f"--tokenizer {value}: no metric that is computed has a use for it")
