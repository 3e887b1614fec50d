"""A comparison as one HTML file to look at: `gramscore.report.write`."""

from gramscore.report.write import write

__all__ = ["write"]
