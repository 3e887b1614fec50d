"""Whether a ranking of systems survives the settings that papers use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from gramscore.options.checks import progress_callback
from gramscore.reproducing.found import described
from gramscore.reproducing.search import Candidate, Search
from gramscore.reproducing.spread import is_of_papers, search_of

_MOST_COST: Final = 4
#: Settings that are named of those under which an order changes.
_MOST_NAMED: Final = 3


@dataclass(frozen=True)
class Order:
    """Two systems by a score.

    better, worse: by the usual setting. holds: under how many of the settings that is so; the others are `turned`, in
    words, the usual before the unusual.
    """

    name: str
    better: str
    worse: str
    holds: int
    settings: int
    turned: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "better": self.better,
            "worse": self.worse,
            "holds": self.holds,
            "settings": self.settings,
            "turned": list(self.turned),
        }


@dataclass(frozen=True)
class RankingSpread:
    """How far systems' scores move, and which orders of two change. Scores are 0 to 100.

    usual: the setting that most use. scores, lowest, highest: by name of the score, by system.
    orders: of each two systems.
    """

    usual: str
    scores: Mapping[str, Mapping[str, float]]
    lowest: Mapping[str, Mapping[str, float]]
    highest: Mapping[str, Mapping[str, float]]
    orders: tuple[Order, ...]

    @property
    def stable(self) -> bool:
        """Whether no order of two systems changes under any setting."""
        return all(order.holds == order.settings for order in self.orders)

    def to_dict(self) -> dict[str, Any]:
        return {
            "usual": self.usual,
            "stable": self.stable,
            "scores": {name: dict(by) for name, by in self.scores.items()},
            "lowest": {name: dict(by) for name, by in self.lowest.items()},
            "highest": {name: dict(by) for name, by in self.highest.items()},
            "orders": [order.to_dict() for order in self.orders],
        }

    def __str__(self) -> str:
        return "\n".join(_lines(self))


def _lines(found: RankingSpread) -> Iterator[str]:
    yield f"Usual: {found.usual}"
    for name, by_system in found.scores.items():
        yield ""
        width = max(map(len, by_system))
        yield f"{name:{width}}   usual  lowest  highest"
        for system, score in by_system.items():
            low, high = found.lowest[name][system], found.highest[name][system]
            yield f"{system:{width}}  {score:6.2f}  {low:6.2f}   {high:6.2f}"
        for order in found.orders:
            if order.name != name:
                continue
            if order.holds == order.settings:
                yield f"{order.better} stays before {order.worse} under all {order.settings} settings"
                continue
            yield f"{order.better} stays before {order.worse} under {order.holds} of {order.settings} settings, not by"
            yield from (f"  {what}" for what in order.turned[:_MOST_NAMED])
            if len(order.turned) > _MOST_NAMED:
                yield f"  and {len(order.turned) - _MOST_NAMED} more"
    yield ""
    yield "The ranking survives." if found.stable else "The ranking depends on the settings."


def ranking_spread(
    systems: Mapping[str, Any],
    references: Any,
    names: Sequence[str] = ("rouge1", "rouge2", "rougeL"),
    sources: Any = None,
    *,
    progress: bool | Callable[[int, int], object] = False,
) -> RankingSpread:
    """How the scores of systems, and with them their ranking, move over the settings that papers use.

    systems: by name, the predictions of each, N texts. references: N texts, or N lists of one or more.
    names, sources, progress: as `gramscore.spread` has them.

    Raises what that raises, TypeError for what is no mapping of names, and ValueError for fewer than two systems.
    """
    if not isinstance(systems, Mapping):
        raise TypeError(
            f"systems is a {type(systems).__name__}: a mapping from names to predictions is expected"
        )
    if len(systems) < 2:
        raise ValueError(f"systems has {len(systems)}: at least two are compared")
    searches = {}
    for name, texts in systems.items():
        if not isinstance(name, str):
            raise TypeError(f"systems has the name {name!r}: names are str")
        try:
            searches[name] = search_of(names, texts, references, sources, _MOST_COST)
        except (TypeError, ValueError) as error:
            kind = TypeError if isinstance(error, TypeError) else ValueError
            raise kind(f"systems[{name!r}]: {error}") from None
    callback = progress_callback(progress)
    tables = {}
    for name, search in searches.items():
        search.run(callback)
        tables[name] = {_key(it): it for it in search.candidates if is_of_papers(it)}
    # Handling that does nothing to one system's texts is handling without that step.
    keys = list(dict.fromkeys(key for table in tables.values() for key in table))
    rows = []
    for key in keys:
        found = {name: _same_or_less(table, key) for name, table in tables.items()}
        if all(found.values()):
            rows.append((key, {name: it for name, it in found.items() if it is not None}))
    rows.sort(key=lambda row: sum(it.cost for it in row[1].values()))
    return _spread_of(searches, rows)


_Key = tuple[tuple[str, ...], str, str, tuple[str, ...]]


def _key(candidate: Candidate) -> _Key:
    setting = candidate.setting
    return (candidate.handling.names, setting.package, setting.version, setting.options)


def _same_or_less(table: Mapping[_Key, Candidate], key: _Key) -> Candidate | None:
    steps, *rest = key
    for count in range(len(steps), -1, -1):
        for kept in combinations(steps, count):
            found = table.get((kept, *rest))  # type: ignore[arg-type]
            if found is not None:
                return found
    return None


def _spread_of(
    searches: Mapping[str, Search], rows: Sequence[tuple[_Key, Mapping[str, Candidate]]]
) -> RankingSpread:
    first = next(iter(searches.values()))
    usual = rows[0]
    scores: dict[str, dict[str, float]] = {}
    lowest: dict[str, dict[str, float]] = {}
    highest: dict[str, dict[str, float]] = {}
    orders = []
    for at, target in enumerate(first.targets):
        name = target.given
        sign = -1 if target.name == "ter" else 1
        scores[name] = {system: 100 * it.values[at] for system, it in usual[1].items()}
        lowest[name] = {system: 100 * min(row[1][system].values[at] for row in rows) for system in searches}
        highest[name] = {system: 100 * max(row[1][system].values[at] for row in rows) for system in searches}
        ranked = sorted(searches, key=lambda system: -sign * scores[name][system])
        for better, worse in combinations(ranked, 2):
            turned = [
                _words(key)
                for key, found in rows
                if sign * (found[better].values[at] - found[worse].values[at]) < 0
            ]
            orders.append(Order(name, better, worse, len(rows) - len(turned), len(rows), tuple(turned)))
    return RankingSpread(_words(usual[0]), scores, lowest, highest, tuple(orders))


def _words(key: _Key) -> str:
    steps, package, version, options = key
    return described(package, version, options, steps)
