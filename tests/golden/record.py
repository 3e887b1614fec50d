"""Writes the figures, states and pickles that are not recorded yet; see README.md."""

from __future__ import annotations

import json
import pickle
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import golden
import golden_texts

import gramscore
from gramscore.io.states import _VERSION
from gramscore.results.state import write_states


def _a_line_each(recorded: dict[str, Any]) -> str:
    """JSON with a line for each text and each part of a metric's figures."""

    def lines(value: Any, depth: int) -> str:
        if depth == 0 or not isinstance(value, (dict, list)):
            return json.dumps(value, separators=(",", ":"))
        opened, closed = "{}" if isinstance(value, dict) else "[]"
        inside = (
            [f"{json.dumps(key)}: {lines(item, depth - 1)}" for key, item in value.items()]
            if isinstance(value, dict)
            else [lines(item, depth - 1) for item in value]
        )
        return f"{opened}\n" + ",\n".join(inside) + f"\n{closed}"

    return lines(recorded, 3) + "\n"


def main() -> None:
    if golden.FIGURES.exists():
        recorded = golden.read()
    else:
        predictions, references = golden_texts.texts()
        recorded = {"predictions": predictions, "references": references, "figures": {}}
    both = recorded["predictions"], recorded["references"]
    for name in golden.METRICS:
        found = golden.figures(name, *both)
        if recorded["figures"].setdefault(name, found) != found:
            sys.exit(f"{name}: the figures are not those recorded. See README.md")
    golden.FIGURES.write_text(_a_line_each(recorded), encoding="ascii")
    for ending in ("arrow", "parquet"):
        path = golden.STATES / f"version-{_VERSION}.{ending}"
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            write_states(str(path), golden.states(*both))
    path = golden.PICKLES / f"version-{gramscore.__version__}.pickle"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(pickle.dumps(golden.objects(*both), protocol=4))


if __name__ == "__main__":
    main()
