"""A corpus that is never in memory as a whole: time and peak memory of the command, beside scoring alone.

    python bench/stream.py [--pairs 10000000] [--format parquet] [--metric rouge1,rougeL] [--per-example]

Writes synthetic pairs in pieces, scores the folder with `gramscore score`, and then each piece from memory: the sum of
these states must equal the state that the command saved.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from corpora import synthetic

import gramscore

PIECE = 500_000
# The command, and then its peak in KiB. What getrusage() says of children includes the parent that they came from.
CHILD = """
import re, sys
from gramscore.cli import main
code = main(sys.argv[1:])
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1], file=sys.stderr)
sys.exit(code)
"""


def pieces(pairs: int) -> Iterator[pa.Table]:
    """Tables of up to `PIECE` pairs, each in an order of its own."""
    made = synthetic("summaries", min(pairs, 200_000), words=18, types=30_000, seed=7)
    pool = pa.table({"prediction": made.predictions, "reference": made.references})
    rng = np.random.default_rng(8)
    for first in range(0, pairs, PIECE):
        yield pool.take(pa.array(rng.integers(0, len(made), min(PIECE, pairs - first))))


def write(table: pa.Table, path: Path) -> None:
    if path.suffix == ".parquet":
        pa.parquet.write_table(table, path, row_group_size=100_000)
    elif path.suffix == ".csv":
        pa.csv.write_csv(table, path)
    else:
        import json

        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in table.to_pylist())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=10_000_000)
    parser.add_argument("--format", choices=("parquet", "csv", "jsonl"), default="parquet")
    parser.add_argument("--metric", default="rouge1,rougeL")
    parser.add_argument("--per-example", action="store_true", help="also write the scores of each pair")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        data = Path(folder, "data")
        data.mkdir()
        for number, table in enumerate(pieces(options.pairs)):
            write(table, data / f"{number:05}.{options.format}")
        size = sum(path.stat().st_size for path in data.iterdir())
        print(
            f"{options.pairs:,} pairs in {len(os.listdir(data))} files, {size / 2**20:,.0f} MiB", flush=True
        )

        state = str(Path(folder, "state.parquet"))
        command = [sys.executable, "-c", CHILD, "score", str(data), "--metric", options.metric]
        command += ["--state", state, "--format", "json", "--quiet"]
        if options.per_example:
            command += ["--per-example", str(Path(folder, "scores.parquet"))]
        started = time.perf_counter()
        done = subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        taken = time.perf_counter() - started
        peak = int(done.stderr) / 1024
        rate = options.pairs / taken
        print(f"gramscore score: {taken:.1f} s, {rate:,.0f} pairs/s, peak {peak:,.0f} MiB", flush=True)

        metric = gramscore.ROUGE(options.metric.split(","))
        alone, total = 0.0, 0
        for table in pieces(options.pairs):
            started = time.perf_counter()
            total += metric.score(table["prediction"], table["reference"]).state()
            alone += time.perf_counter() - started
        print(f"scoring alone: {alone:.1f} s; the command takes {taken / alone:.2f} times that")
        if total != gramscore.State.load(state):
            raise SystemExit("the command's state is another")


if __name__ == "__main__":
    main()
