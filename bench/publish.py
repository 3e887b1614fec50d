"""Write a results file of compare.py or scale.py into the README, between its markers.

python bench/readme.py bench/results/0.1.0.json
python bench/readme.py bench/results/scale.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

README = Path(__file__).parent.parent / "README.md"


def speed(report: dict[str, Any]) -> str:
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


def scale(report: dict[str, Any]) -> str:
    machine, found = report["machine"], report["scale"]
    lines = [
        f"{machine['cpu']} ({machine['kernels']} kernels, {machine['cpus']} processors), CPython {machine['python']}, "
        f"{report['date']}, commit {machine['commit']}; synthetic summaries of about 19 words.",
        "",
    ]
    if twice := found.get("threads", {}).get("two_threads_over_one"):
        ratios = ", ".join(f"{ratio:.2f} for {name}" for name, ratio in twice.items())
        lines.append(
            f"- Two threads over one, on {found['threads']['pairs']:,} pairs in Arrow unless said otherwise: {ratios}."
        )
    if "command" in found:
        by_metric = found["command"]["seconds_by_metric_and_threads"]
        times = "; ".join(
            f"{name} "
            + ", ".join(
                f"{it['command']:.1f} s beside {it['scoring alone']:.1f} s ({it['ratio']:.2f} times) with {count} "
                f"thread{'s' if count != '1' else ''}"
                for count, it in by_threads.items()
            )
            for name, by_threads in by_metric.items()
        )
        start = min(
            it["command, one pair"] for by_threads in by_metric.values() for it in by_threads.values()
        )
        lines.append(
            f"- `gramscore score` of {found['command']['pairs']:,} pairs of Parquet beside the scoring alone: "
            f"{times}. Of a single pair it takes {start:.1f} s."
        )
    if "corpus" in found:
        pairs, most = list(found["corpus"]["gramscore score"].items())[-1]
        lines.append(f"- It scores {int(pairs):,} pairs within {most['peak_mib']:,.0f} MiB.")
    if "call" in found:
        times = ", ".join(
            f"{name} {it['one word']:.1f} to {it['a sentence']:.1f}"
            for name, it in found["call"]["microseconds"].items()
        )
        lines.append(f"- A call with one pair, from one word to a sentence, in microseconds: {times}.")
    lines.append("")
    for name, what in _PLOTS.items():
        if name in found:
            lines += [f"![{what}](docs/images/scale-{name}.png)", ""]
    return "\n".join(lines[:-1]) + "\n"


_PLOTS = {
    "threads": "Pairs per second against threads",
    "batch": "Pairs per second against the pairs in a call",
    "length": "Pairs per second against the tokens in a text, one thread",
    "corpus": "Time and peak memory of a process against the pairs in a corpus",
    "call": "Time of a call with one pair",
}


def main() -> None:
    report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    marker, section = ("scale", scale(report)) if "scale" in report else ("bench", speed(report))
    begin, end = f"<!-- {marker}:begin -->\n", f"<!-- {marker}:end -->"
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(begin)
    _, after = rest.split(end)
    README.write_text(f"{before}{begin}{section}{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
