"""Writes sclite_reports.json: what NIST's sclite prints for transcripts written for this project, and by chance."""

from __future__ import annotations

import json
import random
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "support"))

from sclite_program import any_files, run  # noqa: E402

WRITTEN = (
    "The cat sat on the mat (ann-1)\na dog { uh / @ } ran off (ann-2)\nnothing here (bob-1)\nÉ is é (bob-2)\n"
    "(uh) well (Cyd-1)\ndon't {do not / don't} go;x (cyd_2)\nleft out (dan-1)\n",
    "the bat sat on mat now (ann-1)\n a dog ran of (ann-2)\n;; a comment\n(bob-1)\né is é (bob-2)\nwell (cyd-1)\n\n"
    "do not go (cyd_2)\n",
)
OPTIONS = (
    ["-i", "rm", "-e", "utf-8"],
    ["-i", "rm", "-D", "-F", "-o", "all", "stdout"],
    ["-i", "wsj", "-e", "utf-8", "-c", "NOASCII", "DH", "-o", "sum", "pralign", "stdout", "-f", "1"],
    ["-i", "sp", "-e", "utf-8", "-c", "-o", "pralign", "stdout", "-l", "40"],
    ["-i", "spu_id", "-o", "rsum", "stdout"],
)
EMPTY = (
    "(a-1)\n(b-1)\none two (c-1)\n(d-1)\nthree four five six seven eight (e-1)\n",
    "x y (a-1)\n(b-1)\none two (c-1)\nz (d-1)\nthree four five six seven ate (e-1)\n",
)


def recorded(folder: Path, arguments: list[str]) -> dict[str, object]:
    done = run(arguments, folder)
    assert done.returncode == 0, done.stderr
    texts = {f"{name}.trn": (folder / f"{name}.trn").read_text(encoding="utf-8") for name in "rh"}
    return {"arguments": arguments, **texts, "printed": done.stdout.decode("latin-1")}


def main() -> None:
    cases = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for references, hypotheses in (WRITTEN, EMPTY):
            (folder / "r.trn").write_text(references, encoding="utf-8")
            (folder / "h.trn").write_text(hypotheses, encoding="utf-8")
            for options in OPTIONS:
                cases.append(recorded(folder, ["-r", "r.trn", "-h", "h.trn", *options]))
        rng = random.Random(20151007)
        while len(cases) < 18:
            case = recorded(folder, any_files(rng, folder))
            if len(str(case["printed"])) < 5000:
                cases.append(case)
    version = "sclite 2.10 (SCTK 1.3) of Debian sctk 2.4.10-20151007-1312Z+dfsg2-3.1; printed: a character is a byte"
    text = json.dumps({"source": version, "cases": cases}, indent=1) + "\n"
    (HERE / "sclite_reports.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
