"""A command that compares random pairs, part by part and batch by batch."""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections.abc import Callable, Mapping

BATCH = 100  # pairs that share options, and are one corpus
#: Of each part how many of the pairs it has, and what compares a batch.
Parts = Mapping[str, tuple[float, Callable[[random.Random], None]]]


def run(parts: Parts, about: str | None, pairs: int, of_what: str) -> None:
    """The command. `pairs`: how many by default, `of_what`."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=pairs, help=f"{of_what}, in batches of {BATCH}")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().getrandbits(32))
    parser.add_argument("--only", help="a part, or one batch of it as PART:BATCH")
    arguments = parser.parse_args()
    if not __debug__:
        parser.error("the comparisons are assertions: run without -O")
    part, _, batch = (arguments.only or "").partition(":")
    if batch:
        _compare(parts, part, int(batch), arguments.seed)
        return
    for name, (share, _) in parts.items():
        if part not in ("", name):
            continue
        begin = time.process_time()
        batches = math.ceil(arguments.pairs * share / BATCH)
        for number in range(batches):
            _compare(parts, name, number, arguments.seed)
        took = time.process_time() - begin
        print(
            f"{name}: {batches * BATCH:,} pairs equal, seed {arguments.seed}, {took:.0f} s of CPU", flush=True
        )


def _compare(parts: Parts, part: str, batch: int, seed: int) -> None:
    try:
        parts[part][1](random.Random(f"{seed} {part} {batch}"))
    except BaseException:
        print(f"--seed {seed} --only {part}:{batch}", file=sys.stderr)
        raise
