"""Write a results file of compare.py into the README, between its two markers.

python bench/readme.py bench/results/0.1.0.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- bench:begin -->\n", "<!-- bench:end -->"


def section(report: dict[str, Any]) -> str:
    machine = report["machine"]
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    lines = [
        f"One core of {machine['cpu']} ({machine['kernels']} kernels), CPython {machine['python']}, {report['date']}, "
        f"commit {machine['commit']}; {packages}. Lists of `str`, the whole call, median of {report['rounds']} rounds "
        "in which the packages take turns on the same pairs. The types are ROUGE-1, 2 and L unless a row says "
        "otherwise; `real` corpora are DialogSum's test set with a BART system's summaries, and WMT17 en-de. The last "
        "column compares with the time that finding the tokens' bounds takes.",
        "",
        "| job | ns/pair | times as fast as | over token bounds |",
        "|---|--:|---|--:|",
    ]
    for result in report["results"]:
        own, *others = result["contenders"]
        ratios = ", ".join(
            f"{other['name'].removesuffix(', one pair a call')} {_ratio(other['ratio'])}" for other in others
        )
        lines.append(
            f"| {result['job']} | {own['ns_per_pair']:,.0f} | {ratios} | {result['over_token_bounds']:.1f} |"
        )
    return "\n".join(lines) + "\n"


def _ratio(ratio: float) -> str:
    return f"{ratio:.2f}x" if ratio < 3 else f"{ratio:.0f}x" if ratio >= 100 else f"{ratio:.1f}x"


def main() -> None:
    report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    README.write_text(f"{before}{BEGIN}{section(report)}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
