"""Is the difference real? Paired tests of systems against a baseline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from gramscore.comparing.comparison import Comparison, ComparisonRow
from gramscore.options.checks import check_flag, check_known
from gramscore.resampling.resampling import (
    Drawing,
    Figures,
    check_draws,
    check_level,
    intervals_of,
    resampled,
)
from gramscore.results.scores import Scores

#: The tests, and the samples or trials they have by default.
TESTS: Final = {"bootstrap": 1000, "randomization": 10000}
CORRECTIONS: Final = ("holm", "bh", None)
# Resamples for the intervals beside a randomization test.
_RESAMPLES = 1000


def compare(
    systems: Mapping[str, Scores | Mapping[str, Scores]],
    *,
    test: str = "bootstrap",
    samples: int | None = None,
    seed: int = 12345,
    correction: str | None = "holm",
    level: float = 0.95,
    figures: Sequence[str] = ("score", "fmeasure"),
    stream: str = "gramscore",
    threads: int | None = None,
    all_pairs: bool = False,
) -> Comparison:
    """Compares systems with a baseline, the first of them, by paired tests over the same examples.

    systems: by name, the scores of each: of one metric, or several by name as gramscore.evaluate() returns them.
    test: "bootstrap" (Koehn, 2004) or "randomization" (approximate randomization; Riezler and Maxwell, 2005).
    samples: resamples, by default 1000, or trials, by default 10,000. The intervals beside a randomization test are of
        1000 resamples.
    seed: a whole number. Equal seeds draw the same examples for all systems and metrics.
    correction: of the p-values for the number of comparisons: "holm" (Holm, 1979: the chance of any false alarm),
        "bh" (Benjamini and Hochberg, 1995: the share of false alarms among all alarms) or None.
    level: of the intervals, between 0 and 1. Differences of p at most 1 - level count as significant.
    figures: those to compare: "score", of ROUGE "fmeasure", "precision" and "recall".
    stream: "gramscore", or "sacrebleu" for the p-values of sacrebleu 2.6.0's PairedTest: of BLEU, chrF and TER.
    threads: how many to use; None means every CPU this process may use. No score depends on it.
    all_pairs: compare each system with all those before it, not with the baseline alone. The correction is for all of
        these comparisons.

    A p-value is the share of samples, among them the observed one, whose difference is at least as large as the one
    observed: of the bootstrap, once the mean difference is taken off; of the randomization, as it is.
    docs/significance.md says how sacrebleu's differ.

    Raises ValueError for scores of one example, of different lengths or signatures, and where it can tell that the
    references differ: each example had one, or TER is among the metrics, and the lengths are not equal.

    >>> import gramscore
    >>> references = ["the cat sat on the mat", "a dog ran home", "it rained all day"] * 10
    >>> a = ["the cat sat on a mat", "a dog ran home", "it rained all day"] * 10
    >>> b = ["a cat sat", "the dog ran", "it was wet all day"] * 10
    >>> metric = gramscore.CHRF()
    >>> found = gramscore.compare({"a": metric.score(a, references), "b": metric.score(b, references)})
    >>> row = found.rows[1]
    >>> row.system, row.metric, round(row.difference.estimate, 2), row.significant
    ('b', 'chrf', -51.39, True)
    >>> row.wins, row.ties, row.losses
    (0, 0, 30)
    """
    check_known("test", test, TESTS)
    if correction not in CORRECTIONS:
        raise ValueError(f"unknown correction {correction!r}: known are holm, bh and None")
    check_flag("all_pairs", all_pairs)
    check_level(level)
    tried = TESTS[test] if samples is None else check_draws("samples", samples)
    drawing = Drawing(stream, seed, threads)
    if stream == "rouge-score":
        raise ValueError("rouge-score has no paired test: its stream goes with confidence()")
    named = _by_metric(systems)
    _check_alike(named)
    method = _Method(test, tried, level, drawing, all_pairs)
    rows = [row for metric in compared_metrics(named, figures) for row in method.rows(metric)]
    drawn = f"{'bs' if test == 'bootstrap' else 'ar'}:{tried}|seed:{seed}|stream:{stream}"
    baseline = next(iter(named.values()))
    return Comparison(
        rows=tuple(_corrected(rows, correction)),
        scores=named,
        test=test,
        samples=tried,
        seed=seed,
        stream=stream,
        correction=correction,
        level=level,
        signatures={name: f"{scores.signature}|{drawn}" for name, scores in baseline.items()},
    )


@dataclass(frozen=True)
class ComparedMetric:
    """Scores of all systems, in the order of the systems; those at the places `chosen` are compared."""

    name: str
    systems: Mapping[str, Figures]
    chosen: Sequence[int]
    higher_is_better: bool
    signature: str


@dataclass(frozen=True)
class _Method:
    test: str
    samples: int
    level: float
    drawing: Drawing
    all_pairs: bool

    def rows(self, metric: ComparedMetric) -> list[ComparisonRow]:
        """By score and system, not yet corrected."""
        names = list(metric.systems)
        samples = self.samples if self.test == "bootstrap" else _RESAMPLES
        replicates = resampled(metric.systems, self.drawing, samples)
        pairs = [
            (base, name)
            for at, base in enumerate(names if self.all_pairs else names[:1])
            for name in names[at + 1 :]
        ]
        p_values = {
            (base, name): self._p_values(
                metric.systems[base], metric.systems[name], replicates[base], replicates[name]
            )
            for base, name in pairs
        }
        examples = {name: figures.examples() for name, figures in metric.systems.items()}
        rows = []
        for k in metric.chosen:
            alone = {
                name: ComparisonRow(name, metric.name, figures.names[k], metric.higher_is_better, score)
                for name, figures in metric.systems.items()
                for score in self._intervals(figures.estimates[k], replicates[name][:, k], metric.signature)
            }
            rows.append(alone[names[0]])
            for base, name in pairs:
                ours, theirs = metric.systems[name].estimates[k], metric.systems[base].estimates[k]
                (difference,) = self._intervals(
                    ours - theirs, replicates[name][:, k] - replicates[base][:, k], metric.signature
                )
                wins, losses = _better(examples[name][k], examples[base][k])
                if not metric.higher_is_better:
                    wins, losses = losses, wins
                row = replace(
                    alone[name],
                    baseline=base,
                    difference=difference,
                    p_value=p_values[base, name][k],
                    p_adjusted=p_values[base, name][k],
                    wins=wins,
                    ties=len(examples[name][k]) - wins - losses,
                    losses=losses,
                )
                rows.append(row)
        return rows

    def _intervals(self, estimate: float, replicates: npt.NDArray[Any], signature: str) -> Any:
        return intervals_of((estimate,), replicates[:, None], self.level, self.drawing, signature)

    def _p_values(
        self,
        baseline: Figures,
        system: Figures,
        baseline_replicates: npt.NDArray[Any],
        replicates: npt.NDArray[Any],
    ) -> list[float]:
        observed = np.abs(np.subtract(baseline.estimates, system.estimates))
        if self.test == "bootstrap":
            differences = replicates - baseline_replicates
            if self.drawing.stream == "sacrebleu":
                sizes = np.abs(differences)
                return _shares(sizes - sizes.mean(axis=0) > observed)
            return _shares(np.abs(differences - differences.mean(axis=0)) >= observed)
        first, second = baseline.exchange(system, self.drawing, self.samples)
        sizes = np.abs(first - second)
        if self.drawing.stream == "sacrebleu":
            return _shares(sizes[1:] > observed)
        return _shares(sizes[1:] >= sizes[0])


def _shares(as_large: npt.NDArray[np.bool_]) -> list[float]:
    """By column the share of what is true, to which the observed difference counts."""
    return [(int(np.count_nonzero(column)) + 1) / (len(column) + 1) for column in as_large.T]


def _better(ours: npt.NDArray[np.float64], theirs: npt.NDArray[np.float64]) -> tuple[int, int]:
    """On how many examples our score is higher, and on how many it is lower."""
    return int(np.count_nonzero(ours > theirs)), int(np.count_nonzero(ours < theirs))


def _corrected(rows: Sequence[ComparisonRow], correction: str | None) -> Iterator[ComparisonRow]:
    p_values = [row.p_value for row in rows if row.p_value is not None]
    adjusted = iter(adjust(p_values, correction))
    for row in rows:
        yield row if row.p_value is None else replace(row, p_adjusted=next(adjusted))


def adjust(p_values: Sequence[float], correction: str | None) -> list[float]:
    """P-values corrected for their number: by Holm's way, by Benjamini and Hochberg's, or not at all."""
    if correction is None or not p_values:
        return list(p_values)
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    ranks = np.arange(1, len(p) + 1)
    if correction == "holm":
        sorted_values = np.maximum.accumulate(p[order] * (len(p) + 1 - ranks))
    else:
        sorted_values = np.minimum.accumulate((p[order] * len(p) / ranks)[::-1])[::-1]
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(sorted_values, 1)
    return [float(value) for value in adjusted]


def _by_metric(systems: Any) -> dict[str, dict[str, Scores]]:
    """The scores by system and metric; scores that came alone go by the name of their metric."""
    if not isinstance(systems, Mapping):
        raise TypeError(f"systems is a {type(systems).__name__}: a mapping from names to scores is expected")
    if len(systems) < 2:
        raise ValueError(f"systems has {len(systems)}: a baseline and at least one more are needed")
    named: dict[str, dict[str, Scores]] = {}
    for system, given in systems.items():
        if not isinstance(system, str):
            raise TypeError(f"systems has the name {system!r}: names are str")
        scores = {_name_of(given): given} if isinstance(given, Scores) else given
        if not isinstance(scores, Mapping) or not all(isinstance(it, Scores) for it in scores.values()):
            raise TypeError(
                f"systems[{system!r}] is {given!r}: scores, or a mapping from names to scores, are expected"
            )
        if not scores:
            raise ValueError(f"systems[{system!r}] is empty: scores of at least one metric are needed")
        named[system] = dict(scores)
    return named


def _name_of(scores: Scores) -> str:
    return scores.signature.partition("|")[0]


def _check_alike(named: Mapping[str, Mapping[str, Scores]]) -> None:
    """Whether all systems were scored in the same way over the same examples, as far as scores can tell."""
    (first, baseline), *others = named.items()
    for system, by_metric in others:
        if by_metric.keys() != baseline.keys():
            raise ValueError(
                f"systems[{system!r}] has {', '.join(by_metric)}, but the baseline {first!r} {', '.join(baseline)}: "
                "all systems need the same metrics"
            )
    examples = len(next(iter(baseline.values())))
    if examples < 2:
        raise ValueError(f"the baseline {first!r} has {examples} example: a test needs at least 2")
    for system, by_metric in named.items():
        for metric, scores in by_metric.items():
            where = f"systems[{system!r}]" if len(baseline) == 1 else f"systems[{system!r}][{metric!r}]"
            expected = baseline[metric]
            if scores.signature != expected.signature:
                raise ValueError(
                    f"{where} has another signature than the baseline {first!r}: {scores.signature} and "
                    f"{expected.signature}"
                )
            if len(scores) != examples:
                raise ValueError(
                    f"{where} has {len(scores)} examples, but the baseline {first!r} has {examples}: "
                    "a paired test needs the same examples"
                )
            at = _other_reference(scores, expected)
            if at is not None:
                raise ValueError(
                    f"{where} was scored against other references than the baseline {first!r}: "
                    f"the lengths of references[{at}] differ"
                )


def _other_reference(scores: Scores, expected: Scores) -> int | None:
    """The first example whose references are known to differ."""
    single = scores.single_reference and expected.single_reference
    if not (single or _name_of(scores) == "ter"):  # TER keeps the lengths of all references
        return None
    columns = [k for k, name in enumerate(scores.columns) if name.endswith(scores._of_reference)]
    differ = (scores.stats[:, columns] != expected.stats[:, columns]).any(axis=1)
    return int(np.argmax(differ)) if differ.any() else None


def compared_metrics(
    named: Mapping[str, Mapping[str, Scores]], figures: Sequence[str]
) -> list[ComparedMetric]:
    """The metrics to compare, types of ROUGE each by itself."""
    if isinstance(figures, (str, bytes)) or not isinstance(figures, Iterable):
        raise TypeError(f"figures is {figures!r}: a list of names is expected")
    known = ("score", "precision", "recall", "fmeasure")
    for figure in figures:
        if figure not in known:
            raise ValueError(f"figures holds {figure!r}: known are {', '.join(known)}")
    baseline = next(iter(named.values()))
    found: dict[str, ComparedMetric] = {}
    for key, first in baseline.items():
        of_systems = {system: scores[key]._figures(False) for system, scores in named.items()}
        parts = list(of_systems[next(iter(named))])
        for part in parts:
            name = part if part and (len(parts) > 1 or key == "rouge") else key
            if name in found:
                name = f"{key} {name}"
            systems = {system: by_part[part] for system, by_part in of_systems.items()}
            names = next(iter(systems.values())).names
            chosen = [k for k, figure in enumerate(names) if figure in figures]
            if chosen:
                found[name] = ComparedMetric(name, systems, chosen, first.higher_is_better, first.signature)
    if not found:
        raise ValueError("figures names none that these scores have")
    return list(found.values())
