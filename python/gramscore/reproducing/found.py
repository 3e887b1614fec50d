"""What a search found: rows that give the scores, and rows that come near."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from gramscore.reproducing.search import MOST_NEAR, Candidate, Search
from gramscore.reproducing.targets import Target, Targets

#: Rows that are kept of those that give the scores.
_MOST_EXACT: Final = 20
#: Settings that are looked at of those that come near.
_MOST_NEAREST: Final = 500
#: Groups of equal scores whose very scores are computed, where these take long.
_MOST_SETTLED: Final = 60
#: How many others a row names that give the same scores.
_MOST_SAME: Final = 12

#: What differences of a size usually are, from the largest of them, 0..1.
_USUAL: Final = (
    (0.0006, "rounding, another seed of a bootstrap, or another version of the package"),
    (
        0.006,
        "another tokenizer or stemmer, quotes and escapes handled otherwise, or a few examples more or less",
    ),
    (0.02, "other decoding (beam size, length penalty, truncated inputs), or tokenized and cased texts"),
    (1.0, "another output, another set of references, or another split of the data"),
)


@dataclass(frozen=True)
class Reproduction:
    """A setting that gives the scores, or comes near.

    package, version: what computes it. texts: what is done to the texts first; settings: of the package, in words.
    scores: what the call gives, on the package's scale, by the names that were asked for. shown: the same as the
        scores looked for are written. off: by name how far that is from the score looked for, on its scale.
    exact: whether all are the scores looked for, to the digits given. varies: whether the package draws random numbers,
        so that the scores are those of the seed in the call, and others now and then.
    call: Python that leaves the scores in `scores`, given `predictions` and `references`.
    same: other settings that give the same scores on these texts, in words.
    """

    package: str
    version: str
    texts: tuple[str, ...]
    settings: tuple[str, ...]
    scores: Mapping[str, float]
    shown: Mapping[str, str]
    off: Mapping[str, float]
    exact: bool
    varies: bool
    call: str
    same: tuple[str, ...]

    def __str__(self) -> str:
        return described(self.package, self.version, self.settings, self.texts)

    def to_dict(self) -> dict[str, Any]:
        return {
            "package": self.package,
            "version": self.version,
            "texts": list(self.texts),
            "settings": list(self.settings),
            "scores": dict(self.scores),
            "shown": dict(self.shown),
            "off": dict(self.off),
            "exact": self.exact,
            "varies": self.varies,
            "call": self.call,
            "same": list(self.same),
        }


def described(package: str, version: str, settings: Sequence[str], texts: Sequence[str]) -> str:
    """A setting in one line."""
    name = f"{package} {version}" if version and version not in package else package
    parts = [", ".join(settings) or "defaults", *([f"texts: {', '.join(texts)}"] if texts else [])]
    return f"{name}: {'; '.join(parts)}"


@dataclass(frozen=True)
class Found(Sequence[Reproduction]):
    """The rows of a search: first those that give the scores, the usual settings before the unusual, then those that
    come near, the nearest first.

    tried: how many settings were tried. fitting: how many of them give the scores, those that coincide counted each.
    complete: whether the search came to its end.
    """

    rows: tuple[Reproduction, ...]
    tried: int
    fitting: int
    complete: bool
    remarks: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: Any) -> Any:
        return self.rows[index]

    def __iter__(self) -> Iterator[Reproduction]:
        return iter(self.rows)

    @property
    def exact(self) -> tuple[Reproduction, ...]:
        """The rows that give the scores."""
        return tuple(row for row in self.rows if row.exact)

    @property
    def near(self) -> tuple[Reproduction, ...]:
        """The rows that come near."""
        return tuple(row for row in self.rows if not row.exact)

    def to_dict(self) -> dict[str, Any]:
        return {
            "tried": self.tried,
            "fitting": self.fitting,
            "complete": self.complete,
            "remarks": list(self.remarks),
            "rows": [row.to_dict() for row in self.rows],
        }

    def text(self, most: int = 5) -> str:
        """The rows for people: `most` of those that give the scores, or of those that come near where none does."""
        return "\n".join(_lines(self, most))

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<Found {self.fitting} of {self.tried} settings give the scores>"


def _lines(found: Found, most: int) -> Iterator[str]:
    yield f"{found.fitting} of {found.tried} settings give the scores."
    yield from found.remarks
    listed = [*found.exact[:most], *found.near[: max(0, most - len(found.exact))]]
    for number, row in enumerate(listed, 1):
        yield ""
        yield f"{number}. {row}"
        scores = ", ".join(
            f"{name} {row.shown[name]}"
            + ("" if row.exact or not row.off[name] else f" ({row.off[name]:+.3g})")
            for name in row.shown
        )
        varies = ", which varies from run to run" if row.varies else ""
        yield f"   {'gives' if row.exact else 'near:'} {scores}{varies}"
        for same in row.same[:3]:
            yield f"   the same on these texts: {same}"
        if len(row.same) > 3:
            yield f"   and {len(row.same) - 3} more that are the same on these texts"
    if len(listed) < len(found.rows):
        yield ""
        yield f"... and {len(found.rows) - len(listed)} more rows"


def found_of(searches: Sequence[Search], targets: Targets, complete: bool) -> Found:
    """The rows of searches, one for each family of scores.

    Scores of at most 1 are those of 0 to 100 where only these are found.
    """
    found = _found_of(searches, targets, complete)
    if targets.scale == 100 or found.exact:
        return found
    other = _found_of(searches, targets.in_percent(), complete)
    return other if other.exact else found


def _found_of(searches: Sequence[Search], targets: Targets, complete: bool) -> Found:
    families = targets.families()
    rows: list[Reproduction] = []
    fitting = 0
    remarks: list[str] = []
    for search in searches:
        asked = families[search.family]
        ranked = _Ranking(search, asked)
        fitting += ranked.fitting
        rows_of = partial(_row, search, asked, targets.scale)
        own = [rows_of(group, exact=True) for group in ranked.exact]
        near = [rows_of(group, exact=False) for group in ranked.near]
        rows += own + near
        remarks += [f"{package} refuses these texts: {words}" for package, words in search.refused.items()]
        if len(asked) == 1 and ranked.fitting > 1:
            target = asked[0]
            remarks.append(
                f"One score with {target.decimals} decimal{'s' if target.decimals != 1 else ''} is not much to go by: "
                f"{ranked.fitting} settings give {target.given}. Other scores of the same paper narrow them down."
            )
        if not own and near:
            remarks.append(_usual(ranked.near[0][0], asked))
    rows.sort(key=lambda row: not row.exact)
    if not complete:
        remarks.insert(0, "The search was interrupted: this is what was found by then.")
    tried = sum(search.tried for search in searches)
    return Found(tuple(rows), tried, fitting, complete, tuple(remarks))


class _Ranking:
    """The candidates of a search in groups of equal scores: those that fit, and the nearest of the others."""

    def __init__(self, search: Search, targets: Sequence[Target]) -> None:
        self._search = search
        self._targets = targets
        fitting: list[Candidate] = []
        rest: list[Candidate] = []
        for candidate in search.candidates:
            (fitting if candidate.fits(targets) else rest).append(candidate)
        groups, missed = self._settled(self._grouped(fitting, self._order))
        self.fitting = sum(map(len, groups))
        self.exact = sorted(groups, key=lambda group: self._order(group[0]))[:_MOST_EXACT]
        nearest = sorted([*rest, *missed], key=self._distance)[:_MOST_NEAREST]
        near = self._grouped(nearest, self._distance)[:MOST_NEAR]
        self.near = [[search.settled(group[0]), *group[1:]] for group in near]

    def _settled(self, groups: Sequence[list[Candidate]]) -> tuple[list[list[Candidate]], list[Candidate]]:
        """The groups whose very scores fit, too; and the candidates of the others. Of the unusual the rough scores,
        which take less time, must do."""
        fitting, missed = [], []
        for number, group in enumerate(groups):
            head = group[0]
            if not head.sure and number < _MOST_SETTLED:
                head = self._search.settled(head)
            if head.setting.random or head.fits(self._targets):
                fitting.append([head, *group[1:]])
            else:
                missed += [head, *group[1:]]
        return fitting, missed

    def _order(self, candidate: Candidate) -> tuple[float, int]:
        """The usual before the unusual; what varies from run to run the later the less likely it gives the scores."""
        if not candidate.setting.random:
            return candidate.cost, len(candidate.handling.steps)
        unlikely = max(
            (abs(value - target.value) - target.half) / slack
            for target, value, slack in zip(self._targets, candidate.values, candidate.slacks, strict=True)
        )
        return candidate.cost + 1 + 4 * max(unlikely, 0.0), len(candidate.handling.steps)

    def _distance(self, candidate: Candidate) -> float:
        return candidate.distance(self._targets)

    @staticmethod
    def _grouped(candidates: Sequence[Candidate], key: Any) -> list[list[Candidate]]:
        """Candidates of equal scores together, each group and the groups in the order of the key."""
        groups: dict[Any, list[Candidate]] = {}
        for candidate in sorted(candidates, key=key):
            groups.setdefault(candidate.group, []).append(candidate)
        return list(groups.values())


def _row(
    search: Search, targets: Sequence[Target], scale: int, group: Sequence[Candidate], *, exact: bool
) -> Reproduction:
    head = group[0]
    scores = search.scores(head)
    asked = {target.given: target for target in targets}
    values = {name: score * scale / head.setting.scale for name, score in scores.items()}
    # Other calls on the same texts before the same calls on other texts.
    words = map(_words, sorted(group, key=lambda it: len(it.handling.steps)))
    same = [it for it in dict.fromkeys(words) if it != _words(head)]
    return Reproduction(
        head.setting.package,
        head.setting.version,
        head.handling.names,
        head.setting.options,
        scores,
        {name: f"{value:.{asked[name].decimals}f}" for name, value in values.items()},
        {name: value - asked[name].value * scale for name, value in values.items()},
        exact,
        head.setting.random,
        search.code(head),
        tuple(same[:_MOST_SAME]),
    )


def _words(candidate: Candidate) -> str:
    setting = candidate.setting
    return described(setting.package, setting.version, setting.options, candidate.handling.names)


def _usual(candidate: Candidate, targets: Sequence[Target]) -> str:
    farthest = max(abs(value - target.value) for target, value in zip(targets, candidate.values, strict=True))
    what = next(words for most, words in _USUAL if farthest <= most or most == 1.0)
    points = f"{100 * farthest:.2f}" if farthest < 1e4 else f"{100 * farthest:.3g}"
    return f"No setting gives the scores; the nearest is {points} points off. So much is usually {what}."
