"""The reports of several systems as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from gramscore.cli.report import Layout, Report, Rows


@dataclass(frozen=True)
class SystemReports:
    """Reports by system. They are of the same metrics, and may have groups of their own."""

    systems: Mapping[str, Report]

    @property
    def layout(self) -> Layout:
        return self._first.layout

    @property
    def heading(self) -> list[str]:
        return [f"{name}: {line}" for name, report in self.systems.items() for line in report.heading]

    @property
    def details(self) -> list[str]:
        return [f"{name}: {line}" for name, report in self.systems.items() for line in report.details]

    @property
    def cited(self) -> list[str]:
        """Those of all systems, each once."""
        return list(dict.fromkeys(it for report in self.systems.values() for it in report.cited))

    @property
    def scores(self) -> list[str]:
        """A line each: the name of the system, a tab, and the score."""
        return [f"{name}\t{score}" for name, report in self.systems.items() for score in report.scores]

    @property
    def heads(self) -> list[str]:
        return ["system", *self._first.heads]

    @property
    def widths(self) -> list[int]:
        names = max(len("system"), *map(len, self.systems))
        return [names, *map(max, zip(*(report.widths for report in self.systems.values()), strict=True))]

    @property
    def is_long(self) -> bool:
        return any(report.is_long for report in self.systems.values())

    @property
    def shown(self) -> list[str]:
        return self._first.shown

    @property
    def numbers(self) -> list[str]:
        return self._first.numbers

    def sections(self) -> Iterator[Rows]:
        """Those of each system, after its name."""
        for name, report in self.systems.items():
            for rows in report.sections():
                yield replace(rows, heads=[[name] * len(rows), *rows.heads])

    @property
    def _first(self) -> Report:
        return next(iter(self.systems.values()))
