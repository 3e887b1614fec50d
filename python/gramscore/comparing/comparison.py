"""Systems beside a baseline, as a table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from gramscore.resampling.intervals import Interval
from gramscore.results.remarks import Remark
from gramscore.results.scores import Scores


@dataclass(frozen=True)
class ComparisonRow:
    """One score of one system, and how it differs from the baseline's.

    system, metric: the names given to compare(); of ROUGE, `metric` is the type.
    figure: "score", or of ROUGE "precision", "recall" or "fmeasure".
    higher_is_better: False for TER.
    score: the system's score, with its interval.
    baseline: the system that it is compared with.
    difference: the system's score minus the baseline's, with the interval of the paired bootstrap.
    p_value: how likely a difference of this size is between equal systems.
    p_adjusted: the same, corrected for the number of comparisons; without correction equal to p_value.
    wins, ties, losses: examples on which the system is better than, as good as, and worse than the baseline.

    In the rows of the first system, which stand for it alone, what compares is None.
    """

    system: str
    metric: str
    figure: str
    higher_is_better: bool
    score: Interval
    baseline: str | None = None
    difference: Interval | None = None
    p_value: float | None = None
    p_adjusted: float | None = None
    wins: int | None = None
    ties: int | None = None
    losses: int | None = None

    @property
    def significant(self) -> bool | None:
        """Whether p_adjusted is at most 1 - level; None in the rows of the baseline."""
        return None if self.p_adjusted is None else self.p_adjusted <= 1 - self.score.level

    @property
    def verdict(self) -> str:
        """ "baseline", "better", "worse" or "unclear": what can be said of the system."""
        if self.difference is None:
            return "baseline"
        if not self.significant:
            return "unclear"
        return "better" if (self.difference.estimate > 0) == self.higher_is_better else "worse"

    def to_dict(self) -> dict[str, Any]:
        """All fields side by side, the bounds of intervals as fields of their own."""
        change = self.difference
        return {
            "system": self.system,
            "metric": self.metric,
            "figure": self.figure,
            "score": self.score.estimate,
            "score_low": self.score.low,
            "score_high": self.score.high,
            "baseline": self.baseline,
            "difference": None if change is None else change.estimate,
            "difference_low": None if change is None else change.low,
            "difference_high": None if change is None else change.high,
            "p_value": self.p_value,
            "p_adjusted": self.p_adjusted,
            "significant": self.significant,
            "wins": self.wins,
            "ties": self.ties,
            "losses": self.losses,
        }


@dataclass(frozen=True)
class Comparison:
    """What compare() found.

    rows: by metric and score, within those by system, the baseline first.
    scores: the scores compared, by system and metric.
    test: "bootstrap" or "randomization".
    samples: resamples, or trials of the randomization.
    correction: "holm", "bh" or None.
    signatures: by metric, what its scores were computed with, and what was drawn.

    Shows itself in notebooks, and in terminals by rich.print().
    """

    rows: tuple[ComparisonRow, ...]
    scores: Mapping[str, Mapping[str, Scores]]
    test: str
    samples: int
    seed: int
    stream: str
    correction: str | None
    level: float
    signatures: Mapping[str, str]

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Also of 0.1.0, whose rows did not say what they compare with: always the first system."""
        baseline = next(iter(state["scores"]))
        rows = (
            replace(row, baseline=baseline) if row.difference is not None and row.baseline is None else row
            for row in state["rows"]
        )
        self.__dict__.update(state, rows=tuple(rows))

    @property
    def systems(self) -> tuple[str, ...]:
        """The names of the systems, the baseline's first."""
        return tuple(self.scores)

    @property
    def baseline(self) -> str:
        """The name of the system that the others are compared with."""
        return self.systems[0]

    @property
    def all_pairs(self) -> bool:
        """Whether systems are compared with others than the first, too."""
        return any(row.baseline not in (None, self.baseline) for row in self.rows)

    def name_of(self, row: ComparisonRow) -> str:
        """What a row is called: its system, and where that does not follow, with which it is compared."""
        return f"{row.system} against {row.baseline}" if self.all_pairs and row.baseline else row.system

    @property
    def metrics(self) -> tuple[str, ...]:
        """The names of the metrics, types of ROUGE each by its own."""
        return tuple(dict.fromkeys(row.metric for row in self.rows))

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[ComparisonRow]:
        return iter(self.rows)

    def to_dict(self) -> dict[str, Any]:
        """Everything but the scores, in types that JSON knows."""
        return {
            "baseline": self.baseline,
            "systems": list(self.systems),
            "examples": self._examples,
            "test": self.test,
            "samples": self.samples,
            "seed": self.seed,
            "stream": self.stream,
            "correction": self.correction,
            "level": self.level,
            "rows": [row.to_dict() for row in self.rows],
            "signatures": dict(self.signatures),
        }

    def to_pandas(self) -> Any:
        """A pandas.DataFrame with a row per row and every digit. Needs pandas."""
        try:
            import pandas as pd
        except ImportError:
            raise ImportError("to_pandas() needs pandas: pip install pandas") from None
        table = pd.DataFrame([row.to_dict() for row in self.rows])
        counts = ["wins", "ties", "losses"]
        return table.astype({**dict.fromkeys(counts, "Int64"), "significant": "boolean"})

    def to_markdown(self) -> str:
        """A table in Markdown, with a line that says how it was made."""
        rule = ["---", "---", *("---:" for _ in _HEADING[2:])]
        lines = [_HEADING, rule, *([_escaped(cell, "|\\") for cell in row] for row in self._cells())]
        return "\n".join((*(f"| {' | '.join(line)} |" for line in lines), "", _escaped(self.caption, "*")))

    def to_latex(self) -> str:
        """A table in LaTeX, a tabular for the package booktabs."""
        lines = [r"\begin{tabular}{ll" + "r" * len(_HEADING[2:]) + "}", r"\toprule"]
        lines += [" & ".join(map(_latex, _HEADING)) + r" \\", r"\midrule"]
        lines += [" & ".join(map(_latex, row)) + r" \\" for row in self._cells()]
        return "\n".join((*lines, r"\bottomrule", r"\end{tabular}", f"% {' '.join(self.caption.split())}"))

    @property
    def caption(self) -> str:
        """How the table came about, in one line."""
        tests = {"bootstrap": "paired bootstrap", "randomization": "paired approximate randomization"}
        corrections = {"holm": ", Holm's correction", "bh": ", Benjamini and Hochberg's correction", None: ""}
        compared = "all pairs" if self.all_pairs else f"differences from {self.baseline}"
        return (
            f"{self._examples:,} examples, {compared}; {100 * self.level:g}% intervals; "
            f"{tests[self.test]}, {self.samples:,} samples, seed {self.seed}{corrections[self.correction]}; "
            f"* p at most {1 - self.level:.4g}{self._too_few}"
        )

    @property
    def _too_few(self) -> str:
        """A warning, if no difference could be significant: the smallest p-value there can be is 1 / (samples + 1), and
        Holm's correction multiplies it by the number of comparisons."""
        compared = sum(row.difference is not None for row in self.rows)
        needed = math.ceil((compared if self.correction == "holm" else 1) / (1 - self.level)) - 1
        if self.samples >= needed:
            return ""
        return f"; with so few samples none can be significant: at least {needed:,} are needed"

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Where an interval and a p-value contradict each other: few examples decide, or one. Then what there is to
        remark on in the scores of each system, a kind of remark once."""
        found = [remark for row in self.rows if (remark := self._contradiction(row)) is not None]
        for system, scores in self.scores.items():
            own = {remark.kind: remark for one in list(scores.values())[::-1] for remark in one.remarks}
            found += [it._replace(message=f"{system}: {it.message}") for it in own.values()]
        return tuple(found)

    def _contradiction(self, row: ComparisonRow) -> Remark | None:
        change = row.difference
        if change is None or row.p_value is None:
            return None
        outside = change.low > 0 or change.high < 0
        alpha = 1 - self.level
        if not (outside and row.p_value > 2 * alpha):
            return None
        at = self._heaviest(row)
        place = "" if at is None else f"; predictions[{at}] outweighs the others"
        advice = "" if self.test == "randomization" else ': test="randomization" does not depend on it'
        return Remark(
            "contradiction",
            f"{self.name_of(row)}: the interval of the difference in {row.metric} leaves out 0, but p is "
            f"{row.p_value:.4f}{place}{advice}",
            1,
            at,
        )

    def _heaviest(self, row: ComparisonRow) -> int | None:
        """The example that makes up most of a corpus sum, if one outweighs the others."""
        for system in filter(None, (row.system, row.baseline)):
            for scores in self.scores[system].values():
                for remark in scores.remarks:
                    if remark.kind == "heavy-example":
                        return remark.first
        return None

    @property
    def digits(self) -> Mapping[str, int]:
        """By metric, how many decimals to show: 2 of scores up to 100, 4 of those up to 1."""
        largest: dict[str, float] = {}
        for row in self.rows:
            largest[row.metric] = max(largest.get(row.metric, 0), abs(row.score.estimate))
        return {metric: 2 if most > 1 else 4 for metric, most in largest.items()}

    @property
    def _examples(self) -> int:
        return len(next(iter(self.scores[self.baseline].values())))

    def _cells(self) -> list[list[str]]:
        """The rows as people see them."""
        digits = self.digits
        return [_cells(row, self.name_of(row), digits[row.metric]) for row in self.rows]

    def __rich_console__(self, _: Any, options: Any) -> Iterator[Any]:
        from rich.text import Text

        table = self._rich_table(narrow=False)
        if (
            sum(max(map(len, column)) + 2 for column in zip(_HEADING, *self._cells(), strict=True))
            > options.max_width
        ):
            table = self._rich_table(narrow=True)
        yield table
        yield Text(self.caption, style="dim")

    def _rich_table(self, *, narrow: bool) -> Any:
        """For a terminal. What is narrow has no intervals of scores, and those of differences below them; of p-values
        only the adjusted ones; so that there is room for 80 columns."""
        from rich.box import SIMPLE_HEAD
        from rich.table import Table
        from rich.text import Text

        shown = [at for at, name in enumerate(_HEADING) if not (narrow and name == "p")]
        table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
        for at in shown:
            if _HEADING[at] == "system":
                table.add_column("system", overflow="fold", min_width=8)
            else:
                widest = max(
                    len(part) for cells in self._cells() for part in self._lines(cells[at], at, narrow)
                )
                table.add_column(
                    _HEADING[at],
                    justify="left" if at == 0 else "right",
                    style="bold" if at == 0 else None,
                    no_wrap=True,
                    min_width=max(widest, len(_HEADING[at])),
                )
        for row, cells in zip(self.rows, self._cells(), strict=True):
            texts = ("\n".join(self._lines(cells[at], at, narrow)) for at in shown)
            table.add_row(*map(Text, texts), style=_STYLES[row.verdict])
        return table

    @staticmethod
    def _lines(cell: str, column: int, narrow: bool) -> list[str]:
        figure, bracket, interval = cell.partition(" [")
        if not narrow or not bracket or column < 2:
            return [cell]
        return [figure] if _HEADING[column] == "score" else [figure, f"[{interval}"]

    def _repr_html_(self) -> str:
        import html

        def line(tag: str, cells: list[str]) -> str:
            sides = ["left", "left", *["right"] * (len(cells) - 2)]
            return "<tr>{}</tr>".format(
                "".join(
                    f'<{tag} style="text-align: {side}">{html.escape(cell)}</{tag}>'
                    for side, cell in zip(sides, cells, strict=True)
                )
            )

        body = "".join(line("td", cells) for cells in self._cells())
        caption = f"<caption>{html.escape(self.caption)}</caption>"
        return f"<table>{caption}<thead>{line('th', _HEADING)}</thead><tbody>{body}</tbody></table>"

    def __repr__(self) -> str:
        return f"<Comparison of {', '.join(self.systems)} by {', '.join(self.metrics)}>"


_HEADING = ["metric", "system", "score", "difference", "p", "adjusted", "win/tie/loss"]
_STYLES = {"baseline": "dim", "better": "green", "worse": "red", "unclear": None}


def _cells(row: ComparisonRow, name: str, digits: int) -> list[str]:
    metric = row.metric if row.figure in ("score", "fmeasure") else f"{row.metric} {row.figure}"

    def shown(interval: Interval, sign: str) -> str:
        return (
            f"{interval.estimate:{sign}.{digits}f} "
            f"[{interval.low:{sign}.{digits}f}, {interval.high:{sign}.{digits}f}]"
        )

    first = [metric, name, shown(row.score, "")]
    if row.difference is None or row.p_value is None or row.p_adjusted is None:
        return [*first, "", "", "", ""]
    return [
        *first,
        shown(row.difference, "+"),
        f"{row.p_value:.4f}",
        f"{row.p_adjusted:.4f}{'*' if row.significant else ''}",
        f"{row.wins}/{row.ties}/{row.losses}",
    ]


def _escaped(text: str, characters: str) -> str:
    return "".join(f"\\{char}" if char in characters else char for char in text).replace("\n", " ")


_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\n": " ",
    **{char: f"\\{char}" for char in "&%$#_{}"},
}


def _latex(text: str) -> str:
    return "".join(_LATEX.get(char, char) for char in text)
